"""Pages to volumes.

A book that fits in one volume has no title page. In one of several, each volume begins with a title page (title,
authors, which volume of how many), or more where the sheet is narrow, and ends with a line that says so; both count
among the volume's pages but are not numbered: braille page numbers go on from volume to volume, so that a page of the
book has one number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from access.book.model import Metadata
from access.errors import UsageError
from braille.layout.numbers import number_cells
from braille.layout.page import BLANK, NUMBER_GAP, Page, PageShape, Row, Volume
from braille.layout.paginate import Draft
from braille.layout.source import Source
from braille.layout.style import Style
from braille.layout.title_pages import TitlePages

_WELL_FILLED = 0.7
"""A volume ends early, before a section of level 1, when it is at least this full."""


def bind(
    drafts: Sequence[Draft], metadata: Metadata, source: Source, shape: PageShape, style: Style
) -> tuple[Volume, ...]:
    """Cut pages into volumes and write their numbers.

    Raises `UsageError` when title pages and closing line leave no page of a volume to the book.
    """
    if len(drafts) <= shape.volume_pages:
        return (Volume(1, tuple(_finished(draft, place, shape, style) for place, draft in enumerate(drafts, 1))),)
    titles = TitlePages(metadata, source, shape, style)
    cuts = _cuts(drafts, titles, shape)
    volumes = []
    for number, (start, end) in enumerate(cuts, 1):
        pages = titles.pages(number, len(cuts))
        closing = titles.closing(number, len(cuts))
        room = _has_room(drafts[end - 1], len(closing), shape)
        if room:
            drafts[end - 1].rows += [Row(""), *closing]
        first = len(pages) + 1
        pages += [_finished(draft, place, shape, style) for place, draft in enumerate(drafts[start:end], first)]
        if not room:
            pages += titles.end_pages(number, len(cuts))
        volumes.append(Volume(number, tuple(pages)))
    return tuple(volumes)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a volume needs beside its pages of the book: title pages, closing rows and the pages for those alone."""

    title_pages: int
    closing_rows: int
    end_pages: int

    def size(self, drafts: Sequence[Draft], start: int, end: int, shape: PageShape) -> int:
        """Pages of a volume; end pages only where its last page has no room for the closing rows."""
        room = _has_room(drafts[end - 1], self.closing_rows, shape)
        return self.title_pages + end - start + (0 if room else self.end_pages)


def _cuts(drafts: Sequence[Draft], titles: TitlePages, shape: PageShape) -> list[tuple[int, int]]:
    """Return the pages of each volume, half open.

    How many volumes there are stands on the title pages, whose number decides how many volumes there are. Only the
    number of its digits matters, so the cuts are tried with one digit, then with two …
    """
    most = 9
    while len(cuts := list(_cuts_for(drafts, titles, shape, most))) > most:
        most = 10 * most + 9
    return cuts


def _cuts_for(drafts: Sequence[Draft], titles: TitlePages, shape: PageShape, volumes: int) -> Iterator[tuple[int, int]]:
    """Yield the pages of each volume, their title pages as if there were so many volumes."""
    start, number = 0, 1
    frames: dict[int, _Frame] = {}
    while start < len(drafts):
        digits = len(str(number))
        if digits not in frames:
            ended = titles.end_pages(number, volumes)
            frames[digits] = _Frame(
                len(titles.pages(number, volumes)), sum(len(page.rows) for page in ended), len(ended)
            )
        start, before = _end(drafts, start, frames[digits], shape), start
        yield before, start
        number += 1


def _end(drafts: Sequence[Draft], start: int, frame: _Frame, shape: PageShape) -> int:
    """Return the end of the volume that begins at `start`. Raises `UsageError` when not one page fits in."""
    last = min(start + shape.volume_pages, len(drafts))
    ends = [end for end in range(start + 1, last + 1) if frame.size(drafts, start, end, shape) <= shape.volume_pages]
    if not ends:
        raise UsageError(
            "A volume of {pages} pages is too small.",
            advice="Give at least {least} pages a volume.",
            pages=shape.volume_pages,
            least=frame.title_pages + 1 + frame.end_pages,
        )
    end = ends[-1]
    if end == len(drafts):
        return end
    early = [
        end
        for end in ends
        if drafts[end].opens_section and frame.size(drafts, start, end, shape) >= _WELL_FILLED * shape.volume_pages
    ]
    return early[-1] if early else end


def _has_room(draft: Draft, closing_rows: int, shape: PageShape) -> bool:
    return len(draft.rows) + 1 + closing_rows <= shape.body_lines - (shape.number_place != "foot line")


# --- page numbers -------------------------------------------------------------------------------------------------


def _finished(draft: Draft, place: int, shape: PageShape, style: Style) -> Page:
    """Write a page's numbers; `place` counts the pages of its volume from 1, so that odd ones are fronts of sheets."""
    rows = list(draft.rows)
    while rows and not rows[-1].cells:
        rows.pop()
    numbered = not (shape.interpoint and style.odd_numbers_only and place % 2 == 0)
    number = number_cells(draft.number) if numbered else ""
    rows += [Row("")] * (shape.lines - len(rows))
    top, bottom = rows[0], rows[-1]
    if shape.number_place == "foot line":
        rows[-1] = _foot(draft, number, shape)
    elif shape.number_place == "first line":
        rows[0], rows[-1] = _ended(top, number, shape), _ended(bottom, draft.top, shape)
    else:
        rows[0], rows[-1] = _ended(top, draft.top, shape), _ended(bottom, number, shape)
    while rows and not rows[-1].cells:
        rows.pop()
    return Page(tuple(rows), draft.number, tuple(draft.labels))


def _ended(row: Row, number: str, shape: PageShape) -> Row:
    """Put a number at the right end of a row."""
    if not number:
        return row
    return Row(row.cells.ljust(shape.cells - len(number), BLANK) + number, row.spans)


def _foot(draft: Draft, number: str, shape: PageShape) -> Row:
    """A foot line: the print pages at the left where there is room, the braille page number at the right."""
    labels = list(dict.fromkeys(cells for cells in draft.label_cells if cells))
    shown = "⠤".join((labels[0], labels[-1]) if len(labels) > 1 else labels)
    if len(shown) + NUMBER_GAP + len(number) > shape.cells:
        shown = ""
    return _ended(Row(shown), number, shape)
