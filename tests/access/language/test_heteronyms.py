"""What a character can be read as."""

import pytest

from access.language.heteronyms import MOST, Choice, Heteronyms
from access.language.pinyin import split_syllable


@pytest.fixture(scope="module")
def alternatives() -> Heteronyms:
    return Heteronyms()


def test_the_common_readings_come_first(alternatives: Heteronyms) -> None:
    assert {choice.pinyin for choice in alternatives("行")[:2]} == {"xing2", "hang2"}
    assert {choice.pinyin for choice in alternatives("长")[:2]} == {"chang2", "zhang3"}


def test_readings_are_told_apart_by_where_they_come_from(alternatives: Heteronyms) -> None:
    choices = alternatives("行")
    assert choices[0].source == "phrase"
    assert Choice("xing4", "dictionary") in choices


def test_what_is_no_han_character_or_unknown_has_no_readings(alternatives: Heteronyms) -> None:
    assert alternatives("a") == alternatives("。") == alternatives("\U000323af") == ()


def test_every_reading_is_a_syllable_and_none_comes_twice(alternatives: Heteronyms) -> None:
    for code_point in range(0x4E00, 0x9FA6, 7):
        choices = [choice.pinyin for choice in alternatives(chr(code_point))]
        assert len(choices) == len(set(choices)) <= MOST
        for syllable in choices:
            split_syllable(syllable)
