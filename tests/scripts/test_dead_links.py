"""The search for dead links finds what is planted, and only that."""

import subprocess
from pathlib import Path

from scripts.dead_links import anchors, dead_links, links, repository_files

PAGE = """# The house

See [the plan](plan.md#second-floor), [the roof](roof.md), [upstairs](#upstairs), [home](#the-house),
[outside](https://example.org/gone), ![a picture](missing.png) and `[code](no-link.md)`.

```
[also code](not-there.md)
```

| where | what |
|---|---|
| [attic](plan.md#attic) | <a href="cellar/">cellar</a> |
"""


def test_finds_the_planted_links_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "plan.md").write_text("# Plan\n\n## Second floor\n", encoding="utf-8")
    found = dead_links(tmp_path, [Path("page.md"), Path("plan.md")])
    assert [(link.line, link.target, link.reason) for link in found] == [
        (3, "roof.md", "no such file"),
        (3, "#upstairs", "no such heading there"),
        (4, "missing.png", "no such file"),
        (12, "plan.md#attic", "no such heading there"),
        (12, "cellar/", "no such file"),
    ]


def test_a_link_out_of_the_repository_is_dead_even_where_the_file_exists(tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("x", encoding="utf-8")
    root = tmp_path / "repository"
    root.mkdir()
    (root / "page.md").write_text("[out](../outside.md) [in](/page.md)", encoding="utf-8")
    assert [link.reason for link in dead_links(root, [Path("page.md")])] == ["leaves the repository"]


def test_a_blank_in_a_name_may_be_written_as_the_web_writes_it(tmp_path: Path) -> None:
    (tmp_path / "two words.md").write_text("# 同读 的 *用法*（一）\n", encoding="utf-8")
    (tmp_path / "page.md").write_text("[x](two%20words.md#同读-的-用法一) [y](<two words.md>)", encoding="utf-8")
    assert dead_links(tmp_path, [Path("page.md")]) == []


def test_anchors_of_headings_that_are_alike_are_numbered() -> None:
    assert anchors("# A\n\n## A\n\nB `c`!\n------\n\n# D {#own}\n\n<a id='e'></a>") == {
        "a",
        "a-1",
        "b-c",
        "d",
        "own",
        "e",
    }


def test_links_by_reference_are_links() -> None:
    assert list(links("a [b][c]\n\n[c]: there.md")) == [(1, "there.md")]


def test_only_files_that_git_would_commit_are_looked_at(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("hidden.md\n", encoding="utf-8")
    for name in ("seen.md", "hidden.md"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert repository_files(tmp_path) == [Path(".gitignore"), Path("seen.md")]
