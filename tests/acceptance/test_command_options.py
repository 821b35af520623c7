"""The options of `tongdu convert` do what they say, and odd file names and folders work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.command import Desk, lamp_epub, long_text
from tests.acceptance.epub_builder import EpubBuilder, Page
from tests.acceptance.outputs import brf_pages, pef_pages

pytestmark = pytest.mark.acceptance

ENGLISH = "The quick reader found the knowledge that people have about their children. " * 12
CHINESE = "图书馆里有很多人在看书，他们都很安静。" * 12


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _mp3(desk: Desk, stem: str) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((desk.out / f"{stem}.daisy202").glob("*.mp3")))


# --- speech -------------------------------------------------------------------------------------------------------


def test_rate_changes_the_length(desk: Desk) -> None:
    book = desk.book("hall.txt", long_text(4))
    seconds = {
        rate: desk.convert(book, to="daisy202", options=["--rate", str(rate)]).summary()["audio_seconds"]
        for rate in (50, 100, 200)
    }
    assert seconds[100] > 10
    assert 1.6 < seconds[50] / seconds[100] < 2.4
    assert 0.4 < seconds[200] / seconds[100] < 0.65


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("zh", CHINESE)])
def test_voice_chooses(desk: Desk, language: str, text: str) -> None:
    names = [line.split(",")[0] for line in desk.run("voices", "--language", language).stdout.splitlines()]
    assert len(names) >= 2
    book = desk.book("hall.txt", text)
    sounds = set()
    for name in (names[0], names[-1]):
        summary = desk.convert(book, to="daisy202", options=["--voice", name]).summary()
        assert summary["spoken_blocks"] > 0, "another voice speaks anew"
        sounds.add(_mp3(desk, "hall"))
    assert len(sounds) == 2


def test_a_voice_for_each_language(desk: Desk) -> None:
    names = [
        desk.run("voices", "--language", language).stdout.splitlines()[-1].split(",")[0] for language in ("en", "zh")
    ]
    book = desk.book("lamp.epub", lamp_epub())
    options = [part for name in names for part in ("--voice", name)]
    assert desk.convert(book, to="daisy202", options=options).code == 0


def test_jobs_change_nothing_but_the_time(desk: Desk) -> None:
    book = desk.book("hall.txt", long_text(6))
    assert desk.convert(book, to="daisy202", options=["--jobs", "1"]).code == 0
    one = _mp3(desk, "hall")
    other = {"TONGDU_CACHE": str(desk.root / "another cache")}
    assert desk.convert(book, to="daisy202", options=["--jobs", "3"], environment=other).code == 0
    assert _mp3(desk, "hall") == one


# --- braille ------------------------------------------------------------------------------------------------------


def _sheet(desk: Desk, stem: str) -> tuple[int, int]:
    """Cells and lines of the PEF's sheet; no row or page of PEF and BRF is over them."""
    cells, lines, pages = pef_pages(desk.out / f"{stem}.pef")
    embossed = brf_pages(desk.out / f"{stem}.brf")
    assert all(page[-1] == "" for page in embossed), "the last line of a page ends too"
    for page in [*pages, *(page[:-1] for page in embossed)]:
        assert len(page) <= lines
        assert all(len(row) <= cells for row in page)
    return cells, lines


@pytest.mark.parametrize(("cells", "lines"), [(28, 12), (32, 27), (42, 18)])
def test_the_sheet_is_respected(desk: Desk, cells: int, lines: int) -> None:
    books = [desk.book("lamp.epub", lamp_epub()), desk.book("hall.txt", ENGLISH + "\n\n" + CHINESE)]
    result = desk.convert(*books, to="pef,brf", options=["--cells", str(cells), "--lines", str(lines)])
    assert result.code == 0, result.stderr
    assert _sheet(desk, "lamp") == _sheet(desk, "hall") == (cells, lines)
    widest = max(len(row) for page in brf_pages(desk.out / "hall.brf") for row in page)
    assert widest > cells - 8, "lines are filled"


def test_the_usual_sheets(desk: Desk) -> None:
    books = [desk.book("english.txt", ENGLISH), desk.book("chinese.txt", CHINESE)]
    assert desk.convert(*books, to="pef,brf").code == 0
    assert _sheet(desk, "english") == (40, 25)
    assert _sheet(desk, "chinese") == (30, 26)


def _dots(desk: Desk, stem: str) -> int:
    return sum(cell not in "⠀ " for page in pef_pages(desk.out / f"{stem}.pef")[2] for row in page for cell in row)


def _dots_by_code(desk: Desk, text: str, codes: tuple[str, ...]) -> dict[str, int]:
    book = desk.book("hall.txt", text)
    dots = {}
    for code in codes:
        assert desk.convert(book, to="pef", options=["--code", code]).code == 0
        dots[code] = _dots(desk, "hall")
    return dots


def test_code_chooses_the_grade(desk: Desk) -> None:
    dots = _dots_by_code(desk, ENGLISH, ("en-ueb-g1", "en-ueb-g2"))
    assert dots["en-ueb-g1"] > 1.15 * dots["en-ueb-g2"]
    assert desk.convert(desk.book("hall.txt", ENGLISH), to="pef").code == 0
    assert _dots(desk, "hall") == dots["en-ueb-g2"]


@pytest.mark.parametrize("code", ["zh-ncb", "zh-current", "zh-double", "zh-hk", "zh-tw"])
def test_every_chinese_code_writes_a_book(desk: Desk, code: str) -> None:
    dots = _dots_by_code(desk, CHINESE, (code,))
    characters = CHINESE.count("书") + len(CHINESE) - CHINESE.count("，") - CHINESE.count("。")
    assert dots[code] > characters, "more than a cell a character"


def test_a_code_for_each_language(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    pages = []
    for options in ([], ["--code", "en-ueb-g1"], ["--code", "en-ueb-g1", "--code", "zh-current"]):
        assert desk.convert(book, to="pef", options=options).code == 0
        pages.append(str(pef_pages(desk.out / "lamp.pef")[2]))
    assert len(set(pages)) == 3


# --- language -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("claimed", "chosen", "sheet"), [("zh", "en", (40, 25)), ("en", "zh", (30, 26))])
def test_language_overrides_what_the_book_says(desk: Desk, claimed: str, chosen: str, sheet: tuple[int, int]) -> None:
    book = desk.book("book.epub", EpubBuilder([Page("c.xhtml", "<h1>1</h1><p>2.</p>")], language=claimed).build())
    usual: dict[str, Any]
    (usual,) = desk.convert(book, to="pef").events("opened")
    assert usual["language"].startswith(claimed)
    (opened,) = desk.convert(book, to="pef,brf", options=["--language", chosen]).events("opened")
    assert opened["language"].startswith(chosen)
    assert _sheet(desk, "book") == sheet


# --- names and folders --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("A Lamp in the Rain.txt", "A Lamp in the Rain"),
        ("呐喊 鲁迅.txt", "呐喊 鲁迅"),
        ("LAMP.TXT", "LAMP"),
        ("v1.2 final.txt", "v1.2 final"),
        ("[100%] {x} 'q' \"r\" $HOME `ls`.txt", "[100%] {x} 'q' \"r\" $HOME `ls`"),
        ("灯" * 83 + ".txt", "灯" * 83),
        ("n" * 251 + ".txt", "n" * 251),
    ],
    ids=["blanks", "Chinese", "capitals", "dots", "signs", "long Chinese", "long"],
)
def test_odd_names(desk: Desk, name: str, stem: str) -> None:
    book = desk.book(name, "The lamp is on.\n")
    result = desk.convert(book, to="pef,brf")
    assert result.code == 0, result.stderr
    assert desk.made() == {f"{stem}.pef", f"{stem}.brf"}


def test_an_epub_whose_extension_is_in_capitals(desk: Desk) -> None:
    assert desk.convert(desk.book("LAMP.EPUB", lamp_epub()), to="pef").code == 0
    assert desk.made() == {"LAMP.pef"}


def test_a_name_that_begins_with_a_dash(desk: Desk) -> None:
    desk.book("--to.txt", "The lamp is on.\n")
    result = desk.run("convert", "--to", "pef,epub3", "--out", desk.out, "--", "--to.txt", cwd=desk.books)
    assert result.code == 0, result.stderr
    assert desk.made() == {"--to.pef", "--to.epub"}


def test_a_name_too_long_for_its_output_is_told(desk: Desk) -> None:
    result = desk.convert(desk.book("n" * 251 + ".txt", "The lamp is on.\n"), to="daisy202")
    assert result.code in {1, 2}
    result.assert_failed(result.code)
    assert desk.made() == set()


def test_nothing_is_written_elsewhere(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    assert desk.convert(book, to="daisy202,epub3,brf,pef").code == 0
    assert desk.run("doctor").code == 0
    assert list(desk.home.rglob("*")) == []
    assert list(desk.temporary.rglob("*")) == []
    assert [path.name for path in desk.books.iterdir()] == ["lamp.epub"]
    assert desk.speech()
