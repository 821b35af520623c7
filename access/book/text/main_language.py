"""The language a whole text is in, told from the scripts of its letters."""

from __future__ import annotations

import re
from typing import Final

from access.language import scripts

_SAMPLE: Final = 200_000
_WEIGHT: Final = {
    "zh": (scripts.HAN, 3.0),  # a Han character is most of a word, a letter a fifth of one
    "ja": (scripts.KANA, 3.0),
    "ko": (scripts.HANGUL, 2.5),
    "ru": (scripts.CYRILLIC, 1.0),
    "el": (scripts.GREEK, 1.0),
    "ar": (scripts.ARABIC, 1.2),
    "he": (scripts.HEBREW, 1.2),
    "hi": (scripts.DEVANAGARI, 1.0),
    "th": (scripts.THAI, 1.0),
    "bo": (scripts.TIBETAN, 1.0),
    "mn": (scripts.MONGOLIAN, 1.0),
    "": (scripts.LATIN, 1.0),
}
_COUNTERS: Final = {language: (re.compile(f"[{letters}]+"), weight) for language, (letters, weight) in _WEIGHT.items()}
_KANA_SHARE: Final = 0.1
"""Japanese prose is a third kana or more; a Chinese book that quotes Japanese stays far below this."""


_ENGLISH_WORDS: Final = frozenset(
    {"the", "and", "of", "to", "in", "that", "it", "was", "is", "with", "he", "his", "her"}
)
_ENGLISH_SHARE: Final = 0.12
"""English prose is a fifth of these words and more; other languages in Latin letters have a few of them."""


def is_english(text: str) -> bool:
    """Tell whether a text in Latin letters is plainly English, by its commonest words."""
    words = re.findall(r"[A-Za-zÀ-ÿ]+", text[:_SAMPLE].lower())
    return sum(word in _ENGLISH_WORDS for word in words) >= max(3, _ENGLISH_SHARE * len(words))


def main_language(text: str) -> str | None:
    """Return the BCP 47 tag of the language whose script most of the text is in; None where that is Latin or none."""
    sample = text if len(text) <= _SAMPLE else text[: _SAMPLE // 2] + text[len(text) // 2 :][: _SAMPLE // 2]
    shares = {
        language: weight * sum(map(len, counter.findall(sample))) for language, (counter, weight) in _COUNTERS.items()
    }
    if shares["ja"] > _KANA_SHARE * (shares["zh"] + shares["ja"]):
        shares["ja"] += shares.pop("zh")
    best = max(shares, key=lambda language: shares[language])
    return best or None if shares[best] else None
