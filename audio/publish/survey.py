"""What a writer must know of a book before it writes the first line of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from access.book.model import Aside, Block, Book, Figure, List, Note, Section, Table
from access.book.walk import Leaf, Mark, Role, leaves
from audio.publish.images import Picture, pictures
from audio.publish.markup import one_line

_CLASS = re.compile(r"[a-z][a-z0-9-]*\Z")
_LONGEST_GENERATED = 32
"""Columns of a generated title; a Han character takes two."""


class Skip(Enum):
    """What a listener may have left out: the values are those of DAISY 2.02's `system-required`."""

    PAGE = "pagenumber-on"
    NOTE = "footnote-on"
    SIDEBAR = "sidebar-on"


@dataclass(slots=True)
class OutlineSection:
    """A section that has text, in its place among the others; `own` are the ids of its own leaves.

    A section without a heading is called by the first words of its own text; its title is empty when it has none.
    """

    section: Section
    title: str
    generated: bool = False
    own: list[str] = field(default_factory=list)
    children: list[OutlineSection] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PageMark:
    """A print page break; `leaf_id` is the leaf it stands in, its own id where it stands between blocks."""

    id: str
    label: str
    leaf_id: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a note: `start` is a code point of its leaf's text, `number` counts references from 1."""

    number: int
    leaf_id: str
    start: int
    marker: str
    note_id: str


@dataclass(slots=True)
class Survey:
    """The findings; lists are in reading order."""

    outline: list[OutlineSection] = field(default_factory=list)
    pages: list[PageMark] = field(default_factory=list)
    references: dict[tuple[str, int], Reference] = field(default_factory=dict)
    """By leaf and the number of the reference's span among the leaf's spans."""
    sidebars: dict[int, list[str]] = field(default_factory=dict)
    """For each aside (by its identity, since equal ones may stand in two places) the ids of its leaves."""
    skips: dict[str, Skip] = field(default_factory=dict)
    """By leaf."""
    texts: dict[str, str] = field(default_factory=dict)
    """The first words of each leaf."""
    targets: set[str] = field(default_factory=set)
    """Ids of blocks and notes that something in the book points at."""
    notes: set[str] = field(default_factory=set)
    figures: list[Figure] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    has_ruby: bool = False

    def first_reference(self, note_id: str) -> Reference | None:
        """The reference to a note that comes first."""
        return self._first_references.get(note_id)

    _first_references: dict[str, Reference] = field(default_factory=dict)


def survey(book: Book) -> Survey:
    """Walk a book once."""
    found = Survey()
    for block in _all_blocks(book.sections):
        if isinstance(block, Figure):
            found.figures.append(block)
        elif isinstance(block, Note):
            found.notes.add(block.id)
    found.pictures = pictures(book, (figure.image for figure in found.figures if figure.image is not None))
    outline: dict[str, OutlineSection] = {}
    for leaf in leaves(book):
        _place(leaf, outline, found)
        _marks(leaf, found)
    between_blocks = {page.id for page in found.pages if page.leaf_id == page.id}
    for part in outline.values():
        if not part.title:
            texts = (found.texts[leaf_id] for leaf_id in part.own if leaf_id not in between_blocks)
            part.title, part.generated = first_words(next(filter(None, texts), "")), True
    return found


def section_titles(outline: list[OutlineSection]) -> dict[str, str]:
    """Return the titles of all sections by their ids, generated ones too."""
    titles: dict[str, str] = {}
    for part in outline:
        titles[part.section.id] = part.title
        titles |= section_titles(part.children)
    return titles


def section_class(section: Section) -> str:
    """Return what a section is as the class of its heading: its role, or `section`."""
    return section.role if section.role is not None and _CLASS.match(section.role) else "section"


def _all_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        yield block
        waiting.extend(reversed(inner_blocks(block)))


def inner_blocks(block: Block) -> tuple[Block, ...]:
    """Return the blocks directly inside a block, in reading order."""
    match block:
        case List():
            return tuple(inner for item in block.items for inner in item.blocks)
        case Table():
            return block.caption + tuple(inner for row in block.rows for cell in row for inner in cell.blocks)
        case Figure():
            return block.caption + block.description
        case _:
            return getattr(block, "blocks", ())


def _place(leaf: Leaf, outline: dict[str, OutlineSection], found: Survey) -> None:
    """Note where a leaf stands: in which sections, in a note or in a sidebar."""
    siblings = found.outline
    innermost: OutlineSection | None = None
    skip: Skip | None = None
    for parent in leaf.parents:
        if isinstance(parent, Section):
            innermost = outline.get(parent.id)
            if innermost is None:
                innermost = outline[parent.id] = OutlineSection(parent, "")
                siblings.append(innermost)
            siblings = innermost.children
        elif isinstance(parent, Note):
            skip = Skip.NOTE
        elif isinstance(parent, Aside):
            skip = skip or Skip.SIDEBAR
            found.sidebars.setdefault(id(parent), []).append(leaf.id)
    if skip is not None and leaf.role is not Role.PAGE:
        found.skips[leaf.id] = skip
    found.texts[leaf.id] = one_line(leaf.text[: _LONGEST_GENERATED * 3])
    if innermost is not None:
        innermost.own.append(leaf.id)
        if leaf.role is Role.HEADING:
            innermost.title = _heading_text(leaf)


def _marks(leaf: Leaf, found: Survey) -> None:
    if leaf.role is Role.PAGE:
        found.pages.append(PageMark(leaf.id, leaf.text, leaf.id))
    end_of_link = 0
    for number, span in enumerate(leaf.flat.spans):
        inside_link = span.start < end_of_link
        if span.mark in (Mark.LINK, Mark.NOTE_REFERENCE):
            end_of_link = max(end_of_link, span.end)
        match span.mark:
            case Mark.PAGE:
                found.pages.append(PageMark(span.id, span.value, leaf.id))
            case Mark.LINK if span.value.startswith("#"):
                found.targets.add(span.value[1:])
            case Mark.NOTE_REFERENCE if not inside_link:  # links in links cannot be written
                marker = one_line(leaf.text[span.start : span.end])
                if marker and span.value in found.notes:
                    reference = Reference(len(found.references) + 1, leaf.id, span.start, marker, span.value)
                    found.references[leaf.id, number] = reference
                    found._first_references.setdefault(span.value, reference)
            case Mark.RUBY:
                found.has_ruby = True
            case _:
                pass


def _heading_text(leaf: Leaf) -> str:
    """A heading's text without the markers of notes; with them, when it is nothing else."""
    kept, place = [], 0
    for span in leaf.flat.spans:
        if span.mark is Mark.NOTE_REFERENCE and span.start >= place:
            kept.append(leaf.text[place : span.start])
            place = span.end
    kept.append(leaf.text[place:])
    return one_line("".join(kept)) or one_line(leaf.text)


def first_words(text: str) -> str:
    """Cut a text to the length of a title, at a blank where there is one, with an ellipsis where something is cut."""
    columns = 0
    for place, character in enumerate(text):
        columns += 2 if character >= "\u2e80" else 1
        if columns > _LONGEST_GENERATED:
            blank = text.rfind(" ", 0, place + 1)
            return text[: blank if blank > place // 2 else place].rstrip(" ,;:，；：、") + "…"
    return text
