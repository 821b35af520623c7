"""Surnames that are read otherwise than the word or character is: 单 shan4, 仇 qiu2, 尉迟 yu4 chi2 and so on.

Only for names of Chinese people: a foreign one in Chinese characters (查尔斯·狄更斯) is read by sound.
"""

from __future__ import annotations

import re

from access.language.scripts import HAN

_PAIRS = (
    "单=shan4 仇=qiu2 解=xie4 任=ren2 区=ou1 查=zha1 华=hua4 朴=piao2 曾=zeng1 翟=zhai2 員=yun4 员=yun4 应=ying1"
    " 种=chong2 乐=yue4 繁=po2 冼=xian3 洗=xian3 覃=qin2 卜=bu3 缪=miao4 宓=mi4 牟=mu4 燕=yan1 哈=ha3 宁=ning4"
    " 葛=ge3 佴=nai4 谌=chen2 逄=pang2 晁=chao2 璩=qu2 郇=xun2 郗=xi1 隗=wei3 纪=ji3 过=guo1 车=che1 句=gou1"
    " 阚=kan4 麴=qu1 於=yu1 薄=bo2 万=wan4 召=shao4 眭=sui1 费=fei4 荥=xing2 澹台=tan2,tai2 尉迟=yu4,chi2"
    " 单于=chan2,yu2 长孙=zhang3,sun1 万俟=mo4,qi2 皇甫=huang2,fu3 宇文=yu3,wen2 令狐=ling2,hu2 鲜于=xian1,yu2"
    " 夏侯=xia4,hou2 诸葛=zhu1,ge3 司马=si1,ma3 欧阳=ou1,yang2 上官=shang4,guan1 公孙=gong1,sun1 濮阳=pu2,yang2"
    " 淳于=chun2,yu2 申屠=shen1,tu2 轩辕=xuan1,yuan2 钟离=zhong1,li2 慕容=mu4,rong2 司徒=si1,tu2 独孤=du2,gu1"
    " 呼延=hu1,yan2 闾丘=lv2,qiu1 东方=dong1,fang1 西门=xi1,men2 南宫=nan2,gong1 端木=duan1,mu4"
)
SURNAMES: dict[str, tuple[str, ...]] = {
    surname: tuple(syllables.split(",")) for surname, _, syllables in (pair.partition("=") for pair in _PAIRS.split())
}
_CHINESE_NAME = re.compile(f"[{HAN}]{{2,4}}")
_BODY = re.compile("[社报军部局院会团组厂台馆所系校室司队店]$")
"""How the names of bodies end: 解放日报, 华文社."""


def surname_reading(name: str) -> tuple[str, ...]:
    """Return the syllables of the surname that a Chinese person's name begins with, none when it is read as usual.

    `name` is Han characters only, two to four of them, else nothing is told.
    """
    if not _CHINESE_NAME.fullmatch(name) or _BODY.search(name):
        return ()
    return (SURNAMES.get(name[:2]) if len(name) > 2 else None) or SURNAMES.get(name[0], ())
