"""Where a character of the book stands in braille: volume, page and line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from braille.layout.page import Volume
from braille.transcript import Transcript


@dataclass(frozen=True, slots=True)
class BraillePlace:
    """Volume `volume`, braille page `page` as it is numbered there, line `line`; all count from 1."""

    volume: int
    page: int | None
    line: int


Lookup = Callable[[str, int], BraillePlace | None]
"""The place of a leaf's code point; None for what has no cells on any page."""


def places_of(volumes: Sequence[Volume], transcript: Transcript) -> Lookup:
    """Return what finds the line on which a code point of a leaf begins.

    `volumes` are the transcript laid out. A code point without cells of its own is where the next one with cells is.
    """
    rows: dict[str, list[tuple[int, BraillePlace]]] = defaultdict(list)
    for volume in volumes:
        for page in volume.pages:
            for line, row in enumerate(page.rows, 1):
                for span in row.spans:
                    rows[span.leaf_id].append((span.start, BraillePlace(volume.number, page.braille_number, line)))
    for found in rows.values():
        found.sort(key=lambda entry: entry[0])

    def lookup(leaf_id: str, position: int) -> BraillePlace | None:
        cells = transcript.leaves.get(leaf_id)
        found = rows.get(leaf_id)
        if cells is None or found is None:
            return None
        cell = bisect_left(cells.positions, position)
        if cell == len(cells.positions):
            return None
        return found[max(bisect_right(found, cell, key=lambda entry: entry[0]) - 1, 0)][1]

    return lookup
