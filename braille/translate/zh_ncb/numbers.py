"""Numbers, circled numbers and letters in cells, one string of cells for each character.

Source: GF 0019-2018 and GB/T 18028-2010 §§ 5.1–5.3, 7.2: one number sign for a number, its decimal point ⠂; circled
numbers have lowered digits; a letter sign for each run of letters of one case.
"""

from __future__ import annotations

import re
import unicodedata

from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.lexicon import LETTER_HEADS
from braille.translate.zh_ncb.tables import (
    DECIMAL_POINT,
    DIGITS,
    GREEK,
    GREEK_LOWER_SIGN,
    GREEK_UPPER_SIGN,
    LETTERS,
    LOWER_SIGN,
    LOWERED_DIGITS,
    NUMBER_SIGN,
    THOUSANDS_COMMA,
    UPPER_SIGN,
)

_UNITS = """
m km dm cm mm μm nm g kg mg t l L ml mL s min h d A mA V kV mV W kW MW Pa kPa MPa hPa Hz kHz MHz GHz J kJ N K mol cal
kcal Wh kWh mAh bit KB MB GB TB dB px ha pH eV rad lx lm cd
"""
UNITS = frozenset(_UNITS.split())
"""Units of measure by their international signs; case tells."""

_COMPOUNDS = """
T恤 T台 B超 X光 X线 X射线 K歌 K线 U盘 A股 B股 H股 Q币 O型 A型 B型 AB型 维生素A 维生素B 维生素C 维生素D 维生素E 阿Q
卡拉OK α粒子 β粒子 γ射线 α射线 β射线 IC卡 SIM卡 IP地址 IT业 PC机 VIP卡 C语言 V领 T形 U形 V形 S形 PVC管 LED灯 pH值 GDP值
"""
COMPOUND_WITH_LETTERS = frozenset(_COMPOUNDS.split())
"""Words in which letters and characters are one word, so that the join sign stands between them (T恤, 维生素C)."""

_LETTERS_LAST = frozenset(compound for compound in COMPOUND_WITH_LETTERS if compound[-1].isascii())
_LETTERS_FIRST = COMPOUND_WITH_LETTERS - _LETTERS_LAST
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_GREEK_LETTER = re.compile(r"[Α-ΡΣ-Ωα-ω]")
_IS_NOT_LETTERS = re.compile(r"[^\W\d_A-Za-z]|['’&@]|://|[A-Za-z]\.|\.[A-Za-z]")
"""Letters of other alphabets, apostrophes, addresses, and the full stop of an abbreviation."""


def number_cells(number: str) -> list[str]:
    """Return the cells of `number`, written in ASCII digits with `.` and `,`; the first has the number sign."""
    cells = [DIGITS.get(character) or _INSIDE_NUMBERS[character] for character in number]
    cells[0] = NUMBER_SIGN + cells[0]
    return cells


_INSIDE_NUMBERS = {".": DECIMAL_POINT, ",": THOUSANDS_COMMA}


def circled_cells(character: str) -> str | None:
    """Return the cells of a circled or parenthesised number (① to ⑳, ⑴ to ⒇, ❶ to ❿), None for anything else."""
    point = ord(character)
    for first, last in ((0x2460, 0x2473), (0x2474, 0x2487), (0x2488, 0x249B), (0x2776, 0x277F), (0x2780, 0x2789)):
        if first <= point <= last:
            return NUMBER_SIGN + "".join(LOWERED_DIGITS[digit] for digit in str(point - first + 1))
    return None


def letter_cells(letters: str) -> list[str]:
    """Return the cells of Latin or Greek letters: a sign at the first and again wherever case or alphabet changes."""
    found: list[str] = []
    last = ""
    for letter in letters:
        lower = letter.lower()
        if lower in LETTERS:
            sign, cell = (LOWER_SIGN if letter == lower else UPPER_SIGN), LETTERS[lower]
        else:
            sign, cell = (GREEK_LOWER_SIGN if letter == lower else GREEK_UPPER_SIGN), GREEK[lower]
        found.append(cell if sign == last else sign + cell)
        last = sign
    return found


def is_compound(first: str, last: str) -> bool:
    """Say whether letters and Han characters side by side are one word, or begin or end with one (T恤衫)."""
    if first[-1:].isascii() or first[-1:].lower() in GREEK:
        if len(last) == 1 and last in LETTER_HEADS and len(first) <= 2:
            return True
        return any(word.startswith(first) and last.startswith(word[len(first) :]) for word in _LETTERS_FIRST)
    return any(word.endswith(last) and first.endswith(word[: -len(last)]) for word in _LETTERS_LAST)


def is_letters(text: str, after_number: bool, house: HouseRules) -> bool:
    """Say whether a Latin or Greek stretch inside Chinese is letters (A, WTO, 5 kg, m/s) and not words of English."""
    if _GREEK_LETTER.search(text):
        return len(text.strip()) == 1
    text = unicodedata.normalize("NFKC", text)
    if _IS_NOT_LETTERS.search(text):
        return False
    words = _LATIN_WORD.findall(text)
    if len(words) > 1 and " " in text.strip() and any(len(word) > 1 and word not in UNITS for word in words):
        return False
    measured = after_number or text[:1].isdigit() or "/" in text
    return all(
        len(word) == 1
        or (word.isupper() and len(word) <= house.english_in_letters_up_to)
        or (word in UNITS and (measured or not word.islower()))
        for word in words
    )
