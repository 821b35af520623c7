"""Pages to volumes.

A book that fits in one volume has no title page. In one of several, each volume begins with a title page (title,
authors, which volume of how many) and ends with a line that says so; both count among the volume's pages but are not
numbered: braille page numbers go on from volume to volume, so that a page of the book has one number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.book.model import Metadata
from braille.layout.flow import Flow, RowTaker
from braille.layout.numbers import number_cells
from braille.layout.page import BLANK, NUMBER_GAP, Page, PageShape, Row, Volume
from braille.layout.paginate import Draft
from braille.layout.source import Source
from braille.layout.style import Style

_WELL_FILLED = 0.7
"""A volume ends early, before a section of level 1, when it is at least this full."""


def bind(
    drafts: Sequence[Draft], metadata: Metadata, source: Source, shape: PageShape, style: Style
) -> tuple[Volume, ...]:
    """Cut pages into volumes and write their numbers."""
    if len(drafts) <= shape.volume_pages:
        return (Volume(1, tuple(_finished(draft, place, shape, style) for place, draft in enumerate(drafts, 1))),)
    cuts = list(_cuts(drafts, shape))
    volumes = []
    for number, (start, end) in enumerate(cuts, 1):
        closing = Row(_centred(_words(style.end_line, number, len(cuts), source), shape))
        pages = [_title_page(number, len(cuts), metadata, source, shape, style)]
        room = _has_room(drafts[end - 1], shape)
        if room:
            drafts[end - 1].rows += [Row(""), closing]
        pages += [_finished(draft, place, shape, style) for place, draft in enumerate(drafts[start:end], 2)]
        if not room:
            pages.append(Page((closing,), kind="end"))
        volumes.append(Volume(number, tuple(pages)))
    return tuple(volumes)


def title_texts(metadata: Metadata, style: Style) -> Iterator[str]:
    """Yield every text that title pages and closing lines need in cells."""
    yield metadata.title
    yield from metadata.authors
    yield from (word for word in style.volume_line + style.end_line if word not in (" ", "{n}", "{m}"))


def _cuts(drafts: Sequence[Draft], shape: PageShape) -> Iterator[tuple[int, int]]:
    """Yield the pages of each volume, half open."""
    start = 0
    while start < len(drafts):
        ends = [
            end
            for end in range(start + 1, min(start + shape.volume_pages, len(drafts) + 1))
            if _size(drafts, start, end, shape) <= shape.volume_pages
        ]
        end = ends[-1]
        if end < len(drafts):
            early = [
                end
                for end in ends
                if drafts[end].opens_section and _size(drafts, start, end, shape) >= _WELL_FILLED * shape.volume_pages
            ]
            end = early[-1] if early else end
        yield start, end
        start = end


def _size(drafts: Sequence[Draft], start: int, end: int, shape: PageShape) -> int:
    """Pages of a volume with its title page and, where the last page has no room for the closing line, an end page."""
    return 1 + end - start + (not _has_room(drafts[end - 1], shape))


def _has_room(draft: Draft, shape: PageShape) -> bool:
    return len(draft.rows) + 2 <= shape.body_lines - (shape.number_place != "foot line")


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


# --- title pages --------------------------------------------------------------------------------------------------


def _title_page(number: int, volumes: int, metadata: Metadata, source: Source, shape: PageShape, style: Style) -> Page:
    """Title, authors and volume, centred with blank lines between; what does not fit above the volume is cut off."""
    rows: list[Row] = []
    for text in (metadata.title, *metadata.authors):
        flow = Flow()
        flow.add(source.generated(text))
        taker = RowTaker(flow)
        while not taker.done:
            taken = taker.take(shape.cells - 2 * min(style.side_blanks, shape.cells // 4), whole=True)
            assert taken is not None, "a whole row always takes something"
            cells = _centred(taken.before + flow.cells[taken.start : taken.end] + taken.after, shape)
            if cells:
                rows.append(Row(cells))
        if rows and rows[-1].cells:
            rows.append(Row(""))
    rows = rows[: shape.body_lines - 1]
    rows.append(Row(_centred(_words(style.volume_line, number, volumes, source), shape)))
    return Page(tuple(rows), kind="title")


def _words(words: Sequence[str], number: int, volumes: int, source: Source) -> str:
    written = {" ": BLANK, "{n}": number_cells(number), "{m}": number_cells(volumes)}
    return "".join(written.get(word) or source.generated(word).cells.strip(BLANK) for word in words)


def _centred(cells: str, shape: PageShape) -> str:
    cells = cells[: shape.cells]
    return (BLANK * ((shape.cells - len(cells)) // 2) + cells).rstrip(BLANK)
