"""Word division: words that a segmenter made up from what often stands together, and phrases its dictionary has.

`jieba` takes 闰土要 or 这才 for words, and its dictionary, made by machine, has 很漂亮 and 唱着歌. These rules divide
them where a word of grammar stands at an edge, so that the same two words are written alike wherever they meet.
"""

from __future__ import annotations

from braille.translate.zh_ncb.dictionary import is_known, kind
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.lexicon import (
    DEGREE_ONLY,
    VERB_OBJECT,
    WHOLE_WITH_DE,
    is_object_of_three,
    is_possible_form,
)
from braille.translate.zh_ncb.word_lists import COMMON_VERBS, PARTICLES, PRONOUNS, HanWord

_STARTS = PRONOUNS - {"其"} | frozenset("把被但便倘却还将也就又很各全是使因若虽则既乃已曾正所常")
_ENDS = PRONOUNS - {"其", "之"} | frozenset("是要说念便在有被把而且以伊其")
_LONG_STARTS = frozenset("我你您他她它咱这那把被但便倘却很从也就又")
_LONG_ENDS = frozenset("是便要说这我你他她它被")
_NAME_KINDS = ("nr", "nrt", "nrfg", "ns", "nt", "nz", "x")
_WITH_GRAMMAR = frozenset({"其中", "其他", "其它", "各自", "所有", "所在", "还有", "正在"})


def split_made_up(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-made-up: what no dictionary has and begins or ends with a word of grammar is divided there (这 才, 闰土 要)."""
    del house
    text = word.text
    size = len(text)
    if size > 4 or text in _WITH_GRAMMAR or is_known(text):
        return None
    if size == 2:
        if text[1] in PARTICLES and text[1] not in "的地得":
            return None  # 立着, 改了: the rule of aspect has the say
        if text[0] in _STARTS or text[1] in _ENDS or (text[0] in "伊嫂" and kind(text) not in ("nr", "nrt")):
            return word.cut(1)
        return None
    named = kind(text) in _NAME_KINDS
    if text[0] in _LONG_STARTS and not (named and text[0] not in "这我你他她"):
        return word.cut(1)
    if text[-1] in _LONG_ENDS and not (named and text[-1] in "要说"):
        return word.cut(size - 1)
    return None


def split_degree(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-12.2.6-degree: an adverb of degree stands apart from a word of two syllables or more (很 漂亮)."""
    del house
    text = word.text
    if len(text) < 3 or text[0] not in "很最太更极挺较" or not is_known(text[1:]):
        return None
    return word.cut(1) if text[0] == "很" or kind(text[1:]).startswith("a") else None


def split_complement_de(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-de: 得 behind a verb stands apart (飞 得 高, 跑 得 快), but not in 觉得 nor in forms of possibility."""
    del house
    text = word.text
    if len(text) == 2 and text[1] == "得" and text not in WHOLE_WITH_DE:
        return word.cut(1)
    if len(text) == 3 and text[1] == "得" and word.pinyin[1] in ("de5", "de2"):
        if text[:2] in WHOLE_WITH_DE or is_possible_form(text, word.pinyin) or kind(text) in _NAME_KINDS:
            return None
        return word.cut(1, 2) if not is_known(text) or text in DEGREE_ONLY else None
    return None


def split_adverbial_de(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-de: 地 stands apart behind how it is done (轻轻 地, 奇迹般 地); 的 and 地 before a word (的 话)."""
    del house
    text = word.text
    if text[-1] == "地" and len(text) > 2 and (kind(text) in ("z", "d") or text[0] == text[1] or text[-2] in "般然"):
        return word.cut(len(text) - 1)
    if text[0] == "的" and len(text) > 1 and word.pinyin[0] == "de5":
        return word.cut(1)
    if text[0] == "地" and len(text) > 1 and word.pinyin[0] == "de5":
        return word.cut(1)
    return None


def split_aspect_object(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-aspect: a verb with 着 了 过 stands apart from its object (唱着 歌, 开了 门)."""
    del house
    text = word.text
    if len(text) == 4 and text[2] in "着了" and word.pinyin[2] in ("zhe5", "le5"):
        return word.cut(3)
    if len(text) == 3 and (text[:2] == "关上" or (text[1] == "完" and text[0] in COMMON_VERBS)):
        return word.cut(2)  # 关上 门, 吃完 饭
    if not 3 <= len(text) <= 4 or text[1] not in "着了过" or text[0] == text[2] or text[2] in "来去不":
        return None
    if kind(text) in _NAME_KINDS[1:] or text in _NO_ASPECT:
        return None
    if word.pinyin[1] not in ("zhe5", "le5", "guo4", "guo5") or (len(text) == 4 and word.pinyin[1] != "zhe5"):
        return None
    return word.cut(2) if len(text) == 3 or is_known(text[2:]) else word.cut(2, 3)


_NO_ASPECT = frozenset({"知了子", "为了能", "黏着语", "不过是"})


def split_aspect(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-aspect: where the house writes 看 着, a dictionary's 看着 is divided; 为了 and 除了 are not such."""
    text = word.text
    if house.aspect_joined or len(text) != 2 or text[0] in "为除罢算":
        return None
    return word.cut(1) if word.pinyin[1] in ("zhe5", "le5") else None


def split_direction(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-complement: a complement of two syllables stands apart (走 进来, 站 起来, 节省 下来)."""
    del house
    text = word.text
    if len(text) < 3 or text[-2:] not in DIRECTIONS or text in _NO_DIRECTION or text[0] in "一不":
        return None
    if len(text) == 3 and text[0] in "不没得":
        return None
    return word.cut(len(text) - 2) if text[-3] not in "不得" else None


_DIRECTIONS = "进来 进去 出来 出去 上来 上去 下来 下去 回来 回去 过来 过去 起来 开来"
DIRECTIONS = frozenset(_DIRECTIONS.split())
_NO_DIRECTION = frozenset({"接下来", "反过来", "倒过来", "千百年来"})


def split_object(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-verb-object: verb and object stand apart (打 电话, 写 信); what 现代汉语词典 has is one word (唱歌)."""
    text = word.text
    if not house.objects_apart:
        return None
    if text in VERB_OBJECT:
        return word.cut(1)
    if len(text) == 3 and is_object_of_three(text, kind(text)) and kind(text[1:]).startswith("n"):
        return word.cut(1)
    return None


def split_love(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-pronoun: pronoun, verb and pronoun are three words (我 爱 你)."""
    del house
    text = word.text
    if len(text) == 3 and text[0] in "我你他她它" and text[2] in "我你他她它" and text[1] not in "和与跟":
        return word.cut(1, 2)
    return None


def split_final_particles(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-particle: particles at the end of a sentence stand apart (好 了 吗, 走 吧)."""
    del house
    text = word.text
    size = len(text)
    if size > 2 and text[-2] == "了" and text[-1] in "吗吧呢啊":
        return word.cut(size - 2, size - 1)
    return word.cut(size - 1) if size > 1 and text[-1] == "吗" else None


def split_greeting(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-greeting: 好 behind a word of two syllables stands apart (新年 好); 你好 is a word."""
    del house
    text = word.text
    if len(text) == 3 and text[2] == "好" and kind(text[:2])[:1] in ("n", "t", "r") and kind(text) == "l":
        return word.cut(2)
    return None
