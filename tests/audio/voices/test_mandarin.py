"""What a pinyin voice is given."""

import pytest

from access.language.phrase_reader import PhraseReader
from audio.voices.mandarin import spoken_latin_pinyin, spoken_pinyin

READER = PhraseReader()


def spoken(text: str) -> str:
    return spoken_pinyin(READER.read(text))


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("银行行长长大了。", "yin2hang2 hang2zhang3 zhang3da4 le5."),
        ("你好", "ni2hao3"),
        ("一个", "yi2ge4"),
        ("一天", "yi4tian1"),
        ("统一", "tong3yi1"),
        ("第一次", "di4yi1ci4"),
        ("不是", "bu2shi4"),
        ("不好", "bu4hao3"),
        ("一月一日", "yi1yue4 yi1ri4"),
        ("他说：好！", "ta1 shuo1: hao3!"),
        ("……", ""),
        ("", ""),
    ],
)
def test_pinyin_with_sandhi_and_pauses(text: str, pinyin: str) -> None:
    assert spoken(text).replace(" ", "") == pinyin.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [("huàn", "huan4"), ("Běijīng", "bei3jing1"), ("guàn què lóu", "guan4 que4 lou2"), ("Wade", None), ("…", None)],
)
def test_pinyin_printed_as_such(text: str, pinyin: str | None) -> None:
    assert spoken_latin_pinyin(text) == pinyin


def test_words_stay_apart() -> None:
    assert spoken("音乐睡觉").split() == ["yin1yue4", "shui4jiao4"]


def test_sounds_the_voice_lacks_have_stand_ins() -> None:
    assert "hng" not in spoken("哼")
    assert spoken("嗯")
