"""How the Han characters of a name may be typed: the stored reading first, then other common readings."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from access.language.heteronyms import Heteronyms
from access.language.phrase_reader import PhraseReader
from access.language.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_COMMON_SHARE = 0.08
"""A reading is common when at least this share of the phrases with its character have it…"""
_COMMON_PHRASES = 3
"""…and at least so many phrases."""
_MOST_READINGS = 3


def syllables_of(text: str, stored: str = "") -> list[str | None]:
    """Return for each character its syllable with tone digit; None where it is not Han or nobody knows.

    `stored` is a reading as titles keep it, one syllable a Han character; one that does not fit the text is left aside.
    """
    places = [match.start() for match in _HAN.finditer(text)]
    found: list[str | None] = [None] * len(text)
    if not places:
        return found
    given = stored.split()
    if len(given) != len(places):
        return list(_reader().read(text).pinyin)
    for place, syllable in zip(places, given, strict=True):
        found[place] = syllable
    return found


@lru_cache(maxsize=1 << 16)
def typed_readings(character: str, syllable: str | None) -> tuple[str, ...]:
    """Return how a character may be typed, without tones: by its reading here, then by its other common readings."""
    readings = [*([syllable] if syllable else []), *_common(character)]
    found = list(dict.fromkeys(plain(reading) for reading in readings))[:_MOST_READINGS]
    # ü stands on no keyboard: who does not know v types u.
    found.extend(reading.replace("v", "u") for reading in found[:] if "v" in reading)
    return tuple(found)


def plain(syllable: str) -> str:
    """Return a syllable without its tone digit."""
    return syllable.rstrip("012345")


@lru_cache(maxsize=1 << 16)
def _common(character: str) -> tuple[str, ...]:
    counts = _heteronyms().counts(character)
    total = sum(counts.values())
    if not total:
        choices = _heteronyms()(character)
        return tuple(choice.pinyin for choice in choices[:1])
    plain_counts: dict[str, int] = {}
    for reading, count in counts.items():
        plain_counts[plain(reading)] = plain_counts.get(plain(reading), 0) + count
    return tuple(
        reading
        for reading, count in sorted(plain_counts.items(), key=lambda item: -item[1])
        if count >= _COMMON_PHRASES and count >= _COMMON_SHARE * total
    )


@cache
def _reader() -> PhraseReader:
    return PhraseReader()


@cache
def _heteronyms() -> Heteronyms:
    return Heteronyms()
