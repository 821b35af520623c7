"""The reader in context: every source weighed, many texts at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.metadata import version as package_version

import numpy as np

from access.language.context.choice import Model, Polyphones, choose, confidences, decide, load_model
from access.language.context.evidence import (
    ALONE,
    CHOICE,
    NOT_HAN,
    OWN,
    PLACE,
    Counts,
    WordEvidence,
    count_phrases,
    nothing,
    word_evidence,
)
from access.language.context.network import Stretch, network_scores, sentence_stretches
from access.language.context.weights import Weights, Whole, load_weights
from access.language.lexicon import Lexicon
from access.language.phrase_reader import PhraseReader
from access.language.phrase_table import SILENT, Sound, phrase_table
from access.language.polyphones import CONTEXT_CONFIDENCE, DEFAULTS, decided_by_grammar, read_in_context
from access.language.reading import Reading, Word
from access.language.scripts import HAN
from access.language.surnames import SURNAMES, surname_before_title
from access.language.words import words

_REVISION = 2
_HAN = re.compile(f"[{HAN}]")
_CACHED_WORDS = 1 << 16
_ALWAYS = frozenset("一不")
_GRAMMAR = frozenset("只地得还长好")
_BY_GRAMMAR = 0.95
_PORTION = 16384
"""Characters that the network is run over together, and more where one text has more."""
_ONE_READING = 0.995
"""Confidence where the phrases or the characters' dictionary know several readings and CC-CEDICT has this one only."""
_AGAINST_ONE = 0.85
"""Confidence where CC-CEDICT has one reading only, and it is another."""


@dataclass(slots=True)
class _Batch:
    """Texts laid end to end with a line end between them, and what the dictionaries say of every code point."""

    joined: str
    starts: list[int]
    words: list[tuple[Word, ...]]
    sounds: list[Sound]
    decided: dict[int, Sound]
    evidence: WordEvidence
    stretches: list[Stretch]


class ContextReader:
    """Reads by a network in context, a phrase dictionary, and before both a lexicon of the library and the title.

    - The lexicon decides what it has: source `lexicon`, confidence 1.0.
    - The network's 786 polyphones are decided by all sources weighed against each other (`choice`): source `phrase`
      where the phrase dictionary overruled the network, else `context`. The confidence is the share of such choices
      that are right, as judged on one half of the test sentences.
    - Where everyday grammar leaves no choice, it decides before them (`polyphones.decided_by_grammar`).
    - Words of our own list (`polyphones.PHRASES`), 儿, 一, 不 and all other characters are read as `PhraseReader` reads
      them.

    A Han character that nobody knows has pinyin `None`, source `None` and confidence 0.0, text that is not Han `None`
    everywhere. Equal texts have equal readings whatever they are read with. The class, and an instance, can be sent to
    other processes; what it reads by is loaded at the first reading (0.7 s, 60 MB), once for a process.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon()
        self._phrases = PhraseReader()
        self._sounds_of = lru_cache(maxsize=_CACHED_WORDS)(self._read_word)
        self._evidence_of = lru_cache(maxsize=_CACHED_WORDS)(self._word_evidence)

    def __reduce__(self) -> tuple[type[ContextReader], tuple[Lexicon]]:
        """Travel to other processes without what was loaded."""
        return ContextReader, (self._lexicon,)

    @cached_property
    def version(self) -> str:
        """The versions of the network, the model, the phrases and the lexicon."""
        return (
            f"context-{_REVISION}+g2pM-{package_version('g2pM')}+model-{self._model.version}+{self._phrases.version}"
            f"+lexicon-{self._lexicon.version}"
        )

    def read(self, text: str) -> Reading:
        """Read `text`; see `Reading` for what its fields hold. Any text is taken, of any length."""
        return self.read_many((text,))[0]

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        """Read texts, each as `read` would, and quicker: the network runs over the sentences of all of them at once.

        They are taken in portions, so that memory does not grow with a book.
        """
        readings: list[Reading] = []
        portion: list[str] = []
        size = 0
        for text in texts:
            portion.append(text)
            size += len(text)
            if size >= _PORTION:
                readings += self._read_portion(portion)
                portion, size = [], 0
        return readings + self._read_portion(portion)

    def _read_portion(self, texts: Sequence[str]) -> list[Reading]:
        batch = self._lay_out(texts)
        found, places = self._polyphones(batch)
        for place, sound in zip(places.tolist(), self._decide(found), strict=True):
            batch.sounds[place] = sound
        for place, sound in batch.decided.items():
            batch.sounds[place] = sound
        return [
            self._finish(text, start, found, batch.sounds)
            for text, start, found in zip(texts, batch.starts, batch.words, strict=True)
        ]

    def polyphones(self, texts: Sequence[str]) -> tuple[Polyphones, Whole]:
        """Return what is known of each polyphone of `texts`, and its place in the texts joined by line ends.

        This is what the models of `choice` are made on.
        """
        return self._polyphones(self._lay_out(texts))

    def _lay_out(self, texts: Sequence[str]) -> _Batch:
        batch = _Batch("\n".join(texts), [], [], [], {}, nothing(0), [])
        blocks: list[WordEvidence] = []
        start = 0
        for text in texts:
            found = words(text)
            pieces = [text[word.start : word.end] for word in found]
            sounds: list[Sound] = [SILENT] * (len(text) + 1)
            done = 0
            for number, (word, piece) in enumerate(zip(found, pieces, strict=True)):
                if not _HAN.match(piece):
                    continue
                read = self._sounds_of(piece)
                if piece == "儿":
                    read = ((read_in_context(pieces, number), CONTEXT_CONFIDENCE, "context"),)
                if (piece[-1] in _GRAMMAR or piece[0] in "地着") and (
                    decision := decided_by_grammar(pieces, number)
                ) is not None:
                    place, reading = decision
                    batch.decided[start + word.start + place] = (reading, _BY_GRAMMAR, "context")
                sounds[word.start : word.end] = read
                if piece in SURNAMES:
                    for place, reading in enumerate(surname_before_title(pieces, number), start + word.start):
                        batch.decided[place] = (reading, _BY_GRAMMAR, "context")
                if word.start > done:
                    blocks.append(_nothing(word.start - done))
                blocks.append(self._evidence_of(piece))
                done = word.end
            blocks.append(_nothing(len(text) + 1 - done))
            batch.sounds.extend(sounds)
            batch.words.append(found)
            batch.starts.append(start)
            batch.stretches.extend((start + first, start + last) for first, last in sentence_stretches(text))
            start += len(text) + 1
        if blocks:
            batch.evidence = np.concatenate(blocks)
        return batch

    def _polyphones(self, batch: _Batch) -> tuple[Polyphones, Whole]:
        points = np.frombuffer(batch.joined.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
        rows = np.where(batch.evidence[: len(points), OWN], -1, self._weights.rows[points]).astype(np.int64)
        places = np.flatnonzero(rows >= 0)
        scores = network_scores(self._weights, points, batch.stretches, rows)
        # A line end stands for both ends of the text; no phrase has one.
        beside = np.concatenate(([10], points, [10]))
        alone = np.concatenate(([False], batch.evidence[: len(points), PLACE] == ALONE, [False]))
        alone[1:-1] &= batch.evidence[: len(points), CHOICE] != NOT_HAN
        found = Polyphones(
            rows=rows[places],
            left=beside[places],
            right=beside[places + 2],
            scores=scores,
            evidence=batch.evidence[places],
            lonely=alone[places] & alone[places + 1] & alone[places + 2],
        )
        return found, places

    def _decide(self, found: Polyphones) -> list[Sound]:
        shares, network = choose(found, self._weights, self._counts, self._model)
        sure = confidences(found, self._weights, self._counts, self._model, shares, network)
        chosen, by_network = decide(found, shares), network.argmax(axis=1)
        by_phrase = (chosen != by_network) & (chosen == found.evidence[:, CHOICE])
        readings = self._weights.readings
        return [
            (readings[row][choice], confidence, "phrase" if phrase else "context")
            for row, choice, confidence, phrase in zip(
                found.rows.tolist(), chosen.tolist(), sure.tolist(), by_phrase.tolist(), strict=True
            )
        ]

    def _finish(self, text: str, start: int, found: tuple[Word, ...], sounds: list[Sound]) -> Reading:
        mine = sounds[start : start + len(text)]
        for place, syllable in self._lexicon.readings(text):
            mine[place] = (syllable, 1.0, "lexicon")
        pinyin, confidence, sources = zip(*mine, strict=True) if mine else ((), (), ())
        return Reading(text, found, pinyin, confidence, sources)

    def _read_word(self, word: str) -> tuple[Sound, ...]:
        """Read a word as `PhraseReader` does, and ask CC-CEDICT about the characters that the network does not know."""
        sounds = list(self._phrases.sounds_of(word))
        for place, (character, sound) in enumerate(zip(word, sounds, strict=True)):
            only = self._weights.single.get(character)
            if only is None or character in _ALWAYS or sound[1] == 1.0:
                continue
            if sound[0] == only:
                sounds[place] = (only, _ONE_READING, sound[2])
            elif sound[2] == "phrase" or character in DEFAULTS:
                sounds[place] = (sound[0], _AGAINST_ONE, sound[2])
            else:
                sounds[place] = (only, _AGAINST_ONE, "dictionary")
        return tuple(sounds)

    def _word_evidence(self, word: str) -> WordEvidence:
        return word_evidence(word, self._phrases.table, self._weights)

    @cached_property
    def _weights(self) -> Weights:
        return load_weights()

    @cached_property
    def _counts(self) -> Counts:
        return _phrase_counts()

    @cached_property
    def _model(self) -> Model:
        return _choice_model()


@cache
def _phrase_counts() -> Counts:
    return count_phrases(load_weights(), phrase_table())


@cache
def _choice_model() -> Model:
    return load_model(load_weights())


_nothing = lru_cache(maxsize=4096)(nothing)
