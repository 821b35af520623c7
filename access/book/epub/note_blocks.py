"""Notes where they stand in the book."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from access.book.epub.converting import Context, FlowItem
from access.book.model import Note
from access.book.walk import block_leaves

if TYPE_CHECKING:
    from access.book.epub.document import DocumentReader


def read_note(
    reader: DocumentReader, element: etree._Element, out: list[FlowItem], context: Context, *, label: str = ""
) -> None:
    """Add a footnote or endnote; `label` is the marker that a list shows before it."""
    number = reader.note_numbers[element]
    identifiers = [identifier for identifier in (element.get("id"),) if identifier]
    blocks = reader.blocks(element, replace(context.inside(), in_note=True))
    if not blocks:
        return
    made = reader.shared.ids.make("note", f"{label}\0{next((leaf.text for leaf in block_leaves(blocks, '', ())), '')}")
    reader.shared.notes[reader.name, number] = made
    for identifier in identifiers:
        reader.shared.anchors[reader.name, identifier] = made
    out.append(Note(made, label, blocks))
