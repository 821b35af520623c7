"""The readings that a character can have, the likely ones first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from access.language.phrase_table import PhraseTable, phrase_table
from access.language.pinyin import SYLLABLES

MOST = 9
"""Choices at most: one for each digit of a keyboard. No everyday character has more readings."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading that may be right, and where it comes from: a source of `Reading`, `phrase` or `dictionary`."""

    pinyin: str
    source: str


class Heteronyms:
    """pypinyin's readings of single characters, by how many of its phrases have them. Loading takes 0.6 s."""

    def __call__(self, character: str) -> tuple[Choice, ...]:
        """Return the readings of a character, at most `MOST`; none for what no dictionary knows."""
        table = self._table
        counts = self.counts(character)
        known = [
            table.numbered(syllable) for syllable in self._characters.get(ord(character), "").split(",") if syllable
        ]
        # Sorting is stable: what no phrase has stays in the order of the dictionary.
        ordered = sorted(dict.fromkeys([*known, *counts]), key=lambda syllable: -counts[syllable])
        sound = [syllable for syllable in ordered if syllable[:-1] in SYLLABLES and syllable[-1:] in "12345"]
        return tuple(Choice(syllable, "phrase" if counts[syllable] else "dictionary") for syllable in sound[:MOST])

    def counts(self, character: str) -> Counter[str]:
        """Return how many phrases read a character in which way."""
        counts: Counter[str] = Counter()
        for syllable, count in self._shares.get(character, {}).items():
            counts[self._table.numbered(syllable)] += count
        return counts

    @cached_property
    def _table(self) -> PhraseTable:
        return phrase_table()

    @cached_property
    def _characters(self) -> dict[int, str]:
        from pypinyin.constants import PINYIN_DICT

        characters: dict[int, str] = PINYIN_DICT
        return characters

    @cached_property
    def _shares(self) -> defaultdict[str, Counter[str]]:
        """How many phrases read a character so, in pypinyin's own spelling."""
        shares: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for phrase, syllables in self._table.phrases.items():
            for character, readings in zip(phrase, syllables, strict=True):
                shares[character][readings[0]] += 1
        return shares
