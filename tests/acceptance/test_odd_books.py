"""Odd but valid books open, and what is read of them is their text: whole, once, in order."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from access.book.model import (
    Aside,
    Block,
    Book,
    Cell,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Ruby,
    Section,
    Span,
    Strong,
    Table,
    Verse,
)
from access.book.opened import OpenedBook
from access.book.opening import open_book
from access.book.walk import Leaf, Mark, book_text, leaves
from tests.acceptance.epub_builder import EpubBuilder, Page
from tests.acceptance.odd_book import OddBook
from tests.acceptance.odd_books import ODD_BOOKS
from tests.acceptance.watching import faults_of_any_end, watch

pytestmark = pytest.mark.acceptance
UNSEEN = frozenset({"head", "script", "style", "rt", "rp", "rtc", "title"})


def letters(text: str) -> str:
    """The letters of a text, without blanks, signs and marks."""
    return "".join(character for character in text if unicodedata.category(character).startswith("L"))


def visible(element: etree._Element) -> Iterator[str]:
    """The text of an element that a reader sees, told without the code under test."""
    tag = etree.QName(element).localname if isinstance(element.tag, str) else "script"
    if tag not in UNSEEN and element.get("hidden") is None:
        yield element.text or ""
        for child in element:
            yield from visible(child)
            yield child.tail or ""


def page_text(page: Page) -> str:
    """The visible text of one page of a builder."""
    data = page.data()
    if b"&" in data and b"encoding" not in data[:60]:
        data = re.sub(rb"&(eacute|hellip|nbsp|mdash|ldquo|rdquo|copy|alpha|thinsp|notin);", _entity, data)
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    return "".join(visible(etree.fromstring(data, parser)))


def _entity(match: re.Match[bytes]) -> bytes:
    return {b"eacute": "é", b"alpha": "α"}.get(match[1], " ").encode()


def inlines_within(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, Emphasis | Strong | Link | NoteRef | Ruby | Span):
            yield from inlines_within(inline.children)


def blocks_within(blocks: tuple[Block, ...]) -> Iterator[Block | Heading]:
    for block in blocks:
        yield block
        match block:
            case Section(heading=heading, blocks=inner):
                if heading is not None:
                    yield heading
                yield from blocks_within(inner)
            case List(items=items):
                for item in items:
                    yield from blocks_within(item.blocks)
            case Table(rows=rows, caption=caption):
                yield from blocks_within(caption)
                for cell in (cell for row in rows for cell in row):
                    assert isinstance(cell, Cell)
                    yield from blocks_within(cell.blocks)
            case Figure(caption=caption, description=description):
                yield from blocks_within(caption + description)
            case Quote(blocks=inner) | Note(blocks=inner) | Aside(blocks=inner):
                yield from blocks_within(inner)


def inlines_of(book: Book) -> Iterator[Inline]:
    for block in blocks_within(book.sections):
        if isinstance(block, Paragraph | Heading):
            yield from inlines_within(block.children)
        elif isinstance(block, Verse):
            for stanza in block.stanzas:
                for line in stanza:
                    yield from inlines_within(line.children)


def ids_of(book: Book) -> list[str]:
    found = [block.id for block in blocks_within(book.sections) if hasattr(block, "id")]
    found += [inline.id for inline in inlines_of(book) if isinstance(inline, PageBreak)]
    for verse in (block for block in blocks_within(book.sections) if isinstance(block, Verse)):
        found += [line.id for stanza in verse.stanzas for line in stanza]
    return found


def levels_grow_by_one(blocks: tuple[Block, ...], level: int) -> bool:
    sections = [block for block in blocks if isinstance(block, Section)]
    return all(section.level == level and levels_grow_by_one(section.blocks, level + 1) for section in sections)


def depth(blocks: tuple[Block, ...]) -> int:
    return max((1 + depth(block.blocks) for block in blocks if isinstance(block, Section)), default=0)


def language_of(found: list[Leaf], stretch: str) -> str | None:
    """The language of the first leaf that holds the stretch, or of the innermost span around it."""
    for leaf in found:
        start = leaf.text.find(stretch)
        if start >= 0:
            around = [s for s in leaf.flat.spans if s.mark is Mark.LANGUAGE and s.start <= start < s.end]
            return min(around, key=lambda s: s.end - s.start).value if around else leaf.language
    return None


@pytest.fixture(params=ODD_BOOKS, ids=lambda odd: odd.name)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[OddBook, OpenedBook]:
    odd: OddBook = request.param
    path = tmp_path / odd.file_name
    path.write_bytes(odd.data())
    return odd, open_book(path)


def check_text(odd: OddBook, opened: OpenedBook) -> None:
    text = book_text(opened.book)
    place = 0
    for stretch in odd.contains:
        found = text.find(stretch, place)
        assert found >= 0, f"{stretch[:80]!r} is not in the text, or not in its place: {text[:1000]!r}"
        place = found + len(stretch)
    for stretch in odd.anywhere:
        assert stretch in text, text[:1000]
    for stretch in odd.absent:
        assert stretch not in text, text[:1000]


def check_letters(odd: OddBook, opened: OpenedBook) -> None:
    made = odd.make()
    if isinstance(made, EpubBuilder):
        expected = "".join(page_text(page) for page in made.pages if page.spine)
    else:
        expected = "".join(odd.contains) if odd.headings == 0 else ""
    if odd.same_letters and expected:
        assert letters(book_text(opened.book)) == letters(expected)


def check_counts(odd: OddBook, book: Book) -> None:
    blocks = list(blocks_within(book.sections))
    inlines = list(inlines_of(book))
    counted = {
        "headings": sum(isinstance(block, Heading) for block in blocks),
        "depth": depth(book.sections),
        "notes": sum(isinstance(block, Note) for block in blocks),
        "references": sum(isinstance(inline, NoteRef) for inline in inlines),
    }
    stated = {name: getattr(odd, name) for name in counted}
    assert {name: counted[name] for name in stated if stated[name] is not None} == {
        name: number for name, number in stated.items() if number is not None
    }
    if odd.pages is not None:
        labels = [s.value for leaf in leaves(book) for s in leaf.flat.spans if s.mark is Mark.PAGE]
        labels += [block.label for block in blocks if isinstance(block, PageBreak)]
        assert sorted(labels) == sorted(odd.pages)


def test_an_odd_book_is_read_whole(case: tuple[OddBook, OpenedBook]) -> None:
    odd, opened = case
    book = opened.book
    check_text(odd, opened)
    check_letters(odd, opened)
    check_counts(odd, book)
    found = list(leaves(book))
    for stretch, language in odd.languages:
        said = language_of(found, stretch)
        assert said is not None
        assert said.split("-")[0] == language, stretch
    assert not odd.warned or opened.warnings
    ids = ids_of(book)
    assert len(ids) == len(set(ids))
    note_ids = {block.id for block in blocks_within(book.sections) if isinstance(block, Note)}
    assert {inline.note_id for inline in inlines_of(book) if isinstance(inline, NoteRef)} <= note_ids
    assert levels_grow_by_one(book.sections, 1)
    assert book.metadata.title.strip()
    assert book.metadata.language
    assert book.metadata.identifier


def test_there_are_fifty_odd_books_and_their_archives_are_sound() -> None:
    assert len({odd.name for odd in ODD_BOOKS}) == len(ODD_BOOKS) >= 50
    for odd in ODD_BOOKS:
        assert odd.reason
        data = odd.data()
        if odd.file_name.lower().endswith(".epub"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert archive.testzip() is None
                assert archive.namelist()[0] == "mimetype"


def test_every_odd_book_becomes_braille(tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    paths = [folder / (odd.name + Path(odd.file_name).suffix) for odd in ODD_BOOKS]
    for odd, path in zip(ODD_BOOKS, paths, strict=True):
        path.write_bytes(odd.data())
    command = [
        sys.executable,
        "-m",
        "api",
        "convert",
        *map(str, paths),
        "--to",
        "brf,pef",
        "--out",
        str(tmp_path / "out"),
    ]
    watched = watch(command, tmp_path, limit=550)
    assert not faults_of_any_end(watched, seconds=550, megabytes=400)
    assert watched.code == 0, watched.errors
    for path in paths:
        assert (tmp_path / "out" / f"{path.stem}.pef").is_file()
        assert any((tmp_path / "out").glob(f"{path.stem}*.brf"))
