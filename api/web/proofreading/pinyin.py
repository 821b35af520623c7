"""Pinyin as people read it: with the mark of its tone."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def toned(syllable: str) -> str:
    """Return a syllable in our notation with its tone mark: `lv4` is lǜ; what is none stays as it is."""
    from pypinyin.contrib.tone_convert import to_tone

    spelled: str = to_tone(syllable)
    return spelled
