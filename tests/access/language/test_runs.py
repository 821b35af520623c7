from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.book.walk import FlatText, Mark, TextSpan
from access.language.runs import language_runs, primary_subtag


def runs(text: str, language: str, *spans: tuple[int, int, str]) -> list[tuple[str, str]]:
    flat = FlatText(text, tuple(TextSpan(Mark.LANGUAGE, *span) for span in spans))
    return [(text[run.start : run.end], run.language) for run in language_runs(flat, language)]


CASES = [
    ("zh-CN", "今天很好。", [("今天很好。", "zh")]),
    ("en-GB", "It is 12:30.", [("It is 12:30.", "en")]),
    ("zh", "到N进K学堂", [("到", "zh"), ("N", "en"), ("进", "zh"), ("K", "en"), ("学堂", "zh")]),
    ("zh", "他说：“Hello, world!” 你好", [("他说：“", "zh"), ("Hello, world!", "en"), ("” 你好", "zh")]),
    ("zh", "Hello, world! 你好", [("Hello, world! ", "en"), ("你好", "zh")]),
    ("zh", "iPhone 15 Pro发布", [("iPhone 15 Pro", "en"), ("发布", "zh")]),
    ("zh", "Windows 95很老", [("Windows 95", "en"), ("很老", "zh")]),
    ("zh", "买了iPhone 15个", [("买了", "zh"), ("iPhone ", "en"), ("15个", "zh")]),
    ("zh", "重5 kg，长3.5 mm。", [("重", "zh"), ("5 kg", "en"), ("，长", "zh"), ("3.5 mm", "en"), ("。", "zh")]),
    ("zh", "有3 Windows", [("有3 ", "zh"), ("Windows", "en")]),
    ("zh", "用MP3听", [("用", "zh"), ("MP3", "en"), ("听", "zh")]),
    ("zh", "4K电视和A4纸", [("4K", "en"), ("电视和", "zh"), ("A4", "en"), ("纸", "zh")]),
    ("zh", "C++、C#。", [("C++", "en"), ("、", "zh"), ("C#", "en"), ("。", "zh")]),
    ("zh", "T恤，2024年", [("T", "en"), ("恤，2024年", "zh")]),
    ("zh", '"Hello," he said.', [('"Hello," he said.', "en")]),
    ("zh", "「Hello」", [("「", "zh"), ("Hello", "en"), ("」", "zh")]),
    ("zh", "第IV章", [("第", "zh"), ("IV", "en"), ("章", "zh")]),
    ("zh", "12, 13.", [("12, 13.", "zh")]),
    ("zh", "Привет, мир", [("Привет, мир", "ru")]),
    ("uk", "Привіт", [("Привіт", "uk")]),
    ("fa", "سلام", [("سلام", "fa")]),
    ("en", "سلام", [("سلام", "ar")]),
    ("en", "שלום", [("שלום", "he")]),
    ("en", "नमस्ते", [("नमस्ते", "hi")]),
    ("en", "สวัสดี", [("สวัสดี", "th")]),
    ("en", "བོད་སྐད", [("བོད་སྐད", "bo")]),
    ("en", "ᠮᠣᠩᠭᠣᠯ", [("ᠮᠣᠩᠭᠣᠯ", "mn")]),
    ("en", "the λόγος of it", [("the ", "en"), ("λόγος", "el"), (" of it", "en")]),
    ("en", "say 안녕 now", [("say ", "en"), ("안녕", "ko"), (" now", "en")]),
    ("en", "The word 你好, is", [("The word ", "en"), ("你好", "zh"), (", is", "en")]),
    ("en", "Lu's 《呐喊》 is", [("Lu's ", "en"), ("《呐喊》", "zh"), (" is", "en")]),
    ("en", "Eat 食べる. Then 中国", [("Eat ", "en"), ("食べる", "ja"), (". Then ", "en"), ("中国", "zh")]),
    ("ja", "日本語のText", [("日本語の", "ja"), ("Text", "en")]),
    ("ja", "東京", [("東京", "ja")]),
    ("ko", "한국 is", [("한국 ", "ko"), ("is", "en")]),
    ("zh", "「ありがとう」是谢谢", [("「", "zh"), ("ありがとう", "ja"), ("」是谢谢", "zh")]),
    ("zh", "注音ㄓㄨ", [("注音ㄓㄨ", "zh")]),
    ("fr", "Ça va ? 好", [("Ça va ? ", "fr"), ("好", "zh")]),
    ("und", "Hello 你好", [("Hello ", "en"), ("你好", "zh")]),
    ("zh", "他说No！——这是", [("他说", "zh"), ("No", "en"), ("！——这是", "zh")]),
    ("zh", "见http://a.b/c?d=1 网址", [("见", "zh"), ("http://a.b/c?d=1 ", "en"), ("网址", "zh")]),
    ("zh", "他(OK)好", [("他(", "zh"), ("OK", "en"), (")好", "zh")]),
    ("zh", "He said (yes). 好", [("He said (yes). ", "en"), ("好", "zh")]),
    ("zh", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_runs_by_script(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = runs(text, language)
    assert [piece.rstrip() for piece, _ in found] == [piece.rstrip() for piece, _ in expected]
    assert [tag for _, tag in found] == [tag for _, tag in expected]


def test_a_marked_span_wins_over_the_book_and_keeps_its_tag() -> None:
    assert runs("他说Bonjour, 世界", "zh", (2, 9, "fr-CA")) == [("他说", "zh"), ("Bonjour, ", "fr-CA"), ("世界", "zh")]
    assert runs("He said oui, yes", "en", (8, 11, "fr")) == [("He said ", "en"), ("oui", "fr"), (", yes", "en")]


def test_script_wins_over_a_marked_language_that_does_not_use_it() -> None:
    assert runs("abc你好abc", "en", (0, 8, "fr")) == [("abc", "fr"), ("你好", "zh"), ("abc", "fr")]


def test_a_script_falls_back_on_an_outer_language() -> None:
    assert runs("x東京x", "ja", (0, 4, "en")) == [("x", "en"), ("東京", "ja"), ("x", "en")]


def test_marked_pinyin_stays_chinese() -> None:
    assert runs("你好nǐ hǎo", "zh", (2, 8, "zh-Latn")) == [("你好", "zh"), ("nǐ hǎo", "zh-Latn")]


def test_spans_in_spans() -> None:
    assert runs("aabbaa", "en", (0, 6, "fr"), (2, 4, "de")) == [("aa", "fr"), ("bb", "de"), ("aa", "fr")]


def test_other_marks_do_not_matter() -> None:
    flat = FlatText("你好", (TextSpan(Mark.RUBY, 0, 1, "ni"), TextSpan(Mark.PAGE, 1, 1, "3", "p")))
    assert [run.language for run in language_runs(flat, "zh")] == ["zh"]


def test_primary_subtag() -> None:
    assert [primary_subtag(tag) for tag in ("zh-Hant-TW", "EN_us", "fr", "")] == ["zh", "en", "fr", "und"]


PIECES = st.sampled_from(
    [*list("中国のア안Aa9α, .。，“”《》()\"'\n-…—"), "Hello ", "5 kg", "http://a.b", "\u0301", "𠀀"]
)


@given(
    st.lists(PIECES, max_size=40).map("".join),
    st.sampled_from(["zh", "en-GB", "ja", "ru", "und"]),
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["en", "zh-TW", "fr", "ja"])), max_size=3
    ),
)
def test_runs_cover_the_text_and_neighbours_differ(text: str, language: str, spans: list[tuple[int, int, str]]) -> None:
    inside = [(start, min(end, len(text)), tag) for start, end, tag in sorted(spans) if start <= end]
    found = runs(text, language, *inside)
    assert "".join(piece for piece, _ in found) == text
    assert all(piece for piece, _ in found)
    assert all(first[1] != second[1] for first, second in pairwise(found))


@pytest.mark.parametrize(
    "unit", ["It is a truth. ", "中Hello, ", "1:1:1.1,1 ", " ", "A 12345 ", '"', "中 word の. ", "A(", "“A中", "5 kg "]
)
def test_a_monster_takes_no_longer_than_its_length(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    for language in ("zh", "en"):
        begun = time.process_time()
        language_runs(FlatText(text), language)
        assert time.process_time() - begun < 60


@pytest.mark.parametrize("text", ["角 α 和 β γ 相等", "α粒子", "the angle α is small"])
def test_single_greek_letters_are_symbols(text: str) -> None:
    language = "en" if text.startswith("the") else "zh"
    assert [run.language for run in language_runs(FlatText(text), language)] == [language]


def test_a_greek_word_is_greek() -> None:
    assert "el" in [run.language for run in language_runs(FlatText("他写下λόγος三遍"), "zh")]
