"""Readings that a book gives itself, as ruby beside the characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from access.book.walk import FlatText, Mark
from access.language.pinyin import SYLLABIC_CONSONANTS, SYLLABLES
from access.language.reading import Reading
from access.language.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0306": "3", "\u0300": "4"}
_BLANKS = re.compile(r"[\s'’\-·\u200b]+")
_LONGEST_SYLLABLE = 6


def with_annotations(reading: Reading, flat: FlatText) -> Reading:
    """Return `reading` with the pinyin of the ruby annotations of `flat`, whose text it must be of.

    An annotation counts when it is pinyin, with tone marks or digits, and has one syllable for each Han character below
    it; then the source is `lexicon` and the confidence 1.0. Kana, bopomofo and other annotations are left alone. Since
    a reading has no sandhi, 一 stays `yi1` and 不 `bu4` whatever tone stands above them.

    Raises `ValueError` when `reading` is of another text.
    """
    if reading.text != flat.text:
        raise ValueError("the reading is of another text")
    pinyin, confidence, sources = list(reading.pinyin), list(reading.confidence), list(reading.sources)
    for span in flat.spans:
        if span.mark is not Mark.RUBY:
            continue
        places = [place for place in range(span.start, span.end) if _HAN.match(reading.text, place)]
        syllables = pinyin_of_annotation(span.value, len(places))
        for place, syllable in zip(places, syllables or (), strict=False):
            character = reading.text[place]
            plain = {"一": "yi1", "不": "bu4"}.get(character)
            pinyin[place] = plain if plain and plain[:-1] == syllable[:-1] else syllable
            confidence[place], sources[place] = 1.0, "lexicon"
    return replace(reading, pinyin=tuple(pinyin), confidence=tuple(confidence), sources=tuple(sources))


def pinyin_of_annotation(annotation: str, count: int) -> tuple[str, ...] | None:
    """Read an annotation as `count` syllables in our notation; None when it is not that.

    Both `zhōng guó` and `zhong1guo2` are understood, apart or joined. A syllable without a tone is neutral.
    """
    parts = [part for part in _BLANKS.split(_plain(annotation)) if part]
    found: tuple[str, ...] = ()
    for number, part in enumerate(parts):
        # What stands apart is divided apart; only the last part has to make up the count.
        sizes = range(1, count - len(found) + 1)
        options = [division for size in sizes if (division := _divided(part, size)) and _begins_with_tone(division)]
        if not options:
            return None
        rest = len(parts) - number - 1
        fitting = [option for option in options if len(found) + len(option) + rest <= count]
        if not fitting:
            return None
        found += fitting[-1] if not rest and len(found) + len(fitting[-1]) == count else fitting[0]
    return found if found and len(found) == count else None


def _begins_with_tone(division: tuple[str, ...]) -> bool:
    """Tell whether joined syllables begin as a word does: xiān is one syllable, not a neutral xi and ān."""
    return len(division) == 1 or not division[0].endswith("5")


def _plain(annotation: str) -> str:
    """Take the tone marks off the vowels: `lǜ` becomes `lv` and a mark, in the place of the vowel."""
    text = unicodedata.normalize("NFD", annotation.strip().lower())
    text = text.replace("u\u0308", "v").replace("u:", "v").replace("ɡ", "g").replace("ɑ", "a").replace("e\u0302", "ê")
    return re.sub(r"u([\u0304\u0301\u030c\u0306\u0300])\u0308", r"v\1", text)


@lru_cache(maxsize=4096)
def _divided(part: str, count: int) -> tuple[str, ...] | None:
    """Divide joined syllables into `count`, preferring the longest first syllable."""
    if count == 0:
        return None if part else ()
    for size in range(min(len(part), _LONGEST_SYLLABLE + 2), 0, -1):
        syllable = _syllable(part[:size])
        if syllable is not None:
            rest = _divided(part[size:], count - 1)
            divided = (syllable, *(rest or ()))
            # m and ng are syllables, but the n of xian is not one beside xia.
            if rest is not None and (len(divided) == 1 or divided[-1][:-1] not in SYLLABIC_CONSONANTS):
                return divided
    return None


def _syllable(text: str) -> str | None:
    marks = [_TONES[character] for character in text if character in _TONES]
    letters = "".join(character for character in text if character not in _TONES)
    if letters[-1:] in ("0", "1", "2", "3", "4", "5") and letters[-1:]:
        marks.append(letters[-1].replace("0", "5"))
        letters = letters[:-1]
    if letters not in SYLLABLES or len(marks) > 1:
        return None
    return letters + (marks[0] if marks else "5")
