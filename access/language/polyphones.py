"""Readings of characters that have more than one: what each is by default, and cheap rules by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

from access.language.scripts import HAN

DEFAULTS = {
    "的": "de5", "了": "le5", "着": "zhe5", "地": "di4", "得": "de2", "们": "men5", "吗": "ma5", "呢": "ne5",
    "吧": "ba5", "么": "me5", "嘛": "ma5", "啊": "a5", "呀": "ya5", "哇": "wa5", "呵": "he1", "子": "zi3",
    "还": "hai2", "都": "dou1", "长": "chang2", "行": "xing2", "为": "wei4", "中": "zhong1", "将": "jiang1",
    "区": "qu1", "加": "jia1", "那": "na4", "和": "he2", "只": "zhi3", "种": "zhong3", "给": "gei3", "谁": "shei2",
    "这": "zhe4", "哪": "na3", "乐": "le4", "重": "zhong4", "觉": "jue2", "调": "diao4", "更": "geng4", "当": "dang1",
    "好": "hao3", "少": "shao3", "干": "gan4", "分": "fen1", "间": "jian1", "处": "chu4", "教": "jiao4", "看": "kan4",
    "难": "nan2", "数": "shu4", "相": "xiang1", "应": "ying1", "与": "yu3", "转": "zhuan3", "兴": "xing1",
    "系": "xi4", "量": "liang4", "空": "kong1", "卷": "juan4", "降": "jiang4", "结": "jie2", "尽": "jin4",
    "据": "ju4", "落": "luo4", "率": "lv4", "没": "mei2", "片": "pian4", "铺": "pu1", "曲": "qu3", "散": "san4",
    "似": "si4", "宿": "su4", "校": "xiao4", "血": "xue4", "占": "zhan4", "正": "zheng4", "担": "dan1", "倒": "dao3",
    "弹": "tan2", "藏": "cang2", "朝": "chao2", "传": "chuan2", "创": "chuang4", "答": "da2", "大": "da4",
    "发": "fa1", "缝": "feng4", "供": "gong4", "冠": "guan4", "号": "hao4", "喝": "he1", "横": "heng2", "会": "hui4",
    "几": "ji3", "角": "jiao3", "卡": "ka3", "壳": "ke2", "累": "lei4", "露": "lu4", "论": "lun4", "埋": "mai2",
    "脉": "mai4", "蒙": "meng2", "模": "mo2", "磨": "mo2", "宁": "ning2", "便": "bian4", "别": "bie2", "薄": "bao2",
    "参": "can1", "差": "cha4", "盛": "sheng4", "石": "shi2", "属": "shu3", "说": "shuo1", "提": "ti2", "挑": "tiao1",
    "吐": "tu3", "鲜": "xian1", "要": "yao4", "约": "yue1", "载": "zai4", "扎": "zha1", "炸": "zha4", "折": "zhe2",
    "挣": "zheng4", "识": "shi2", "钻": "zuan1", "作": "zuo4", "假": "jia3", "强": "qiang2", "切": "qie4",
    "奇": "qi2", "色": "se4", "塞": "sai4", "舍": "she4", "圈": "quan1", "劲": "jin4", "济": "ji4", "禁": "jin4",
    "剧": "ju4", "令": "ling4", "陆": "lu4", "绿": "lv4", "否": "fou3", "夫": "fu1", "服": "fu2", "父": "fu4",
    "个": "ge4", "过": "guo4", "单": "dan1", "度": "du4", "泊": "bo2", "鸟": "niao3", "家": "jia1", "女": "nv3",
    "上": "shang4", "下": "xia4", "头": "tou2", "里": "li3", "边": "bian1", "面": "mian4", "来": "lai2", "去": "qu4",
    "儿": "er2", "咳": "ke2", "嗯": "en5", "剌": "la4", "艮": "gen4", "掖": "ye4", "阆": "lang4", "町": "ting3",
    "晟": "sheng4", "炔": "que1", "掺": "chan1", "蛤": "ge2", "缪": "miu4", "帖": "tie3", "翟": "zhai2", "勒": "le4",
    "耶": "ye1", "啦": "la5", "媛": "yuan2", "卜": "bu3", "镐": "hao4", "攒": "cuan2", "什": "shi2", "仆": "pu2",
    "幢": "zhuang4", "肖": "xiao1", "俟": "si4", "杓": "shao2", "隗": "wei3", "葛": "ge3", "藉": "jie4",
    "粘": "nian2", "杠": "gang4", "琢": "zhuo2", "哩": "li3", "隽": "jun4", "铣": "xi3", "姥": "lao3", "茄": "qie2",
    "拽": "zhuai4", "纥": "he2", "椎": "zhui1", "刹": "sha1", "轧": "ya4", "迤": "yi3", "覃": "qin2", "晕": "yun4",
    "苕": "tiao2", "佛": "fo2", "芾": "fu2", "煞": "sha4", "鹄": "hu2", "耙": "pa2", "巂": "xi1", "圜": "yuan2",
    "侗": "dong4", "咯": "lo5", "阙": "que4", "伺": "si4",
}  # fmt: skip
"""The reading of a character that no phrase decides, where the dictionary's first one is not the commonest."""

PHRASES = {
    "朝鲜": "chao2 xian3", "蒙古": "meng3 gu3", "内蒙": "nei4 meng3", "啦啦队": "la1 la1 dui4",
    "啦啦操": "la1 la1 cao1", "高句丽": "gao1 gou1 li2", "成吉思汗": "cheng2 ji2 si1 han2", "肚子": "du4 zi5",
    "眩晕": "xuan4 yun4", "什刹海": "shi2 cha4 hai3", "吡咯": "bi3 luo4", "青藏": "qing1 zang4", "长大": "zhang3 da4",
    "长高": "zhang3 gao1", "朝阳": "chao2 yang2", "得到": "de2 dao4", "夺得": "duo2 de2", "妻子": "qi1 zi5",
    "大夫": "dai4 fu5", "曾国藩": "zeng1 guo2 fan1", "葡萄": "pu2 tao5", "东西": "dong1 xi5", "头发": "tou2 fa5",
    "商量": "shang1 liang5", "答应": "da1 ying5", "银行行长": "yin2 hang2 hang2 zhang3", "睡着": "shui4 zhao2",
    "觉着": "jue2 zhe5", "为什么": "wei4 shen2 me5",
}  # fmt: skip
"""Words that the phrase table lacks or has in an uncommon reading; they are found inside longer words too."""

ERHUA = re.compile(r"(?<=.)(?<![女婴幼孤胎健男少患宠小产妻生弃混侄吾娇爱麟痴佳低能运浪贫病哺胪])儿(?=$|们$)")
"""儿 as a suffix: at the end of a word, unless the syllable before makes it a child."""

COMPLEMENT = re.compile(r"^.得.$|(?<=.)(?<![不取获夺赢所难只博求应])得$")
"""得 behind a verb, inside a word (跑得快) or at its end (听得), unless the verb means to get."""

CONTEXT_CONFIDENCE = 0.85

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
