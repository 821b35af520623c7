from __future__ import annotations

import re
from pathlib import Path

import pytest

from access.language.phrase_reader import PhraseReader
from access.language.reading import Reading

SHARED = Path(__file__).parents[3].parent / "shared"


@pytest.fixture(scope="module")
def reader() -> PhraseReader:
    return PhraseReader()


def sounds(reading: Reading) -> str:
    return " ".join(sound for sound in reading.pinyin if sound)


def test_a_bank_manager_has_grown_up(reader: PhraseReader) -> None:
    assert sounds(reader.read("银行行长长大了")) == "yin2 hang2 hang2 zhang3 zhang3 da4 le5"


def test_entries_are_one_a_code_point(reader: PhraseReader) -> None:
    text = "A 𠀀家，了！"
    reading = reader.read(text)
    assert reading.text == text
    assert len(reading.pinyin) == len(reading.confidence) == len(reading.sources) == len(text)
    for character, sound, confidence, source in zip(
        text, reading.pinyin, reading.confidence, reading.sources, strict=True
    ):
        if character in "𠀀家了":
            assert sound is not None
            assert confidence is not None
            assert 0 < confidence <= 1
            assert source in {"lexicon", "context", "phrase", "dictionary"}
        else:
            assert (sound, confidence, source) == (None, None, None)


def test_nothing_is_read_as_nothing(reader: PhraseReader) -> None:
    assert reader.read("") == Reading("", (), (), (), ())


def test_a_character_no_dictionary_knows_is_told_from_other_text(reader: PhraseReader) -> None:
    reading = reader.read("\U000323af!")
    assert reading.pinyin == (None, None)
    assert reading.confidence == (0.0, None)
    assert reading.sources == (None, None)


def test_version_names_its_parts(reader: PhraseReader) -> None:
    assert re.fullmatch(r"phrase-\d+\+rjieba-[\d.]+\+pypinyin-[\d.]+", reader.version)


KNOWN = {
    "音乐": "yin1 yue4",
    "快乐": "kuai4 le4",
    "睡觉": "shui4 jiao4",
    "首都": "shou3 du1",
    "都来了": "dou1 lai2 le5",
    "重庆": "chong2 qing4",
    "长安": "chang2 an1",
    "朝阳": "chao2 yang2",
    "朝鲜人": "chao2 xian3 ren2",
    "还有": "hai2 you3",
    "还给你": "huan2 gei3 ni3",
    "行不行": "xing2 bu4 xing2",
    "行为": "xing2 wei2",
    "为了": "wei4 le5",
    "因为": "yin1 wei4",
    "成为": "cheng2 wei2",
    "为什么": "wei4 shen2 me5",
    "中国": "zhong1 guo2",
    "将来": "jiang1 lai2",
    "区别": "qu1 bie2",
    "那里": "na4 li3",
    "和平": "he2 ping2",
    "只有": "zhi3 you3",
    "一只鸟": "yi1 zhi1 niao3",
    "三种": "san1 zhong3",
    "觉得": "jue2 de5",
    "得到": "de2 dao4",
    "了解": "liao3 jie3",
    "着急": "zhao2 ji2",
    "看着": "kan4 zhe5",
    "角色": "jue2 se4",
    "给我": "gei3 wo3",
    "谁来": "shei2 lai2",
    "这里": "zhe4 li3",
    "哪里": "na3 li3",
    "好啊": "hao3 a5",
    "一个": "yi1 ge4",
    "不是": "bu4 shi4",
    "一一": "yi1 yi1",
    "看一看": "kan4 yi1 kan4",
    "差不多": "cha4 bu4 duo1",
    "花儿": "hua1 er5",
    "花儿开了": "hua1 er5 kai1 le5",
    "一会儿": "yi1 hui4 er5",
    "这儿": "zhe4 er5",
    "儿子": "er2 zi5",
    "女儿": "nv3 er2",
    "儿童": "er2 tong2",
    "慢慢地走": "man4 man4 de5 zou3",
    "土地": "tu3 di4",
    "听得明白": "ting1 de5 ming2 bai5",
    "只得回家": "zhi3 de2 hui2 jia1",
    "获得": "huo4 de2",
    "跑得快": "pao3 de5 kuai4",
    "我得走了": "wo3 dei3 zou3 le5",
    "受不了": "shou4 bu4 liao3",
    "我们": "wo3 men5",
    "好吗": "hao3 ma5",
    "你呢": "ni3 ne5",
    "走吧": "zou3 ba5",
    "什么": "shen2 me5",
    "桌子": "zhuo1 zi5",
    "妻子": "qi1 zi5",
    "电子": "dian4 zi3",
    "目的": "mu4 di4",
    "的确": "di2 que4",
    "他的": "ta1 de5",
    "他长大了": "ta1 zhang3 da4 le5",
    "头发长了": "tou2 fa5 zhang3 le5",
    "绿色": "lv4 se4",
    "虐待": "nve4 dai4",
    "战略": "zhan4 lve4",
    "嗯": "en5",
}


@pytest.mark.parametrize(("text", "expected"), KNOWN.items())
def test_known_words(reader: PhraseReader, text: str, expected: str) -> None:
    assert sounds(reader.read(text)) == expected


def test_confidence_falls_from_certain_to_phrase_to_default(reader: PhraseReader) -> None:
    reading = reader.read("牛，音乐，乐")
    certain, phrase, default = (reading.confidence[place] for place in (0, 3, 5))
    assert certain == 1.0
    assert phrase is not None
    assert default is not None
    assert 0.9 <= phrase <= 0.97
    assert 0.6 <= default <= 0.9


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_nine_polyphones_in_ten_are_right(reader: PhraseReader) -> None:
    sentences = (SHARED / "chinese/cpp-dev.sent").read_text(encoding="utf-8").splitlines()
    labels = (SHARED / "chinese/cpp-dev.lb").read_text(encoding="utf-8").splitlines()
    right = 0
    for sentence, label in zip(sentences, labels, strict=True):
        place = sentence.index("▁")
        right += reader.read(sentence.replace("▁", "")).pinyin[place] == label.replace("u:", "v")
    assert right / len(labels) > 0.94
