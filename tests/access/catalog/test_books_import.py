"""Books and folders of books into the catalogue."""

from pathlib import Path

import pytest

from access.book.opening import open_book
from access.catalog.books import better_source, record_of_book
from access.catalog.marc.converting import Wish
from access.catalog.report import Outcome
from access.catalog.sources import catalogue_entries
from access.catalog.tables import FormKind
from access.storage.contents import ContentStore
from tests.samples.catalogues import bring, empty_catalogue, shelved
from tests.samples.marc_bytes import EMMA, MEDICINE, cnmarc, iso2709

SHARED = Path(__file__).parents[4] / "shared" / "books"
TEXT = "书名：{name}\n作者：{author}\n\n第一章\n\n这是第一章的文字，写得很长，很长。\n\n第二章\n\n这是第二章的文字。\n"


@pytest.fixture
def library(tmp_path):
    with empty_catalogue(tmp_path) as database:
        yield database


def test_a_folder_of_texts(library, tmp_path: Path) -> None:
    books = tmp_path / "books"
    (books / "deep").mkdir(parents=True)
    (books / "a.txt").write_text(TEXT.format(name="春天", author="张三"), encoding="utf-8")
    (books / "deep" / "b.txt").write_text(TEXT.format(name="秋天", author="李四"), encoding="gb18030")
    (books / "deep" / "c.epub").write_bytes(b"PK\x03\x04 cut off")
    (books / ".hidden.txt").write_text("nothing", encoding="utf-8")
    (books / "notes.docx").write_bytes(b"nothing")
    report, lines = bring(library, catalogue_entries([books], Wish()), tmp_path / "contents")
    assert [(line.place.file, line.outcome) for line in lines] == [
        ("deep/c.epub", Outcome.REFUSED),
        ("a.txt", Outcome.TAKEN),
        ("deep/b.txt", Outcome.TAKEN),
    ]
    assert "damaged" in report.refused[0].error.english()
    first, _ = shelved(library)
    assert first.source_name == "a.txt"
    assert ContentStore(tmp_path / "contents").path(first.source).read_bytes() == (books / "a.txt").read_bytes()
    assert [form.kind for form in first.record.forms] == [FormKind.ETEXT]
    _, lines = bring(library, catalogue_entries([books], Wish()), tmp_path / "contents")
    assert [line.outcome for line in lines] == [Outcome.REFUSED, Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_a_new_file_of_the_same_name_takes_the_place_of_the_old(library, tmp_path: Path) -> None:
    book = tmp_path / "a.txt"
    book.write_text(TEXT.format(name="春天", author="张三"), encoding="utf-8")
    bring(library, catalogue_entries([book], Wish()), tmp_path / "contents")
    book.write_text(TEXT.format(name="春天", author="张三") + "又有了一段。\n", encoding="utf-8")
    _, (line,) = bring(library, catalogue_entries([book], Wish()), tmp_path / "contents")
    assert line.outcome is Outcome.MERGED
    (held,) = shelved(library)
    assert ContentStore(tmp_path / "contents").path(held.source).read_bytes() == book.read_bytes()


@pytest.mark.parametrize(
    ("known", "found", "better"),
    [("", "a.txt", True), ("a.txt", "b.epub", True), ("a.epub", "b.txt", False), ("a.epub", "b.epub", False)],
)
def test_which_book_is_the_better_source(known: str, found: str, better: bool) -> None:
    assert better_source(known, found) is better


def test_files_are_told_apart_by_what_is_in_them(library, tmp_path: Path) -> None:
    files = {
        "one.dat": iso2709(EMMA, leader="nim a22", tail=" a 4500"),
        "two": cnmarc(MEDICINE, encoding="gbk"),
        "three.txt": "题名,作者,载体\n彷徨,鲁迅,盲文\n".encode(),
        "four.txt": TEXT.format(name="春天", author="张三").encode(),
        "five.bin": b"\x00\x01\x02",
        "six.xml": b"<?xml version='1.0'?><html><body/></html>",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    paths = [*(tmp_path / name for name in files), tmp_path / "missing.mrc"]
    report, lines = bring(library, catalogue_entries(paths, Wish()), tmp_path / "contents")
    assert [line.outcome.value for line in lines] == ["taken"] * 4 + ["refused"] * 3
    assert [held.record.name for held in shelved(library)] == ["Emma", "按摩学基础", "彷徨", "春天"]
    assert [type(line.error).__name__ for line in report.refused] == [
        "UnknownFormatError",
        "InputError",
        "UnreadableError",
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the sample books are not here")
def test_three_files_of_one_work_are_one_title_and_the_epub_is_its_source(library, tmp_path: Path) -> None:
    _, lines = bring(library, catalogue_entries([SHARED], Wish()), tmp_path / "contents")
    assert [(line.place.file, line.outcome.value, line.title_id) for line in lines] == [
        ("nahan.epub", "taken", 1),
        ("pride-and-prejudice.epub", "taken", 2),
        ("nahan-gb18030.txt", "unchanged", 1),
        ("nahan.txt", "unchanged", 1),
    ]
    assert str(lines[2].remarks[0]) == "It is the same title as “nahan.epub”, which stays its source."
    nahan, _ = shelved(library)
    assert (nahan.record.name, nahan.record.pinyin, nahan.source_name) == ("呐喊", "na4 han3", "nahan.epub")


@pytest.mark.skipif(not SHARED.exists(), reason="the sample books are not here")
def test_an_epub_takes_the_place_of_a_text_that_came_first(library, tmp_path: Path) -> None:
    paths = [SHARED / "nahan.txt", SHARED / "nahan.epub"]
    _, lines = bring(library, catalogue_entries(paths, Wish()), tmp_path / "contents")
    assert [line.outcome.value for line in lines] == ["taken", "merged"]
    assert shelved(library)[0].source_name == "nahan.epub"
    assert record_of_book(open_book(SHARED / "nahan.txt").book.metadata, SHARED / "nahan.txt").numbers == ()
