"""A typed question taken apart: which of its pieces may be words, pinyin, initials or telephone keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from access.catalog.search.folding import PieceKind, folded, pieces
from access.catalog.search.question import MOST_LETTERS
from access.language.pinyin import SYLLABLES

_SYLLABLE = re.compile(r"(?P<letters>[a-z]{1,6})(?P<tone>[1-5])")
_BETWEEN = re.compile(r"[\s'’]+")
MOST_PIECES = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its pieces, and the whole of it without blanks and marks.

    `toned` is the whole with its tone digits when every syllable was typed with one, else empty.
    """

    pieces: tuple[tuple[PieceKind, str], ...]
    squeezed: str
    toned: str

    @property
    def is_letters(self) -> bool:
        """Whether it is ASCII letters, so that it may be pinyin or initials."""
        return self.squeezed.isascii() and self.squeezed.isalpha()

    @property
    def is_digits(self) -> bool:
        """Whether it is ASCII digits, so that it may have been typed on a telephone."""
        return self.squeezed.isascii() and self.squeezed.isdigit()


def ask(text: str) -> Asked:
    """Take a question apart."""
    text = folded(text[:MOST_LETTERS])
    toned = _toned(text)
    if toned:
        text = re.sub(r"(?<=[a-z])[1-5]", "", text)
    found = tuple((piece.kind, piece.text) for piece in pieces(text))[:MOST_PIECES]
    return Asked(found, "".join(piece for _, piece in found), toned)


def _toned(text: str) -> str:
    """Return a text without blanks when it is nothing but syllables with tone digits, else nothing."""
    together = _BETWEEN.sub("", text)
    place = 0
    while match := _SYLLABLE.match(together, place):
        if match["letters"] not in SYLLABLES:
            return ""
        place = match.end()
    return together if place == len(together) else ""
