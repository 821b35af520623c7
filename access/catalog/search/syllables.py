"""Pinyin as it is typed: letters without tones, divided again into syllables; usual confusions; telephone keys."""

from __future__ import annotations

from functools import cache, lru_cache

from access.language.pinyin import SYLLABIC_CONSONANTS, SYLLABLES

_LONGEST_SYLLABLE = 6
_MOST_WAYS = 4
_KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
"""ITU-T E.161: letters on the keys of a telephone."""
_CONFUSED_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_CONFUSED_FINALS = ("ang", "eng", "ing")


def keys_of(letters: str) -> str:
    """Return the telephone keys for ASCII letters; digits stay, so that a title with a year can be typed."""
    return letters.translate(_KEYS)


def is_typeable(text: str) -> bool:
    """Say whether a folded text can be typed on a telephone: ASCII letters and digits only."""
    return text.isascii() and text.isalnum()


@lru_cache(maxsize=4096)
def confused(syllable: str) -> str:
    """Return what stands for a syllable and all that are commonly taken for it: zh/z ch/c sh/s n/l, -ng/-n.

    Works for the beginning of a syllable too, so that it can be asked for while it is typed.
    """
    for said, heard in _CONFUSED_INITIALS:
        if syllable.startswith(said):
            syllable = heard + syllable[len(said) :]
            break
    if syllable.endswith(_CONFUSED_FINALS):
        syllable = syllable[:-1]
    return syllable.replace("v", "u")


@cache
def _whole() -> frozenset[str]:
    """Syllables in letters alone, those that only dialects and interjections have left out."""
    spelt = {syllable for syllable in SYLLABLES - SYLLABIC_CONSONANTS if syllable.isascii()}
    return frozenset(spelt | {syllable.replace("v", "u") for syllable in spelt})


@cache
def _typed_for() -> frozenset[str]:
    """What is typed for syllables: themselves and their confusions, `zuang` for `zhuang` among them."""
    return _whole() | {confused(syllable) for syllable in _whole()}


@lru_cache(maxsize=1024)
def completions(beginning: str) -> tuple[str, ...]:
    """Return the syllables that begin so, the whole one itself among them, in alphabetical order."""
    return tuple(sorted(syllable for syllable in _whole() if syllable.startswith(beginning)))


@lru_cache(maxsize=4096)
def divisions(letters: str, *, loosely: bool = False) -> tuple[tuple[str, ...], ...]:
    """Divide typed letters into syllables, in at most four ways, those of few syllables first.

    `xian` is ("xian",) and ("xi", "an"). Only where no way ends with a whole syllable the last may be the beginning of
    one: `hongl` is ("hong", "l"). Loosely, confusions count as syllables too. No way is found in what is not pinyin.
    """
    known = _typed_for() if loosely else _whole()
    whole = _ways(letters, known, frozenset())
    if whole:
        return whole
    beginnings = (letters[start:] for start in range(max(0, len(letters) - _LONGEST_SYLLABLE), len(letters)))
    return _ways(letters, known, frozenset(ending for ending in beginnings if completions(ending)))


@lru_cache(maxsize=4096)
def is_nearly_pinyin(letters: str) -> bool:
    """Say whether letters are syllables but for one letter: one too many, missing, wrong, or changed with the next."""
    size = len(letters)
    if divisions(letters) or any(
        _divided_until(letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :])[size] for at in range(size - 1)
    ):
        return True
    before = _divided_until(letters)
    after = _divided_until(letters[::-1], backwards=True)[::-1]
    return any(
        before[start] and after[end] and _is_nearly_syllable(letters[start:end])
        for start in range(size + 1)
        for end in range(start, min(size, start + _LONGEST_SYLLABLE + 1) + 1)
    )


def _divided_until(letters: str, *, backwards: bool = False) -> list[bool]:
    """Say for each place in letters whether all before it are whole syllables, spelt backwards or not."""
    known = _backwards() if backwards else _whole()
    until = [True] + [False] * len(letters)
    for end in range(1, len(letters) + 1):
        starts = range(max(0, end - _LONGEST_SYLLABLE), end)
        until[end] = any(until[start] and letters[start:end] in known for start in starts)
    return until


@cache
def _backwards() -> frozenset[str]:
    return frozenset(syllable[::-1] for syllable in _whole())


def _is_nearly_syllable(letters: str) -> bool:
    """Whether a syllable differs in one letter at most; what both leave when one letter is taken away is the same."""
    left = {letters, *(letters[:at] + letters[at + 1 :] for at in range(len(letters)))}
    return not left.isdisjoint(_one_letter_less())


@cache
def _one_letter_less() -> frozenset[str]:
    """Syllables, and what is left of each without any one letter."""
    return frozenset(
        {syllable[:at] + syllable[at + 1 :] for syllable in _whole() for at in range(len(syllable))} | _whole()
    )


def _ways(letters: str, known: frozenset[str], endings: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The ways to divide letters into known syllables, the last of which may be one of the endings instead."""
    size = len(letters)
    after: list[list[tuple[str, ...]]] = [[] for _ in range(size)] + [[()]]
    for start in range(size - 1, -1, -1):
        for end in range(min(size, start + _LONGEST_SYLLABLE), start, -1):
            piece = letters[start:end]
            if piece in known or (end == size and piece in endings):
                after[start].extend((piece, *rest) for rest in after[end])
        after[start] = sorted(after[start], key=len)[:_MOST_WAYS]
    found = after[0] if size else []
    return tuple(way for way in found if len(way) <= len(found[0]) + 1)
