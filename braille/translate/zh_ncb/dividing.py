"""Word division, first half: rules that divide a word of the reader. See `words` for their ids and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from braille.translate.zh_ncb.dictionary import is_known, kind, part_places
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.word_lists import DIGITS, MEASURES, NOT_NUMBERS, NUMERALS, HanWord


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
    if house.idioms_joined or len(word.text) != 4 or kind(word.text) not in ("i", "l"):
        return None
    return word.cut(2)


def split_demonstrative(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-ZC-demonstrative: 这 and 那 stand apart from a verb (这 是) and a measure word (这 本), not in 这个."""
    del house
    text = word.text
    if len(text) == 2 and text[0] in "这那這" and text[1] in _AFTER_THIS:
        return word.cut(1)
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


_AFTER_PRONOUNS = frozenset("们們国國方军軍校等俩倆自家人乡日处杀")
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
    places = part_places(word.text) if len(word.text) > 3 else ()
    return word.cut(*places) if places else None


def split_name(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-HR-name: surname and given name apart (鲁 迅, 诸葛 亮); names written by sound (马克思) are one word."""
    text = word.text
    if not house.names_apart or not 2 <= len(text) <= 4 or text[-1] in _TITLES or kind(text) != "nr":
        return None
    surname = 2 if text[:2] in _LONG_SURNAMES and len(text) > 2 else 1
    given = text[surname:]
    if len(given) > 2 or (surname == 1 and text[0] not in _SURNAMES) or not _BY_SOUND.isdisjoint(given):
        return None
    # The dictionary calls many a common word a name (王朝, 叶绿素): short ones are believed only if it has them not.
    if len(text) == 2 and is_known(text) and text not in _SHORT_NAMES:
        return None
    return word.cut(surname) if text not in _NO_NAMES else None


_SHORT = (
    "鲁迅 曹操 孙权 刘备 关羽 张飞 李白 杜甫 王维 苏轼 柳永 孔丘 孟轲 庄周 韩非 鲁肃 周瑜 茅盾 巴金 郭靖 武松 宋江 林冲"
)
_SHORT_NAMES = frozenset(_SHORT.split())
_NOT = "龙卷风 叶绿素 叶绿体 张家口 张家界 石家庄 龙虎斗 汤普森 金三角 金字塔 金刚石 石榴石 万花筒 金黄色 黄金树 武士道"
_NO_NAMES = frozenset(_NOT.split())
_LONG = "欧阳 司马 诸葛 上官 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 长孙 宇文 南宫 独孤"
_LONG_SURNAMES = frozenset(_LONG.split())
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔崔康毛邱秦江顾侯邵孟龙万段雷钱汤尹黎易常武贺赖龚鲁庄瞿闰華張劉陳楊趙黃吳孫鄭謝韓馮蕭鄧許蘇盧蔣賈葉"
)
_BY_SOUND = frozenset("克尔斯特姆夫格基顿莎娜妮蒂茨拉巴卡丁肯西亚利伯弗布托罗瓦塔里瑞尼诺哥凯洛恩思迪达加波莱")
_TITLES = frozenset("镇府庄庙朝语木楼爷爺奶妈娘爸嫂叔伯哥姐弟妹婆公子头老总氏某家")


Split = Callable[[HanWord, HouseRules], "list[HanWord] | None"]
SPLITS: tuple[tuple[str, Split], ...] = (
    ("W-ZC-de", split_structural_de),
    ("W-12.2.4-abab", split_doubled_pair),
    ("W-ZC-numeral", split_numeral),
    ("W-ZC-demonstrative", split_demonstrative),
    ("W-ZC-pronoun", split_pronoun),
    ("W-ZC-ordinal", split_ordinal),
    ("W-ZC-verb-object", split_having),
    ("W-ZC-verb-object", split_made_up_verb),
    ("W-12.2.2-parts", split_parts),
    ("W-HR-name", split_name),
    ("W-HR-measure", split_numeral_measure),
    ("W-HR-idiom", split_idiom),
)


def divided(words: Iterable[HanWord], house: HouseRules) -> list[HanWord]:
    """Divide each word by the first rule that divides it, and its parts again."""
    found: list[HanWord] = []
    for word in words:
        if len(word.text) == 1:
            found.append(word)
        elif found and is_measured(found[-1], word):
            found += word.cut(1)
        else:
            found += _parts(word, house)
    return found


def _parts(word: HanWord, house: HouseRules) -> list[HanWord]:
    for _, split in SPLITS:
        if (parts := split(word, house)) is not None:
            return [piece for part in parts for piece in (_parts(part, house) if len(part.text) > 3 else [part])]
    return [word]


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
    if (
        len(first.text) > 1
        and first.text[0] in "个年月日天号点时分秒元岁页章卷人"
        and first.text not in _WHOLE_AFTER_DIGITS
    ):
        return [*first.cut(1), *words[1:]]
    return words
