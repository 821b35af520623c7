from __future__ import annotations

from itertools import product

import pytest

from access.language.phrase_reader import PhraseReader
from access.language.pinyin import INITIALS, SYLLABLES, Syllable, join_syllable, split_syllable


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("zhuang1", ("zh", "uang", 1)),
        ("yi1", ("", "i", 1)),
        ("wu2", ("", "u", 2)),
        ("yu3", ("", "v", 3)),
        ("you3", ("", "iou", 3)),
        ("liu4", ("l", "iou", 4)),
        ("jiu4", ("j", "iou", 4)),
        ("wei4", ("", "uei", 4)),
        ("gui1", ("g", "uei", 1)),
        ("wen2", ("", "uen", 2)),
        ("dun4", ("d", "uen", 4)),
        ("jun1", ("j", "vn", 1)),
        ("yuan2", ("", "van", 2)),
        ("xuan3", ("x", "van", 3)),
        ("yue4", ("", "ve", 4)),
        ("que1", ("q", "ve", 1)),
        ("lve4", ("l", "ve", 4)),
        ("lv4", ("l", "v", 4)),
        ("lu4", ("l", "u", 4)),
        ("ju4", ("j", "v", 4)),
        ("yun2", ("", "vn", 2)),
        ("ying1", ("", "ing", 1)),
        ("yin1", ("", "in", 1)),
        ("yong3", ("", "iong", 3)),
        ("xiong2", ("x", "iong", 2)),
        ("zhong1", ("zh", "ong", 1)),
        ("weng1", ("", "ueng", 1)),
        ("wo3", ("", "uo", 3)),
        ("bo1", ("b", "o", 1)),
        ("ya5", ("", "ia", 5)),
        ("ye3", ("", "ie", 3)),
        ("yan2", ("", "ian", 2)),
        ("zhi1", ("zh", "", 1)),
        ("ri4", ("r", "", 4)),
        ("si5", ("s", "", 5)),
        ("er2", ("", "er", 2)),
        ("ê4", ("", "ê", 4)),
        ("hm5", ("", "hm", 5)),
        ("ng2", ("", "ng", 2)),
        ("ang2", ("", "ang", 2)),
        ("nin2", ("n", "in", 2)),
    ],
)
def test_parts(text: str, parts: tuple[str, str, int]) -> None:
    assert split_syllable(text) == Syllable(*parts)


def test_every_syllable_in_every_tone_goes_there_and_back() -> None:
    assert 405 <= len(SYLLABLES) <= 430
    seen = set()
    for spelling, tone in product(SYLLABLES, range(1, 6)):
        text = f"{spelling}{tone}"
        syllable = split_syllable(text)
        assert join_syllable(syllable) == text
        assert syllable.initial in ("", *INITIALS)
        seen.add(syllable)
    assert len(seen) == 5 * len(SYLLABLES)


@pytest.mark.parametrize(
    "text", ["", "1", "zhong", "zhong6", "zhong0", "Zhong1", "lü4", "jv4", "yv4", "bx1", "a", "nng1", "ui1"]
)
def test_what_is_no_syllable_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a pinyin syllable"):
        split_syllable(text)


def test_a_syllable_mandarin_lacks_cannot_be_spelt() -> None:
    for syllable in (Syllable("b", "uang", 1), Syllable("zh", "uang", 6)):
        with pytest.raises(ValueError, match="not a syllable"):
            join_syllable(syllable)


def test_every_reading_the_reader_gives_can_be_split() -> None:
    reader = PhraseReader()
    # Every character of the main block and of the first supplements, each in a text of its own line.
    codes = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0x20000, 0x2A6E0)]
    reading = reader.read("\n".join(map(chr, codes)))
    assert {split_syllable(sound).tone for sound in reading.pinyin if sound} == {1, 2, 3, 4, 5}
    assert sum(1 for sound in reading.pinyin if sound) > 40_000
