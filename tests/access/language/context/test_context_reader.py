from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.language.context.reader import ContextReader
from access.language.lexicon import Lexicon, LexiconEntry
from access.language.pinyin import split_syllable
from access.language.reading import Reading

READER = ContextReader()


def sounds(text: str) -> str:
    return " ".join(sound for sound in READER.read(text).pinyin if sound)


KNOWN = {
    "他在银行排了很长的队，行长亲自出来道歉。": {3: "hang2", 7: "chang2", 11: "hang2", 12: "zhang3"},
    "这只鸟只吃虫子。": {1: "zhi1", 3: "zhi3"},
    "他还书的时候还在下雨。": {1: "huan2", 6: "hai2"},
    "音乐让人快乐。": {1: "yue4", 5: "le4"},
    "他觉得应该睡一觉。": {1: "jue2", 7: "jiao4"},
    "重庆的山很重要。": {0: "chong2", 5: "zhong4"},
    "大夫说他长大了会长高。": {0: "dai4", 4: "zhang3", 8: "zhang3"},
    "他慢慢地走过这块地。": {3: "de5", 8: "di4"},
    "我得走了，这本书得到了好评。": {1: "dei3", 8: "de2"},
    "他为人民服务，成为英雄。": {8: "wei2"},
    "朝阳区的早晨，他朝着太阳跑。": {0: "chao2", 8: "chao2"},
    "院子里有一只猫，三只狗。": {5: "zhi1", 9: "zhi1"},
    "这只是数学课。": {1: "zhi3", 3: "shu4"},
    "我们得回家了。": {2: "dei3"},
    "她把头发剪短，发现轻松多了。": {3: "fa5", 7: "fa1"},
}


@pytest.mark.parametrize(("text", "expected"), KNOWN.items())
def test_polyphones_in_sentences(text: str, expected: dict[int, str]) -> None:
    reading = READER.read(text)
    assert {place: reading.pinyin[place] for place in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一个不是", "yi1 ge4 bu4 shi4"),
        ("花儿开了", "hua1 er5 kai1 le5"),
        ("一会儿", "yi1 hui4 er5"),
        ("儿子和女儿", "er2 zi5 he2 nv3 er2"),
        ("儿童", "er2 tong2"),
        ("东西", "dong1 xi5"),
        ("战略", "zhan4 lve4"),
        ("绿色", "lv4 se4"),
        ("2026年5月17日", "nian2 yue4 ri4"),
        ("我用iPhone给Anna打电话", "wo3 yong4 gei3 da3 dian4 hua4"),
        ("二十六个学生", "er4 shi2 liu4 ge4 xue2 sheng5"),
    ],
)
def test_words(text: str, expected: str) -> None:
    got, wanted = sounds(text).split(), expected.split()
    # Whether the last syllable of 学生 has a tone is told differently; everything else is not.
    assert [each for each in got if not each.startswith("sheng")] == [
        each for each in wanted if not each.startswith("sheng")
    ]


def holds_the_contract(text: str, reading: Reading) -> None:
    assert reading.text == text
    assert len(text) == len(reading.pinyin) == len(reading.confidence) == len(reading.sources)
    for sound, confidence, source in zip(reading.pinyin, reading.confidence, reading.sources, strict=True):
        if sound is None:
            assert confidence in {None, 0.0}
            assert source is None
        else:
            split_syllable(sound)
            assert confidence is not None
            assert 0 < confidence <= 1
            assert source in {"lexicon", "context", "phrase", "dictionary"}


TEXTS = st.text(alphabet="中行长了着的得地还一不儿乐重好，。！？…”“\n abc1é𠀀ー吗〇", max_size=60)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_keeps_the_contract(text: str) -> None:
    holds_the_contract(text, READER.read(text))


@given(st.lists(TEXTS, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_a_text_reads_the_same_in_any_company(texts: list[str], chance: object) -> None:
    alone = [READER.read(text) for text in texts]
    assert READER.read_many(texts) == alone
    assert READER.read_many(texts[::-1]) == alone[::-1]
    assert READER.read_many([*texts, "他长得很高，还会弹钢琴。" * 20])[: len(texts)] == alone


def test_many_sentences_of_many_lengths_read_as_alone() -> None:
    """More sentences than one batch of the network has, so that rows stand at every place of a batch."""
    pieces = [
        "他还得重新数一数行李",
        "，长得都差不多",
        "，为了调查只好着急地等着",
        "，一行人在银行里发现了血",
        "还",
        "。",
    ]
    texts = [
        "".join(pieces[number % 5] for number in range(first, first + size))
        for first in range(9)
        for size in range(1, 60)
    ]
    together = READER.read_many(texts)
    assert together[::23] == [READER.read(text) for text in texts[::23]]
    assert READER.read_many(texts[100:200]) == together[100:200]


def test_long_texts_are_taken() -> None:
    text = "他长得还行只是着急了" * 300
    reading = READER.read(text)
    holds_the_contract(text, reading)
    assert READER.read_many(["", " ", "\n"]) == [
        Reading(blank, (), (None,) * len(blank), (None,) * len(blank), (None,) * len(blank))
        for blank in ("", " ", "\n")
    ]
    assert READER.read_many([]) == []


def test_a_character_nobody_knows_is_told_from_other_text() -> None:
    reading = READER.read("\U000323af!")
    assert (reading.pinyin, reading.confidence, reading.sources) == ((None, None), (0.0, None), (None, None))


def test_the_lexicon_goes_before_everything() -> None:
    reader = ContextReader(
        Lexicon([LexiconEntry("乐亭", ("lao4", "ting2")), LexiconEntry("行", ("hang2",), before="一")])
    )
    reading = reader.read("乐亭的快乐，一行人")
    assert reading.pinyin[0] == "lao4"
    assert (reading.confidence[0], reading.sources[0]) == (1.0, "lexicon")
    assert reading.pinyin[4] == "le4"
    assert reading.pinyin[7] == "hang2"
    assert reader.version != READER.version


def test_the_doubtful_is_less_sure_than_the_plain() -> None:
    plain, doubtful = READER.read("我们的中国"), READER.read("他揣着刀子")
    assert doubtful.confidence[1] is not None
    assert min(sure for sure in plain.confidence if sure is not None) > doubtful.confidence[1]


def test_travels_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(ContextReader)) is ContextReader
    other = pickle.loads(pickle.dumps(READER))
    assert other.version == READER.version
    assert other.read("银行行长") == READER.read("银行行长")


def test_version_names_its_parts() -> None:
    assert re.fullmatch(
        r"context-\d+\+g2pM-[\d.]+\+model-[0-9a-f]+\+phrase-\d+\+rjieba-[\d.]+\+pypinyin-[\d.]+\+lexicon-none",
        READER.version,
    )
