from __future__ import annotations

import pytest

from access.book.walk import FlatText, Mark, TextSpan
from access.language.annotations import pinyin_of_annotation, with_annotations
from access.language.phrase_reader import PhraseReader


def ruby(text: str, *annotations: tuple[int, int, str]) -> FlatText:
    return FlatText(text, tuple(TextSpan(Mark.RUBY, start, end, value) for start, end, value in annotations))


@pytest.mark.parametrize(
    ("annotation", "count", "expected"),
    [
        ("zhōngguó", 2, ("zhong1", "guo2")),
        ("zhōng guó", 2, ("zhong1", "guo2")),
        ("Xī'ān", 2, ("xi1", "an1")),
        ("xiān", 1, ("xian1",)),
        ("xiān", 2, None),
        ("lǜ", 1, ("lv4",)),
        ("nǚ’ér", 2, ("nv3", "er2")),
        ("zhong1guo2", 2, ("zhong1", "guo2")),
        ("lu:e4", 1, ("lve4",)),
        ("fǎngɡuò", 2, ("fang3", "guo4")),
        ("māma", 2, ("ma1", "ma5")),
        ("de0", 1, ("de5",)),
        ("tiān'ānmén", 3, ("tian1", "an1", "men2")),
        ("wànlǐ chángchéng", 4, ("wan4", "li3", "chang2", "cheng2")),
        ("かな", 2, None),
        ("ㄓㄨㄥ", 1, None),
        ("hello", 1, None),
        ("zhōng", 2, None),
        ("", 1, None),
        ("zhōng", 0, None),
    ],
)
def test_annotation_to_pinyin(annotation: str, count: int, expected: tuple[str, ...] | None) -> None:
    assert pinyin_of_annotation(annotation, count) == expected


def test_an_annotation_overrides_the_reading_below_it_alone() -> None:
    flat = ruby("他姓仇，叫长长。", (2, 3, "Qiú"), (5, 7, "cháng zhǎng"))
    reading = with_annotations(PhraseReader().read(flat.text), flat)
    assert reading.pinyin[2] == "qiu2"
    assert reading.pinyin[5:7] == ("chang2", "zhang3")
    assert reading.sources[2] == reading.sources[5] == reading.sources[6] == "lexicon"
    assert reading.confidence[2] == 1.0
    assert reading.pinyin[0] == "ta1"
    assert reading.sources[0] != "lexicon"


def test_annotations_bring_no_sandhi() -> None:
    flat = ruby("不是一个", (0, 2, "bú shì"), (2, 4, "yí gè"))
    reading = with_annotations(PhraseReader().read(flat.text), flat)
    assert reading.pinyin == ("bu4", "shi4", "yi1", "ge4")


def test_annotations_that_are_not_pinyin_change_nothing() -> None:
    flat = ruby("東京と中", (0, 2, "とうきょう"), (3, 4, "ㄓㄨㄥ"))
    reading = PhraseReader().read(flat.text)
    assert with_annotations(reading, flat) == reading


def test_a_reading_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="another text"):
        with_annotations(PhraseReader().read("中"), FlatText("国"))
