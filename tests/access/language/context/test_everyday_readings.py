"""Everyday Mandarin as a dictionary of the standard language reads it, in stories rather than in reference works.

The network alone reads most of these otherwise.
"""

from __future__ import annotations

import pytest

from access.language.context.reader import ContextReader

READINGS = """
屋子里很暖和 wu1 zi5 li3 hen3 nuan3 huo5
他高兴地说 ta1 gao1 xing4 de5 shuo1
她剪了短发 ta1 jian3 le5 duan3 fa4
他在小学教书 ta1 zai4 xiao3 xue2 jiao1 shu1
仿佛下过一场雨 fang3 fu2 xia4 guo4 yi1 chang3 yu3
我觉得的确很着急 wo3 jue2 de5 di2 que4 hen3 zhao2 ji2
摸不着头脑 mo1 bu4 zhao2 tou2 nao3
他正坐着想事情 ta1 zheng4 zuo4 zhe5 xiang3 shi4 qing5
朋友告诉我的时候 peng2 you5 gao4 su5 wo3 de5 shi2 hou5
他写得好 ta1 xie3 de5 hao3
跑得快，飞得高 pao3 de5 kuai4 - fei1 de5 gao1
孩子长得很高 hai2 zi5 zhang3 de5 hen3 gao1
爸爸和妈妈 ba4 ba5 he2 ma1 ma5
病好了吗 bing4 hao3 le5 ma5
他把书还了 ta1 ba3 shu1 huan2 le5
单老师和曾先生 shan4 lao3 shi1 he2 zeng1 xian1 sheng5
他曾经查找 ta1 ceng2 jing1 cha2 zhao3
言归正传 yan2 gui1 zheng4 zhuan4
深更半夜 shen1 geng1 ban4 ye4
银行行长 yin2 hang2 hang2 zhang3
"""
CASES = [line.split(" ", 1) for line in READINGS.strip().splitlines()]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_everyday_words(text: str, wanted: str) -> None:
    assert " ".join(syllable or "-" for syllable in ContextReader().read(text).pinyin) == wanted
