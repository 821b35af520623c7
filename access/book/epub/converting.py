"""What the parts of the reader share while one document is converted: where we are, and what belongs to the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from access.book.epub.images import ImageShelf
from access.book.epub.navigation import Navigation
from access.book.epub.notes import NotePlan, Place
from access.book.epub.remarks import Remarks
from access.book.ids import BlockIds
from access.book.model import Block, Inline

DEEPEST = 40
"""Quotes, lists and tables nested deeper than this are laid flat: no reader needs them, and every writer walks them."""


@dataclass(slots=True)
class SectionMark:
    """What a `<section>` (or the body) is said to be; its first title takes it."""

    role: str | None = None
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Where an element stands: its language, whether in something that cannot hold sections, nesting of both kinds."""

    language: str
    section: SectionMark
    nested: bool = False
    sectioning: int = 0
    depth: int = 0
    in_note: bool = False

    def inside(self) -> Context:
        """Return the context inside a quote, list, table or aside."""
        return replace(self, nested=True, depth=self.depth + 1)


@dataclass(frozen=True, slots=True)
class Title:
    """A heading in the flow of a document. `key` is its nesting in sections and its rank, outermost first."""

    id: str
    children: tuple[Inline, ...]
    language: str
    key: tuple[int, int]
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the flow to which the contents lead."""

    fragment: str


FlowItem: TypeAlias = Block | Title | Anchor


@dataclass(slots=True)
class Shared:
    """What all documents of a book share. `anchors` and `notes` fill while it is read: place → block id."""

    ids: BlockIds
    navigation: Navigation
    plan: NotePlan
    images: ImageShelf
    remarks: Remarks
    find_image: Callable[[str, str], str | None]
    """Puts the picture that an address in a file means on the shelf, and returns its name there."""
    describe: Callable[[str, str], tuple[Block, ...]]
    """Reads a long description that is a file of its own, outside of the reading order."""
    anchors: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: dict[Place, str] = field(default_factory=dict)


def only_blocks(items: list[FlowItem]) -> tuple[Block, ...]:
    """Return what of a flow is blocks (where nothing else can be)."""
    return tuple(item for item in items if not isinstance(item, Title | Anchor))
