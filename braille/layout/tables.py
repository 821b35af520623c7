"""Tables as rows of named parts, with spans resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from access.book.model import Block, Cell, Table

_WIDEST_SPAN = 1000
"""As in HTML: a larger span is an error of the source."""


@dataclass(frozen=True, slots=True)
class TablePart:
    """A cell of a row with the headings of the columns it covers; `repeated` when an earlier row has its text."""

    blocks: tuple[Block, ...]
    headings: tuple[Cell, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row in reading order; `headings` when it is one of the column headings."""

    parts: tuple[TablePart, ...]
    headings: bool = False


@dataclass(slots=True)
class _Carried:
    """A cell that goes on in the rows below."""

    cell: Cell
    rows_left: int


def table_rows(table: Table) -> Iterator[TableRow]:
    """Yield the rows of a table, the column headings first."""
    heading_rows = 0
    while heading_rows < len(table.rows) and all(cell.header for cell in table.rows[heading_rows]):
        heading_rows += 1
    if heading_rows == len(table.rows):
        heading_rows = 0
    headings: dict[int, list[Cell]] = {}
    carried: dict[int, _Carried] = {}
    for number, row in enumerate(table.rows):
        is_heading = number < heading_rows
        parts = _carried_parts(carried, headings, is_heading=is_heading) if row else []
        for column, cell in _placed(row, carried):
            span = range(column, column + min(cell.column_span, _WIDEST_SPAN))
            if is_heading:
                for covered in span:
                    headings.setdefault(covered, []).append(cell)
            above = () if is_heading else _unique(headings, span)
            parts.append((column, TablePart(cell.blocks, above)))
        parts.sort(key=lambda part: part[0])
        yield TableRow(tuple(part for _, part in parts), is_heading)


def _placed(row: tuple[Cell, ...], carried: dict[int, _Carried]) -> list[tuple[int, Cell]]:
    """Give each cell of a row its column, past those that cells above still cover, and carry on what spans rows."""
    placed: list[tuple[int, Cell]] = []
    begun: dict[int, _Carried] = {}
    column = 0
    for cell in row:
        while column in carried:
            column += 1
        placed.append((column, cell))
        for _ in range(min(cell.column_span, _WIDEST_SPAN)):
            if cell.row_span > 1:
                begun[column] = _Carried(cell, cell.row_span - 1)
            column += 1
    for covered in list(carried):
        carried[covered].rows_left -= 1
        if carried[covered].rows_left < 1:
            del carried[covered]
    carried.update(begun)
    return placed


def _carried_parts(
    carried: dict[int, _Carried], headings: dict[int, list[Cell]], *, is_heading: bool
) -> list[tuple[int, TablePart]]:
    """Cells from above, each once, where its first column is; those that are not headings with their columns'."""
    columns: dict[int, list[int]] = {}
    for column in sorted(carried):
        columns.setdefault(id(carried[column].cell), []).append(column)
    parts = []
    for covered in columns.values():
        cell = carried[covered[0]].cell
        above = () if is_heading or cell.header else _unique(headings, covered)
        parts.append((covered[0], TablePart(cell.blocks, above, repeated=True)))
    return parts


def _unique(headings: dict[int, list[Cell]], span: Iterable[int]) -> tuple[Cell, ...]:
    cells = {id(cell): cell for column in span for cell in headings.get(column, ())}
    return tuple(cells.values())
