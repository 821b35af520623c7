"""Numbers in Chinese as they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.language.phrase_reader import PhraseReader
from audio.voices.numerals import cardinal, with_numbers_spoken


def said(text: str) -> str:
    words = with_numbers_spoken(PhraseReader().read(text))
    return "".join(syllable.character for word in words for syllable in word)


@pytest.mark.parametrize(
    ("number", "chinese"),
    [
        (0, "零"),
        (10, "十"),
        (14, "十四"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (10_500, "一万零五百"),
        (100_000, "十万"),
        (10_000_001, "一千万零一"),
        (300_000_000, "三亿"),
        (100_010_001, "一亿零一万零一"),
    ],
)
def test_cardinals(number: int, chinese: str) -> None:
    assert cardinal(number) == chinese


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("1919年", "1919年"),
        ("他12岁", "他十二岁"),
        ("圆周率是3.14", "圆周率是三点14"),
        ("增长40%", "增长百分之四十"),
        ("9:30开门", "九点三十分开门"),
        ("两点是2:00", "两点是两点"),
        ("2个人", "两个人"),
        ("第2个", "第二个"),
        ("1,200元", "一千二百元"),
        ("电话13800138000", "电话13800138000"),
        ("编号007", "编号007"),
        ("3-5天", "三到五天"),
        ("三分之1/3", "三分之三分之一"),
        ("-5℃", "负五摄氏度"),
        ("１２本", "十二本"),
    ],
)
def test_numbers_in_text(text: str, chinese: str) -> None:
    assert said(text) == chinese


def _value(chinese: str) -> int:
    """Read a cardinal back, independently of how it is written."""
    digits = {name: value for value, name in enumerate("零一二三四五六七八九")}
    total = section = digit = 0
    for character in chinese:
        if character in digits:
            digit = digits[character]
        elif character in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        else:
            total = (total + section + digit) * {"万": 10_000, "亿": 100_000_000}[character]
            section = digit = 0
    return total + section + digit


@given(st.integers(min_value=0, max_value=99_999_999))
def test_a_cardinal_reads_back(number: int) -> None:
    assert _value(cardinal(number)) == number
