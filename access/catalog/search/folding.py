"""Text as search sees it: one way of writing for what readers hold for the same, cut into pieces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from access.language.scripts import HAN, KANA, KANA_MARKS

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_ACCENTED = re.compile(r"[\u0080-\u1fff〇]")
"""Where letters with accents stand, and what `_UNDIVIDED` changes; ideographs alone need no second look."""
_UNDIVIDED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "〇": "零"}
)
"""Letters that Unicode does not take apart. The figure 〇 is read as 零."""
_IDEOGRAPHIC = rf"{HAN}{KANA}{KANA_MARKS}"
_LETTER = rf"[^\W_{_IDEOGRAPHIC}]"
_PIECE = re.compile(rf"(?P<ideographs>[{_IDEOGRAPHIC}]+)|{_LETTER}+(?:['’]{_LETTER}+)*")
_APOSTROPHE = re.compile("['’]")


class PieceKind(Enum):
    """What a piece is written in."""

    IDEOGRAPHS = "ideographs"
    """A run of Han characters and kana, which no blanks divide."""
    LETTERS = "letters"
    """A word without a digit."""
    DIGITS = "digits"
    """ASCII digits only."""
    MIXED = "mixed"
    """A word with digits: mp3, 4k."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of folded text, and where in it."""

    kind: PieceKind
    text: str
    start: int
    end: int


def folded(text: str) -> str:
    """Return a text in lower case, narrow, without accents; kana, Hangul and Han stay as they are."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not _ACCENTED.search(text):
        return text
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text.translate(_UNDIVIDED)))
    return unicodedata.normalize("NFC", text)


def pieces(text: str) -> list[Piece]:
    """Divide a folded text at blanks, marks and borders of scripts; apostrophes vanish (`don’t` is `dont`)."""
    found = []
    for match in _PIECE.finditer(text):
        part = match.group()
        if match.lastgroup:
            kind = PieceKind.IDEOGRAPHS
        else:
            part = _APOSTROPHE.sub("", part)
            if part.isascii() and part.isdigit():
                kind = PieceKind.DIGITS
            else:
                kind = PieceKind.MIXED if any(map(str.isdigit, part)) else PieceKind.LETTERS
        found.append(Piece(kind, part, *match.span()))
    return found
