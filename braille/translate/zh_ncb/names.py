"""Word division: names of people and of places."""

from __future__ import annotations

from braille.translate.zh_ncb.dictionary import is_known, kind
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.word_lists import HanWord


def split_name(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-HR-name: surname and given name apart (鲁 迅, 诸葛 亮); names written by sound (马克思) are one word."""
    text = word.text
    if not house.names_apart or not 2 <= len(text) <= 4 or kind(text) not in ("nr", "nrfg"):
        return None
    if text[-1] in _TITLES and text[1:] not in _LONG_TITLES:
        return None
    surname = 2 if text[:2] in _LONG_SURNAMES and len(text) > 2 else 1
    given = text[surname:]
    if len(given) > 2 or (surname == 1 and text[0] not in _SURNAMES) or _is_by_sound(text[:surname], given):
        return None
    # The dictionary calls many a common word a name (王朝, 叶绿素): short ones are believed only if it has them not.
    if len(text) == 2 and is_known(text) and text not in _SHORT_NAMES:
        return None
    return word.cut(surname) if text not in _NO_NAMES else None


def _is_by_sound(surname: str, given: str) -> bool:
    """Whether what would be the given name looks like the rest of a foreign one (马克思, 罗斯福, 张伯伦).

    Behind a surname that foreign names seldom begin with, both syllables must look so, behind others one is enough.
    """
    if surname not in _OWN_SURNAMES or len(given) == 1:
        return not _BY_SOUND.isdisjoint(given)
    return given in _FOREIGN_RESTS or given[1] in _SOUND_LAST or (given[0] in _BY_SOUND and given[1] in _BY_SOUND)


def split_place(word: HanWord, house: HouseRules) -> list[HanWord] | None:
    """W-HR-place: the proper and the common part of a place name apart (北京 市), one syllable together (沙县)."""
    text = word.text
    if not house.place_names_apart or len(text) < 3 or text[-1] not in _KINDS_OF_PLACES or kind(text) != "ns":
        return None
    proper = text[:-1]
    return word.cut(len(proper)) if kind(proper) == "ns" and proper[-1] not in "治半都" else None


_KINDS_OF_PLACES = frozenset("省市县区州镇乡村路街山河江湖岛湾")
_SHORT = (
    "鲁迅 曹操 孙权 刘备 关羽 张飞 李白 杜甫 王维 苏轼 柳永 孔丘 孟轲 庄周 韩非 鲁肃 周瑜 茅盾 巴金 郭靖 武松 宋江 "
    "林冲 李逵 朱德 胡适 陆游 田汉 雷锋 李宁 姚明 刘翔 李达 李贺 王勃 张衡 蔡伦 刘邦 韩信 张良 萧何 赵云 黄忠 马超 姜维"
)
_SHORT_NAMES = frozenset(_SHORT.split())
_NOT = "龙卷风 叶绿素 叶绿体 张家口 张家界 石家庄 龙虎斗 汤普森 金三角 金字塔 金刚石 石榴石 万花筒 金黄色 武士道 雷达站"
_NO_NAMES = frozenset(_NOT.split())
_LONG = "欧阳 司马 诸葛 上官 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 长孙 宇文 南宫 独孤"
_LONG_SURNAMES = frozenset(_LONG.split())
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔崔康毛邱秦江顾侯邵孟龙万段雷钱汤尹黎易常武贺赖龚鲁庄瞿闰岳俞耿詹"
    "華張劉陳楊趙黃吳孫鄭謝韓馮蕭鄧許蘇盧蔣賈葉"
)
_BY_SOUND = frozenset("克尔斯特姆夫格基顿莎娜妮蒂茨拉巴卡丁肯西亚利伯弗布托罗瓦塔里瑞尼诺哥凯洛恩思迪达加波莱")
_OWN_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡郭梁宋郑谢唐冯董程曹袁邓沈蒋蔡贾魏薛阎余潘姜姚谭廖邹熊陆郝孔崔邱秦侯邵段钱尹龚岳耿俞詹"
)
_FOREIGN_RESTS = frozenset({"伯伦", "尔德", "归靡"})
_SOUND_LAST = frozenset("尔斯特姆夫顿茨诺兹")
_MORE = "大妈 大爷 大叔 大嫂 大姐 大哥 大娘 太太 老爷 奶奶 爷爷 伯伯 叔叔"
_LONG_TITLES = frozenset(_MORE.split())
_TITLES = frozenset("镇府庄庙朝语木楼爷爺奶妈娘爸嫂叔伯哥姐弟妹婆公子头老总氏某家")
