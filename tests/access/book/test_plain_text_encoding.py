"""Encodings of text files are told apart in one sentence and in a whole book."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.book.text.encoding import decode_text
from access.errors import InputError, NoTextError, UnknownFormatError

SIMPLIFIED = (
    "我冒了严寒，回到相隔二千余里，别了二十余年的故乡去。",
    "他说：“这本书是谁的？”没有人回答。",
    "图书馆里很安静，只听见翻书的声音。",
    "第一章 春天的早晨",
    "盲文",
    "请在下午五点以前把书还回来，谢谢！",
)
TRADITIONAL = (
    "話說天下大勢，分久必合，合久必分。",
    "滿紙荒唐言，一把辛酸淚。",
    "他說：「這個問題很難解決。」",
    "圖書館裡很安靜，只聽見翻書的聲音。",
    "第一回　甄士隱夢幻識通靈",
    "國語字典",
)
WESTERN = (
    ("cp1252", "Voilà, c’est déjà l’été à Noël."),
    ("latin-1", "Müller trinkt Öl, größer ist schöner."),
    ("latin-1", "café"),
    ("cp1252", "“Hello”—he said"),
    ("latin-1", "El niño está aquí. ¿Qué?"),
)
OTHERS = (
    ("cp1251", "Привет, как дела? Это простой текст."),
    ("koi8_r", "Привет, как дела? Это простой текст."),
    ("cp932", "これは日本語の文章です。漢字もあります。"),
    ("euc_jp", "これは日本語の文章です。漢字もあります。"),
    ("cp949", "안녕하세요. 이것은 한국어 문장입니다."),
)


@pytest.mark.parametrize("text", SIMPLIFIED + TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_one_sentence_of_chinese(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)).text == text


@pytest.mark.parametrize("text", TRADITIONAL)
def test_one_sentence_of_big5(text: str) -> None:
    assert decode_text(text.encode("big5")).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_long_chinese_without_a_mark(encoding: str, line_end: str) -> None:
    text = line_end.join(SIMPLIFIED * 400)
    decoded = decode_text(text.encode(encoding))
    assert decoded.text == text
    assert not decoded.warnings


def test_traditional_text_in_gb18030_and_big5_of_the_same_words() -> None:
    text = "\n".join(TRADITIONAL)
    assert decode_text(text.encode("gb18030")).encoding == "gb18030"
    assert decode_text(text.encode("big5")).encoding == "Big5"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_english_in_utf_16_without_a_mark(encoding: str) -> None:
    assert decode_text("Chapter 1\r\nHello".encode(encoding)).text == "Chapter 1\r\nHello"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE])
def test_big_endian_marks(mark: bytes) -> None:
    encoding = "utf-16-be" if len(mark) == 2 else "utf-32-be"
    assert decode_text(mark + "呐喊".encode(encoding)).text == "呐喊"


@pytest.mark.parametrize(("encoding", "text"), WESTERN + OTHERS)
def test_other_scripts(encoding: str, text: str) -> None:
    assert decode_text(text.encode(encoding)).text == text


def test_one_chinese_word_late_in_an_english_book() -> None:
    text = "An English line of text.\n" * 5000 + "The word 字 means character.\n" + "More English.\n" * 5000
    assert decode_text(text.encode("gb18030")).text == text


def test_astral_characters_of_gb18030() -> None:
    text = "这是𠀀和𠮷两个字，都在扩展区里。"
    assert decode_text(text.encode("gb18030")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_broken_bytes_are_replaced_and_reported_with_their_line(encoding: str) -> None:
    lines = list(SIMPLIFIED * 40)
    data = bytearray("\n".join(lines).encode(encoding))
    place = len("\n".join(lines[:100]).encode(encoding)) + 1
    data[place] = 0xFF
    decoded = decode_text(bytes(data))
    assert decoded.encoding == encoding
    (warning,) = decoded.warnings
    assert warning.where == "line 101"
    assert warning.details["line"] == 101
    assert warning.details["count"] == decoded.text.count("\ufffd") > 0
    assert decoded.text.split("\n")[:100] == lines[:100]


def test_stray_control_characters_are_left_out_and_reported() -> None:
    decoded = decode_text(("字" * 300 + "\n\x01" + "字" * 300).encode())
    assert decoded.text == "字" * 300 + "\n" + "字" * 300
    assert [warning.where for warning in decoded.warnings] == ["line 2"]


def test_padding_at_the_end_is_no_matter() -> None:
    assert not decode_text(b"Hello, reader.\r\n\x1a").warnings


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe", "\u3000\u200b\n".encode(), b"* * *"])
def test_nothing_to_read(data: bytes) -> None:
    with pytest.raises(NoTextError):
        decode_text(data)


@pytest.mark.parametrize(
    "data",
    [
        b"text\0\0\0\0text" * 40,
        bytes(range(256)) * 4,
        random.Random(1).randbytes(5000),
        bytes(random.Random(2).choices(range(128, 256), k=500)),
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownFormatError):
        decode_text(data)


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode_text(data).text
    except InputError:
        return
    assert "\0" not in text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff")))
def test_utf_8_is_never_guessed_away(text: str) -> None:
    try:
        assert decode_text(text.encode()).text == text
    except NoTextError:
        assert not any(character.isalnum() for character in text)
