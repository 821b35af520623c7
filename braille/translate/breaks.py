"""Where a line may end inside a word.

`CellText.breaks` holds two kinds of places. At a *free* one (behind a hyphen, a dash, a full stop without a blank)
a line may end whenever it is full, and no sign is added. At the others a line ends only where the word is longer
than a whole line, and the code's sign is added. `CellText.is_free_break` tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile("[^\u2800\n]+")
_LONG_WORD = 10
"""Words of fewer cells fit every line, so that their insides need not be looked at."""
_DIVIDING = frozenset("-‐‑–—―/…")


def word_breaks(text: str, cells: str, positions: Sequence[int]) -> list[int]:
    """Find the places at which words of a code that spells by letters may be divided.

    Free ones behind hyphens and dashes. In words of more than a few cells also every place between two letters that is
    not inside a contraction or between a sign (capital, grade 1, number) and what it stands before: in all of these
    the cells on both sides stand for the same character of the text, or the character before is not yet finished.
    Numbers are never divided.
    """
    found: list[int] = []
    for word in _WORD.finditer(cells):
        start, end = word.span()
        long = end - start > _LONG_WORD
        if not long and "⠤" not in word.group():
            continue
        for place in range(start + 1, end):
            before, after = positions[place - 1], positions[place]
            if before == after:
                continue
            left, right = text[before], text[after]
            if (left in _DIVIDING and (right.isalnum() or right in "“‘(")) or (
                long and left.isalpha() and right.isalpha()
            ):
                found.append(place)
    return found


def syllable_breaks(text: str, positions: Sequence[int]) -> list[int]:
    """Find the places at which text in a code written by syllables may be divided: between any two Han characters."""
    return [
        place
        for place in range(1, len(positions))
        if positions[place] != positions[place - 1]
        and _is_han(text[positions[place]])
        and (_is_han(text[positions[place - 1]]) or not text[positions[place - 1]].isalnum())
    ]


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000" or character == "〇"
