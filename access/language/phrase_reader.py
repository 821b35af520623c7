"""Readings from jieba's words and pypinyin's phrases: the first `Reader`, quick and without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.metadata import version as package_version

from access.language.phrase_table import SILENT, PhraseTable, Sound, phrase_table
from access.language.polyphones import COMPLEMENT, CONTEXT_CONFIDENCE, ERHUA, read_in_context
from access.language.reading import Reading
from access.language.scripts import HAN
from access.language.words import words

_RULES_REVISION = 2
_HAN = re.compile(f"[{HAN}]")
_CACHED_WORDS = 1 << 16


class PhraseReader:
    """Reads by the phrases and characters of pypinyin inside jieba's words, and a few rules by the neighbouring words.

    A Han character that no dictionary knows has pinyin `None`, source `None` and confidence 0.0, so that it can be told
    from text that is not Han, whose confidence is `None`. Pinyin is the base reading: 一 is always `yi1` and 不 `bu4`
    (GF 0019 §10.1), whatever sandhi the dictionary has. The dictionaries are loaded at the first reading (0.3 s).
    """

    def __init__(self) -> None:
        self.sounds_of = lru_cache(maxsize=_CACHED_WORDS)(self._read_word)

    @cached_property
    def version(self) -> str:
        """The versions of the word list, the phrases and the rules."""
        return f"phrase-{_RULES_REVISION}+rjieba-{package_version('rjieba')}+pypinyin-{package_version('pypinyin')}"

    def read(self, text: str) -> Reading:
        """Read `text`; see `Reading` for what its fields hold. Any text is taken, of any length."""
        found = words(text)
        pieces = [text[word.start : word.end] for word in found]
        sounds: list[Sound] = [SILENT] * len(text)
        for number, (word, piece) in enumerate(zip(found, pieces, strict=True)):
            if _HAN.match(piece):
                read = self.sounds_of(piece)
                decided = read_in_context(pieces, number)
                if decided is not None:
                    read = ((decided, CONTEXT_CONFIDENCE, "context"), *read[1:])
                sounds[word.start : word.end] = read
        pinyin, confidence, sources = zip(*sounds, strict=True) if sounds else ((), (), ())
        return Reading(text, found, pinyin, confidence, sources)

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        """Read each text by itself."""
        return [self.read(text) for text in texts]

    def _read_word(self, word: str) -> tuple[Sound, ...]:
        """Read one word of Han characters by the dictionaries alone."""
        sounds = [sound for part in self.table.parts(word) for sound in self.table.part(part)]
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
    def table(self) -> PhraseTable:
        """The phrases and characters it reads by."""
        return phrase_table()
