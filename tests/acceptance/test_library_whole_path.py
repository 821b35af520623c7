"""From an empty folder to the reader's app: books imported, ordered, made, found and downloaded, by commands alone."""

import json
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.epub_builder import EpubBuilder, Page
from tests.acceptance.talking_book_checkers import NODE, NODE_MODULES
from tests.acceptance.test_service_process import served
from tests.samples.works import Library, book, events

BOOKS = Path(__file__).parents[3] / "shared" / "books"
SEARCHES = ("呐喊", "nahan", "nh", "62426")
"""The name, its pinyin, its initials, and the keys of a telephone under the letters of its pinyin."""

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not (NODE_MODULES / "r2-opds-js").is_dir(), reason="the independent client is not here"),
]


def made_books(folder: Path) -> Path:
    """A Chinese EPUB with the name that is looked for, and an English text."""
    folder.mkdir()
    chapters = [
        Page(f"{number}.xhtml", f"<h1>第{number}章</h1><p>这是第{number}章的正文，说的是别的事。</p>")
        for number in (1, 2)
    ]
    (folder / "one.epub").write_bytes(EpubBuilder(chapters, title="呐喊", language="zh").build())
    (folder / "two.txt").write_text(book(2, language="en", paragraphs=2), "utf-8")
    return folder


def shop(address: str, key: str, folder: Path) -> Mapping[str, Any]:
    """Search and download with the independent client."""
    folder.mkdir()
    script = Path(__file__).with_name("opds_shopper.cjs")
    done = subprocess.run(
        [str(NODE), str(script), str(NODE_MODULES), f"{address}/opds", key, str(folder), *SEARCHES],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])  # its models print what they would like to have


@pytest.mark.parametrize("books", ["made", pytest.param("shared", marks=pytest.mark.long)])
def test_from_an_empty_folder_to_the_readers_app(tmp_path: Path, books: str) -> None:
    if books == "shared" and not BOOKS.is_dir():
        pytest.skip("the shared books are not here")
    source = BOOKS if books == "shared" else made_books(tmp_path / "books")
    library = Library(tmp_path / "library")
    imported = library.command("catalog", "import", str(source))
    assert imported.returncode == 0, imported.stderr
    ordered = library.command("order", "--all", "--format", "daisy202,brf", "--json")
    assert ordered.returncode == 0, ordered.stderr
    worked = library.worker("--until-idle")
    assert worked.wait(1200) == 0
    orders = events(library.command("orders", "--json").stdout)
    assert orders
    assert {order["state"] for order in orders} == {"done"}, orders
    key = library.command("keys", "add", "app", "--scope", "catalog:read", "--scope", "artefacts:read", "--json")
    assert key.returncode == 0, key.stderr
    with served(library.folder, "--no-worker") as running:
        shopped = shop(running.url, events(key.stdout)[0]["secret"], tmp_path / "downloads")
    for search in SEARCHES:
        assert shopped["found"][search][0] == "呐喊", (search, shopped["found"])
    files = [one for one in shopped["downloaded"] if one["title"] == "呐喊"]
    assert {one["status"] for one in files} == {200}
    inside = set()
    for one in files:
        if one["type"] != "application/zip":  # braille of one volume is one file, in ASCII
            inside |= {".brf"} if Path(one["file"]).read_bytes().strip().isascii() else set()
            continue
        with zipfile.ZipFile(one["file"]) as archive:
            assert archive.testzip() is None
            inside |= {Path(name).suffix if name != "ncc.html" else name for name in archive.namelist()}
    assert {".brf", ".smil", ".mp3"} <= inside
    checked = library.command("check-library")
    assert checked.returncode == 0, checked.stdout + checked.stderr
