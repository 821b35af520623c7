import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.language.words import words


def pieces(text: str) -> list[str]:
    return [text[word.start : word.end] for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("银行行长长大了", ["银行行长", "长大", "了"]),
        ("我们在图书馆看书。", ["我们", "在", "图书馆", "看书", "。"]),
        ("don’t stop", ["don’t", "stop"]),
        ("COVID-19 and MP3", ["COVID-19", "and", "MP3"]),
        ("3.14、1,000、12:30、5kg、50%", ["3.14", "、", "1,000", "、", "12:30", "、", "5kg", "、", "50", "%"]),
        ("他说……好——吧", ["他", "说", "……", "好", "——", "吧"]),
        ("コーヒー", ["コーヒー"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("T恤", ["T", "恤"]),
        ("", []),
        (" \n\u3000", []),
    ],
)
def test_words_by_shape(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_offsets_count_code_points_of_astral_han() -> None:
    text = "𠀀𠮷家，𠀀"
    assert "".join(pieces(text)) == text
    assert words(text)[-1].end == len(text) == 5


def test_a_variation_selector_stays_with_its_character() -> None:
    assert not any(piece.startswith("\U000e0100") for piece in pieces("葛\U000e0100城"))


@given(st.text(alphabet=st.one_of(st.sampled_from("中国人的。，“”…—a1 .-'’\n\U000e0100の𠀀_"), st.characters())))
def test_words_cover_everything_but_blanks_in_order(text: str) -> None:
    found = words(text)
    end = 0
    for word in found:
        assert end <= word.start < word.end
        assert not text[end : word.start].strip()
        assert not any(character.isspace() for character in text[word.start : word.end])
        end = word.end
    assert not text[end:].strip()
