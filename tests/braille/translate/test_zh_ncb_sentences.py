"""Words, tones, marks and numbers of national common braille, each row written from a rule before it was translated."""

import csv
from pathlib import Path

import pytest

from access.language.phrase_reader import PhraseReader
from access.language.reading import Reading, Word
from braille.transcript import CellText
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.translate import Tokenizer, compose

_SYLLABLES = {}
_DATA = Path(__file__).parent / "data"
_SHARED = Path(__file__).parents[3].parent / "shared" / "chinese" / "examples.tsv"
_READER = PhraseReader()


def _notation():
    import importlib.util

    spec = importlib.util.spec_from_file_location("zh_notation", Path(__file__).with_name("zh_notation.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_CELLS = _notation().cells


def _rows():
    lines = (_DATA / "zh_ncb_sentences.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def translate(text: str, reading: Reading | None = None, house: HouseRules | None = None) -> CellText:
    reading = reading or _READER.read(text)
    return compose(text, Tokenizer(reading, (), house or HouseRules()).tokens())


@pytest.mark.parametrize(("rule", "text", "expected"), _rows(), ids=lambda value: value[:24])
def test_sentence_is_written_by_its_rule(rule, text, expected):
    assert translate(text).cells == _CELLS(expected)


def one_word(text: str, *pinyin: str) -> Reading:
    size = len(text)
    return Reading(text, (Word(0, size),), pinyin, (1.0,) * size, ("dictionary",) * size)


@pytest.mark.parametrize(
    ("text", "pinyin", "expected"),
    [
        ("他用", "ta1 yong4", "⠞⠔⠹"),
        ("它用", "ta1 yong4", "⠈⠞⠔⠹"),
        ("她用", "ta1 yong4", "⠞⠁⠹"),
        ("你爱", "ni3 ai4", "⠝⠊⠄⠪"),
        ("怎么样", "zen3 me5 yang4", "⠵⠴⠄⠍⠢⠭"),
        ("地道", "di4 dao4", "⠙⠊⠙⠖⠆"),
        ("地道", "di4 dao5", "⠙⠊⠙⠖"),
        ("哦", "o2", "⠢"),
        ("头", "tou2", "⠞⠷⠂"),
        ("乐", "le4", "⠇⠢⠆"),
        ("的", "di2", "⠙⠊⠂"),
        ("花儿", "hua1 er5", "⠓⠿⠁⠗"),
        ("什麼", "shen2 me5", "⠱⠴⠂⠍"),
    ],
)
def test_word_with_its_reading(text, pinyin, expected):
    assert translate(text, one_word(text, *pinyin.split())).cells == expected


def test_word_division_changes_tones():
    apart = Reading("慈爱", (Word(0, 1), Word(1, 2)), ("ci2", "ai4"), (1.0, 1.0), ("dictionary",) * 2)
    assert translate("慈爱", apart).cells == "⠉⠀⠪"
    assert translate("慈爱", one_word("慈爱", "ci2", "ai4")).cells == "⠉⠂⠪"


@pytest.mark.skipif(not _SHARED.exists(), reason="the worked examples are not beside the repository")
def test_worked_examples_of_the_standard():
    """Every row of the standard itself, dot for dot; `头 tou2` gives its reading, `(in prose)` is a remark."""
    with _SHARED.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["scheme"] in ("NCB", "18028")]
    assert len(rows) > 30
    wrong = []
    for row in rows:
        text = row["print"].removesuffix(" (in prose)")
        reading = None
        if text.split(" ")[-1][:-1].isalpha() and text[-1].isdigit() and " " in text:
            text, pinyin = text.split(" ")
            reading = one_word(text, pinyin)
        elif text == "他用":
            reading = one_word(text, "ta1", "yong4")
        if (got := translate(text, reading).cells) != row["braille"]:
            wrong.append((row["print"], got, row["braille"]))
    assert wrong == []


def test_house_rules_change_words():
    assert translate("一个人", house=HouseRules(numeral_measure_joined=False)).cells == _CELLS("yi ge ren")
    assert translate("我不去", house=HouseRules(negation_joined=False)).cells == _CELLS("wo bu qu4")
    assert translate("山上", house=HouseRules(place_joined=False)).cells == _CELLS("shan1.shang")
    assert translate("风平浪静", house=HouseRules(idioms_joined=False)).cells == _CELLS("feng.ping lang.jing")
    assert translate("问题", house=HouseRules(ask_keeps_tone_in_words=True)).cells == _CELLS("wen4.ti")


def test_every_cell_names_its_character():
    text = "他在2026年说：“T恤很好。”"
    got = translate(text)
    assert len(got.cells) == len(got.positions)
    assert list(got.positions) == sorted(got.positions)
    assert {text[place] for place in got.positions} >= set("他在2026年说：“T恤很好。”")
    cells_of = dict.fromkeys(range(len(text)), "")
    for cell, place in zip(got.cells, got.positions, strict=True):
        cells_of[place] += cell
    assert cells_of[text.index("年")] == "⠝⠩"
    assert cells_of[text.index("好")] == "⠓⠖⠄"


def test_lines_may_end_after_whole_syllables_only():
    got = translate("电视机和花儿")
    syllables = [got.cells.index("⠱"), got.cells.index("⠛⠊")]
    assert set(syllables) <= got.breaks
    assert got.cells.index("⠗", got.cells.index("⠓⠿")) not in got.breaks
    assert got.sign_first
    assert got.break_sign == "⠤"


def test_a_character_without_a_reading_is_reported():
    tokenizer = Tokenizer(
        Reading("𫵱书", (Word(0, 1), Word(1, 2)), (None, "shu1"), (0.0, 1.0), (None,) * 2), (), HouseRules()
    )
    got = compose("𫵱书", tokenizer.tokens())
    assert tokenizer.untranslated == [0]
    assert got.cells == "⠼⠿⠀⠱⠥⠁"
