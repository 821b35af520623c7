"""Talking books taken apart: ours, books of others' shape, and such as are none."""

import zipfile
from pathlib import Path

import pytest

from access.book.model import Book
from access.errors import UnplayableBookError
from audio.play.daisy202 import TalkingBook
from tests.samples.readable_library import member, talking_zip
from tests.samples.talking_book import every_block, plain

NCC = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title><meta name="dc:title" content="T"/>
<meta name="dc:language" content="en"/></head><body><h1 class="title" id="a"><a href="s.smil#p1">T</a></h1>
<h2 id="b"><a href="s.smil#p2">Part two</a></h2><span class="page-normal" id="c"><a href="s.smil#p2">5</a></span>
<div class="group" id="d"><a href="s.smil#p4">More</a></div></body></html>"""
SMIL = """<smil><head/><body><seq dur="9s">
<par id="p1"><text src="t.html#x1"/><audio src="a.mp3" clip-begin="npt=0s" clip-end="npt=2s"/></par>
<par id="p2"><text src="t.html#x2"/><seq><audio src="a.mp3" clip-begin="2s" clip-end="3s"/>
<audio src="a.mp3" clip-begin="3s" clip-end="0:00:04.5"/></seq></par>
<par id="p3"><text src="t.html#x3"/></par>
<par id="p4"><text src="t.html#x4"/><audio src="b.mp3" clip-begin="1s" clip-end="2s"/></par>
<par id="p5"><text src="../../secret.html#x"/><audio src="a.mp3" clip-begin="5s" clip-end="6s"/></par>
</seq></body></smil>"""


def archive(path: Path, files: dict[str, str | bytes], packing: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


@pytest.fixture(params=[every_block(), plain(12, 2, 3)], ids=["every block", "plain"])
def book(request: pytest.FixtureRequest) -> Book:
    found: Book = request.param
    return found


def test_ours_is_taken_apart_whole(book: Book, tmp_path: Path) -> None:
    path = talking_zip(book, tmp_path)
    found = TalkingBook(path)
    assert found.title == book.metadata.title
    assert found.language == book.metadata.language
    assert [chapter.number for chapter in found.chapters] == list(range(1, len(found.chapters) + 1))
    assert {heading.chapter for heading in found.contents} == {chapter.number for chapter in found.chapters}
    content = path.read_bytes()
    for chapter in found.chapters:
        start, size = found.place(chapter.sound)
        assert content[start : start + size] == member(content, chapter.sound)
        phrases = found.phrases(chapter)
        assert phrases
        assert max(phrase.end for phrase in phrases) == pytest.approx(chapter.seconds)
        assert all(found.chapter_of(phrase.document, phrase.id) == chapter.number for phrase in phrases)


def test_a_chapter_ends_where_another_sound_begins(tmp_path: Path) -> None:
    path = archive(tmp_path / "b.zip", {"x/ncc.html": NCC, "x/s.smil": SMIL, "x/a.mp3": b"1234", "x/b.mp3": b"567"})
    found = TalkingBook(path)
    assert [(one.sound, one.seconds, one.name) for one in found.chapters] == [
        ("a.mp3", 4.5, "Part two"), ("b.mp3", 2.0, "More"), ("a.mp3", 6.0, "T"),
    ]  # fmt: skip
    assert [(one.name, one.level, one.chapter, one.begin) for one in found.contents] == [
        ("Part two", 2, 1, 2.0), ("More", 2, 2, 1.0),
    ]  # fmt: skip
    assert [(one.id, one.begin, one.end) for one in found.phrases(found.chapters[0])] == [
        ("x1", 0.0, 2.0), ("x2", 2.0, 4.5),
    ]  # fmt: skip
    assert found.phrases(found.chapters[2]) == [], "what lies outside of the book is none of its text"


@pytest.mark.parametrize(
    "files",
    [
        {"x/other.html": "<html/>"},
        {"ncc.html": "<html>"},
        {"ncc.html": "<html/>"},
        {"ncc.html": NCC},
        {"ncc.html": NCC, "s.smil": "<smil>"},
        {"ncc.html": NCC, "s.smil": "<smil/>"},
    ],
    ids=["no ncc", "no xml", "empty", "no smil", "bad smil", "silent"],
)
def test_what_is_no_talking_book_is_told(files: dict[str, str | bytes], tmp_path: Path) -> None:
    with pytest.raises(UnplayableBookError):
        TalkingBook(archive(tmp_path / "b.zip", files))


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(b"no archive")
    with pytest.raises(UnplayableBookError):
        TalkingBook(path)


def test_packed_sound_is_not_played_in_parts(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"ncc.html": NCC, "s.smil": SMIL, "a.mp3": b"1" * 999}
    found = TalkingBook(archive(tmp_path / "b.zip", files, zipfile.ZIP_DEFLATED))
    with pytest.raises(UnplayableBookError):
        found.place("a.mp3")
    with pytest.raises(UnplayableBookError):
        found.place("b.mp3")


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("nobody's business")
    evil = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + NCC.replace("Part two", "Part &x;")
    found = TalkingBook(archive(tmp_path / "b.zip", {"ncc.html": evil, "s.smil": SMIL}))
    assert found.contents[0].name.startswith("Part")
    assert "business" not in found.contents[0].name
