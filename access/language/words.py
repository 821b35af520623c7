"""Words of a text: Han by the jieba dictionary, everything else by its shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from access.language.reading import Word
from access.language.scripts import COMBINING, HAN, KANA, KANA_MARKS

# Vowel signs of the scripts of India and South-East Asia and the points of Hebrew and Arabic are part of a word, but
# `\w` leaves them out.
_SIGNS = (
    COMBINING + r"\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0981-\u0dff\u0e31-\u0e4e\u0eb1-\u0fbc"
)
_LETTER = rf"(?:[^\W\d_{HAN}{KANA}{KANA_MARKS}][{_SIGNS}]*)"
_LETTER_OR_DIGIT = rf"(?:[^\W_{HAN}{KANA}{KANA_MARKS}][{_SIGNS}]*)"
_TOKEN = re.compile(
    rf"(?P<han>[{HAN}](?:[{HAN}]|[{COMBINING}])*)"
    rf"|{_LETTER}{_LETTER_OR_DIGIT}*(?:['’\-]{_LETTER_OR_DIGIT}+)*"
    rf"|\d+(?:[.,:]\d+)*(?:{_LETTER}{_LETTER_OR_DIGIT}*)?"
    rf"|[{KANA}][{KANA}{KANA_MARKS}]*"
    r"|…+|—+|\.{2,}|-{2,}"
    rf"|\S[{COMBINING}]*"
)
_SIGN = re.compile(f"[{COMBINING}]")


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """Jieba with its built-in dictionary; loaded when the first Han character is met, since it takes 0.2 s."""
    import rjieba

    cut: Callable[[str], list[str]] = rjieba.cut
    return cut


def words(text: str) -> tuple[Word, ...]:
    """Divide `text` into words, in order, covering every character that is not white space; offsets in code points.

    A stretch of Han characters is divided by jieba. A Latin word keeps its apostrophes, hyphens and digits (`don’t`,
    `COVID-19`, `MP3`), a number its separators and the letters attached to it (`3.14`, `12:30`, `5kg`). Every other
    character is a word of its own, except that the doubled marks …… —— and dots in a row are one.
    """
    found: list[Word] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match.lastgroup == "han" and end - start > 1:
            for piece in _segmenter()(match.group()):
                if _SIGN.match(piece):  # a variation selector, which jieba takes for a word of its own
                    found[-1] = Word(found[-1].start, start + len(piece))
                else:
                    found.append(Word(start, start + len(piece)))
                start += len(piece)
        else:
            found.append(Word(start, end))
    return tuple(found)
