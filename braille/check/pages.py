"""Whether pages hold the whole of a transcript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.book.model import Book
from access.book.walk import Role, leaves
from braille.check.findings import limited
from braille.layout.page import BLANK, PageShape, Volume
from braille.transcript import Transcript


def check_pages(book: Book, transcript: Transcript, volumes: Sequence[Volume], shape: PageShape) -> tuple[str, ...]:
    """Return what is wrong with laid-out pages, in English, at most twenty findings; empty when nothing is.

    The cells of all leaves stand in the rows' spans once and in the book's order, none left out but blanks, forced line
    ends and print page labels; rows and pages fit `shape`, volumes hold no more pages than they may; the cells under a
    span are the leaf's.
    """
    return limited([*_size_findings(volumes, shape), *_text_findings(book, transcript, volumes)])


def _size_findings(volumes: Sequence[Volume], shape: PageShape) -> Iterator[str]:
    for volume in volumes:
        if len(volume.pages) > shape.volume_pages:
            yield f"volume {volume.number}: {len(volume.pages)} pages, more than {shape.volume_pages}"
        for number, page in enumerate(volume.pages, 1):
            if len(page.rows) > shape.lines:
                yield f"volume {volume.number}, page {number}: {len(page.rows)} rows, more than {shape.lines}"
            longest = max((len(row.cells) for row in page.rows), default=0)
            if longest > shape.cells:
                yield f"volume {volume.number}, page {number}: a row of {longest} cells, more than {shape.cells}"


def _text_findings(book: Book, transcript: Transcript, volumes: Sequence[Volume]) -> Iterator[str]:
    spans = [
        (row.cells[span.column : span.column + span.length], span)
        for volume in volumes
        for page in volume.pages
        for row in page.rows
        for span in row.spans
    ]
    place = 0
    for leaf in leaves(book):
        if leaf.role is Role.PAGE:
            continue
        cells = transcript.leaves[leaf.id].cells.replace("\n", BLANK)
        at = 0
        while place < len(spans) and spans[place][1].leaf_id == leaf.id:
            shown, span = spans[place]
            if span.start < at or cells[at : span.start].strip(BLANK):
                yield f"{leaf.id}: cells {at} to {span.start} are left out or come twice"
            if cells[span.start : span.start + span.length] != shown:
                yield f"{leaf.id}: other cells than those from {span.start} on"
            at = span.start + span.length
            place += 1
        if cells[at:].strip(BLANK):
            yield f"{leaf.id}: cells {at} to {len(cells)} are left out"
    if place < len(spans):
        yield f"{spans[place][1].leaf_id}: comes twice or out of its order"
