"""pypinyin's phrases and characters in our notation, with the phrases that it lacks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from access.language.neutral_tone import NEUTRAL, neutral_last
from access.language.pinyin import SYLLABLES
from access.language.polyphones import DEFAULTS, PHRASES
from access.language.scripts import HAN

_CACHED_WORDS = 1 << 16
_HAN = re.compile(f"[{HAN}]")
_OWN_PHRASE = re.compile(f"({'|'.join(sorted(PHRASES, key=len, reverse=True))})")

Sound = tuple[str | None, float | None, str | None]
"""Pinyin, confidence and source of one character."""
SILENT: Sound = (None, None, None)
"""Of what is not Han."""
UNKNOWN: Sound = (None, 0.0, None)
"""Of a Han character that no dictionary knows."""


class PhraseTable:
    """pypinyin's tables, read in our notation. Loading them takes 0.5 s."""

    def __init__(self) -> None:
        # Loading the tables takes 0.3 s, so a program that does not read Chinese shall not pay for it.
        from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
        from pypinyin.contrib.tone_convert import to_tone3
        from pypinyin.seg.mmseg import seg

        self.phrases: dict[str, list[list[str]]] = PHRASES_DICT
        self._characters: dict[int, str] = PINYIN_DICT
        self._segmenter = seg
        self.parts = lru_cache(maxsize=_CACHED_WORDS)(self._divided)
        self._character = lru_cache(maxsize=None)(self._read_character)
        self.numbered = lru_cache(maxsize=None)(lambda syllable: to_tone3(syllable, neutral_tone_with_five=True))
        self._shares = self._count_shares()

    def _count_shares(self) -> dict[str, Counter[str]]:
        """How many phrases read a character so: the measure of how sure its default is."""
        shares: dict[str, Counter[str]] = defaultdict(Counter)
        for phrase, syllables in self.phrases.items():
            for character, readings in zip(phrase, syllables, strict=True):
                shares[character][readings[0]] += 1
        return shares

    def _divided(self, word: str) -> tuple[str, ...]:
        """Divide a word into the longest phrases known."""
        return tuple(self._parts(word))

    def _parts(self, word: str) -> Iterator[str]:
        if len(word) == 1 or word in PHRASES or word in self.phrases or word in NEUTRAL:
            yield word
            return
        for piece in _OWN_PHRASE.split(word):
            if piece in PHRASES:
                yield piece
            elif piece:
                yield from self._segmenter.cut(piece)

    def part(self, part: str) -> Iterator[Sound]:
        """Read a phrase, or characters one by one."""
        if part in PHRASES:
            for syllable in PHRASES[part].split():
                yield syllable, 0.97, "phrase"
        elif len(part) > 1 and (part in self.phrases or part in NEUTRAL):
            # A short phrase may be a chance meeting of two words; a long one hardly ever is.
            confidence = {2: 0.93, 3: 0.95}.get(len(part), 0.97)
            for character, syllable in zip(part, self._syllables(part), strict=True):
                only = "," not in self._characters.get(ord(character), ",")
                yield syllable, 1.0 if only else confidence, "phrase"
        else:
            for character in part:
                yield self._character(character)

    def _syllables(self, phrase: str) -> list[str]:
        known = self.phrases.get(phrase)
        if known is None:  # a word in the neutral tone that is spelt as its characters are
            syllables = [self._character(character)[0] or "" for character in phrase]
        else:
            syllables = [self.numbered(readings[0]) for readings in known]
        return neutral_last(phrase, syllables)

    def _read_character(self, character: str) -> Sound:
        known = self._characters.get(ord(character))
        if known is None:
            return UNKNOWN if _HAN.match(character) else SILENT
        readings = known.split(",")
        default = DEFAULTS.get(character) or self.numbered(readings[0])
        if default[:-1] not in SYLLABLES:
            return UNKNOWN
        if len(readings) == 1:
            return default, 1.0, "dictionary"
        counts = self._shares.get(character, Counter())
        agreeing = sum(count for syllable, count in counts.items() if self.numbered(syllable) == default)
        # One phrase more for and one against: a character met seldom is not sure.
        share = (agreeing + 1) / (counts.total() + 2)
        return default, round(0.6 + 0.3 * share, 2), "dictionary"

    def first(self, character: str) -> str | None:
        """Return the reading the dictionary names first, None where it has none that is a syllable of Mandarin."""
        reading = self._characters.get(ord(character), "").split(",")[0]
        numbered = self.numbered(reading) if reading else ""
        return numbered if numbered[:-1] in SYLLABLES else None


@cache
def phrase_table() -> PhraseTable:
    """Return the table that all readers of a process share: no lexicon changes it, and a worker makes many readers."""
    return PhraseTable()
