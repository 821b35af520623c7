"""How the command fails: exit codes, one or two sentences, in the reader's language, and nothing half-made."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.command import Desk, lamp_epub, long_text
from tests.acceptance.epub_builder import EpubBuilder, Page

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).parents[2]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- 2: wrong use -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        ["--nonsense"],
        ["--to", "daisy3"],
        ["--to", "pef,nonsense"],
        ["--to", ""],
        ["--rate", "fast"],
        ["--rate", "0"],
        ["--rate", "-10"],
        ["--cells", "0"],
        ["--cells", "3.5"],
        ["--lines", "-1"],
        ["--volume-pages", "0"],
        ["--jobs", "0"],
        ["--language", "klingon"],
    ],
    ids=" ".join,
)
def test_wrong_use_of_convert(desk: Desk, options: list[str]) -> None:
    book = desk.book("lamp.txt", "The lamp is on.\n")
    usual = [] if "--to" in options else ["--to", "pef"]
    result = desk.run("convert", book, "--out", desk.out, *usual, *options)
    result.assert_failed(2)
    assert desk.made() == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert"],
        ["convert", "--to", "pef", "--out", "out"],
        ["convert", "lamp.txt", "--to", "pef"],
        ["convert", "lamp.txt", "--out", "out"],
        ["nonsense"],
        ["read"],
        ["voices", "--nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_use(desk: Desk, arguments: list[str]) -> None:
    desk.book("lamp.txt", "The lamp is on.\n")
    desk.run(*arguments, cwd=desk.books).assert_failed(2)
    assert [path.name for path in desk.books.iterdir()] == ["lamp.txt"]


def test_an_output_folder_that_is_a_file(desk: Desk) -> None:
    book = desk.book("lamp.txt", "The lamp is on.\n")
    desk.out.write_text("somebody else's")
    result = desk.run("convert", book, "--to", "pef", "--out", desk.out)
    assert result.code in {1, 2}
    result.assert_failed(result.code)
    assert desk.out.read_text() == "somebody else's"


# --- 3: an input cannot be read -----------------------------------------------------------------------------------


def _unreadable(desk: Desk, kind: str) -> Path:
    whole = lamp_epub()
    contents = {
        "a PDF by another name": ("book.epub", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\n%%EOF\n"),
        "a PDF named text": ("book.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\n%%EOF\n"),
        "half an EPUB": ("book.epub", whole[: len(whole) // 2]),
        "an EPUB with broken bytes": ("book.epub", whole[:400] + bytes(600) + whole[1000:]),
        "an empty EPUB": ("book.epub", b""),
        "an empty text": ("book.txt", b""),
        "a blank text": ("book.txt", b" \n\t\n"),
        "an EPUB without text": ("book.epub", EpubBuilder([Page("c.xhtml", "<p> </p>")]).build()),
        "bytes": ("book.txt", bytes(range(256)) * 40),
    }
    if kind == "missing":
        return desk.books / "nowhere.epub"
    if kind == "a folder":
        return desk.books
    return desk.book(*contents[kind])


UNREADABLE = (
    "missing", "a folder", "a PDF by another name", "a PDF named text", "half an EPUB", "an EPUB with broken bytes",
    "an empty EPUB", "an empty text", "a blank text", "an EPUB without text", "bytes",
)  # fmt: skip


@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_input_that_cannot_be_read(desk: Desk, kind: str) -> None:
    book = _unreadable(desk, kind)
    result = desk.run("convert", book, "--to", "daisy202,epub3,brf,pef", "--out", desk.out)
    result.assert_failed_briefly(3)
    assert book.name in result.stderr
    assert desk.made() == set()


def test_an_unreadable_book_as_json(desk: Desk) -> None:
    result = desk.convert(desk.books / "nowhere.epub", to="pef")
    result.assert_failed(3)
    (failed,) = result.events("failed")
    assert (failed["book"], failed["exit_code"]) == ("nowhere.epub", 3)


def test_of_several_books_the_worst_counts_and_the_good_are_converted(desk: Desk) -> None:
    books = [
        desk.book("first.txt", "The lamp is on.\n"),
        desk.book("broken.epub", lamp_epub()[:900]),
        desk.books / "nowhere.epub",
        desk.book("last.txt", "夜里，灯亮了。\n"),
    ]
    result = desk.convert(*books, to="pef")
    result.assert_failed(3)
    assert desk.made() == {"first.pef", "last.pef"}
    assert len(result.events("failed")) == 2
    assert len(result.events("summary")) == 2
    assert "broken.epub" in result.stdout
    plain = desk.run("convert", *books, "--to", "pef", "--out", desk.out)
    plain.assert_failed(3)
    assert "broken.epub" in plain.stderr
    assert "nowhere.epub" in plain.stderr


# --- 4: a voice or table is missing -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "lamp.txt", "--to", "daisy202", "--out", "out", "--voice", "nobody"],
        ["convert", "lamp.txt", "--to", "pef", "--out", "out", "--code", "zz-moon"],
    ],
    ids=["voice", "code"],
)
def test_what_is_not_here(desk: Desk, arguments: list[str]) -> None:
    desk.book("lamp.txt", "The lamp is on.\n")
    result = desk.run(*arguments, cwd=desk.books)
    result.assert_failed_briefly(4)
    assert arguments[-1] in result.stderr
    assert not list(desk.books.rglob("lamp.[dp]*"))


# --- 1: anything else ---------------------------------------------------------------------------------------------


def _can_mount() -> bool:
    probe = ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt"]
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


_FULL_DISK = """
mount -t tmpfs -o size="$1" none "$2" || exit 99
shift 2
"$@"
code=$?
ls -A "$OUT" >"$LISTING"
exit $code
"""


@pytest.mark.skipif(not _can_mount(), reason="no small disk can be made here")
@pytest.mark.parametrize("full", ["out", "cache"])
@pytest.mark.parametrize("form", ["daisy202", "epub3"])
def test_a_full_disk(desk: Desk, full: str, form: str) -> None:
    book = desk.book("hall.txt", long_text(12))
    desk.out.mkdir()
    desk.cache.mkdir()
    listing = desk.root / "listing"
    small = str(desk.out if full == "out" else desk.cache)
    result = desk.convert(
        book,
        to=form,
        wrapper=("unshare", "-rm", "sh", "-c", _FULL_DISK, "sh", "100k", small),
        environment={"OUT": str(desk.out), "LISTING": str(listing)},
    )
    result.assert_failed_briefly(1)
    assert "full" in result.told().lower()
    assert set(listing.read_text().split()) <= {".tongdu.json"}
    assert desk.convert(book, to=form).code == 0, "it goes on once there is room"


@pytest.mark.parametrize("form", ["daisy202", "epub3"])
def test_files_that_may_not_grow(desk: Desk, form: str) -> None:
    book = desk.book("hall.txt", " ".join(long_text(12).split()))
    result = desk.convert(book, to=form, wrapper=("sh", "-c", 'ulimit -f 150; exec "$@"', "sh"))
    result.assert_failed_briefly(1)
    assert desk.made() == set()


@pytest.mark.parametrize("where", ["a file", "beneath a file"])
def test_a_cache_that_cannot_be_written(desk: Desk, where: str) -> None:
    book = desk.book("lamp.txt", "The lamp is on.\n")
    file = desk.book("letter", "somebody else's")
    cache = file if where == "a file" else file / "cache"
    result = desk.convert(book, to="daisy202", environment={"TONGDU_CACHE": str(cache)})
    result.assert_failed_briefly(1)
    assert str(file) in result.told()
    assert file.read_text() == "somebody else's"
    assert desk.made() == set()


# --- the reader's language ----------------------------------------------------------------------------------------


@pytest.mark.skipif(not (ROOT / "api" / "locale" / "zh.po").exists(), reason="the Chinese sentences are not here")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_errors_and_summaries_in_both_languages(desk: Desk, language: str) -> None:
    book = desk.book("lamp.txt", "The lamp is on.\n")
    arguments = ("convert", book, desk.books / "nowhere.txt", "--to", "pef,daisy202", "--out", desk.out)
    result = desk.run(*arguments, environment={"TONGDU_LANGUAGE": language})
    result.assert_failed(3)
    for told in (result.stdout, result.stderr):
        assert bool(re.search(r"[\u4e00-\u9fff]", told)) == (language == "zh"), told
