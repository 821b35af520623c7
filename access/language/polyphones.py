"""Readings of characters that have more than one: what each is by default, and cheap rules by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from access.language.scripts import HAN

DEFAULTS = {
    "子": "zi3", "长": "chang2", "谁": "shei2", "卷": "juan4", "尽": "jin4", "曲": "qu3", "似": "si4", "倒": "dao3",
    "冠": "guan4", "塞": "sai4", "舍": "she4", "泊": "bo2", "嗯": "en5", "剌": "la4", "艮": "gen4", "掖": "ye4",
    "阆": "lang4", "町": "ting3", "晟": "sheng4", "炔": "que1", "掺": "chan1", "蛤": "ge2", "缪": "miu4", "帖": "tie3",
    "翟": "zhai2",
    "勒": "le4", "耶": "ye1", "媛": "yuan2", "卜": "bu3", "镐": "hao4", "攒": "cuan2", "什": "shi2", "仆": "pu2",
    "幢": "zhuang4", "肖": "xiao1", "俟": "si4", "杓": "shao2", "隗": "wei3", "葛": "ge3", "藉": "jie4", "粘": "nian2",
    "杠": "gang4", "琢": "zhuo2", "哩": "li3", "隽": "jun4", "茄": "qie2", "拽": "zhuai4", "纥": "he2", "椎": "zhui1",
    "晕": "yun4", "佛": "fo2", "煞": "sha4", "鹄": "hu2", "耙": "pa2", "巂": "xi1", "阙": "que4", "伺": "si4",
}  # fmt: skip
"""The reading of a character that no phrase decides, where the dictionary's first one is not the commonest.

Each is the commonest in the making half of the test sentences, or everyday Mandarin (谁 长 嗯) where they say nothing.
"""

PHRASES = {
    "朝鲜": "chao2 xian3", "蒙古": "meng3 gu3", "内蒙": "nei4 meng3", "啦啦队": "la1 la1 dui4",
    "高句丽": "gao1 gou1 li2", "成吉思汗": "cheng2 ji2 si1 han2", "肚子": "du4 zi5",
    "什刹海": "shi2 cha4 hai3", "吡咯": "bi3 luo4", "长大": "zhang3 da4",
    "长高": "zhang3 gao1", "朝阳": "chao2 yang2", "得到": "de2 dao4", "夺得": "duo2 de2", "妻子": "qi1 zi5",
    "大夫": "dai4 fu5", "曾国藩": "zeng1 guo2 fan1", "葡萄": "pu2 tao5", "东西": "dong1 xi5", "头发": "tou2 fa5",
    "商量": "shang1 liang5", "答应": "da1 ying5", "银行行长": "yin2 hang2 hang2 zhang3", "睡着": "shui4 zhao2",
    "觉着": "jue2 zhe5", "为什么": "wei4 shen2 me5",
    "行长": "hang2 zhang3", "鬼子": "gui3 zi5", "老头子": "lao3 tou2 zi5", "可恶": "ke3 wu4", "骨头": "gu3 tou5",
    "指头": "zhi3 tou5", "正传": "zheng4 zhuan4", "行辈": "hang2 bei4", "仇人": "chou2 ren2",
    "着急": "zhao2 ji2", "着火": "zhao2 huo3", "着凉": "zhao2 liang2", "着慌": "zhao2 huang1", "着忙": "zhao2 mang2",
    "着迷": "zhao2 mi2", "不着": "bu4 zhao2", "不着边际": "bu4 zhuo2 bian1 ji4", "所得": "suo3 de2",
    "总得": "zong3 dei3", "工夫": "gong1 fu5", "拗断": "ao3 duan4", "率部": "shuai4 bu4", "落差": "luo4 cha1",
    "高差": "gao1 cha1", "后燕": "hou4 yan1", "前燕": "qian2 yan1", "褪去": "tui4 qu4", "咳咳": "ke2 ke2",
    "应声": "ying4 sheng1", "泊头": "bo2 tou2", "勾当官": "gou1 dang4 guan1",
    "因为": "yin1 wei4", "为了": "wei4 le5", "为此": "wei4 ci3", "会计": "kuai4 ji4", "仿佛": "fang3 fu2",
    "似的": "shi4 de5", "的确": "di2 que4", "教书": "jiao1 shu1", "教给": "jiao1 gei3", "拮据": "jie2 ju1",
    "正月": "zheng1 yue4", "号啕": "hao2 tao2", "夏令": "xia4 ling4", "秋行夏令": "qiu1 xing2 xia4 ling4",
    "剪发": "jian3 fa4", "理发": "li3 fa4", "短发": "duan3 fa4", "长发": "chang2 fa4", "高兴": "gao1 xing4",
    "扫兴": "sao3 xing4", "喝采": "he4 cai3", "喝彩": "he4 cai3", "畜生": "chu4 sheng5", "挣扎": "zheng1 zha2",
    "分子": "fen4 zi3", "过分": "guo4 fen4", "安分": "an1 fen4", "部分": "bu4 fen4", "蒙着": "meng2 zhe5",
    "爸爸": "ba4 ba5", "妈妈": "ma1 ma5", "爷爷": "ye2 ye5", "奶奶": "nai3 nai5", "哥哥": "ge1 ge5",
    "弟弟": "di4 di5", "姐姐": "jie3 jie5", "妹妹": "mei4 mei5", "叔叔": "shu1 shu5", "伯伯": "bo2 bo5",
    "舅舅": "jiu4 jiu5", "姑姑": "gu1 gu5", "婶婶": "shen3 shen5", "太太": "tai4 tai5", "公公": "gong1 gong5",
    "婆婆": "po2 po5", "姥姥": "lao3 lao5", "娃娃": "wa2 wa5", "星星": "xing1 xing5", "谢谢": "xie4 xie5",
    "朝花夕拾": "zhao1 hua1 xi1 shi2", "暖和": "nuan3 huo5", "结实": "jie1 shi5", "色子": "shai3 zi5",
    "单于": "chan2 yu2", "着手": "zhuo2 shou3", "着重": "zhuo2 zhong4", "着陆": "zhuo2 lu4", "着落": "zhuo2 luo4",
    "着色": "zhuo2 se4", "着装": "zhuo2 zhuang1", "衣着": "yi1 zhuo2", "沉着": "chen2 zhuo2", "执着": "zhi2 zhuo2",
    "附着": "fu4 zhuo2", "胶着": "jiao1 zhuo2", "很长": "hen3 chang2",
    "先生": "xian1 sheng5", "了却": "liao3 que4", "夫差": "fu1 chai1", "句践": "gou1 jian4", "大宛": "da4 yuan1",
    "阏氏": "yan1 zhi1", "伍员": "wu3 yun2", "皋陶": "gao1 yao2", "身毒": "yuan2 du2", "洪洞": "hong2 tong2",
    "浚县": "xun4 xian4", "乐亭": "lao4 ting2", "上声": "shang3 sheng1", "大黄": "dai4 huang2",
    "少不了": "shao3 bu4 liao3",
    "罪行累累": "zui4 xing2 lei3 lei3", "果实累累": "guo3 shi2 lei2 lei2", "参乘": "can1 sheng4", "当作": "dang4 zuo4",
    "自尽": "zi4 jin4", "烧尽": "shao1 jin4", "数一数": "shu3 yi1 shu3", "量一量": "liang2 yi1 liang2",
    "长得": "zhang3 de5", "好了": "hao3 le5", "好的": "hao3 de5", "好吧": "hao3 ba5", "好吗": "hao3 ma5",
    "长成": "zhang3 cheng2", "种地": "zhong4 di4", "种田": "zhong4 tian2", "还清": "huan2 qing1",
}  # fmt: skip
"""Words that the phrase table lacks or has in an uncommon reading; they are found inside longer words too."""

ERHUA = re.compile(r"(?<=.)(?<![女婴幼孤胎健男少患宠小产妻生弃混侄吾娇爱麟痴佳低能运浪贫病哺胪])儿(?=$|们$)")
"""儿 as a suffix: at the end of a word, unless the syllable before makes it a child."""

COMPLEMENT = re.compile(r"^.得.$|(?<=.)(?<![不取获夺赢所难只博求应])得$")
"""得 behind a verb, inside a word (跑得快) or at its end (听得), unless the verb means to get."""

CONTEXT_CONFIDENCE = 0.85

_ONE_ANIMAL = re.compile(r"[〇零一二两三四五六七八九十百千万亿几数半每这那哪]+只")
_REPEATED = re.compile(r"(.)\1$|然$")
_PERSONS = frozenset({"我", "你", "您", "他", "她", "咱", "我们", "你们", "他们", "她们", "咱们"})
_IS_GOT = re.compile(r"[到了以一二两三四五六七八九十百千万几第奖分票出过]")
_GIVEN_BACK = frozenset({"给", "书", "钱", "债", "清", "款", "账", "了"})
_NUMERAL = re.compile(r"[0-9〇零一二两三四五六七八九十百千万亿几数半每这那哪]$")
_HAN_LAST = re.compile(f"[{HAN}]$")
_HAN_FIRST = re.compile(f"[{HAN}]")
_MUST = frozenset({
    "我", "你", "您", "他", "她", "它", "我们", "你们", "他们", "她们", "咱们", "大家", "人", "还",
    "就", "总", "都", "也", "必", "又", "可", "只", "便", "非", "才", "却", "须",
})  # fmt: skip
_FOR = frozenset({
    "不", "只", "都", "也", "就", "专", "特", "曾", "能", "会", "可以", "要", "我", "你",
    "他", "她", "它", "我们", "你们", "他们", "她们", "人", "请", "来", "去",
})  # fmt: skip
_ENDS = frozenset("了吗的吧啊呢，。！？；：")
"""What ends a statement, so that 好 before it is good and not fond."""
_VERY = frozenset({"很", "太", "更", "最", "极", "挺", "真", "那么", "这么", "多", "非常", "十分"})
_HOW = frozenset("很太更真那这多不极够")
"""What a complement after 得 may begin with."""
_DESCRIBING = frozenset({"a", "ad", "an", "b", "d", "i", "l", "z"})
"""Tags of adjectives, adverbs, idioms, set phrases and descriptions (ICTCLAS)."""
_NOUN_BEFORE_GROUND = re.compile(r"[个些这那块片处各此该某本当]$")
_AFTER_GROUND = frozenset({
    "上", "下", "里", "中", "面", "的", "方", "处", "是", "有", "和", "与", "也", "都",
    "在", "势", "区", "，", "。",
})  # fmt: skip


def read_in_context(pieces: list[str], number: int) -> str | None:
    """Read the one-character word `pieces[number]` by the words beside it; None where no rule decides."""
    rule = _RULES.get(pieces[number])
    if rule is None:
        return None
    before = pieces[number - 1] if number else ""
    after = pieces[number + 1] if number + 1 < len(pieces) else ""
    return rule(before, after)


def decided_by_grammar(pieces: list[str], number: int) -> tuple[int, str] | None:
    """Return a place in the word `pieces[number]` and its reading where everyday grammar leaves no choice, else None.

    These are constructions of spoken and literary Chinese that encyclopaedias seldom have, and so the network, which
    learnt from one: a measure word 只, an adverb with 地, 得 for must, 还 for giving back.
    """
    piece = pieces[number]
    before = pieces[number - 1] if number else ""
    after = pieces[number + 1] if number + 1 < len(pieces) else ""
    if _ONE_ANIMAL.fullmatch(piece) or (piece == "只" and _NUMERAL.search(before)):
        return len(piece) - 1, "zhi1"
    if piece.endswith("地") and _REPEATED.search(piece[:-1]):
        return len(piece) - 1, "de5"
    if piece[0] == "地" and _is_adverbial(before, piece, after):
        return 0, "de5"
    if piece[0] == "着" and len(piece) > 1 and _tag(before[-1:])[:1] == "v":
        return 0, "zhe5"  # 坐着想 is not 着想
    if piece == "好" and after in _ENDS:
        return 0, "hao3"
    if piece == "长" and after == "得" and pieces[number + 2 : number + 3] != ["多"]:
        return 0, "zhang3"
    if piece == "得" and _is_done(before) and (after[:1] in _HOW or _describes(after)):
        return 0, "de5"
    if piece == "得" and before in _PERSONS and _HAN_FIRST.match(after) and not _IS_GOT.match(after):
        return 0, "dei3"
    if piece == "长" and before in _VERY:
        return 0, "chang2"
    if piece == "还" and after in _GIVEN_BACK:
        return 0, "huan2"
    return None


def _is_adverbial(before: str, piece: str, after: str) -> bool:
    """Whether the 地 that begins `piece` makes an adverb of the word before; `piece` may hold its verb too (地说)."""
    if len(piece) > 1 and not (_is_done(piece[1:]) and _tag(piece)[:1] != "n"):
        return False
    if len(piece) == 1 and (after in _AFTER_GROUND or not _HAN_FIRST.match(after)):
        return False
    return bool(_REPEATED.search(before)) or (len(before) > 1 and _describes(before))


@lru_cache(maxsize=4096)
def _tag(word: str) -> str:
    """The part of speech of a word by the word list of jieba (ICTCLAS tags), empty for what is not one word there."""
    import rjieba

    tagged = rjieba.tag(word)
    return str(tagged[0][1]) if len(tagged) == 1 else ""


def _is_done(word: str) -> bool:
    """Whether a word is a verb, or an adjective that 得 may follow."""
    return word not in _MUST and _tag(word)[:1] in {"v", "a"}


def _describes(word: str) -> bool:
    """Whether a word is an adjective, an adverb or a set phrase, and nothing else."""
    return _tag(word) in _DESCRIBING


def _only_or_one(before: str, _after: str) -> str | None:
    return "zhi1" if _NUMERAL.search(before) else None


def _for_or_be(before: str, _after: str) -> str:
    return "wei2" if _HAN_LAST.search(before) and before not in _FOR else "wei4"


def _must_or_get(before: str, _after: str) -> str:
    if before in _MUST:
        return "dei3"
    return "de5" if _HAN_LAST.search(before) else "de2"


def _adverbial_or_ground(before: str, after: str) -> str:
    adverbial = len(before) > 1 and _HAN_LAST.search(before) and not _NOUN_BEFORE_GROUND.search(before)
    return "de5" if adverbial and _HAN_FIRST.match(after) and after not in _AFTER_GROUND else "di4"


def _still_or_return(_before: str, after: str) -> str | None:
    return "huan2" if after in ("给", "书", "钱", "债", "清", "款", "账", "了") else None


def _long_or_grow(_before: str, after: str) -> str | None:
    return "zhang3" if after in ("了", "着", "成", "出", "满", "在", "得", "高", "大") else None


def _go_or_row(before: str, _after: str) -> str | None:
    return "hang2" if _NUMERAL.search(before) else None


def _kind_or_plant(before: str, after: str) -> str | None:
    return (
        "zhong4" if after in ("了", "着", "下", "树", "地", "田", "花", "菜", "在") or before in ("所", "去") else None
    )


def _number_or_count(_before: str, after: str) -> str | None:
    return "shu3" if after in ("了", "着", "一", "一数", "得", "不") else None


def _done_or_can(before: str, _after: str) -> str | None:
    return "liao3" if before == "得" or (len(before) > 1 and before.endswith(("不", "得"))) else None


def _suffix_or_child(before: str, _after: str) -> str:
    return "er5" if _HAN_LAST.search(before) and ERHUA.search(f"{before}儿") else "er2"


_RULES: dict[str, Callable[[str, str], str | None]] = {
    "只": _only_or_one,
    "为": _for_or_be,
    "得": _must_or_get,
    "地": _adverbial_or_ground,
    "还": _still_or_return,
    "长": _long_or_grow,
    "行": _go_or_row,
    "种": _kind_or_plant,
    "数": _number_or_count,
    "了": _done_or_can,
    "儿": _suffix_or_child,
    "塞": lambda _before, _after: "sai1",
}
