"""The one Book model that every reader makes and every writer takes.

A book is metadata and a tree of blocks holding inlines. Everything is immutable. Every block that has text of its own
carries an id that stays the same while its content does (see `access.book.ids`), so that work keyed by it is done once.
Language tags are BCP 47 (`zh`, `zh-CN`, `en`, `en-GB`); `None` on a block or span means "as its parent".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

# --- inlines ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, white space already folded as a browser would fold it."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Text that is stressed or set in italics."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that is set in bold."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link that is not a note reference. `target` is an address outside the book, or `#` and a block's id."""

    target: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A reference to a `Note`. `children` is the visible marker, e.g. `[1]` or `*`."""

    note_id: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Ruby:
    """Base text with its annotation (pinyin, kana). The annotation is never part of the running text."""

    children: tuple[Inline, ...]
    annotation: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch in another language."""

    language: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced end of line inside a block."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a page of the print edition begins; `label` is what is printed on it, e.g. `12` or `iv`.

    It is a block between blocks and an inline inside them.
    """

    id: str
    label: str


Inline: TypeAlias = Text | Emphasis | Strong | Link | NoteRef | Ruby | Span | LineBreak | PageBreak

# --- blocks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; its level is the section's."""

    id: str
    children: tuple[Inline, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    id: str
    children: tuple[Inline, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item; `marker` is what a sighted reader sees before it (`1.`, `b)`, `•`), or empty."""

    marker: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """An ordered or unordered list, or a list of terms and descriptions (its items then begin with the term)."""

    items: tuple[ListItem, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; spans are at least 1."""

    blocks: tuple[Block, ...]
    header: bool = False
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row. Rows whose cells are all headers at the top are the column headings."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: alternative text (may be empty), long description and caption; `image` names one of `Book.images`."""

    id: str
    alternative: str
    description: tuple[Block, ...] = ()
    caption: tuple[Block, ...] = ()
    image: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation, a letter, an epigraph."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class VerseLine:
    """One line of verse; `indent` counts steps of indentation."""

    id: str
    children: tuple[Inline, ...]
    indent: int = 0
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Verse:
    """A poem as stanzas of lines."""

    stanzas: tuple[tuple[VerseLine, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text whose line ends and blanks matter."""

    id: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Math:
    """A formula as its readable text (MathML's alttext or its text content) and, where there is one, its MathML."""

    id: str
    text: str
    mathml: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote where it stands in the book. `id` is what `NoteRef.note_id` names.

    `label` is its marker where that is not already part of its text, else empty.
    """

    id: str
    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A sidebar or other text beside the main line."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Separator:
    """A change of scene without text (`<hr>`). Printed asterisks are a paragraph."""

    id: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part, chapter or subsection. `level` is 1 for the outermost and grows by one inwards, however deep.

    A section without a title has `heading` None; its text still belongs to it. `role` is its structural semantics in
    the EPUB 3 vocabulary (`chapter`, `footnotes`, `colophon` …) where the source says one.
    """

    id: str
    level: int
    heading: Heading | None
    blocks: tuple[Block, ...]
    role: str | None = None
    language: str | None = None


Block: TypeAlias = (
    Section | Paragraph | List | Table | Figure | Quote | Verse | Code | Math | Note | Aside | Separator | PageBreak
)

# --- the whole ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body; `role` is a MARC relator code (`aut`, `trl`, `edt`, `ill`, `nrt`)."""

    name: str
    role: str = "aut"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a book says of itself. `identifier` is never empty: without one it is made from the content.

    `title` is never empty either (the file's stem at worst). `date` is as the source wrote it: `1923`, `2026-11-22`.
    """

    title: str
    language: str
    identifier: str
    contributors: tuple[Contributor, ...] = ()
    publisher: str | None = None
    date: str | None = None
    rights: str | None = None
    description: str | None = None
    subjects: tuple[str, ...] = ()
    source: str | None = None

    @property
    def authors(self) -> tuple[str, ...]:
        """The names of the contributors whose role is `aut`."""
        return tuple(contributor.name for contributor in self.contributors if contributor.role == "aut")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's bytes; `media_type` is image/png, image/jpeg, image/gif, image/webp or image/svg+xml (made safe)."""

    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Book:
    """A whole book.

    `sections` are the outermost ones, all of level 1; there is at least one and the book has text. `images` maps the
    names that figures use to pictures; it is not changed after the book is made.
    """

    metadata: Metadata
    sections: tuple[Section, ...]
    images: Mapping[str, Image] = field(default_factory=dict)
