"""Sentences are written here one a line; the text under test is the lines joined by what stands between them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.language.sentences import LONGEST, sentences


def divided(text: str, language: str, longest: int = LONGEST) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language, longest)]


CHINESE = [
    "他来了。|我走了。",
    "你是谁？|我是小王。",
    "快跑！|他喊道。",
    "真的吗？！|我不信。",
    "什么！！！|不可能。",
    "天气很好，我们出去走走。",
    "他说，今天不行；明天再说。",
    "他问：“你好吗？”|我点点头。",
    "“你好。”|他说。",
    "“你好。”，他说。",
    "“走吧！”、“好的！”都是他说的。",
    "“我知道了。”|“那就好。”",
    "他说：“我知道了。|你先走吧。”",
    "「你好。」|他说。",
    "『走！』|她叫道。",
    "他喊“救命！”|没人听见。",
    "（他笑了。）|我也笑了。",
    "他（真的吗？）来了。",
    "他（天哪！）竟然走了。",
    "（你信吗？）|他不信。",
    "我读《谁动了我的奶酪？》一书。",
    "我读了《谁动了我的奶酪？》。|你呢？",
    "《走！》是一首歌。",
    "他……他走了。",
    "他想了想……然后走了。",
    "我不知道……\n他说。",
    "“我……”他说不下去了。",
    "“我……”|“你怎么了？”",
    "他说：“等等……”",
    "算了吧……。|我们走。",
    "真的？……|我不信。",
    "真的！——他喊。",
    "他——一个农民——笑了。",
    "他走了——\n再也没回来。",
    "第一行\n第二行",
    "第一句。\n第二句。",
    "圆周率是3.14。|你知道吗？",
    "价格是1,000元。|太贵了。",
    "会议在12:30开始。|请准时。",
    "1.引言",
    "1. 引言",
    "（1）第一条。|（2）第二条。",
    "一、总则。|二、细则。",
    "他来了.|我走了.",
    "他来了!|我走了!",
    "他来了?|是的.",
    "你好...我走了。",
    '他说:"你好。"|然后走了。',
    '他说"走！"|她说"不！"',
    "他叫阿Q。|她叫小D。",
    "我到N进K学堂去。|后来又走了。",
    "他今年50岁。|身体很好。",
    "增长了3.5%。|很好。",
    "好。|好。|好。",
    "唉！",
    "没有标点的一行",
    "　　段首空两格。|第二句。",
    "他说：‘好。’|我答应了。",
    "“他说：‘好。’”|她写道。",
    "“怎么办？”他问，“谁知道？”|没人回答。",
    "哈哈哈！|他笑道：“你输了！”",
    "【注】见下文。|完。",
    "见下文【完。】|下一章",
    "东京を見た。|明日も晴れ。",
    "难道……不是你？|是我！",
    "二〇二六年十一月二十二日。|星期日。",
    "他终于说：“好吧。|就这样。”|说完就走了。",
    "他买了苹果、梨、桃子。|还有葡萄。",
    "！|你好。",
    "你好。——|再见。",
]
CHINESE_DIFFERENT = {
    "“怎么办？”他问，“谁知道？”|没人回答。": ["“怎么办？”", "他问，“谁知道？”", "没人回答。"],
    "“走吧！”、“好的！”都是他说的。": ["“走吧！”、“好的！”", "都是他说的。"],
    "！|你好。": ["！你好。"],
    "你好。——|再见。": ["你好。", "——再见。"],
    "真的！——他喊。": ["真的！", "——他喊。"],
}
ENGLISH = [
    "He came. |She left.",
    "Who are you? |I am Tom.",
    "Run! |He shouted.",
    "Really?! |I doubt it.",
    "Mr. Darcy came. |He was proud.",
    "Mrs. Bennet and Dr. Smith met. |They talked.",
    "She lives on St. James Street. |It is long.",
    "Use fruit, e.g. Apples or pears.",
    "It is new, i.e. Not old.",
    "Apples, pears, etc. are fruit.",
    "We sell apples, pears, etc. |The shop is small.",
    "See No. 5 for more. |Thanks.",
    "No. |He did not come.",
    "It is A vs. B here.",
    "On Jan. 5 we met. |It rained.",
    "The U.S. Army came. |It left.",
    "He lives in the U.S. |He likes it.",
    "J. K. Rowling wrote it. |I read it.",
    "J.R.R. Tolkien wrote it. |I read it.",
    "We met at 5 p.m. on Monday.",
    "We met at 5 p.m. |He was late.",
    "Pi is 3.14 or so. |Good.",
    "1. Introduction",
    "12. The end of all things. |Next.",
    "A. First choice",
    "iv. Fourth choice",
    "Visit http://www.example.com/a.b?c=d now. |Thanks.",
    "Visit www.example.com. |It is free.",
    "Write to a.b@example.org today. |Bye.",
    "It was 5.30 then. |Late.",
    "“Stop!” he cried. |She stopped.",
    "“Stop!” |He stopped.",
    "“Who is it?” she asked.",
    '"Stop." |He stopped.',
    '"Come," he said. |"Now."',
    "“I know.” |“Good.”",
    "He said ‘no.’ |Then he left.",
    "Wait... what is it?",
    "Wait... |What is it?",
    "Well… |He left.",
    "Well… he left.",
    "He paused . . . and left.",
    "(He smiled.) |She left.",
    "He (poor man!) was ill.",
    "It rose 3.5%. |Good.",
    "First line\nSecond line",
    "First. \nSecond.",
    "He met Prof. Jones. |They spoke.",
    "It cost $3.50. |Cheap.",
    "Smith et al. found it. |Great.",
    "See Fig. 3 and p. 12. |Then stop.",
    "Vol. 2 is out. |Buy it.",
    "He works for Acme Inc. |The firm is big.",
    "Acme Inc. Berlin is big.",
    "Plan B. |The next plan.",
    "It was I. |You knew.",
    "What? |No! |Yes.",
    "He came; she left: so it goes, then.",
    "Yahoo! is a company.",
    "He was born in 1999. |She was born in 2001.",
    "No punctuation at all",
    "“It is a truth,” said he. |“Indeed!”",
    "He read “War and Peace.” |Then he slept.",
    "The end.\n\nThe beginning.",
    "Messrs. Long and Short came.",
    "Ph.D. students work. |They do.",
    "He has a Ph.D. |She has none.",
    "He left – quickly. |She stayed.",
    "Don’t go. |I’ll stay.",
    "Chapter 3. |The Storm",
    "He is 5 ft. Tall men are 6.",
    "Hello world.\tNext one.",
]
ENGLISH_DIFFERENT = {
    "Hello world.\tNext one.": ["Hello world.", "Next one."],
}
MIXED = [
    "他说“Hello.”|然后走了。",
    "我用iPhone 15 Pro。|很好。",
    "我爱Python。|You too.",
    "Hello! |你好！",
    "Hello!你好！",
    "I love you.|他说。",
    "他是Mr.王的朋友。|对吧？",
    "Dr. 王来了。|我走了。",
    "请看 www.example.com 网站。|谢谢。",
    "版本是v2.0版。|新的。",
    "他在Apple Inc.工作。|我不在。",
    "“Yes!” |他说。",
    "“Yes！” he said。|我笑了。",
    "这是Windows 95。|Old system. |很老。",
    "The word 你好 means hello. |Easy.",
    "《Harry Potter》由J. K. Rowling写。|好看。",
    "我说OK。|OK?",
    "他问：“Are you ready?”|我说：“好了。”",
    "见Fig. 3。|再见。",
    "Hello...你好。",
    "时间是5 p.m.左右。|别迟到。",
    "Read 《呐喊》. |It is good.",
    "用e.g.举例。|完。",
    "Beijing（北京）is big. |真的。",
    "3.14是π。|对。",
    '他说:"Go!"|她走了。',
]
MIXED_DIFFERENT = {
    "Hello!你好！": ["Hello!", "你好！"],
    "他问：“Are you ready?”|我说：“好了。”": ["他问：“Are you ready?”", "我说：“好了。”"],
}
CASES = [
    *((case, "zh", CHINESE_DIFFERENT.get(case)) for case in CHINESE),
    *((case, "en", ENGLISH_DIFFERENT.get(case)) for case in ENGLISH),
    *((case, "zh", MIXED_DIFFERENT.get(case)) for case in MIXED),
]


@pytest.mark.parametrize(("case", "language", "different"), CASES)
def test_example(case: str, language: str, different: list[str] | None) -> None:
    expected = [part.strip() for line in case.split("\n") for part in line.split("|") if part.strip()]
    assert divided(case.replace("|", ""), language) == (different or expected)


def test_there_are_enough_examples() -> None:
    assert len(CHINESE) >= 60
    assert len(ENGLISH) >= 60
    assert len(MIXED) >= 20


def test_nothing_has_no_sentences() -> None:
    assert sentences("", "zh") == ()
    assert sentences(" \n\u3000\t\n", "en") == ()


def test_a_long_sentence_is_cut_at_its_best_mark() -> None:
    text = "一二三，四五六；七八九，十一二，三四五六。"
    assert divided(text, "zh", 12) == ["一二三，四五六；", "七八九，十一二，", "三四五六。"]


def test_a_long_sentence_without_marks_is_cut_at_blanks_and_else_at_the_limit() -> None:
    assert divided("aaaa bbbb cccc", "en", 10) == ["aaaa bbbb", "cccc"]
    assert divided("一" * 25, "zh", 10) == ["一" * 10, "一" * 10, "一" * 5]


def test_a_cut_keeps_a_mark_with_its_letter() -> None:
    assert divided("e\u0301" * 5, "fr", 5) == ["e\u0301" * 2, "e\u0301" * 2, "e\u0301"]


def test_a_cut_leaves_no_closing_mark_alone() -> None:
    assert divided("“甲，乙丙丁，戊己庚！”", "zh", 11) == ["“甲，乙丙丁，", "戊己庚！”"]


def test_a_number_is_not_cut_at_its_comma() -> None:
    assert divided("the total is 1,000,000 and more", "en", 20) == ["the total is", "1,000,000 and more"]


PIECES = st.sampled_from(
    [
        *"中国人他说好。！？；：，、…—“”‘’「」『』（）《》 \n\u3000.!?,;:\"'()-aBcD15%",
        "Mr.",
        "etc.",
        "……",
        "——",
        "...",
        "e.g. ",
        "J. ",
        "http://a.b/c",
        "3.14",
        "Hello ",
        "́",
        "𠀀",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=60))


@given(TEXTS, st.sampled_from(["zh", "en", "fr"]), st.integers(2, 20))
def test_sentences_cover_the_text_in_order_and_are_short(text: str, language: str, longest: int) -> None:
    end = 0
    for start, stop in sentences(text, language, longest):
        assert end <= start < stop <= start + longest
        assert not text[end:start].strip()
        assert not text[start].isspace()
        assert not text[stop - 1].isspace()
        assert "\n" not in text[start:stop]
        end = stop
    assert not text[end:].strip()


@given(TEXTS, TEXTS, st.sampled_from(["zh", "en"]))
def test_what_comes_before_a_line_end_does_not_matter(before: str, after: str, language: str) -> None:
    assert divided(f"{before}\n{after}", language) == divided(before, language) + divided(after, language)


@pytest.mark.parametrize(
    "unit", ["他说。", "a", " ", '"', "Mr. ", "……”", "（", "。）", ".", "A. ", "，", "e\u0301", "\u0301", "！》"]
)
def test_a_monster_takes_no_longer_than_its_length(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    begun = time.process_time()
    sentences(text, "zh")
    assert time.process_time() - begun < 60
