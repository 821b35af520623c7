"""Blocks without their shape: what is left of them inside a cell of a linear table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


def run_in(blocks: Sequence[Block], picture: str, labels: Mapping[str, str]) -> Iterator[RunIn]:
    """Yield the leaves of blocks in reading order, with list markers, note labels (by id) and the label of pictures."""
    for block in blocks:
        match block:
            case Section():
                if block.heading is not None:
                    yield RunInLeaf(block.heading.id, block.heading.children)
                yield from run_in(block.blocks, picture, labels)
            case Paragraph():
                yield RunInLeaf(block.id, block.children)
            case Code() | Math():
                yield RunInLeaf(block.id)
            case PageBreak():
                yield block
            case List():
                for item in block.items:
                    yield from _marked(item.marker, item.blocks, picture, labels)
            case Table():
                yield from run_in(block.caption, picture, labels)
                yield from run_in(
                    [inner for row in block.rows for cell in row for inner in cell.blocks], picture, labels
                )
            case Figure():
                if block.alternative:
                    yield picture
                    yield RunInLeaf(block.id)
                yield from run_in(block.caption, picture, labels)
                yield from run_in(block.description, picture, labels)
            case Verse():
                yield from (RunInLeaf(line.id, line.children) for stanza in block.stanzas for line in stanza)
            case Note():
                yield from _marked(labels.get(block.id, ""), block.blocks, picture, labels)
            case Quote() | Aside():
                yield from run_in(block.blocks, picture, labels)
            case Separator():
                pass


def _marked(marker: str, blocks: Sequence[Block], picture: str, labels: Mapping[str, str]) -> Iterator[RunIn]:
    if marker.strip():
        yield marker
    yield from run_in(blocks, picture, labels)
