"""Whatever the book, both talking books pass our checks (the writers refuse to put anything else in place)."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import audio.publish.daisy202
import audio.publish.epub3
from access.book.model import (
    Aside,
    Block,
    Book,
    Cell,
    Code,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Metadata,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Ruby,
    Section,
    Separator,
    Table,
    Text,
    Verse,
    VerseLine,
)
from access.book.walk import leaves
from audio.publish.documents import documents
from tests.samples.talking_book import narrated, picture

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "schemas" / "d202"
WORDS = st.sampled_from(["", " ", "一。二", "One. Two.", "a & <b>", "\x0bbell\x07", "[1]", "漢", "x\ny", "“好！”他说"])
LABELS = st.sampled_from(["", "1", "12", "iv", "A-1", " ", "007", "<&>"])
TARGETS = st.sampled_from(
    ["#n-1", "#p-1", "#gone", "https://example.org/?a=b c", "http://[", "mailto:a@b.org", "x.html"]
)


class Made:
    """Blocks with ids that are unique in their book."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.ids: dict[str, int] = {}

    def id(self, kind: str) -> str:
        self.ids[kind] = self.ids.get(kind, 0) + 1
        return f"{kind}-{self.ids[kind]}"

    def inlines(self, depth: int = 2) -> tuple[Inline, ...]:
        made: list[Inline] = []
        for kind in self.draw(st.lists(st.integers(0, 7 if depth else 2), max_size=4)):
            match kind:
                case 0:
                    made.append(Text(self.draw(WORDS)))
                case 1:
                    made.append(LineBreak())
                case 2:
                    made.append(PageBreak(self.id("pg"), self.draw(LABELS)))
                case 3:
                    made.append(Emphasis(self.inlines(depth - 1)))
                case 4:
                    made.append(Ruby(self.inlines(depth - 1), self.draw(WORDS)))
                case 5:
                    made.append(Link(self.draw(TARGETS), self.inlines(depth - 1)))
                case 6:
                    made.append(NoteRef(self.draw(st.sampled_from(["n-1", "n-2", "gone"])), self.inlines(depth - 1)))
                case 7:
                    made.append(Text(self.draw(WORDS)))
        return tuple(made)

    def blocks(self, depth: int, level: int) -> tuple[Block, ...]:
        kinds = st.lists(st.integers(0, 12 if depth else 5), max_size=4)
        return tuple(self.block(kind, depth, level) for kind in self.draw(kinds))

    def block(self, kind: int, depth: int, level: int) -> Block:
        language = self.draw(st.sampled_from([None, "en", "zh-Hant", "no language"]))
        match kind:
            case 1:
                return PageBreak(self.id("pg"), self.draw(LABELS))
            case 2:
                return Separator(self.id("hr"))
            case 3:
                return Code(self.id("c"), self.draw(WORDS), language)
            case 4:
                lines = [(VerseLine(self.id("v"), self.inlines(), self.draw(st.integers(0, 20))),), ()]
                return Verse(tuple(lines))
            case 6:
                marker = st.sampled_from(["", "•", "1.", "b)", "（三）"])
                items = tuple(ListItem(self.draw(marker), self.blocks(depth - 1, level)) for _ in range(2))
                return List(items, self.draw(st.booleans()))
            case 7:
                cells = tuple(Cell(self.blocks(depth - 1, level), header=self.draw(st.booleans())) for _ in range(2))
                return Table((cells, ()), self.blocks(0, level))
            case 8:
                image = self.draw(st.sampled_from([None, "red.png", "gone.png"]))
                alternative = self.draw(WORDS)
                inside = self.blocks(depth - 1, level)
                return Figure(self.id("f"), alternative, inside, self.blocks(0, level), image, language)
            case 9:
                return Note(self.id("n"), self.draw(LABELS), self.blocks(depth - 1, level))
            case 10:
                return Aside(self.blocks(depth - 1, level))
            case 11:
                return Quote(self.blocks(depth - 1, level))
            case 12:
                return self.section(depth - 1, level + 1)
            case _:
                return Paragraph(self.id("p"), self.inlines(), language)

    def section(self, depth: int, level: int) -> Section:
        heading = Heading(self.id("h"), self.inlines()) if self.draw(st.booleans()) else None
        role = self.draw(st.sampled_from([None, "chapter", "toc", "index", "endnotes", "part", 'odd "role"']))
        return Section(self.id("s"), level, heading, self.blocks(depth, level), role)


@st.composite
def books(draw: st.DrawFn) -> Book:
    made = Made(draw)
    first = Section("s-0", 1, None, (Paragraph("p-0", (Text("Something is said."),)),))
    sections = (first, *(made.section(3, 1) for _ in range(draw(st.integers(1, 3)))))
    return Book(Metadata("T", "en", "id"), sections, {"red.png": Image("image/png", picture())})


@given(books(), st.sampled_from([1, 30, 100_000]))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_book_both_outputs_are_sound(book: Book, longest: int) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        for writer in (audio.publish.daisy202, audio.publish.epub3):
            patch.setattr(writer, "documents", lambda book: documents(book, longest))
        narration = narrated(book, folder / "audio", sample=0.03)
        audio.publish.daisy202.write_daisy202(
            book, narration, folder / "daisy", made=date(2026, 11, 22), generator="Tongdu"
        )
        modified = datetime(2026, 11, 22, tzinfo=UTC)
        audio.publish.epub3.write_epub3(book, narration, folder / "b.epub", modified=modified, generator="Tongdu")
        if SCHEMAS.is_dir():
            etree.RelaxNG(etree.parse(SCHEMAS / "d202ncc.rng")).assertValid(etree.parse(folder / "daisy" / "ncc.html"))
    assert len({leaf.id for leaf in leaves(book)}) == sum(1 for _ in leaves(book))
