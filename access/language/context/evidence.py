"""What the phrase dictionary knows of a polyphone: the phrase it stands in, its neighbours, its place in the word."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from access.language.context.weights import Floats, Weights, Whole
from access.language.neutral_tone import NEUTRAL
from access.language.phrase_table import PhraseTable
from access.language.polyphones import COMPLEMENT, PHRASES

ALONE, FIRST, INSIDE, LAST = range(4)
"""Places in a word."""
LONGEST_PHRASE = 5
"""Longer phrases count as this long."""
NOT_HAN = -2
_POINT_BITS = 21
_FEW = 0.5
"""What is added to every count, so that what was never met is not impossible."""
_FEW_NEIGHBOURS = 0.3

WordEvidence = NDArray[np.int8]
"""A line for each character: see `PLACE` and the other columns."""
PLACE, CHOICE, LENGTH, WHOLE, LEFT_INSIDE, RIGHT_INSIDE, OWN, DECIDED = range(8)
COLUMNS = 8
"""Columns: the place in the word; which reading the phrase gives (-1 none, -2 no Han here), how many characters the
phrase has, whether it is the whole word, whether the neighbours are in the phrase too, if the phrase
is sure (the character is then no question for the network), and if the phrase decides.
"""
SURE_PHRASE = 3
"""A phrase of so many characters that is a whole word is no chance meeting of two."""
_SUFFIXES = {"子": ("zi",), "头": ("tou",)}
"""Suffixes as the dictionary spells them: the word itself tells whether it has one, not what stands around it."""
_POTENTIAL = frozenset("不得")
"""Before 着, 落 and the like, inside a word, these make a verb of it: 摸不着."""
_WEIGHED = frozenset("着地场落")


@dataclass(frozen=True, slots=True)
class Counts:
    """Logarithms of shares of readings in the phrase dictionary, by the rows of the network's polyphones.

    `prior` (rows x choices) over all phrases, `places` (rows x 4 x choices) by the place in the phrase. `left` and
    `right` (lines x choices) by the neighbour; `left_keys` and `right_keys` are sorted and say which line is whose.
    `phrases` (rows) is how many phrases have the character, `first` the reading the dictionary names first or -1;
    `neutral` (rows x choices) is 1 for readings in the neutral tone.
    """

    prior: Floats
    places: Floats
    left_keys: Whole
    left: Floats
    right_keys: Whole
    right: Floats
    phrases: Floats
    first: Whole
    neutral: Floats


def count_phrases(weights: Weights, table: PhraseTable) -> Counts:
    """Count how the phrases read each polyphone (0.2 s)."""
    rows = {character: row for row, character in enumerate(weights.characters)}
    numbers = [{reading: number for number, reading in enumerate(readings)} for readings in weights.readings]
    prior, places = Counter[tuple[int, int]](), Counter[tuple[int, int, int]]()
    beside: tuple[dict[int, Counter[int]], dict[int, Counter[int]]] = (defaultdict(Counter), defaultdict(Counter))
    for phrase, syllables in table.phrases.items():
        last = len(phrase) - 1
        for at, (character, spelt) in enumerate(zip(phrase, syllables, strict=True)):
            row = rows.get(character)
            number = -1 if row is None else numbers[row].get(table.numbered(spelt[0]), -1)
            if row is None or number < 0:
                continue
            prior[row, number] += 1
            places[row, FIRST if at == 0 else LAST if at == last else INSIDE, number] += 1
            if at:
                beside[0][_key(row, ord(phrase[at - 1]))][number] += 1
            if at < last:
                beside[1][_key(row, ord(phrase[at + 1]))][number] += 1
    counted: Floats = np.zeros(weights.classes.shape)
    for (row, number), count in prior.items():
        counted[row, number] = count
    by_place = np.zeros((len(counted), 4, counted.shape[1]))
    for (row, place, number), count in places.items():
        by_place[row, place, number] = count
    by_place[:, ALONE] = by_place.sum(axis=1)
    left_keys, left = _neighbours(beside[0], weights)
    right_keys, right = _neighbours(beside[1], weights)
    first = np.array(
        [
            known.get(table.first(character) or "", -1)
            for character, known in zip(weights.characters, numbers, strict=True)
        ]
    )
    neutral = np.zeros_like(counted)
    for row, readings in enumerate(weights.readings):
        neutral[row, : len(readings)] = [reading.endswith("5") for reading in readings]
    return Counts(
        prior=_shares(counted, weights.chosen_from, _FEW),
        places=_shares(by_place, weights.chosen_from[:, None, :], _FEW),
        left_keys=left_keys,
        left=left,
        right_keys=right_keys,
        right=right,
        phrases=counted.sum(axis=1),
        first=first,
        neutral=neutral,
    )


def nothing(length: int) -> WordEvidence:
    """Evidence of `length` characters that are not Han."""
    evidence = np.zeros((length, COLUMNS), np.int8)
    evidence[:, CHOICE] = NOT_HAN
    return evidence


def _key(row: int, neighbour: int) -> int:
    return row << _POINT_BITS | neighbour


def _shares(counted: Floats, chosen_from: NDArray[np.bool_], few: float) -> Floats:
    """Turn counts into logarithms of shares, 0 for choices that are not there."""
    smoothed = (counted + few) * chosen_from
    shares = smoothed / smoothed.sum(axis=-1, keepdims=True)
    return np.log(np.where(shares > 0, shares, 1.0))


def _neighbours(beside: dict[int, Counter[int]], weights: Weights) -> tuple[Whole, Floats]:
    keys = np.array(sorted(beside), np.int64)
    counted = np.zeros((len(keys), weights.classes.shape[1]))
    for line, key in enumerate(keys):
        for number, count in beside[int(key)].items():
            counted[line, number] = count
    return keys, _shares(counted, weights.chosen_from[keys >> _POINT_BITS], _FEW_NEIGHBOURS)


def beside(keys: Whole, lines: Floats, rows: Whole, neighbours: Whole) -> Floats:
    """Return the line for each row and neighbour, zeros where the dictionary never has the two together."""
    wanted = rows << _POINT_BITS | neighbours
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where((keys[found] == wanted)[:, None], lines[found], 0.0)


def _is_weighed(phrase: str, at: int) -> bool:
    """Whether the phrase does not decide its character at `at` alone: a particle, or one that two meanings part."""
    return phrase[at] in _WEIGHED and phrase[at - 1 : at] not in _POTENTIAL


def word_evidence(word: str, table: PhraseTable, weights: Weights) -> WordEvidence:
    """Say for each character of a word of Han what phrase it stands in."""
    # Lists to the end: NumPy takes longer for one number than Python.
    evidence = [[INSIDE, -1, *[0] * (COLUMNS - 2)] for _ in word]
    evidence[0][PLACE], evidence[-1][PLACE] = (FIRST, LAST) if len(word) > 1 else (ALONE, ALONE)
    start = 0
    for part in table.parts(word):
        syllables = table.phrases.get(part) if len(part) > 1 else None
        sure = part == word and len(part) >= SURE_PHRASE and syllables is not None
        for at in range(start, start + len(part)):
            evidence[at][OWN] = part in PHRASES or (sure and not _is_weighed(part, at - start))
        if part in NEUTRAL or (syllables and syllables[-1][0] in _SUFFIXES.get(part[-1], ())):
            evidence[start + len(part) - 1][OWN] = True
        for at in range(start, start + len(part)) if syllables else ():
            row = int(weights.rows[ord(word[at])])
            if row >= 0 and syllables:
                reading = table.numbered(syllables[at - start][0])
                readings = weights.readings[row]
                evidence[at][CHOICE] = readings.index(reading) if reading in readings else -1
                evidence[at][LENGTH] = min(len(part), LONGEST_PHRASE)
                evidence[at][WHOLE] = part == word
                evidence[at][DECIDED] = evidence[at][CHOICE] >= 0 and not _is_weighed(part, at - start)
                evidence[at][LEFT_INSIDE] = at > start
                evidence[at][RIGHT_INSIDE] = at < start + len(part) - 1
        start += len(part)
    if found := COMPLEMENT.search(word):
        evidence[found.start() + found.group().index("得")][OWN] = True
    return np.array(evidence, np.int8)
