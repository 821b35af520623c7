"""Closed lists that decide single words: what no rule can know. Each says where its entries come from.

A list is corrected here, not in the rules. All words are in simplified characters.
"""

from __future__ import annotations

from typing import NamedTuple


class KeptTone(NamedTuple):
    """A syllable that keeps its tone mark for the sense (GF 10.2.8) though its initial would omit it.

    `word` is the whole braille word, or `*` for any; `character` and `reading` name the syllable; `against` is what it
    would be read as without the mark; `house` names the house rule without which it holds only in a word of its own.
    """

    word: str
    character: str
    reading: str
    against: str
    house: str = ""


KEPT_TONES = (
    KeptTone("*", "再", "zai4", "在"),
    KeptTone("*", "问", "wen4", "文 闻", "ask_keeps_tone_in_words"),
    KeptTone("地道", "道", "dao4", "地道 dìdao (genuine)"),
)
"""再 and 问 are the standard's own examples; 地道 is a pair of 现代汉语词典 that only the mark tells apart."""

_IDIOMS = """
画龙点睛 天女散花 装腔作势 文治武力 斑驳陆离 动手动脚 睡眼蒙胧 人地生疏 世世代代 司空见惯 误人子弟 日月星辰 流离失所
悲恸不已 枪林弹雨 横行霸道 贫病交加 杂草丛生 元气大伤 满门抄斩 动弹不得 不好意思 千方百计 价廉物美 三教九流 热泪盈眶
诱敌深入 家常便饭 烧杀抢掠 养家糊口 伤痕累累 跌打损伤 软弱无能 冷酷无情 无关紧要 凹凸不平 千篇一律 意想不到 不负众望
疲惫不堪 昼夜不息 供认不讳 花花公子 整整齐齐 明明白白 同父异母 假冒伪劣 青天白日 名胜古迹 典章制度 兄弟姐妹
五湖四海 山清水秀 鸟语花香 春暖花开 风和日丽 狂风暴雨 电闪雷鸣 万紫千红 五颜六色 七上八下 四面八方 守株待兔 亡羊补牢
掩耳盗铃 刻舟求剑 井底之蛙 狐假虎威 愚公移山 精卫填海 夸父追日 女娲补天 滥竽充数 叶公好龙 杞人忧天 坐井观天 拔苗助长
"""
IDIOMS = frozenset(_IDIOMS.split())
"""Idioms and set phrases that jieba's dictionary has as plain words, found among the words it divides by their parts in
prose and in 10 000 sentences of reference works, and idioms of the primary-school reader. Those jieba tags `i` need
no entry."""

_NO_PARTS = "精神病院 橄榄球队 保龄球队 管弦乐队 金字塔式 副总经理 二氧化碳 二氧化硫 二氧化锰 研究生院"
NO_PARTS = frozenset(_NO_PARTS.split())
"""Words whose two halves happen to be words. The same source."""

_VERB_OBJECT = """
写信 写诗 看书 看报 看信 看戏 看球 读诗 读报 喝酒 喝茶 喝水 喝汤 喝药 喝粥 吃药 吃肉 吃菜 吃草 吃鱼 吃面 买菜
买药 买书 买米 买票 卖菜 卖票 养鸡 养猪 养牛 养鱼 养花 养狗 种花 种菜 种树 种草 打球 打鼓 打酒 拿笔 骑马 骑车
放羊 放牛 划船 洗脸 洗衣 洗菜 切菜 砍柴 挑水 浇水 浇花 采药 摘花 听歌 听戏 用钱
"""
VERB_OBJECT = frozenset(_VERB_OBJECT.split())
"""Verb and object that jieba has as one word but 现代汉语词典 does not; what it has (写字 看病 扫地) is joined."""

_OBJECT_VERBS = frozenset("打看听写唱读吃喝做买卖讲说闹耍开翻抱找")
_OBJECTS = "讲道理 做文章 写文章 看风水 打棍子 讲故事 写作业 做作业 看电视 打游击 唱山歌 讲笑话 发牢骚 发脾气"
_OBJECT_NOUN_WORDS = frozenset(_OBJECTS.split())
_NO_OBJECTS = frozenset({"吃水线", "打水漂", "打击乐", "看守所"})


def is_object_of_three(word: str, kind: str) -> bool:
    """Say whether a word of three syllables may be a verb and its object of two (打电话), from its dictionary kind."""
    return word in _OBJECT_NOUN_WORDS or (
        word not in _NO_OBJECTS and kind in ("v", "l", "i") and word[0] in _OBJECT_VERBS
    )


_DE = """
觉得 获得 得到 记得 晓得 使得 不得 只得 懂得 取得 显得 值得 难得 认得 总得 见得 来得 免得 懒得 舍得 害得 省得 落得
征得 所得 应得 心得 博得 非得 了得 怪得 亏得 彼得 自得 算得 由得 惹得 变得 赢得 夺得 求得 赚得 引得 必得 还得 也得 就得
"""
WHOLE_WITH_DE = frozenset(_DE.split())
"""Words that end in 得 by 现代汉语词典; behind any other verb 得 is a word of its own. 还得 and 也得 are divided by
another rule."""

POSSIBLE = frozenset("见懂起住动及到来去完掉过消着了死出上下进开")
"""What may follow 得 or 不 in the three-syllable forms of possibility (看得见, 来不及)."""
DEGREE_ONLY = frozenset({"跑得快"})
"""Words of jieba that look like such a form but say how something is done."""


def is_possible_form(word: str, pinyin: tuple[str | None, ...]) -> bool:
    """Say whether three syllables are a form of possibility, not verb, 得 and degree (跑 得 快). 了 then is `liao3`."""
    if word[2] == "了":
        return pinyin[2] != "le5"
    return word[2] in POSSIBLE and word not in DEGREE_ONLY


OTHER = frozenset("乡意用人日处国时物事方")
"""What 他 is written together with where it means 'other' (他乡, 他意)."""
BEFORE_OTHER = frozenset({"别无", "移作", "另作", "留作", "挪作", "改作", "作", "无"})
KIN = frozenset("家爸妈爹娘爷奶哥姐弟妹叔伯姑姨舅婶嫂")
"""Nouns of one syllable that are joined to 我 你 他 她 (W-12.2.6-kin): people and home."""

LETTER_HEADS = frozenset("轴次点面边角项型形级班组队座区线键值股楼栋制")
"""Nouns of one syllable that make one word with letters before them (x轴, n次), beside the compounds of the lists."""
