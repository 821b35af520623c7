"""What the word dictionary knows of one word: whether it has it, what kind of word it is, of what words it is made.

The dictionary is jieba's, the same from which readers take their words. Kinds are its tags: `n…` nouns (`nr` people,
`nrt` people with transliterated names, `ns` places, `nt` bodies), `v` verbs, `i` idioms, `l` set phrases, `m` numbers.
"""

from __future__ import annotations

from functools import cache, lru_cache
from types import ModuleType

_CACHED = 1 << 14
_WHOLE = ("i", "nrt", "m", "o", "y", "c", "d", "r", "p")
"""Kinds of words that are not divided into their parts."""
_CONTENT = frozenset({"n", "nz", "v", "vn", "a", "an", "ad", "b"})
_SET = frozenset("不无之一有毫各自所难可以")
"""Characters of the set phrases that are written as one word."""
_SUFFIXES = frozenset("徒家人员堂会馆科族式炎碳氢硫")
_ENDINGS = "自治区 自治州 自治县 共和国 人民 政府 大街 大道 公园 半岛 群岛 海峡 运河 联邦 帝国"
_ENDINGS_OF_PLACES = frozenset(_ENDINGS.split())


@cache
def _jieba() -> ModuleType:
    """Loaded at the first Chinese word, since it takes 0.2 s."""
    import rjieba

    module: ModuleType = rjieba
    return module


@lru_cache(maxsize=_CACHED)
def is_known(word: str) -> bool:
    """Say whether the dictionary has this word; readers also make words up from what often stands together."""
    return bool(_jieba().has_word(word))


@lru_cache(maxsize=_CACHED)
def kind(word: str) -> str:
    """Return the kind of the word, empty where the dictionary would divide it."""
    tagged = _jieba().tag(word)
    return str(tagged[0][1]) if len(tagged) == 1 else ""


@lru_cache(maxsize=_CACHED)
def part_places(word: str) -> tuple[int, ...]:
    """Where a word of four characters or more is made of shorter words of at least two characters; else empty.

    中华人民共和国 is 中华 人民 共和国; 红十字会 and 研究生院 cannot be divided without leaving a single syllable.
    """
    tag = kind(word)
    if len(word) < 4 or tag in _WHOLE or (tag in ("l", "nr") and not _is_phrase(word, tag)) or _ends_in_suffix(word):
        return ()
    known = {part for part in _jieba().cut_for_search(word) if part != word and len(part) > 1}
    best: list[tuple[int, ...] | None] = [()] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(end - 1):
            before = best[start]
            if before is None or word[start:end] not in known:
                continue
            places = (*before, end)
            if (current := best[end]) is None or len(places) < len(current):
                best[end] = places
    found = best[len(word)]
    if found is None or len(found) < 2:
        return ()
    if tag == "ns" and word[found[-2] :] not in _ENDINGS_OF_PLACES:
        return ()  # 印度尼西亚 only looks as if it were made of words
    return found[:-1]


def _is_phrase(word: str, tag: str) -> bool:
    """Whether a set phrase or what passes for a name is made of two plain words (互相 帮助, 今天 上午)."""
    halves = (word[:2], word[2:])
    if len(word) != 4 or not all(map(is_known, halves)):
        return False
    kinds = {kind(half) for half in halves}
    if tag == "nr":
        return kinds == {"t"}
    return kinds <= _CONTENT | {"d"} and _SET.isdisjoint(word) and word[2] != word[3]


def _ends_in_suffix(word: str) -> bool:
    """Whether a word of four syllables is three and a suffix (历史学家), though its halves are words."""
    if len(word) != 4 or word[3] not in _SUFFIXES or not is_known(word[:3]):
        return False
    return word[3] != "家" or word[2] in "学画术"
