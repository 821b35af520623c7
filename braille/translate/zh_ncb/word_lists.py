"""Closed lists of common words, which stand in for parts of speech, and the word as the rules see it."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple


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


DIGITS = frozenset("一二三四五六七八九两〇零")
NUMERALS = DIGITS | frozenset("十百千万亿")
NOT_NUMBERS = frozenset({"千万", "万一", "一一", "万千", "万万", "千千", "百万"})
MEASURES = frozenset(
    "个只条张本次天年月日号页章卷册篇首句字行段节幅件位名口人头匹棵株朵枝支把座间所家层栋辆艘架台部块片粒滴滩堆群批"
    "种类样双对副套份顿场回趟遍声阵番下步里尺寸丈米斤两吨克升元角分秒刻点岁代届级等门课封根颗杯碗盘瓶盒包袋桶车"
)
PARTICLES = frozenset("的地得了着过吗呢吧啊呀哪嘛么哇啦罢")
PRONOUNS = frozenset("我你您他她它咱谁这那哪其之此")
LINKS = frozenset("和与及或在是把被给对从向往于以为而且但并就也都又还才再只便却即则若如虽因所让叫使由同跟比至到当自将")
ADVERBS = frozenset("不没很最太更极挺较越真好多少已正刚先常总曾永各每全光仅")
MODALS = frozenset("能会要想可敢肯该应得须")
COMMON_VERBS = frozenset("来去走有无看说听做写打吃喝坐站跑飞问想笑哭叫回出进起")
NOT_NOUNS = (
    PARTICLES
    | PRONOUNS
    | LINKS
    | ADVERBS
    | MODALS
    | COMMON_VERBS
    | NUMERALS
    | MEASURES - set("山门车碗杯盘瓶盒包袋桶床口头块片家行年月日节章页")
)
NOT_VERBS = PARTICLES | PRONOUNS | (LINKS - set("到叫让给当")) | ADVERBS | MODALS | NUMERALS
