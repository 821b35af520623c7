"""Word division, first half: rules that divide a word of the reader. See `words` for their ids and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from braille.translate.zh_ncb.dictionary import is_known, kind, part_places
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.lexicon import IDIOMS, KIN, NO_PARTS
from braille.translate.zh_ncb.made_up import (
    DIRECTIONS,
    split_adverbial_de,
    split_aspect,
    split_aspect_object,
    split_complement_de,
    split_degree,
    split_direction,
    split_final_particles,
    split_greeting,
    split_love,
    split_made_up,
    split_object,
)
from braille.translate.zh_ncb.names import split_name, split_place
from braille.translate.zh_ncb.word_lists import DIGITS, MEASURES, NOT_NUMBERS, NUMERALS, PARTICLES, HanWord

_CACHED = 1 << 14


def split_structural_de(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-de: 的 and 地 at the end of a word stand apart (红 的, 慢慢 地), but not in 有的, 似的, 目的."""
    del house
    if len(word.text) > 1 and word.text[-1] in "的地" and word.pinyin[-1] == "de5" and word.text not in _WHOLE_WITH_DE:
        return word.cut(len(word.text) - 1)
    return None


_WHOLE_WITH_DE = frozenset({"有的", "似的", "别的", "是的", "真的", "好似的", "有的是", "怎的", "怎么的", "掌柜的"})


def split_doubled_pair(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-12.2.4-abab: a word of two syllables that is doubled stands apart (研究 研究)."""
    del house
    text = word.text
    return word.cut(2) if len(text) == 4 and text[:2] == text[2:] and text[0] != text[1] else None


def split_numeral(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-numeral: 1–99 together; a blank after 百 and 千; one syllable + 万 or 亿 together (一百 二十五, 三万)."""
    del house
    text = word.text
    if len(text) < 3 or text in NOT_NUMBERS or not NUMERALS.issuperset(text):
        return None
    if DIGITS.issuperset(text):
        return None
    places: list[int] = []
    start = 0
    for place, character in enumerate(text):
        if character in "百千":
            start = place + 1
            places.append(start)
        elif character in "万亿":
            if place - start > 1:
                places.append(place)
            start = place + 1
            places.append(start)
        elif character in "零〇":
            places += [place, place + 1]
            start = place + 1
    inside = sorted({place for place in places if 0 < place < len(text)})
    return word.cut(*inside) if inside else None


def split_numeral_measure(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-HR-measure: where the house writes 一 个 人, a dictionary's 一个 is divided."""
    text = word.text
    if house.numeral_measure_joined or len(text) != 2 or text[0] not in DIGITS | {"十"}:
        return None
    return word.cut(1) if text[1] in MEASURES - NUMERALS else None


def split_idiom(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-HR-idiom: where the house writes idioms as two pairs, those of four syllables are divided in the middle."""
    if house.idioms_joined or len(word.text) != 4:
        return None
    if kind(word.text) not in ("i", "l") and word.text not in IDIOMS:
        return None
    return word.cut(2)


def split_demonstrative(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-demonstrative: 这 and 那 stand apart from a verb (这 是) and a measure word (这 本), not in 这个."""
    del house
    text = word.text
    if len(text) == 2 and text[0] in "这那這" and text[1] in _AFTER_THIS:
        return word.cut(1)
    if (
        len(text) == 3
        and text[0] in "这那這"
        and kind(text)[:1] in ("r", "m", "v", "n")
        and text not in ("这会儿", "那会儿")
    ):
        if text[1] in MEASURES and not is_known(text[1:]):
            return word.cut(1, 2)
        return word.cut(1) if is_known(text[1:]) and kind(text) in ("r", "mq") else None
    return None


_AFTER_THIS = (MEASURES | frozenset("是有在为能会要项部")) - frozenset("个里样边点些家回下时等头")


def split_having(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-verb-object: verb and object stand apart (有 树): 有 with what is no word together with it."""
    del house
    text = word.text
    if len(text) != 2 or text[0] != "有" or text[1] in _WORDS_WITH_HAVING:
        return None
    return word.cut(1)


_WORDS_WITH_HAVING = frozenset(
    "的些人时名用趣力意关限效利益害机待请幸如所余无神助数线望为劳点着了过没心喜序形声色素别方缘情理气钱救种口门底染期偿"
    "司私损毒病旧功恒感朝赖轨"
)


def split_pronoun(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-pronoun: a pronoun and a verb stand apart (我 来); 我们, 他人, 我国 are words."""
    del house
    text = word.text
    if len(text) == 2 and text[0] in "我你他她它" and text[1] not in _AFTER_PRONOUNS and text not in WRITTEN_AS_ONE:
        return word.cut(1)
    return None


_AFTER_PRONOUNS = frozenset("们們国國方军軍校等俩倆自家人乡日处杀") | KIN
WRITTEN_AS_ONE = frozenset({"他用", "它用", "她用", "你爱", "你好"})
"""What the standard writes as one word in its own examples (GF 11.2), and the greeting."""


def split_ordinal(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-ordinal: 第 and its numeral are one word, what is counted another (第三 章)."""
    del house
    text = word.text
    if text[0] != "第":
        return None
    numerals = 1
    while numerals < len(text) and text[numerals] in NUMERALS:
        numerals += 1
    if not 1 < numerals < len(text):
        return None
    measured = len(text) > numerals + 2 and text[numerals] in MEASURES and not is_known(text[numerals : numerals + 2])
    return word.cut(numerals, numerals + 1) if measured else word.cut(numerals)


def split_made_up_verb(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-verb-object: what no dictionary has and looks like a verb is verb and object (看 信)."""
    del house
    text = word.text
    if (
        len(text) == 2
        and text[0] != text[1]
        and text not in WRITTEN_AS_ONE
        and not is_known(text)
        and kind(text) == "v"
    ):
        return word.cut(1)
    return None


def split_parts(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-12.2.2-parts: four syllables or more divide by word (环境 保护), and are joined if indivisible (红十字会)."""
    del house
    text = word.text
    places = part_places(text) if len(text) > 3 and text not in NO_PARTS and text not in IDIOMS else ()
    return word.cut(*places) if places else None


Split = Callable[[HanWord, HouseRules], "list[HanWord] | None"]
SPLITS: tuple[tuple[str, Split], ...] = (
    ("W-ZC-de", split_structural_de),
    ("W-ZC-de", split_adverbial_de),
    ("W-ZC-de", split_complement_de),
    ("W-12.2.4-abab", split_doubled_pair),
    ("W-ZC-numeral", split_numeral),
    ("W-ZC-demonstrative", split_demonstrative),
    ("W-ZC-pronoun", split_love),
    ("W-ZC-pronoun", split_pronoun),
    ("W-ZC-ordinal", split_ordinal),
    ("W-ZC-particle", split_final_particles),
    ("W-ZC-greeting", split_greeting),
    ("W-12.2.6-degree", split_degree),
    ("W-ZC-aspect", split_aspect_object),
    ("W-ZC-aspect", split_aspect),
    ("W-ZC-complement", split_direction),
    ("W-ZC-verb-object", split_having),
    ("W-ZC-verb-object", split_object),
    ("W-ZC-verb-object", split_made_up_verb),
    ("W-HR-measure", split_numeral_measure),
    ("W-made-up", split_made_up),
    ("W-HR-place", split_place),
    ("W-12.2.2-parts", split_parts),
    ("W-HR-name", split_name),
    ("W-HR-idiom", split_idiom),
)


def divided(words: Sequence[HanWord], house: HouseRules) -> list[HanWord]:
    """Divide each word by the first rule that divides it, and its parts again."""
    found: list[HanWord] = []
    skip = False
    for place, word in enumerate(words):
        if skip:
            skip = False
        elif len(word.text) == 1:
            found.append(word)
        elif found and is_measured(found[-1], word):
            found += word.cut(1)
        elif is_direction_cut(word, words[place + 1 : place + 3]):
            following = words[place + 1]
            found += word.cut(len(word.text) - 1)
            last = found.pop()
            found.append(HanWord(last.text + following.text, last.start, last.pinyin + following.pinyin))
            skip = True
        else:
            found += _parts(word, house)
    return found


def is_direction_cut(word: HanWord, following: Sequence[HanWord]) -> bool:
    """W-ZC-complement: what a segmenter divides as 走进 来 is verb and complement (走 进来).

    去 may be a verb of its own (提出 去 北京), so it counts only before a pause or a particle.
    """
    if not following or following[0].text not in ("来", "去") or not 2 <= len(word.text) <= 3:
        return False
    if word.text[-1] + following[0].text not in DIRECTIONS or kind(word.text)[:1] != "v":
        return False
    return len(following) == 1 or following[1].text in PARTICLES or following[0].text == "来"


def _parts(word: HanWord, house: HouseRules) -> list[HanWord]:
    places = _places(word.text, word.pinyin, house)
    return word.cut(*places) if places else [word]


@lru_cache(maxsize=_CACHED)
def _places(text: str, pinyin: tuple[str | None, ...], house: HouseRules) -> tuple[int, ...]:
    """Where a word is divided; the same words come again and again."""
    word = HanWord(text, 0, pinyin)
    for _, split in SPLITS:
        if (parts := split(word, house)) is not None:
            found: list[int] = []
            for part in parts:
                if len(part.text) > 3:
                    found += [part.start + place for place in _places(part.text, part.pinyin, house)]
                found.append(part.start + len(part.text))
            return tuple(found[:-1])
    return ()


def is_measured(before: HanWord, word: HanWord) -> bool:
    """W-ZC-measured: what a dictionary takes for a word behind a numeral is measure and noun (一本 书, not 一 本书)."""
    return (
        len(word.text) == 2
        and word.text[0] in _COUNTING_NOUNS
        and (NUMERALS.issuperset(before.text) or before.text in ("这", "那", "几", "每"))
        and word.text not in ("个体", "个性", "本来", "本身", "头等", "名义", "件件", "条条", "位于", "只有", "只是")
    )


_COUNTING_NOUNS = frozenset("个個本只隻条張张件位名座头匹棵颗辆艘幅首篇把片块间封")


_WHOLE_WORDS_AFTER_DIGITS = "年级 年代 年度 月份 日元 号楼 号线 点钟 分钟 小时 时期 人次 页码 章节 分之"
_WHOLE_AFTER_DIGITS = frozenset(_WHOLE_WORDS_AFTER_DIGITS.split())


def cut_measure(words: list[HanWord]) -> list[HanWord]:
    """W-ZC-digits: directly after digits the measure word stands for itself: 3个 人, not 3 个人."""
    first = words[0]
    if len(first.text) == 2 and first.text[0] in "万亿" and first.text[1] in "人":
        return [*first.cut(1), *words[1:]]
    if (
        len(first.text) > 1
        and first.text[0] in "个年月日天号点时分秒元岁页章卷人"
        and first.text not in _WHOLE_AFTER_DIGITS
    ):
        return [*first.cut(1), *words[1:]]
    return words
