"""Syllables of Hanyu Pinyin in our notation: lower case, tone digit 1 to 5 (5 is neutral), `v` for ü.

The spelling rules are those of the scheme for the Chinese phonetic alphabet (汉语拼音方案, ISO 7098).
"""

from __future__ import annotations

from dataclasses import dataclass

INITIALS = (*"bpmfdtnlgkhjqx", "zh", "ch", "sh", "r", "z", "c", "s")
"""The 21 initials; a syllable without one has the initial `""`."""

_OPEN = "a e ai ei ao ou an en ang eng ong u uo uan uen"
_FINALS_OF = {
    "": "a o e ê ai ei ao ou an en ang eng er i ia io ie iao iou ian in iang ing iong u ua uo uai uei uan uen uang ueng"
    " v ve van vn m n ng hm hng",
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iou ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": f"{_OPEN} uei i ia ie iao iou ian ing",
    "t": "a e ai ei ao ou an ang eng ong u uo uan uen uei i ie iao ian ing",
    "n": f"{_OPEN} i ie iao iou ian in iang ing v ve",
    "l": "a o e ai ei ao ou an ang eng ong u uo uan uen i ia ie iao iou ian in iang ing v ve",
    **dict.fromkeys("gkh", f"{_OPEN} uei ua uai uang"),
    **dict.fromkeys("jqx", "i ia ie iao iou ian in iang ing iong v ve van vn"),
    "zh": f"- {_OPEN} uei ua uai uang",
    "ch": "- a e ai ao ou an en ang eng ong u uo uan uen uei ua uai uang",
    "sh": "- a e ai ei ao ou an en ang eng u uo uan uen uei ua uai uang",
    "r": "- e ao ou an en ang eng ong u uo uan uen uei ua",
    "z": f"- {_OPEN} uei",
    "c": f"- {_OPEN} uei",
    "s": "- a e ai ao ou an en ang eng ong u uo uan uen uei",
}
_RARE = (
    ("b", "ong"),
    ("b", "iang"),
    ("f", "iao"),
    ("d", "in"),
    ("n", "ia"),
    ("l", "en"),
    ("l", "ve"),
    ("s", "ei"),
)
"""Syllables of a few characters and dialect words that dictionaries have and the tables of the standard do not."""

_SHORTENED = {"iou": "iu", "uei": "ui", "uen": "un"}
SYLLABIC_CONSONANTS = frozenset({"m", "n", "ng", "hm", "hng"})
"""Finals without a vowel, of interjections only."""


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable by its sounds.

    `initial` is one of `INITIALS` or empty. `final` is written as it is named, not as it is spelt after y, w or j:
    `iou`, `uei`, `uen`, `ueng`, `v`, `ve`, `van`, `vn`; it is empty in zhi chi shi ri zi ci si, and `m n ng hm hng` in
    interjections. `tone` is 1 to 5.
    """

    initial: str
    final: str
    tone: int


def _spelling(initial: str, final: str) -> str:
    """Spell a syllable without its tone."""
    if not final:
        return f"{initial}i"
    if initial:
        shortened = _SHORTENED.get(final, final)
        return initial + (shortened.replace("v", "u") if initial in ("j", "q", "x") else shortened)
    if final in ("i", "in", "ing"):
        return f"y{final}"
    if final == "u":
        return "wu"
    if final.startswith("v"):
        return f"yu{final[1:]}"
    if final.startswith("i"):
        return f"y{final[1:]}"
    if final.startswith("u"):
        return f"w{final[1:]}"
    return final


_PARTS = {
    _spelling(initial, final): (initial, final)
    for initial, finals in _FINALS_OF.items()
    for final in finals.replace("-", " ").split(" ")
    if final or initial in ("zh", "ch", "sh", "r", "z", "c", "s")
} | {_spelling(*parts): parts for parts in _RARE}
_SPELLINGS = {parts: spelling for spelling, parts in _PARTS.items()}

SYLLABLES = frozenset(_PARTS)
"""Every syllable that is taken, spelt without tone."""


def split_syllable(text: str) -> Syllable:
    """Split a spelt syllable with its tone digit: `zhuang1` is zh, uang, 1; `you3` is no initial, iou, 3.

    Raises `ValueError` when it is not a syllable of Mandarin in our notation.
    """
    spelling, tone = text[:-1], text[-1:]
    parts = _PARTS.get(spelling)
    if parts is None or tone not in ("1", "2", "3", "4", "5"):
        raise ValueError(f"not a pinyin syllable: {text!r}")
    return Syllable(*parts, int(tone))


def join_syllable(syllable: Syllable) -> str:
    """Spell a syllable with its tone digit; the way back from `split_syllable`.

    Raises `ValueError` when Mandarin has no such syllable.
    """
    spelling = _SPELLINGS.get((syllable.initial, syllable.final))
    if spelling is None or syllable.tone not in range(1, 6):
        raise ValueError(f"not a syllable of Mandarin: {syllable}")
    return f"{spelling}{syllable.tone}"
