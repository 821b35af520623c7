"""Words and readings of a text, the interface every reading model fills.

Speech and braille both take a `Reading`, so that a word is heard and felt the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Word(NamedTuple):
    """A word as code points `start` to `end` (half open) of the text it was found in."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Words of a text and, for each of its code points, how it is read.

    `words` do not overlap, are in order and cover every character that is not white space. `pinyin`, `confidence` and
    `sources` have one entry a code point of `text`, and `None` where there is no Han character. Pinyin is the base
    reading (no sandhi): lower case, tone digit 1 to 5 (5 is neutral), `v` for ü: `lv4`. Confidence is 0 to 1. A source
    is `lexicon`, `context`, `phrase` or `dictionary`.
    """

    text: str
    words: tuple[Word, ...]
    pinyin: tuple[str | None, ...]
    confidence: tuple[float | None, ...]
    sources: tuple[str | None, ...]


class Reader(Protocol):
    """Something that reads Chinese."""

    @property
    def version(self) -> str:
        """A name that changes whenever the readings it gives may change; part of cache keys."""

    def read(self, text: str) -> Reading:
        """Read one stretch of text (a sentence or a paragraph)."""

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        """Read many texts; each comes out as if it had been read alone."""


def part_of(reading: Reading, start: int, end: int) -> Reading:
    """Return the reading of code points `start` to `end` of its text; a word that crosses the border is cut there."""
    words = tuple(
        Word(max(word.start, start) - start, min(word.end, end) - start)
        for word in reading.words
        if word.start < end and word.end > start
    )
    return Reading(
        reading.text[start:end],
        words,
        reading.pinyin[start:end],
        reading.confidence[start:end],
        reading.sources[start:end],
    )
