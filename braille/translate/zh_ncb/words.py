"""Word division (分词连写): from the words a reader finds to the words of braille.

A dictionary's words are not braille's: some are divided, then neighbours are joined. Every rule has an id, so that a
proofreader can be told why; `W-12.2.x` are clauses of GF 0019-2018, `W-ZC` is pinyin orthography (GB/T 16159, which
the standard takes as its blueprint), `W-HR` a house rule. Rules see words and readings, and what a dictionary knows of
one word; where more of grammar would be needed, closed lists of common words stand in, chosen so that a rule does
nothing where it is not sure.
"""

from __future__ import annotations

from collections.abc import Sequence

from braille.translate.zh_ncb.dividing import divided
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.joining import JOINS, joins_doubled_pairs
from braille.translate.zh_ncb.word_lists import HanWord, Pair

_SOMETHING = HanWord("\ufffc", -1, (None,))
"""Stands for what goes on behind a stretch of Han characters and is none itself: digits, an opening mark."""


def braille_words(words: Sequence[HanWord], house: HouseRules, *, goes_on: bool = False) -> list[HanWord]:
    """Divide and join the words of one unbroken stretch of Han characters.

    `goes_on` says that the sentence does not pause behind it: digits, letters or an opening mark follow.
    """
    if house.words_as_read:
        return list(words)
    pieces = divided(words, house)
    if len(pieces) < 2:
        return pieces
    found: list[HanWord] = []
    grown = pieces[0]
    last = len(pieces) - 1
    for place in range(last):
        left, right = pieces[place], pieces[place + 1]
        if len(left.text) > 1 and len(right.text) > 1:  # no rule joins these but one, and most pairs are such
            joined = joins_doubled_pairs(Pair(None, left, right, None, grown.text), house)
        else:
            after = pieces[place + 2] if place + 2 <= last else _SOMETHING if goes_on else None
            joined = bool(_joined_by(Pair(pieces[place - 1] if place else None, left, right, after, grown.text), house))
        if joined:
            grown = HanWord(grown.text + right.text, grown.start, grown.pinyin + right.pinyin)
        else:
            found.append(grown)
            grown = right
    found.append(grown)
    return found


def _joined_by(pair: Pair, house: HouseRules) -> str:
    """Return the id of the rule that joins the pair, empty where none does."""
    for rule, joins in JOINS:
        if joins(pair, house):
            return rule
    return ""
