"""Blocks without their shape: what is left of them inside a cell of a linear table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from access.book.model import (
    Aside,
    Block,
    Code,
    Figure,
    Inline,
    List,
    Math,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Section,
    Separator,
    Table,
    Verse,
)


@dataclass(frozen=True, slots=True)
class RunInLeaf:
    """A leaf by its id; `children` are its inlines, empty for those that have none."""

    id: str
    children: tuple[Inline, ...] = ()


RunIn: TypeAlias = RunInLeaf | PageBreak | str
"""A leaf, a print page break, or a marker or label that the layout writes."""


def run_in(blocks: Sequence[Block], picture: str) -> Iterator[RunIn]:
    """Yield the leaves of blocks in reading order, with list markers, note labels and the label of pictures."""
    for block in blocks:
        match block:
            case Section():
                if block.heading is not None:
                    yield RunInLeaf(block.heading.id, block.heading.children)
                yield from run_in(block.blocks, picture)
            case Paragraph():
                yield RunInLeaf(block.id, block.children)
            case Code() | Math():
                yield RunInLeaf(block.id)
            case PageBreak():
                yield block
            case List():
                for item in block.items:
                    yield from _marked(item.marker, item.blocks, picture)
            case Table():
                yield from run_in(block.caption, picture)
                yield from run_in([inner for row in block.rows for cell in row for inner in cell.blocks], picture)
            case Figure():
                if block.alternative:
                    yield picture
                    yield RunInLeaf(block.id)
                yield from run_in(block.caption, picture)
                yield from run_in(block.description, picture)
            case Verse():
                yield from (RunInLeaf(line.id, line.children) for stanza in block.stanzas for line in stanza)
            case Note():
                yield from _marked(block.label, block.blocks, picture)
            case Quote() | Aside():
                yield from run_in(block.blocks, picture)
            case Separator():
                pass


def _marked(marker: str, blocks: Sequence[Block], picture: str) -> Iterator[RunIn]:
    if marker.strip():
        yield marker
    yield from run_in(blocks, picture)
