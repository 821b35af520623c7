"""Every rule of word division is named, documented and shown by examples that hold."""

import re
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from access.language.phrase_reader import PhraseReader
from access.language.scripts import HAN
from braille.translate.zh_ncb import dividing
from braille.translate.zh_ncb.dictionary import kind
from braille.translate.zh_ncb.dividing import SPLITS
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.joining import JOINS
from braille.translate.zh_ncb.lexicon import IDIOMS, KEPT_TONES, VERB_OBJECT
from braille.translate.zh_ncb.tones import omits_tone
from braille.translate.zh_ncb.translate import Tokenizer, compose

_PAGE = Path(__file__).parents[3] / "docs" / "braille-chinese.md"
_ROW = re.compile(r"\| (W-\S+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.*?) ?\|")
_ROWS = [match.groups() for match in map(_ROW.match, _PAGE.read_text(encoding="utf-8").splitlines()) if match]
_HAN = re.compile(f"[{HAN}]")
_REGROUPING = (dividing.is_measured, dividing.is_direction_cut, dividing.cut_measure)


@cache
def _reader():
    return PhraseReader()


def words(text: str, house: HouseRules | None = None) -> str:
    """The text with a blank where its cells have one before a Han character."""
    got = compose(text, Tokenizer(_reader().read(text), (), house or HouseRules()).tokens())
    blanks = {got.positions[place] for place, cell in enumerate(got.cells) if cell == "\u2800"}
    return "".join((" " if place in blanks else "") + character for place, character in enumerate(text))


def test_every_rule_of_the_code_is_in_the_table_and_names_itself():
    rules = [*SPLITS, *JOINS]
    named = {name for name, _ in rules} | {rule.__doc__.split(":")[0] for rule in _REGROUPING}
    assert named == {row[0] for row in _ROWS}
    assert len(_ROWS) == len({row[0] for row in _ROWS})
    for name, rule in rules:
        assert rule.__doc__.startswith(f"{name}: ")


def test_every_switch_of_the_table_is_a_house_rule_and_none_is_missing():
    switches = {name for row in _ROWS for name in re.findall("`(.+?)`", row[5])}
    other = {"words_as_read", "ask_keeps_tone_in_words", "english_in_letters_up_to"}
    assert switches == {field.name for field in fields(HouseRules)} - other
    assert all(row[2] and row[3] and row[4] for row in _ROWS)


@pytest.mark.parametrize(
    ("rule", "example"), [(row[0], example) for row in _ROWS for example in row[3].split("; ")], ids=lambda value: value
)
def test_example_of_the_table_holds(rule, example):
    assert words(example.replace(" ", "")) == example


@pytest.mark.parametrize(
    ("switch", "with_it", "without"),
    [
        ("adverb_joined", "很好", "很 好"),
        ("place_joined", "碗里 有 水", "碗 里 有 水"),
        ("kin_joined", "你姨", "你 姨"),
        ("aspect_joined", "他 看着 信", "他 看 着 信"),
        ("objects_apart", "他 写 信", "他 写信"),
        ("possible_joined", "他 猜不出", "他 猜 不出"),
        ("numeral_measure_joined", "三个 苹果", "三 个 苹果"),
        ("negation_joined", "我 不去", "我 不 去"),
        ("names_apart", "诸葛 亮", "诸葛亮"),
        ("place_names_apart", "北京 市", "北京市"),
        ("idioms_joined", "画龙点睛", "画龙 点睛"),
    ],
)
def test_switch_turns_its_rule(switch, with_it, without):
    text = with_it.replace(" ", "")
    default = HouseRules()
    assert words(text, default) == with_it
    assert words(text, HouseRules(**{switch: not getattr(default, switch)})) == without


def test_words_as_read_leaves_the_words_of_the_reading():
    assert words("很漂亮", HouseRules(words_as_read=True)) == "很漂亮"
    assert words("我不去", HouseRules(words_as_read=True)) == "我 不 去"


def test_kept_tones_are_such_as_would_be_omitted():
    for kept in KEPT_TONES:
        assert omits_tone(kept.reading[:-1], kept.reading[-1])
        assert kept.against
        assert not kept.house or isinstance(getattr(HouseRules(), kept.house), bool)


def test_lists_hold_what_they_say():
    assert all(len(idiom) == 4 for idiom in IDIOMS)
    assert all(kind(idiom) != "i" for idiom in IDIOMS if idiom in ("画龙点睛", "司空见惯", "枪林弹雨"))
    assert all(len(pair) == 2 for pair in VERB_OBJECT)
