"""Readings of characters that have more than one: what each is by default, and cheap rules by the words beside it."""

from __future__ import annotations

import re

DEFAULTS = {
    "的": "de5", "了": "le5", "着": "zhe5", "地": "di4", "得": "de5", "们": "men5", "吗": "ma5", "呢": "ne5",
    "吧": "ba5", "么": "me5", "嘛": "ma5", "啊": "a5", "呀": "ya5", "哇": "wa5", "啦": "la5", "呵": "he1",
    "子": "zi3", "还": "hai2", "都": "dou1", "长": "chang2", "行": "xing2", "为": "wei4", "中": "zhong1",
    "将": "jiang1", "区": "qu1", "加": "jia1", "那": "na4", "和": "he2", "只": "zhi3", "种": "zhong3",
    "给": "gei3", "谁": "shei2", "这": "zhe4", "哪": "na3", "乐": "le4", "重": "zhong4", "觉": "jue2",
    "调": "diao4", "更": "geng4", "当": "dang1", "好": "hao3", "少": "shao3", "干": "gan4", "分": "fen1",
    "间": "jian1", "处": "chu4", "教": "jiao4", "看": "kan4", "难": "nan2", "数": "shu4", "相": "xiang1",
    "应": "ying1", "与": "yu3", "转": "zhuan3", "兴": "xing1", "系": "xi4", "量": "liang4", "空": "kong1",
    "卷": "juan4", "降": "jiang4", "结": "jie2", "尽": "jin4", "据": "ju4", "落": "luo4", "率": "lv4",
    "没": "mei2", "片": "pian4", "铺": "pu1", "曲": "qu3", "散": "san4", "似": "si4", "宿": "su4", "校": "xiao4",
    "血": "xue4", "占": "zhan4", "正": "zheng4", "担": "dan1", "倒": "dao3", "弹": "tan2", "藏": "cang2",
    "朝": "chao2", "传": "chuan2", "创": "chuang4", "答": "da2", "大": "da4", "发": "fa1", "缝": "feng4",
    "供": "gong4", "冠": "guan4", "号": "hao4", "喝": "he1", "横": "heng2", "会": "hui4", "几": "ji3",
    "角": "jiao3", "卡": "ka3", "壳": "ke2", "累": "lei4", "露": "lu4", "论": "lun4", "埋": "mai2", "脉": "mai4",
    "蒙": "meng2", "模": "mo2", "磨": "mo2", "宁": "ning2", "便": "bian4", "别": "bie2", "薄": "bao2",
    "参": "can1", "差": "cha4", "盛": "sheng4", "石": "shi2", "什": "shen2", "属": "shu3", "说": "shuo1",
    "提": "ti2", "挑": "tiao1", "吐": "tu3", "鲜": "xian1", "要": "yao4", "约": "yue1", "载": "zai4",
    "扎": "zha1", "炸": "zha4", "折": "zhe2", "挣": "zheng4", "识": "shi2", "钻": "zuan1", "作": "zuo4",
    "假": "jia3", "强": "qiang2", "切": "qie4", "奇": "qi2", "色": "se4", "塞": "sai1", "舍": "she4",
    "圈": "quan1", "劲": "jin4", "济": "ji4", "禁": "jin4", "剧": "ju4", "令": "ling4", "陆": "lu4", "绿": "lv4",
    "否": "fou3", "夫": "fu1", "服": "fu2", "父": "fu4", "个": "ge4", "过": "guo4", "单": "dan1", "度": "du4",
    "泊": "bo2", "鸟": "niao3", "家": "jia1", "女": "nv3", "上": "shang4", "下": "xia4", "头": "tou2",
    "里": "li3", "边": "bian1", "面": "mian4", "来": "lai2", "去": "qu4", "儿": "er2", "咳": "ke2", "嗯": "en5",
}  # fmt: skip
"""The reading of a character that no phrase decides, where the dictionary's first one is not the commonest."""

PHRASES = {
    "银行行长": "yin2 hang2 hang2 zhang3",
}
"""Words that the phrase table lacks or has in an uncommon reading."""

ERHUA = re.compile(r"(?<=.)(?<![女婴幼孤胎健男少患宠小产妻生弃混侄吾娇爱麟痴佳低能运浪贫病哺胪])儿(?=$|们$)")
"""儿 as a suffix: at the end of a word, unless the syllable before makes it a child."""

CONTEXT_CONFIDENCE = 0.85

_NUMERAL = re.compile(r"[0-9〇零一二两三四五六七八九十百千万亿几数半每这那哪]$")


def read_in_context(pieces: list[str], number: int) -> str | None:
    """Read the one-character word `pieces[number]` by the words beside it; None where no rule decides."""
    piece = pieces[number]
    rule = _RULES.get(piece)
    if rule is None:
        return None
    before = pieces[number - 1] if number else ""
    after = pieces[number + 1] if number + 1 < len(pieces) else ""
    return rule(before, after)


def _only(before: str, _after: str) -> str | None:
    return "zhi1" if _NUMERAL.search(before) else None


_RULES = {"只": _only}
