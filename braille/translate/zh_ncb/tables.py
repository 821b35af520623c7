"""The cells of national common braille: initials, finals, tones, shorthands, digits and letters.

Source: GF 0019-2018 §§ 4–6 and 11, whose initials and finals are those of 现行盲文. Every cell was compared with the
single characters of liblouis' table for the same scheme (see tests/braille/translate/test_zh_ncb_cells.py).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

BLANK = "\u2800"

INITIALS = {
    "b": "⠃",
    "p": "⠏",
    "m": "⠍",
    "f": "⠋",
    "d": "⠙",
    "t": "⠞",
    "n": "⠝",
    "l": "⠇",
    "g": "⠛",
    "k": "⠅",
    "h": "⠓",
    "j": "⠛",
    "q": "⠅",
    "x": "⠓",
    "zh": "⠌",
    "ch": "⠟",
    "sh": "⠱",
    "r": "⠚",
    "z": "⠵",
    "c": "⠉",
    "s": "⠎",
}
"""g and j, k and q, h and x share a cell: the final tells them apart."""

FINALS = {
    "a": "⠔",
    "o": "⠢",
    "e": "⠢",
    "ai": "⠪",
    "ei": "⠮",
    "ao": "⠖",
    "ou": "⠷",
    "an": "⠧",
    "en": "⠴",
    "ang": "⠦",
    "eng": "⠼",
    "ong": "⠲",
    "i": "⠊",
    "ia": "⠫",
    "ie": "⠑",
    "iao": "⠜",
    "iu": "⠳",
    "ian": "⠩",
    "in": "⠣",
    "iang": "⠭",
    "ing": "⠡",
    "iong": "⠹",
    "u": "⠥",
    "ua": "⠿",
    "uo": "⠕",
    "uai": "⠽",
    "ui": "⠺",
    "uan": "⠻",
    "un": "⠒",
    "uang": "⠶",
    "v": "⠬",
    "ve": "⠾",
    "van": "⠯",
    "vn": "⠸",
}
"""Finals as they are spelt behind an initial, with `v` for ü."""

ALONE = {
    "a": "⠔",
    "o": "⠢",
    "e": "⠢",
    "ê": "⠮",
    "ai": "⠪",
    "ei": "⠮",
    "ao": "⠖",
    "ou": "⠷",
    "an": "⠧",
    "en": "⠴",
    "ang": "⠦",
    "eng": "⠼",
    "er": "⠗",
    "r": "⠗",
    "yi": "⠊",
    "ya": "⠫",
    "ye": "⠑",
    "yao": "⠜",
    "you": "⠳",
    "yan": "⠩",
    "yin": "⠣",
    "yang": "⠭",
    "ying": "⠡",
    "yong": "⠹",
    "yo": "⠳",
    "wu": "⠥",
    "wa": "⠿",
    "wo": "⠕",
    "wai": "⠽",
    "wei": "⠺",
    "wan": "⠻",
    "wen": "⠒",
    "wang": "⠶",
    "weng": "⠲",
    "wong": "⠲",
    "yu": "⠬",
    "yue": "⠾",
    "yuan": "⠯",
    "yun": "⠸",
    "ng": "⠼",
    "n": "⠝",
    "m": "⠍",
    "hm": "⠓⠍",
    "hng": "⠓⠼",
}
"""Syllables without an initial, and the interjections that have no vowel."""

TONES = {"1": "⠁", "2": "⠂", "3": "⠄", "4": "⠆"}
"""The neutral tone has no cell."""

CONSONANT_ONLY = frozenset({"zhi", "chi", "shi", "ri", "zi", "ci", "si"})
"""Syllables that are written as their initial alone."""

SHORTHANDS = {
    ("的", "de5"): ("⠙", "⠙⠢"),
    ("么", "me5"): ("⠍", "⠍⠢"),
    ("麼", "me5"): ("⠍", "⠍⠢"),
    ("麽", "me5"): ("⠍", "⠍⠢"),
    ("你", "ni3"): ("⠝", "⠝⠊⠄"),
    ("妳", "ni3"): ("⠝", "⠝⠊⠄"),
    ("他", "ta1"): ("⠞", "⠞⠔"),
    ("她", "ta1"): ("⠞⠁", "⠞⠁"),
    ("它", "ta1"): ("⠈⠞", "⠈⠞⠔"),
}
"""GF 0019 §11: the shorthand of a character with that reading, and what is written before a vowel-only syllable.

The traditional forms of 么 and 你 are written alike."""

DIGITS = dict(zip("1234567890", "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚", strict=True))
LOWERED_DIGITS = dict(zip("1234567890", "⠂⠆⠒⠲⠢⠖⠶⠦⠔⠴", strict=True))
NUMBER_SIGN = "⠼"
DECIMAL_POINT = "⠂"
THOUSANDS_COMMA = "⠐"
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", strict=True))
GREEK = {
    **dict(zip("αβγδεζηθικλμ", "⠁⠃⠛⠙⠑⠵⠱⠹⠊⠅⠇⠍", strict=True)),
    **dict(zip("νξοπρστυφχψω", "⠝⠭⠕⠏⠗⠎⠞⠥⠋⠯⠽⠺", strict=True)),
    "ς": "⠎",
}
LOWER_SIGN, UPPER_SIGN = "⠰", "⠠"
GREEK_LOWER_SIGN, GREEK_UPPER_SIGN = "⠨", "⠸"
JOIN_SIGN = "⠤"
"""Joins what would be read wrongly side by side: digits and a character, letters and a character; also 连接号."""


class Syllable(NamedTuple):
    """A toneless syllable in cells. `initial` is empty where it begins with its vowel (y and w are no initials)."""

    initial: str
    cells: str
    vowel_only: bool


@cache
def syllable(plain: str) -> Syllable | None:
    """Return the cells of a toneless syllable (`zhuang`, `lv`, `er`), or None where pinyin has no such syllable."""
    if plain in ALONE:
        return Syllable("", ALONE[plain], plain[0] not in "hnm")
    initial = plain[:2] if plain[:2] in INITIALS else plain[:1]
    if initial not in INITIALS:
        return None
    final = plain[len(initial) :]
    if plain in CONSONANT_ONLY:
        return Syllable(initial, INITIALS[initial], vowel_only=False)
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    elif final == "ue":
        final = "ve"
    if final not in FINALS:
        return None
    return Syllable(initial, INITIALS[initial] + FINALS[final], vowel_only=False)
