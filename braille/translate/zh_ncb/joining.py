"""Word division, second half: rules that join neighbours. See `words` for their ids and sources."""

from __future__ import annotations

from collections.abc import Callable

from braille.translate.zh_ncb.dictionary import kind
from braille.translate.zh_ncb.dividing import WRITTEN_AS_ONE
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.lexicon import BEFORE_OTHER, KIN, OTHER, is_possible_form
from braille.translate.zh_ncb.word_lists import (
    COMMON_VERBS,
    DIGITS,
    LINKS,
    MEASURES,
    NOT_NOUNS,
    NOT_VERBS,
    NUMERALS,
    PARTICLES,
    PRONOUNS,
    Pair,
)


def joins_doubled(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.4-double: a syllable that is doubled is one word (人人)."""
    del house
    left, right = pair.left.text, pair.right.text
    return len(right) == 1 and left == right and left not in PARTICLES and left != "之" and len(pair.grown) == 1


def joins_doubled_pairs(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.4-aabb: AABB is one word without a hyphen (清清楚楚)."""
    del house
    left, right = pair.left.text, pair.right.text
    return len(left) == len(right) == 2 and left[0] == left[1] and right[0] == right[1] and left != right


def joins_suffix(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.5-suffix: a suffix belongs to its word (孩子们, 科学性); so does 儿 that colours the vowel."""
    del house
    right = pair.right.text
    if right == "儿" and pair.right.pinyin == ("er5",):
        return True
    return right in _SUFFIXES and (pair.left.text not in NOT_NOUNS or (right == "们" and pair.left.text in PRONOUNS))


_SUFFIXES = frozenset("们者性化式型")


def joins_prefix(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.5-prefix: a prefix belongs to its word: 第一, 初五; 超 and 副 before a word of two syllables or more."""
    del house
    left, right = pair.left.text, pair.right.text
    if left in ("第", "初"):
        return NUMERALS.issuperset(right)
    return left in ("超", "副", "亚") and len(right) > 1


def joins_degree(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.6-degree: an adverb of degree and a word, both of one syllable (很好, 最大)."""
    left, right = pair.left.text, pair.right.text
    return (
        house.adverb_joined
        and left in _DEGREES
        and len(right) == len(pair.grown) == 1
        and right not in PARTICLES | PRONOUNS | LINKS | NUMERALS | {"不", "没"}
    )


_DEGREES = frozenset("很最太更极挺较")


def joins_place(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.6-place: a noun and a place word, both of one syllable (山上); after a longer noun it stands apart."""
    left, right = pair.left.text, pair.right.text
    if pair.before is not None and (
        (left in "省市县区州镇乡村" and right in "上下") or (right in "后後前" and pair.before.text in COMMON_VERBS)
    ):
        return False  # 杭州 市 上城区, 喝 酒 后
    return (
        house.place_joined
        and right in _PLACES
        and len(left) == len(pair.grown) == 1
        and left not in NOT_NOUNS
        and not (right == "中" and pair.right.pinyin == ("zhong4",))
    )


_PLACES = frozenset("上下里裡中内外前后後旁边邊")


def joins_each(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.6-each: 每 各 某 and a word of one syllable (每年, 各国)."""
    del house
    right = pair.right.text
    return pair.left.text in ("每", "各", "某") and len(right) == 1 and right not in PARTICLES | LINKS | NUMERALS


def joins_aspect(pair: Pair, house: HouseRules) -> bool:
    """W-ZC-aspect: 着 了 过 belong to their verb (看了); at the end of a sentence 了 stands apart (火车 到 了)."""
    left, right, after = pair.left.text, pair.right, pair.after
    if not house.aspect_joined or right.text not in _ASPECTS or left in NOT_VERBS:
        return False
    if right.pinyin == ("zhe5",):
        return True
    if right.pinyin == ("le5",):
        return after is not None and after.text not in _CLOSING_PARTICLES
    # 过 may be a verb of its own: not before what is passed or how.
    return (
        right.text in "过過"
        and len(left) <= 2
        and after is not None
        and after.text[0] not in "得年节日河桥江关街门"
        and after.text not in ("不", "不去", "不得")
        and left not in _TIMES
    )


_ASPECTS = frozenset("着著了过過")
_CLOSING_PARTICLES = frozenset("吗呢吧啊呀么嘛啦哩罢没")
_TIMES = frozenset({"日子", "时间", "时光", "生活", "车", "船", "水", "路", "日"})


def joins_demonstrative(pair: Pair, house: HouseRules) -> bool:
    """W-ZC-demonstrative: 这个 那些 这么 那样 这边 哪里 are words; 这 只 船 is three."""
    del house
    return pair.left.text in _THIS and pair.right.text in _THIS_WAY


_THIS = frozenset("这那哪這")
_THIS_WAY = frozenset({"个", "些", "么", "样", "边", "里", "儿", "会儿", "個", "麼", "樣", "邊", "裡"})


def joins_negation(pair: Pair, house: HouseRules) -> bool:
    """W-HR-negation: 不 and 没 and a word of one syllable are one word (不好, 没来)."""
    right = pair.right.text
    return (
        house.negation_joined
        and pair.left.text in ("不", "没", "沒")
        and len(right) == 1
        and right not in PARTICLES | PRONOUNS | frozenset("但且而和与把被从向")
    )


def joins_question(pair: Pair, house: HouseRules) -> bool:
    """W-HR-question: 去不去, 看一看 are one word."""
    del house
    left, right, after = pair.left.text, pair.right.text, pair.after
    if len(left) != 1 or left in PARTICLES | NUMERALS:
        if len(pair.grown) == 2 and pair.grown[1] in "不没一":
            return right == pair.grown[0]
        return False
    return right in ("不", "没", "一") and after is not None and after.text == left


def joins_standard_pair(pair: Pair, house: HouseRules) -> bool:
    """W-11.2: 他用 它用 她用 你爱 standing alone are one word in the standard's own examples; 你 爱 他 is three."""
    del house
    return pair.before is None and pair.after is None and pair.left.text + pair.right.text in WRITTEN_AS_ONE


def joins_other(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.2-other: 他 in the sense of 'other' is written together with what follows (他乡, 别无 他意, 移作 他用)."""
    del house
    left, right = pair.left.text, pair.right.text
    if left + right == "别无":
        return True
    if left != "他" or right not in OTHER:
        return False
    return right == "乡" or (pair.before is not None and pair.before.text in BEFORE_OTHER)


def joins_some(pair: Pair, house: HouseRules) -> bool:
    """W-ZC-some: 有的 at the head of a clause is one word ('some'): 有的 人 来 了."""
    del house
    return pair.before is None and pair.left.text == "有" and pair.right.text == "的"


def joins_kin(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.6-kin: a pronoun and a noun for people or home, one syllable each (我家, 你姨)."""
    return house.kin_joined and pair.left.text in ("我", "你", "他", "她") and pair.right.text in KIN


def joins_possible(pair: Pair, house: HouseRules) -> bool:
    """W-ZC-possible: verb, 得 or 不, and what may come of it, one syllable each, are one word (听得懂, 看不见)."""
    if not house.possible_joined:
        return False
    left, right, after = pair.left.text, pair.right, pair.after
    if len(right.text) == 2 and right.text[0] in "不得" and len(left) == len(pair.grown) == 1 and left not in "是有":
        return _is_verb(left) and is_possible_form(left + right.text, (None, *right.pinyin))
    if right.text in ("不", "得") and len(left) == len(pair.grown) == 1 and left in COMMON_VERBS and after is not None:
        return len(after.text) == 1 and is_possible_form(left + right.text + after.text, (None, None, *after.pinyin))
    if len(pair.grown) == 2 and pair.grown[1] in "不得" and pair.grown[0] in COMMON_VERBS:
        return len(right.text) == 1 and is_possible_form(pair.grown + right.text, (None, None, *right.pinyin))
    return False


def joins_measure(pair: Pair, house: HouseRules) -> bool:
    """W-HR-measure: a numeral and its measure word, both of one syllable (三个, 两只)."""
    return (
        house.numeral_measure_joined
        and pair.left.text in _COUNTS
        and pair.right.text in MEASURES
        and pair.right.text not in NUMERALS
        and (pair.before is None or not NUMERALS.issuperset(pair.before.text))
    )


_COUNTS = DIGITS | frozenset("十几半数")


def joins_result(pair: Pair, house: HouseRules) -> bool:
    """W-ZC-result: a verb and its result, both of one syllable, are one word (吃完, 抓住, 来晚 了)."""
    del house
    left, right, after = pair.left.text, pair.right.text, pair.after
    if len(left) != 1 or len(pair.grown) != 1 or left in NOT_VERBS:
        return False
    if right in ("完", "掉", "住") or (right in ("出", "进", "起") and left not in "来去" and _is_verb(left)):
        return True
    return right in _STATES and left in COMMON_VERBS and (after is None or after.text in ("了", "的"))


def _is_verb(word: str) -> bool:
    return word not in NOT_VERBS and kind(word) == "v"


_STATES = frozenset("晚早错懂死破断满光透")


Join = Callable[[Pair, HouseRules], bool]
JOINS: tuple[tuple[str, Join], ...] = (
    ("W-12.2.4-double", joins_doubled),
    ("W-12.2.4-aabb", joins_doubled_pairs),
    ("W-12.2.5-suffix", joins_suffix),
    ("W-12.2.5-prefix", joins_prefix),
    ("W-12.2.6-degree", joins_degree),
    ("W-12.2.6-place", joins_place),
    ("W-12.2.6-each", joins_each),
    ("W-ZC-aspect", joins_aspect),
    ("W-ZC-demonstrative", joins_demonstrative),
    ("W-HR-negation", joins_negation),
    ("W-HR-question", joins_question),
    ("W-HR-measure", joins_measure),
    ("W-11.2", joins_standard_pair),
    ("W-12.2.2-other", joins_other),
    ("W-ZC-some", joins_some),
    ("W-12.2.6-kin", joins_kin),
    ("W-ZC-possible", joins_possible),
    ("W-ZC-result", joins_result),
)
