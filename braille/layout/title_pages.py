"""What the volumes of a book begin and end with: title pages and the closing line.

Nothing of them is ever left out. What is too long for a row goes on in the next one, what is too long for a page on
the next page; blank lines and side margins are given up first where that saves pages. As these pages have no numbers,
text may stand on all their lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.book.model import Metadata
from braille.layout.flow import Flow, RowTaker
from braille.layout.numbers import number_cells
from braille.layout.page import BLANK, Page, PageKind, PageShape, Row
from braille.layout.source import Source
from braille.layout.style import Style


def title_texts(metadata: Metadata, style: Style) -> Iterator[str]:
    """Yield every text that title pages and closing lines need in cells."""
    yield metadata.title
    yield from metadata.authors
    yield from (word for word in style.volume_line + style.end_line if word not in (" ", "{n}", "{m}"))


class TitlePages:
    """Makes the title pages and closing rows of a book's volumes. Raises what `source` raises."""

    def __init__(self, metadata: Metadata, source: Source, shape: PageShape, style: Style) -> None:
        self._metadata = metadata
        self._source = source
        self._shape = shape
        self._style = style

    def pages(self, number: int, volumes: int) -> list[Page]:
        """Return the title pages of volume `number` of `volumes`: title, authors, volume; they have no page numbers."""
        cells = self._shape.cells
        margin = 2 * min(self._style.side_blanks, cells // 4)
        # The first way that needs the fewest pages.
        ways = (self._paged(number, volumes, width, blank) for width, blank in ((margin, 1), (margin, 0), (0, 0)))
        return [_page(rows, "title") for rows in min(ways, key=len)]

    def closing(self, number: int, volumes: int) -> list[Row]:
        """Return the rows that say that volume `number` ends."""
        return self._rows(self._line(self._style.end_line, number, volumes), self._shape.cells)

    def end_pages(self, number: int, volumes: int) -> list[Page]:
        """Return the closing rows on pages of their own."""
        rows, lines = self.closing(number, volumes), self._shape.lines
        return [_page(rows[start : start + lines], "end") for start in range(0, len(rows), lines)]

    def _paged(self, number: int, volumes: int, margin: int, blank_lines: int) -> list[list[Row]]:
        """The rows of each title page; authors and volume are kept whole where a page can hold them."""
        lines, width = self._shape.lines, self._shape.cells - margin
        parts = [self._rows(self._text(text), width) for text in (self._metadata.title, *self._metadata.authors)]
        parts.append(self._rows(self._line(self._style.volume_line, number, volumes), self._shape.cells))
        pages: list[list[Row]] = [[]]
        for place, part in enumerate(filter(None, parts)):
            room = lines - len(pages[-1])
            if place and blank_lines and room > blank_lines:
                pages[-1] += [Row("")] * blank_lines
                room -= blank_lines
            if place and room < len(part) <= lines:
                pages.append([])
            for row in part:
                if len(pages[-1]) >= lines:
                    pages.append([])
                pages[-1].append(row)
        return pages

    def _text(self, text: str) -> Flow:
        flow = Flow()
        flow.add(self._source.generated(text))
        return flow

    def _line(self, words: Sequence[str], number: int, volumes: int) -> Flow:
        """A line of the style's words and numbers; one that is longer than a row is best divided between them."""
        written = {" ": BLANK, "{n}": number_cells(number), "{m}": number_cells(volumes)}
        flow = Flow()
        for word in words:
            if flow.cells and word != " " and not flow.cells.endswith(BLANK):
                flow.breaks.append(len(flow.cells))
            flow.add_cells(written.get(word) or self._source.generated(word).cells.strip(BLANK).replace("\n", BLANK))
        return flow

    def _rows(self, flow: Flow, width: int) -> list[Row]:
        """All of a flow, each row centred."""
        rows = []
        taker = RowTaker(flow)
        while not taker.done:
            taken = taker.take(width, whole=True)
            assert taken is not None, "a whole row always takes something"
            cells = (taken.before + flow.cells[taken.start : taken.end] + taken.after).rstrip(BLANK)
            if cells:
                rows.append(Row(BLANK * ((self._shape.cells - len(cells)) // 2) + cells))
        return rows


def _page(rows: Sequence[Row], kind: PageKind) -> Page:
    kept = list(rows)
    while kept and not kept[-1].cells:
        kept.pop()
    return Page(tuple(kept), kind=kind)
