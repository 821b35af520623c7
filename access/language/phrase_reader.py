"""Readings from jieba's words and pypinyin's phrases: the first `Reader`, quick and without a model."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from importlib.metadata import version as package_version

from access.language.pinyin import SYLLABLES
from access.language.polyphones import COMPLEMENT, CONTEXT_CONFIDENCE, DEFAULTS, ERHUA, PHRASES, read_in_context
from access.language.reading import Reading
from access.language.scripts import HAN
from access.language.words import words

_RULES_REVISION = 1
_HAN = re.compile(f"[{HAN}]")
_OWN_PHRASE = re.compile(f"({'|'.join(sorted(PHRASES, key=len, reverse=True))})")
_CACHED_WORDS = 1 << 16

Sound = tuple[str | None, float | None, str | None]
"""Pinyin, confidence and source of one character."""
_SILENT: Sound = (None, None, None)
_UNKNOWN: Sound = (None, 0.0, None)


class PhraseReader:
    """Reads by the phrases and characters of pypinyin inside jieba's words, and a few rules by the neighbouring words.

    A Han character that no dictionary knows has pinyin `None`, source `None` and confidence 0.0, so that it can be told
    from text that is not Han, whose confidence is `None`. Pinyin is the base reading: 一 is always `yi1` and 不 `bu4`
    (GF 0019 §10.1), whatever sandhi the dictionary has. The dictionaries are loaded at the first reading (0.3 s).
    """

    def __init__(self) -> None:
        self._word = lru_cache(maxsize=_CACHED_WORDS)(self._read_word)

    @cached_property
    def version(self) -> str:
        """The versions of the word list, the phrases and the rules."""
        return f"phrase-{_RULES_REVISION}+rjieba-{package_version('rjieba')}+pypinyin-{package_version('pypinyin')}"

    def read(self, text: str) -> Reading:
        """Read `text`; see `Reading` for what its fields hold. Any text is taken, of any length."""
        found = words(text)
        pieces = [text[word.start : word.end] for word in found]
        sounds: list[Sound] = [_SILENT] * len(text)
        for number, (word, piece) in enumerate(zip(found, pieces, strict=True)):
            if _HAN.match(piece):
                read = self._word(piece)
                decided = read_in_context(pieces, number)
                if decided is not None:
                    read = ((decided, CONTEXT_CONFIDENCE, "context"), *read[1:])
                sounds[word.start : word.end] = read
        pinyin, confidence, sources = zip(*sounds, strict=True) if sounds else ((), (), ())
        return Reading(text, found, pinyin, confidence, sources)

    def _read_word(self, word: str) -> tuple[Sound, ...]:
        sounds = [sound for part in self._dictionary.parts(word) for sound in self._dictionary.part(part)]
        for place, character in enumerate(word):
            if character == "一":
                sounds[place] = ("yi1", 1.0, "dictionary")
            elif character == "不":
                sounds[place] = ("bu4", 1.0, "dictionary")
            elif character == "得" and sounds[place][2] == "dictionary" and COMPLEMENT.search(word):
                sounds[place] = ("de5", CONTEXT_CONFIDENCE, "context")
        suffix = ERHUA.search(word)
        if suffix is not None:
            sounds[suffix.start()] = ("er5", 0.9, "phrase")
        return tuple(sounds)

    @cached_property
    def _dictionary(self) -> _Dictionary:
        return _Dictionary()


class _Dictionary:
    """pypinyin's tables, read in our notation."""

    def __init__(self) -> None:
        # Loading the tables takes 0.3 s, so a program that does not read Chinese shall not pay for it.
        from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
        from pypinyin.contrib.tone_convert import to_tone3
        from pypinyin.seg.mmseg import seg

        self._phrases: dict[str, list[list[str]]] = PHRASES_DICT
        self._characters: dict[int, str] = PINYIN_DICT
        self._segmenter = seg
        self._numbered = lru_cache(maxsize=None)(lambda syllable: to_tone3(syllable, neutral_tone_with_five=True))

    @cached_property
    def _shares(self) -> dict[str, Counter[str]]:
        """How many phrases read a character so: the measure of how sure its default is."""
        shares: dict[str, Counter[str]] = defaultdict(Counter)
        for phrase, syllables in self._phrases.items():
            for character, readings in zip(phrase, syllables, strict=True):
                shares[character][readings[0]] += 1
        return shares

    def parts(self, word: str) -> Iterator[str]:
        """Divide a word into the longest phrases known."""
        if len(word) == 1 or word in PHRASES or word in self._phrases:
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
        elif len(part) > 1 and part in self._phrases:
            # A short phrase may be a chance meeting of two words; a long one hardly ever is.
            confidence = {2: 0.93, 3: 0.95}.get(len(part), 0.97)
            for character, readings in zip(part, self._phrases[part], strict=True):
                only = "," not in self._characters.get(ord(character), ",")
                yield self._numbered(readings[0]), 1.0 if only else confidence, "phrase"
        else:
            for character in part:
                yield self._character(character)

    def _character(self, character: str) -> Sound:
        known = self._characters.get(ord(character))
        if known is None:
            return _UNKNOWN if _HAN.match(character) else _SILENT
        readings = known.split(",")
        default = DEFAULTS.get(character) or self._numbered(readings[0])
        if default[:-1] not in SYLLABLES:
            return _UNKNOWN
        if len(readings) == 1:
            return default, 1.0, "dictionary"
        counts = self._shares.get(character, Counter())
        agreeing = sum(count for syllable, count in counts.items() if self._numbered(syllable) == default)
        # One phrase more for and one against: a character met seldom is not sure.
        share = (agreeing + 1) / (counts.total() + 2)
        return default, round(0.6 + 0.3 * share, 2), "dictionary"
