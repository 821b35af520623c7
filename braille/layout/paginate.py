"""Items to pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from braille.layout.flow import Flow, PrintBreak, RowTaker, spans_of
from braille.layout.items import Item
from braille.layout.numbers import continuation_letter, number_cells
from braille.layout.page import BLANK, NUMBER_GAP, PageShape, Row

_EMPTY = Row("")
_INDICATOR = "⠤"
_LEAST_ROOM = 3
"""A line shared with a number that has no more cells than these for text is left to the number."""


@dataclass(slots=True)
class Draft:
    """A page whose page numbers are still to be written.

    `top` is the print page number (in cells) that its first text belongs to, with its letter where it is continued.
    `labels` are the print pages it holds text of; `label_cells` the same in cells.
    """

    number: int
    top: str = ""
    rows: list[Row] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    label_cells: list[str] = field(default_factory=list)
    opens_section: bool = False


def paginate(items: Sequence[Item], shape: PageShape) -> list[Draft]:
    """Place items on pages: no row longer than the sheet's cells, no page with more rows than may hold text."""
    pages = _Pages(shape)
    place = 0
    while place < len(items):
        group_end = place
        while group_end < len(items) - 1 and items[group_end].keep:
            group_end += 1
        if group_end > place:
            pages.make_room(items[place:group_end], items[group_end])
        for item in items[place : group_end + 1]:
            pages.place(item)
        place = group_end + 1
    return pages.finished()


def shared_width(shape: PageShape, number: str) -> int:
    """Return the cells left for text on a line that ends with `number`; 0 when too few to be worth it."""
    width = shape.cells - len(number) - NUMBER_GAP
    return width if 2 * width >= shape.cells else 0


class _Pages:
    def __init__(self, shape: PageShape) -> None:
        self._shape = shape
        self._pages: list[Draft] = []
        self._pending = 0
        self._label: PrintBreak | None = None
        self._continued = 0
        self._page = self._new_page()

    def finished(self) -> list[Draft]:
        """Return the pages placed so far, the last one too."""
        if self._page.rows:
            self._close()
        return self._pages

    def make_room(self, group: Sequence[Item], following: Item) -> None:
        """Begin a page when the group and a row of what follows do not fit on this one but would on an empty one."""
        rows = self._page.rows
        needed = (
            1
            + following.before
            + sum(max(item.before, self._pending if number == 0 else 0) for number, item in enumerate(group))
        )
        needed += sum(self._height(item) for item in group)
        shared_last = self._shape.number_place == "last line" or bool(self._foot_label())
        if rows and self._shape.body_lines - len(rows) - shared_last < needed <= self._shape.body_lines:
            self._close()

    def place(self, item: Item) -> None:
        """Place one item."""
        if item.new_page and self._page.rows:
            self._close()
        self._page.opens_section = self._page.opens_section or (item.opens_section and not self._page.rows)
        self._pending = max(self._pending, item.before)
        if item.page_break is not None:
            self._turn(item.page_break)
        taker = RowTaker(item.flow)
        indent = item.first
        while not taker.done:
            page_break = taker.page_break()
            if page_break is not None:
                self._turn(page_break)
            elif taker.skip_empty_line():
                self._pending = max(self._pending, 1)
            elif self._row(item, taker, item.first if taker.at_line else indent):
                indent = item.run

    # --- rows -----------------------------------------------------------------------------------------------------

    def _row(self, item: Item, taker: RowTaker, indent: int) -> bool:
        """Put one row of the flow on the page; False when it got no text."""
        cells = self._shape.cells
        width = self._next_row()
        whole = width == cells
        taken = None
        room = width - (2 * item.side_blanks or indent)
        if whole or (room > _LEAST_ROOM and not item.ruled):
            taken = taker.take(room, whole=whole)
        if taken is None:
            self._page.rows.append(_EMPTY)
            return False
        text = taken.before + item.flow.cells[taken.start : taken.end] + taken.after
        if not text:
            self._pending = max(self._pending, 1)
            return False
        if item.side_blanks:
            indent = (cells - len(text)) // 2
        column = indent + len(taken.before)
        self._page.rows.append(Row(BLANK * indent + text, spans_of(item.flow, taken, column)))
        return True

    def _next_row(self) -> int:
        """Make the next row ready, after the blank lines that are due, and return the cells it has for text."""
        rows = self._page.rows
        if rows:
            rows.extend([_EMPTY] * min(self._pending, self._shape.body_lines - len(rows)))
        self._pending = 0
        if len(self._page.rows) >= self._shape.body_lines:
            self._close()
        return self._width(len(self._page.rows))

    def _width(self, row: int) -> int:
        shape = self._shape
        first, last = row == 0, row == shape.lines - 1
        if shape.number_place == "foot line":
            return shape.cells
        at_number, at_label = (first, last) if shape.number_place == "first line" else (last, first)
        if at_number:
            return shared_width(shape, number_cells(self._page.number))
        if at_label and self._page.top:
            return shared_width(shape, self._page.top)
        return shape.cells

    def _height(self, item: Item) -> int:
        """Rows an item takes on an empty page."""
        if item.page_break is not None:
            return 1
        width, taker, rows, indent = self._shape.cells, RowTaker(item.flow), 0, item.first
        while not taker.done:
            if taker.page_break() is None:
                taker.take(width - (2 * item.side_blanks or indent), whole=True)
                indent = item.run
            rows += 1
        return rows

    # --- pages ----------------------------------------------------------------------------------------------------

    def _new_page(self) -> Draft:
        page = Draft(len(self._pages) + 1)
        if self._label is not None:
            self._continued += 1
            page.labels.append(self._label.label)
            page.label_cells.append(self._label.cells)
            page.top = self._fitting(continuation_letter(self._continued) + self._label.cells)
        return page

    def _close(self) -> None:
        self._pages.append(self._page)
        self._pending = 0
        self._page = self._new_page()

    def _fitting(self, label: str) -> str:
        """A print page number stands in the page's first or last line only where it leaves room for others."""
        return label if 2 * (len(label) + NUMBER_GAP) <= self._shape.cells else ""

    def _foot_label(self) -> str:
        return self._page.top if self._shape.number_place == "first line" else ""

    def _turn(self, page_break: PrintBreak) -> None:
        """Begin a print page: by its number in the first line at the top of a page, else by a line across the page."""
        page = self._page
        shown_above = self._shape.number_place == "last line" and bool(self._fitting(page_break.cells))
        at_top = not page.rows and self._continued_only()
        self._label, self._continued = page_break, 0
        if at_top:
            page.labels, page.label_cells = [], []
            page.top = self._fitting(page_break.cells)
        if not (at_top and shown_above):
            for row in self._indicator(page_break.cells):
                while self._next_row() < self._shape.cells:
                    self._page.rows.append(_EMPTY)
                self._page.rows.append(Row(row))
        page = self._page
        if page.labels[-1:] != [page_break.label]:
            page.labels.append(page_break.label)
            page.label_cells.append(page_break.cells)

    def _continued_only(self) -> bool:
        """Whether no print page has begun on this page yet."""
        return self._label is None or self._continued > 0

    def _indicator(self, label: str) -> Iterator[str]:
        """A line to the right margin that ends with the label; a label as long as that gets rows of its own."""
        cells = self._shape.cells
        if 2 * len(label) <= cells:
            yield _INDICATOR * (cells - len(label)) + label
            return
        yield _INDICATOR * cells
        taker = RowTaker(Flow(label))
        while not taker.done:
            taken = taker.take(cells, whole=True)
            assert taken is not None, "a whole row always takes something"
            yield label[taken.start : taken.end]
