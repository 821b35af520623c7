"""Tables row by row (HTML, section 4.9); those that only arrange a page are laid flat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from access.book.epub.converting import Context, FlowItem, only_blocks
from access.book.epub.elements import is_page_break, parts
from access.book.epub.markup import local_name
from access.book.model import Block, Cell, Table

if TYPE_CHECKING:
    from access.book.epub.document import DocumentReader

MOST_SPAN = 100


class _TableReader:
    def __init__(self, reader: DocumentReader, context: Context) -> None:
        self.reader = reader
        self.context = context
        self.caption: tuple[Block, ...] = ()
        self.rows: list[tuple[Cell, ...]] = []
        self.loose: list[FlowItem] = []
        """What stood between rows or cells; it goes into the next cell."""

    def part(self, part: str | etree._Element, *, header: bool, context: Context) -> None:
        if isinstance(part, str) or is_page_break(part):
            self.reader.stray(part, self.loose, context)
            return
        name = local_name(part)
        if name not in {"caption", "thead", "tbody", "tfoot", "tr", "td", "th"}:
            self.reader.stray(part, self.loose, context)
            return
        self.reader.visit(part)
        context = self.reader.within(part, context)
        if name == "caption":
            self.caption += self.reader.blocks(part, context)
        elif name in {"thead", "tbody", "tfoot"}:
            for inner in parts(part):
                self.part(inner, header=name == "thead", context=context)
        elif name == "tr":
            self.row(part, header, context)
        else:
            self.rows.append((self.cell(part, header, context),))

    def row(self, element: etree._Element, header: bool, context: Context) -> None:
        self.reader.pages_at(element.get("id"), self.loose)
        cells: list[Cell] = []
        for part in parts(element):
            if isinstance(part, str) or local_name(part) not in {"td", "th"} or is_page_break(part):
                self.reader.stray(part, self.loose, context)
            else:
                self.reader.visit(part)
                cells.append(self.cell(part, header, self.reader.within(part, context)))
        if cells:
            self.rows.append(tuple(cells))

    def cell(self, element: etree._Element, header: bool, context: Context) -> Cell:
        blocks = self.loose
        self.loose = []
        self.reader.pages_at(element.get("id"), blocks)
        self.reader.content(element, blocks, context)
        is_header = header or local_name(element) == "th"
        return Cell(only_blocks(blocks), is_header, _span(element, "colspan"), _span(element, "rowspan"))


def _span(element: etree._Element, name: str) -> int:
    text = element.get(name, "").strip()
    return max(1, min(int(text), MOST_SPAN)) if text.isdecimal() and len(text) < 9 else 1


def read_table(reader: DocumentReader, element: etree._Element, out: list[FlowItem], context: Context) -> None:
    """Add a table, or the blocks of one that has a single column and no headings or only arranges the page."""
    inner = context.inside()
    table = _TableReader(reader, inner)
    for part in parts(element):
        table.part(part, header=False, context=inner)
    cells = [cell for row in table.rows for cell in row]
    role = set(element.get("role", "").split())
    arranged = bool(role & {"presentation", "none"}) or (
        all(len(row) == 1 for row in table.rows) and not any(cell.header for cell in cells) and not table.caption
    )
    if arranged:
        out.extend(table.caption)
        for cell in cells:
            out.extend(cell.blocks)
    elif any(cell.blocks for cell in cells) or table.caption:
        out.append(Table(tuple(table.rows), table.caption))
    out.extend(table.loose)
