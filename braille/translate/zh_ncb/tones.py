"""From readings to cells: tone marks and when they are left out, shorthands, the boundary rule.

Source: GF 0019-2018 §§ 9–11. Rules work on one word, since some look at the next syllable *of the same word*.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.lexicon import KEPT_TONES
from braille.translate.zh_ncb.tables import CONSONANT_ONLY, SHORTHANDS, TONES, syllable

_KEPT_FOR_SENSE = {
    kept.character: [other for other in KEPT_TONES if other.character == kept.character] for kept in KEPT_TONES
}
_OMITTED_AFTER = {
    "f": "1",
    **dict.fromkeys(("p", "m", "t", "n", "h", "q", "ch", "r", "c"), "2"),
    **dict.fromkeys(("b", "d", "l", "g", "k", "j", "x", "z", "zh", "s", "sh"), "4"),
}
_KEPT = frozenset({"tou2", "le4", "zi4"})
_OMITTED_ALONE = {"yi": "1", "er": "2", "wo": "3", "ye": "3", "you": "3"}


def omits_tone(plain: str, tone: str) -> bool:
    """Say whether the mark of this tone is left out on this syllable, by its initial.

    GF 10.2.1–10.2.4 (initials, zero initial), 10.2.5 (yi er wo ye you), 10.2.6 (o never marked, e always).
    """
    known = syllable(plain)
    if known is None or plain == "e" or plain + tone in _KEPT:
        return False
    if plain == "o":
        return True
    if known.initial:
        return _OMITTED_AFTER[known.initial] == tone
    return _OMITTED_ALONE.get(plain, "4") == tone


def word_cells(word: str, pinyin: Sequence[str | None], house: HouseRules) -> tuple[str | None, ...]:
    """Return the cells of each character of one word; None where a character has no reading.

    `pinyin` has one entry a character, tone digit last. The neutral tone (5) is never marked (GF 10.1).
    """
    return _word_cells(word, tuple(pinyin), house)


@lru_cache(maxsize=1 << 14)
def _word_cells(word: str, pinyin: tuple[str | None, ...], house: HouseRules) -> tuple[str | None, ...]:
    found: list[str | None] = []
    for place, character in enumerate(word):
        reading = pinyin[place]
        following = pinyin[place + 1] if place + 1 < len(word) else None
        found.append(_character_cells(word, character, reading, _is_vowel_only(following), house))
    return tuple(found)


def _is_vowel_only(reading: str | None) -> bool:
    """Whether a syllable is written as its vowel alone. A final 儿 that colours the vowel is none (GF 10.2.7)."""
    if reading is None or reading in ("er5", "r5"):
        return False
    known = syllable(reading[:-1])
    return known is not None and known.vowel_only


def _character_cells(
    word: str, character: str, reading: str | None, before_vowel: bool, house: HouseRules
) -> str | None:
    if reading is None:
        return None
    if (shorthand := SHORTHANDS.get((character, reading))) is not None:
        return shorthand[before_vowel]
    plain, tone = reading[:-1], reading[-1]
    known = syllable(plain)
    if known is None:
        return None
    mark = TONES.get(tone, "")
    if omits_tone(plain, tone) and not (
        keeps_tone_before_vowel(plain, before_vowel) or keeps_tone_for_sense(word, character, reading, house)
    ):
        mark = ""
    return known.cells + mark


def keeps_tone_before_vowel(plain: str, before_vowel: bool) -> bool:
    """GF 10.2.7 (界音): a consonant-only syllable keeps its mark before a vowel-only syllable of its word (慈爱)."""
    return before_vowel and plain in CONSONANT_ONLY


def keeps_tone_for_sense(word: str, character: str, reading: str, house: HouseRules) -> bool:
    """GF 10.2.8: the syllables of the lexicon keep their marks: 再 everywhere, 问 as a word of its own, 地道 dìdào."""
    for kept in _KEPT_FOR_SENSE.get(character, ()):
        if kept.reading != reading or kept.word not in ("*", word):
            continue
        if not kept.house or len(word) == 1 or getattr(house, kept.house):
            return True
    return False
