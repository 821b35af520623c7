"""Sheets, rows, pages and volumes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from access.errors import UsageError

BLANK = "\u2800"
"""The empty cell."""

NUMBER_GAP = 3
"""Blank cells kept between text and a page number on the same line."""

NumberPlace: TypeAlias = Literal["first line", "last line", "foot line"]
PageKind: TypeAlias = Literal["title", "body", "end"]

_FEWEST_CELLS = 10
_FEWEST_LINES = 4
_FEWEST_VOLUME_PAGES = 3


@dataclass(frozen=True, slots=True)
class PageShape:
    """A sheet of `cells` × `lines`; `lines` counts every line, that of the page number too.

    `number_place` says where the braille page number stands, always at the right end: in the first or last line, which
    it shares with text, or in a foot line of its own. `volume_pages` is the most braille pages (sides) of one volume.
    With `interpoint` both sides of a sheet are embossed.

    Raises `UsageError` for a sheet that cannot hold text: fewer than 10 cells, 4 lines or 3 pages a volume (a title
    page, a page of text and one for the closing line).
    """

    cells: int
    lines: int
    volume_pages: int = 100
    number_place: NumberPlace = "last line"
    interpoint: bool = False

    def __post_init__(self) -> None:
        if self.cells < _FEWEST_CELLS or self.lines < _FEWEST_LINES:
            raise UsageError(
                "A braille page of {cells} cells and {lines} lines is too small.",
                advice="Give at least {least_cells} cells and {least_lines} lines.",
                cells=self.cells,
                lines=self.lines,
                least_cells=_FEWEST_CELLS,
                least_lines=_FEWEST_LINES,
            )
        if self.volume_pages < _FEWEST_VOLUME_PAGES:
            raise UsageError(
                "A volume of {pages} pages is too small.",
                advice="Give at least {least} pages a volume.",
                pages=self.volume_pages,
                least=_FEWEST_VOLUME_PAGES,
            )

    @property
    def body_lines(self) -> int:
        """The lines that may hold text."""
        return self.lines - 1 if self.number_place == "foot line" else self.lines


@dataclass(frozen=True, slots=True)
class RowSpan:
    """Where the cells of a row come from: `length` of them from `column` on are those of `leaf_id` from `start` on."""

    column: int
    leaf_id: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page: cells without trailing blanks (Unicode braille), and which of them are the book's own text.

    What no span covers was written by the layout: markers, labels, page numbers, break signs, repeated table headings.
    """

    cells: str
    spans: tuple[RowSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet, at most `PageShape.lines` rows.

    `braille_number` is None on title and end pages, which are not numbered. `print_labels` are the print pages that the
    page holds text of, in order. `kind` is `title` (repeats title and author, says which volume this is), `body` (the
    book) or `end` (only the closing line of a volume whose last page was full).
    """

    rows: tuple[Row, ...]
    braille_number: int | None = None
    print_labels: tuple[str, ...] = ()
    kind: PageKind = "body"


@dataclass(frozen=True, slots=True)
class Volume:
    """What is bound together: volume `number` of the book, counted from 1."""

    number: int
    pages: tuple[Page, ...] = field(default=())


def default_shape(language: str) -> PageShape:
    """Return the usual sheet of a language (a BCP 47 tag).

    Chinese: 30 × 26, which is 25 lines of text and a foot line with the page number (GB/T 44725-2024). All else: 40 ×
    25 with the braille page number at the end of the last line and the print page number at the end of the first
    (BANA, Braille Formats 2016, section 1).
    """
    if language.lower().split("-")[0] == "zh":
        return PageShape(30, 26, number_place="foot line")
    return PageShape(40, 25, number_place="last line")
