"""Word division (分词连写): from the words a reader finds to the words of braille.

A dictionary's words are not braille's: some are divided, then neighbours are joined. Every rule has an id, so that a
proofreader can be told why; `W-12.2.x` are clauses of GF 0019-2018, `W-ZC` is pinyin orthography (GB/T 16159, which
the standard takes as its blueprint), `W-HR` a house rule. Rules see words and readings only, no parts of speech: where
those would be needed, closed lists of common words stand in, chosen so that a rule does nothing where it is not sure.

Names of people are left as the reader divides them: without a list of names none can be told from other words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from braille.translate.zh_ncb.house import HouseRules


class HanWord(NamedTuple):
    """A word of Han characters, where it starts in the text, and the reading of each character."""

    text: str
    start: int
    pinyin: tuple[str | None, ...]

    def cut(self, *places: int) -> list[HanWord]:
        """Divide at these places inside the word."""
        edges = (0, *places, len(self.text))
        return [
            HanWord(self.text[first:last], self.start + first, self.pinyin[first:last])
            for first, last in pairwise(edges)
            if first < last
        ]


class Pair(NamedTuple):
    """Two neighbours, the words beside them (None at a mark or an end), and what `left` has been joined to so far."""

    before: HanWord | None
    left: HanWord
    right: HanWord
    after: HanWord | None
    grown: str


_DIGITS = frozenset("一二三四五六七八九两〇零")
_NUMERALS = _DIGITS | frozenset("十百千万亿")
_NOT_NUMBERS = frozenset({"千万", "万一", "一一", "万千", "万万", "千千", "百万"})
_MEASURES = frozenset(
    "个只条张本次天年月日号页章卷册篇首句字行段节幅件位名口人头匹棵株朵枝支把座间所家层栋辆艘架台部块片粒滴滩堆群批"
    "种类样双对副套份顿场回趟遍声阵番下步里尺寸丈米斤两吨克升元角分秒刻点岁代届级等门课封根颗杯碗盘瓶盒包袋桶车"
)
_PARTICLES = frozenset("的地得了着过吗呢吧啊呀哪嘛么哇啦罢")
_PRONOUNS = frozenset("我你您他她它咱谁这那哪其之此")
_LINKS = frozenset("和与及或在是把被给对从向往于以为而且但并就也都又还才再只便却即则若如虽因所让叫使由同跟比至到当自将")
_ADVERBS = frozenset("不没很最太更极挺较越真好多少已正刚先常总曾永各每全光仅")
_MODALS = frozenset("能会要想可敢肯该应得须")
_COMMON_VERBS = frozenset("来去走有无看说听做写打吃喝坐站跑飞问想笑哭叫回出进起")
_NOT_NOUNS = (
    _PARTICLES
    | _PRONOUNS
    | _LINKS
    | _ADVERBS
    | _MODALS
    | _COMMON_VERBS
    | _NUMERALS
    | _MEASURES - set("山门车碗杯盘瓶盒包袋桶床口头块片家行年月日节章页")
)
_NOT_VERBS = _PARTICLES | _PRONOUNS | (_LINKS - set("到叫让给当")) | _ADVERBS | _MODALS | _NUMERALS

# --- dividing -----------------------------------------------------------------------------------------------------


def split_structural_de(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-de: 的 and 地 at the end of a word stand apart (红 的, 慢慢 地), but not in 有的, 似的, 目的."""
    del house
    if len(word.text) > 1 and word.text[-1] in "的地" and word.pinyin[-1] == "de5" and word.text not in _WHOLE_WITH_DE:
        return word.cut(len(word.text) - 1)
    return None


_WHOLE_WITH_DE = frozenset({"有的", "似的", "别的", "是的", "好似的", "有的是", "怎的", "怎么的"})


def split_doubled_pair(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-12.2.4-abab: a word of two syllables that is doubled stands apart (研究 研究)."""
    del house
    text = word.text
    return word.cut(2) if len(text) == 4 and text[:2] == text[2:] and text[0] != text[1] else None


def split_numeral(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-numeral: 1–99 together; a blank after 百 and 千; one syllable + 万 or 亿 together (一百 二十五, 三万)."""
    del house
    text = word.text
    if len(text) < 3 or text in _NOT_NUMBERS or not _NUMERALS.issuperset(text):
        return None
    if _DIGITS.issuperset(text):
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
    if house.numeral_measure_joined or len(text) != 2 or text[0] not in _DIGITS | {"十"}:
        return None
    return word.cut(1) if text[1] in _MEASURES - _NUMERALS else None


def split_idiom(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-HR-idiom: where the house writes idioms as two pairs, words of four syllables are divided in the middle."""
    return word.cut(2) if len(word.text) == 4 and not house.idioms_joined else None


def split_this_is(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-this-is: 这 and 那 are words of their own before a verb (这 是), though dictionaries have 这是."""
    del house
    return (
        word.cut(1) if len(word.text) == 2 and word.text[0] in "这那這" and word.text[1] in "是有在为能会要" else None
    )


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
    if len(text) == 2 and text[0] in "我你他她它" and text[1] not in _AFTER_PRONOUNS and text not in _WRITTEN_AS_ONE:
        return word.cut(1)
    return None


_AFTER_PRONOUNS = frozenset("们們国國方军軍校等俩倆自家人乡日处杀")
_WRITTEN_AS_ONE = frozenset({"他用", "它用", "她用", "你爱", "你好"})
"""What the standard writes as one word in its own examples (GF 11.2), and the greeting."""


def split_ordinal(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-ordinal: 第 and its numeral are one word, what is counted another (第三 章)."""
    del house
    text = word.text
    if text[0] != "第":
        return None
    numerals = 1
    while numerals < len(text) and text[numerals] in _NUMERALS:
        numerals += 1
    return word.cut(numerals) if 1 < numerals < len(text) else None


Split = Callable[[HanWord, HouseRules], "list[HanWord] | None"]
SPLITS: tuple[tuple[str, Split], ...] = (
    ("W-ZC-de", split_structural_de),
    ("W-12.2.4-abab", split_doubled_pair),
    ("W-ZC-numeral", split_numeral),
    ("W-ZC-this-is", split_this_is),
    ("W-ZC-pronoun", split_pronoun),
    ("W-ZC-ordinal", split_ordinal),
    ("W-ZC-verb-object", split_having),
    ("W-HR-measure", split_numeral_measure),
    ("W-HR-idiom", split_idiom),
)

# --- joining ------------------------------------------------------------------------------------------------------


def joins_doubled(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.4-double: a syllable that is doubled is one word (人人)."""
    del house
    left, right = pair.left.text, pair.right.text
    return len(right) == 1 and left == right and left not in _PARTICLES and len(pair.grown) == 1


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
    return right in _SUFFIXES and (pair.left.text not in _NOT_NOUNS or (right == "们" and pair.left.text in _PRONOUNS))


_SUFFIXES = frozenset("们者性化式型")


def joins_prefix(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.5-prefix: a prefix belongs to its word: 第一, 初五; 超 and 副 before a word of two syllables or more."""
    del house
    left, right = pair.left.text, pair.right.text
    if left in ("第", "初"):
        return _NUMERALS.issuperset(right)
    return left in ("超", "副", "亚") and len(right) > 1


def joins_degree(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.6-degree: an adverb of degree and a word, both of one syllable (很好, 最大)."""
    left, right = pair.left.text, pair.right.text
    return (
        house.adverb_joined
        and left in _DEGREES
        and len(right) == len(pair.grown) == 1
        and right not in _PARTICLES | _PRONOUNS | _LINKS | _NUMERALS | {"不", "没"}
    )


_DEGREES = frozenset("很最太更极挺较")


def joins_place(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.6-place: a noun and a place word, both of one syllable (山上); after a longer noun it stands apart."""
    left, right = pair.left.text, pair.right.text
    return (
        house.place_joined
        and right in _PLACES
        and len(left) == len(pair.grown) == 1
        and left not in _NOT_NOUNS
        and not (right == "中" and pair.right.pinyin == ("zhong4",))
    )


_PLACES = frozenset("上下里裡中内外前后後旁边邊")


def joins_each(pair: Pair, house: HouseRules) -> bool:
    """W-12.2.6-each: 每 各 某 and a word of one syllable (每年, 各国)."""
    del house
    right = pair.right.text
    return pair.left.text in ("每", "各", "某") and len(right) == 1 and right not in _PARTICLES | _LINKS | _NUMERALS


def joins_aspect(pair: Pair, house: HouseRules) -> bool:
    """W-ZC-aspect: 着 了 过 belong to their verb (看了); at the end of a sentence 了 stands apart (火车 到 了)."""
    left, right, after = pair.left.text, pair.right, pair.after
    if not house.aspect_joined or right.text not in _ASPECTS or left in _NOT_VERBS:
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
        and after.text[0] not in "得不年节日河桥江关街门"
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
        and right not in _PARTICLES | _PRONOUNS | frozenset("但且而和与把被从向")
    )


def joins_question(pair: Pair, house: HouseRules) -> bool:
    """W-HR-question: 去不去, 看一看 are one word."""
    del house
    left, right, after = pair.left.text, pair.right.text, pair.after
    if len(left) != 1 or left in _PARTICLES | _NUMERALS:
        if len(pair.grown) == 2 and pair.grown[1] in "不没一":
            return right == pair.grown[0]
        return False
    return right in ("不", "没", "一") and after is not None and after.text == left


def joins_standard_pair(pair: Pair, house: HouseRules) -> bool:
    """W-11.2: 他用 它用 她用 你爱 are one word in the standard's own examples."""
    del house
    return len(pair.grown) == 1 and pair.left.text + pair.right.text in _WRITTEN_AS_ONE


def joins_measure(pair: Pair, house: HouseRules) -> bool:
    """W-HR-measure: a numeral and its measure word, both of one syllable (三个, 两只)."""
    return (
        house.numeral_measure_joined
        and pair.left.text in _COUNTS
        and pair.right.text in _MEASURES
        and pair.right.text not in _NUMERALS
        and (pair.before is None or not _NUMERALS.issuperset(pair.before.text))
    )


_COUNTS = _DIGITS | frozenset("十几半数")


def joins_result(pair: Pair, house: HouseRules) -> bool:
    """W-ZC-result: a verb and its result, both of one syllable, are one word (吃完, 抓住)."""
    del house
    left = pair.left.text
    return pair.right.text in ("完", "掉", "住", "见") and len(left) == len(pair.grown) == 1 and left not in _NOT_VERBS


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
    ("W-ZC-result", joins_result),
)

# --- both ---------------------------------------------------------------------------------------------------------


_SOMETHING = HanWord("\ufffc", -1, (None,))
"""Stands for what goes on behind a stretch of Han characters and is none itself: digits, an opening mark."""


def braille_words(words: Sequence[HanWord], house: HouseRules, *, goes_on: bool = False) -> list[HanWord]:
    """Divide and join the words of one unbroken stretch of Han characters.

    `goes_on` says that the sentence does not pause behind it: digits, letters or an opening mark follow.
    """
    divided = _divided(words, house)
    if len(divided) < 2:
        return divided
    found: list[HanWord] = []
    grown = divided[0]
    last = len(divided) - 1
    for place in range(last):
        left, right = divided[place], divided[place + 1]
        pair = Pair(
            divided[place - 1] if place else None,
            left,
            right,
            divided[place + 2] if place + 2 <= last else _SOMETHING if goes_on else None,
            grown.text,
        )
        if _joined_by(pair, house):
            grown = HanWord(grown.text + right.text, grown.start, grown.pinyin + right.pinyin)
        else:
            found.append(grown)
            grown = right
    found.append(grown)
    return found


def _joined_by(pair: Pair, house: HouseRules) -> str:
    """Return the id of the rule that joins the pair, empty where none does."""
    left, right = len(pair.left.text), len(pair.right.text)
    if left > 2 and right > 2:
        return ""
    for rule, joins in JOINS:
        if joins(pair, house):
            return rule
    return ""


def _divided(words: Iterable[HanWord], house: HouseRules) -> list[HanWord]:
    found: list[HanWord] = []
    for word in words:
        if len(word.text) == 1:
            found.append(word)
            continue
        if found and _is_measured(found[-1], word):
            found += word.cut(1)
            continue
        for _, split in SPLITS:
            if (parts := split(word, house)) is not None:
                found += parts
                break
        else:
            found.append(word)
    return found


def _is_measured(before: HanWord, word: HanWord) -> bool:
    """W-ZC-measured: what a dictionary takes for a word behind a numeral is measure and noun (一本 书, not 一 本书)."""
    return (
        len(word.text) == 2
        and word.text[0] in _COUNTING_NOUNS
        and (_NUMERALS.issuperset(before.text) or before.text in ("这", "那", "几", "每"))
        and word.text not in ("个体", "个性", "本来", "本身", "头等", "名义", "件件", "条条", "位于", "只有", "只是")
    )


_COUNTING_NOUNS = frozenset("个個本只隻条張张件位名座头匹棵颗辆艘幅首篇把片块间封")


def cut_measure(words: list[HanWord]) -> list[HanWord]:
    """W-ZC-digits: directly after digits the measure word stands for itself: 3个 人, not 3 个人."""
    first = words[0]
    if (
        len(first.text) > 1
        and first.text[0] in "个年月日号点时分秒元岁页章卷人"
        and first.text not in _WHOLE_AFTER_DIGITS
    ):
        return [*first.cut(1), *words[1:]]
    return words


_WHOLE_AFTER_DIGITS = frozenset(
    {
        "年级",
        "年代",
        "年度",
        "月份",
        "日元",
        "号楼",
        "号线",
        "点钟",
        "分钟",
        "小时",
        "时期",
        "人次",
        "页码",
        "章节",
        "分之",
    }
)
