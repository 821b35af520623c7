"""The leaves of a book in reading order: the one walk that speech, braille and text output share.

A leaf is a block that has text of its own. Its text is what a reader sees; ruby annotations, images and markup are left
out of it. What else a leaf carries (language, emphasis, note references, page breaks) is marked as spans of that text,
in code points, half open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from access.book.model import (
    Aside,
    Block,
    Book,
    Code,
    Emphasis,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    Math,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Ruby,
    Section,
    Separator,
    Span,
    Strong,
    Table,
    Text,
    Verse,
    VerseLine,
)


class Role(Enum):
    """What a leaf is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    VERSE_LINE = "verse line"
    CODE = "code"
    MATH = "math"
    FIGURE = "figure"
    """The alternative text of a picture."""
    PAGE = "page"
    """A print page break between blocks; its text is the page's label."""


class Mark(Enum):
    """What a span of a leaf's text is."""

    LANGUAGE = "language"
    """`value` is the BCP 47 tag."""
    EMPHASIS = "emphasis"
    STRONG = "strong"
    LINK = "link"
    """`value` is the target."""
    NOTE_REFERENCE = "note reference"
    """`value` is the note's id."""
    PAGE = "page"
    """An empty span where a page begins; `value` is the label, `id` the page break's id."""
    RUBY = "ruby"
    """`value` is the annotation."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A marked stretch of a leaf's text."""

    mark: Mark
    start: int
    end: int
    value: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class FlatText:
    """Inlines laid flat: text in which a forced line end is `\\n`, and its marks in the order in which they begin."""

    text: str
    spans: tuple[TextSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block with text of its own, in its place.

    `level` is the section's level for a heading and 0 for everything else. `language` is the block's own tag or the one
    it inherits. `parents` are the enclosing blocks from the outside in.
    """

    id: str
    role: Role
    language: str
    flat: FlatText
    level: int = 0
    parents: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """The leaf's text."""
        return self.flat.text


_CIRCLES = re.compile(r"(?<=[〇零一二三四五六七八九])[○◯]+")


class _Flattener:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.spans: list[TextSpan] = []

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def marked(self, mark: Mark, children: tuple[Inline, ...], value: str = "") -> None:
        place, start = len(self.spans), self.length
        self.walk(children)
        self.spans.insert(place, TextSpan(mark, start, self.length, value))

    def walk(self, inlines: tuple[Inline, ...]) -> None:
        for inline in inlines:
            match inline:
                case Text(text=text):
                    self.add(text)
                case LineBreak():
                    self.add("\n")
                case PageBreak(id=break_id, label=label):
                    self.spans.append(TextSpan(Mark.PAGE, self.length, self.length, label, break_id))
                case Emphasis(children=children):
                    self.marked(Mark.EMPHASIS, children)
                case Strong(children=children):
                    self.marked(Mark.STRONG, children)
                case Link(children=children, target=target):
                    self.marked(Mark.LINK, children, target)
                case NoteRef(children=children, note_id=note_id):
                    self.marked(Mark.NOTE_REFERENCE, children, note_id)
                case Ruby(children=children, annotation=annotation):
                    self.marked(Mark.RUBY, children, annotation)
                case Span(children=children, language=language):
                    self.marked(Mark.LANGUAGE, children, language)


def flatten(inlines: tuple[Inline, ...]) -> FlatText:
    """Lay inlines flat.

    A circle that was set for the zero of a Chinese number (一九二○年) becomes that zero, or it would be taken for an
    ornament.
    """
    flattener = _Flattener()
    flattener.walk(inlines)
    text = _CIRCLES.sub(lambda found: "〇" * len(found.group()), "".join(flattener.parts))
    return FlatText(text, tuple(flattener.spans))


def leaves(book: Book) -> Iterator[Leaf]:
    """Yield every leaf of the book in reading order."""
    for section in book.sections:
        yield from section_leaves(section, book.metadata.language)


def section_leaves(section: Section, language: str, parents: tuple[Block, ...] = ()) -> Iterator[Leaf]:
    """Yield the leaves of one section, its subsections' too; `language` is what it inherits."""
    own_language = section.language or language
    inside = (*parents, section)
    if section.heading is not None:
        heading: Heading = section.heading
        yield Leaf(
            heading.id,
            Role.HEADING,
            heading.language or own_language,
            flatten(heading.children),
            section.level,
            inside,
        )
    yield from block_leaves(section.blocks, own_language, inside)


def block_leaves(blocks: tuple[Block, ...], language: str, parents: tuple[Block, ...]) -> Iterator[Leaf]:
    """Yield the leaves of a run of blocks."""
    for block in blocks:
        inside = (*parents, block)
        match block:
            case Section():
                yield from section_leaves(block, language, parents)
            case Paragraph():
                yield Leaf(
                    block.id, Role.PARAGRAPH, block.language or language, flatten(block.children), parents=parents
                )
            case Code() | Math():
                role = Role.CODE if isinstance(block, Code) else Role.MATH
                yield Leaf(block.id, role, block.language or language, FlatText(block.text), parents=parents)
            case PageBreak():
                yield Leaf(block.id, Role.PAGE, language, FlatText(block.label), parents=parents)
            case List():
                for item in block.items:
                    yield from block_leaves(item.blocks, language, inside)
            case Table():
                yield from block_leaves(block.caption, language, inside)
                for row in block.rows:
                    for cell in row:
                        yield from block_leaves(cell.blocks, language, inside)
            case Figure():
                own_language = block.language or language
                if block.alternative:
                    yield Leaf(block.id, Role.FIGURE, own_language, FlatText(block.alternative), parents=parents)
                yield from block_leaves(block.caption, own_language, inside)
                yield from block_leaves(block.description, own_language, inside)
            case Verse():
                for stanza in block.stanzas:
                    for line in stanza:
                        yield _verse_line(line, language, inside)
            case Quote() | Note() | Aside():
                yield from block_leaves(block.blocks, language, inside)
            case Separator():
                pass


def _verse_line(line: VerseLine, language: str, parents: tuple[Block, ...]) -> Leaf:
    return Leaf(line.id, Role.VERSE_LINE, line.language or language, flatten(line.children), parents=parents)


def book_text(book: Book) -> str:
    """Return the book's visible text, a line a leaf; page labels are left out."""
    return "\n".join(leaf.text for leaf in leaves(book) if leaf.role is not Role.PAGE)
