"""What must not be written into a file is found where it is planted, and ordinary text is left alone."""

from pathlib import Path

import pytest

from scripts.unwelcome_text import is_source, read_text, unwelcome

HERE = Path("some/file")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("path = '" + "/home/" + "anna/books'", "a folder of one machine"),
        ("cd " + "/Users/" + "anna/books", "a folder of one machine"),
        ("out = '" + "/tmp" + "/out'", "a fixed temporary folder"),
        ("see https" + "://files.example.org/x.whl", "the address of a registry"),
        ("pip install --extra-index" + "-url somewhere", "the choice of a registry"),
        ("registry" + "=somewhere", "the choice of a registry"),
        ('  "resolved"' + ': "somewhere"', "the choice of a registry"),
    ],
)
def test_finds_what_is_planted(line: str, what: str) -> None:
    findings = list(unwelcome(HERE, f"an innocent line\n{line}\n"))
    assert (HERE, 2, what) in findings


@pytest.mark.parametrize(
    "line",
    [
        "the home/reader folder and ../shared/home/x",
        'log="${TMPDIR:-}/x" and build/tmp/x',
        "xmlns='http://www.w3.org/1999/xhtml'",
        "uv pip compile --no-emit-index" + "-url",
        "A registry keeps packages.",
    ],
)
def test_leaves_ordinary_text_alone(line: str) -> None:
    assert list(unwelcome(HERE, line)) == []


def test_bytes_that_are_not_text_are_no_text(tmp_path: Path) -> None:
    for name, content in {"gb.txt": "中文".encode("gb18030"), "nul": b"a\0b", "text": "中文".encode()}.items():
        (tmp_path / name).write_bytes(content)
    assert [read_text(tmp_path / name) for name in ("gb.txt", "nul", "text")] == [None, None, "中文"]


def test_a_script_is_a_source_by_its_first_line() -> None:
    assert is_source(Path("scripts/setup"), "#!/usr/bin/env bash\n")
    assert not is_source(Path("docs/page.md"), "# A page\n")
