"""Characters that a table of liblouis may lack, and what says the same in characters it has.

Which characters a table lacks is asked of liblouis, never assumed: a substitute is taken only where the table has no
cells for the character itself. Characters without a shape of their own (soft hyphen, zero-width blanks, direction
marks) are left out for every table, since tables write visible cells for some of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container

INVISIBLE = frozenset(
    "\u00ad\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufffc"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
) | {chr(point) for point in (*range(0x20), *range(0x7F, 0xA0), *range(0xFE00, 0xFE10)) if chr(point) not in "\t\n\r"}
"""Characters that are left out whatever the table says."""

BLANKS = frozenset("\t\r\u00a0\u1680\u202f\u205f\u2028\u2029\u3000") | {chr(point) for point in range(0x2000, 0x200B)}
"""Characters that are written as a blank."""

LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
"""Letters that a printer joined: they are written as the letters they are, although a table may have a sign for it."""

_SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "，": (",",),
    "、": (",",),
    "。": (".",),
    "；": (";",),
    "：": (":",),
    "？": ("?",),
    "！": ("!",),
    "（": ("(",),
    "）": (")",),
    "《": ("“", '"'),
    "》": ("”", '"'),
    "〈": ("‘", "'"),
    "〉": ("’", "'"),
    "「": ("“", '"'),
    "」": ("”", '"'),
    "『": ("‘", "'"),
    "』": ("’", "'"),
    "【": ("[", "("),
    "】": ("]", ")"),
    "〔": ("[", "("),
    "〕": ("]", ")"),
    "［": ("[", "("),
    "］": ("]", ")"),
    "[": ("(",),
    "]": (")",),
    "{": ("(",),
    "}": (")",),
    "…": ("...",),
    "‥": ("..",),
    "⋯": ("…", "..."),
    "—": ("–", "--", "-"),
    "⸺": ("——", "----", "--"),
    "⸻": ("———", "------", "--"),
    "―": ("—", "--", "-"),
    "─": ("—", "--", "-"),
    "–": ("—", "-"),
    "‐": ("-",),
    "‑": ("-",),
    "‒": ("–", "-"),
    "−": ("-",),
    "－": ("-",),
    "～": ("~", "-"),
    "〜": ("~", "-"),
    "~": ("-",),
    "“": ('"',),
    "”": ('"',),
    "„": ("“", '"'),
    "‟": ("“", '"'),
    "«": ("“", '"'),
    "»": ("”", '"'),
    "‹": ("‘", "'"),
    "›": ("’", "'"),
    "‘": ("'",),
    "’": ("'",),
    "‚": ("‘", "'"),
    "‛": ("‘", "'"),
    "ʼ": ("’", "'"),
    "´": ("’", "'"),
    "`": ("‘", "'"),
    "′": ("’", "'"),
    "″": ("”", '"'),
    "·": ("•", "-", "."),
    "•": ("·", "*", "-"),
    "・": ("·", "•", "-"),
    "‧": ("·", "•", "-"),
    "●": ("•", "*"),
    "■": ("•", "*"),
    "◆": ("•", "*"),
    "☆": ("*",),
    "★": ("*",),
    "※": ("*",),
    "†": ("*",),
    "‡": ("**", "*"),
    "→": ("->",),
    "←": ("<-",),
    "↔": ("<->",),
    "⇒": ("=>",),
    "×": ("x",),
    "÷": (":", "/"),
    "≈": ("=",),
    "≤": ("<=",),
    "≥": (">=",),
    "⁄": ("/",),
    "∕": ("/",),
    "|": ("/",),
    "\\": ("/",),
    "_": ("-",),
    "°": ("o",),
    "©": ("(c)",),
    "®": ("(r)",),
    "§": ("par.",),
    "¶": ("par.",),
    "£": ("GBP ",),
    "€": ("EUR ",),
    "¥": ("CNY ",),
    "￥": ("¥", "CNY "),
    "$": ("USD ",),
    "〇": ("0",),
    "Æ": ("AE",),
    "æ": ("ae",),
    "Œ": ("OE",),
    "œ": ("oe",),
    "ß": ("ss",),
    "ẞ": ("SS",),
    "Ø": ("O",),
    "ø": ("o",),
    "Ł": ("L",),
    "ł": ("l",),
    "Đ": ("D",),
    "đ": ("d",),
    "Ð": ("D",),
    "ð": ("d",),
    "Þ": ("Th",),
    "þ": ("th",),
    "ı": ("i",),
}
_RUNS_ON = frozenset("，、；：。？！")
"""Marks of Chinese print that hold their own blank; what they become needs one where a word follows."""


def substitute(character: str, following: str, lacking: Container[str]) -> tuple[str, bool] | None:
    """Return what to write for a character that a table lacks, and whether that says less than the character did.

    `following` is the next character of the text, or empty. A circled digit becomes the number in parentheses, a
    ligature its letters, a letter with an unknown accent the letter alone (which says less). None where nothing fits.
    """

    def known(text: str) -> bool:
        return bool(text) and not any(part in lacking for part in text)

    for candidate in _SUBSTITUTES.get(character, ()):
        if known(candidate):
            blank = " " if character in _RUNS_ON and following.isalnum() else ""
            return candidate + blank, False
    compatible = unicodedata.normalize("NFKC", character).replace("⁄", "/")
    if compatible != character and known(compatible):
        return (f"({compatible})" if 0x2460 <= ord(character) <= 0x2473 else compatible), False
    decomposed = unicodedata.normalize("NFKD", character)
    if decomposed != character and known(decomposed):
        return decomposed, False
    letters = "".join(part for part in decomposed if not unicodedata.combining(part))
    if letters != character and known(letters):
        return letters, True
    return None
