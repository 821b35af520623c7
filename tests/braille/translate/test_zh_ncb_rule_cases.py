"""Cases written from the rule sheet alone, by somebody who had not read the code: words, tones, marks, numbers.

`ncb_rule_cases.tsv` is never changed to fit the output. What does not hold from print alone is listed in
`ncb_rule_cases_open.tsv` with its reason, and exactly that fails here: a case that begins to hold leaves the list.
"""

import csv
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from access.book.walk import FlatText
from access.language.context.reader import ContextReader
from access.language.reading import Reading, Word
from access.language.runs import language_runs
from access.language.scripts import HAN
from braille.transcript import CellText
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.translate import Foreign, Kind, Tokenizer, compose

_DATA = Path(__file__).parent / "data"
_HAN = re.compile(f"[{HAN}]")
_REASONS = {"reader", "house rule", "segmenter", "the sheet is silent", "fault of the case"}


def _rows(name):
    with (_DATA / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


_CASES = _rows("ncb_rule_cases.tsv")
_OPEN = {row["print"]: row for row in _rows("ncb_rule_cases_open.tsv")}


@cache
def _reader():
    return ContextReader()


def _starts(text: str, words: str) -> list[int]:
    """Where the words of a case start in its print, whose own blanks need not be theirs."""
    starts, place = [0], 0
    for character in words:
        if character == " ":
            starts.append(place)
            continue
        while text[place] == " ":
            place += 1
            starts[-1] = place if starts[-1] == place - 1 else starts[-1]
        assert text[place] == character, (text, words)
        place += 1
    assert text[place:].strip() == "", (text, words)
    return starts


def given_reading(case: dict[str, str]) -> Reading:
    """The reading a case gives itself: its words and its pinyin, one syllable a Han character."""
    text = case["print"]
    syllables = iter(case["pinyin"].split())
    pinyin = tuple(next(syllables) if _HAN.match(character) else None for character in text)
    assert next(syllables, None) is None, "more syllables than characters"
    edges = [*_starts(text, case["words"]), len(text)]
    words = tuple(Word(first, last) for first, last in pairwise(edges) if first < last)
    sure = tuple(1.0 if syllable else None for syllable in pinyin)
    return Reading(text, words, pinyin, sure, tuple("lexicon" if syllable else None for syllable in pinyin))


def translate(reading: Reading, house: HouseRules) -> CellText:
    """Print with its reading to cells. Stretches of letters in Chinese are offered as English, as in a book."""
    flat = FlatText(reading.text)
    foreign: tuple[Foreign, ...] = ()
    if _HAN.search(reading.text):
        runs = language_runs(flat, "zh")
        foreign = tuple(Foreign(run.start, run.end, run.language) for run in runs if not run.language.startswith("zh"))
    tokens = Tokenizer(reading, foreign, house).tokens()
    assert not any(token.kind is Kind.FOREIGN for token in tokens), "English words where letters are meant"
    return compose(reading.text, tokens)


def with_borders(got: CellText) -> str:
    """The print with a blank where the cells have one between two Han characters."""
    blanks = {got.positions[place] for place, cell in enumerate(got.cells) if cell == "\u2800"}
    return "".join(
        (" " if place in blanks and place and _HAN.match(got.text[place - 1]) and _HAN.match(character) else "")
        + character
        for place, character in enumerate(got.text)
    )


def wanted_borders(case: dict[str, str]) -> str:
    """The same from the words of the case."""
    text = case["print"]
    starts = set(_starts(text, case["words"]))
    return "".join(
        (" " if place in starts and place and _HAN.match(text[place - 1]) and _HAN.match(character) else "") + character
        for place, character in enumerate(text)
    )


def holds(case: dict[str, str], house: HouseRules) -> bool:
    """Whether words and cells of a case come out of print alone, by the reader."""
    got = translate(_reader().read(case["print"]), house)
    return got.cells == case["cells"] and with_borders(got) == wanted_borders(case)


def test_there_are_enough_cases_of_every_kind():
    kinds = Counter(case["kind"] for case in _CASES)
    assert len(_CASES) == 329
    assert len({case["print"] for case in _CASES}) > 320
    assert set(kinds) == {"words", "tones", "界音", "shorthand", "punctuation", "numbers", "mixed", "sentence"}
    assert min(kinds.values()) >= 19


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case['kind']}-{case['print']}")
def test_cells_with_the_words_and_the_reading_of_the_case(case):
    assert translate(given_reading(case), HouseRules(words_as_read=True)).cells == case["cells"]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case['kind']}-{case['print']}")
def test_words_and_cells_from_print_alone(case):
    assert holds(case, HouseRules()) is (case["print"] not in _OPEN)


@pytest.mark.parametrize("row", _OPEN.values(), ids=lambda row: row["print"])
def test_what_is_open_is_described_as_it_is(row):
    case = next(case for case in _CASES if case["print"] == row["print"])
    got = translate(_reader().read(case["print"]), HouseRules())
    assert (with_borders(got), got.cells) == (row["words that come out"], row["cells that come out"])
    assert row["which"] in _REASONS
    assert row["reason"]
    assert bool(row["switch"]) is (row["which"] == "house rule")


@pytest.mark.parametrize("row", [row for row in _OPEN.values() if row["switch"]], ids=lambda row: row["print"])
def test_an_open_house_rule_holds_with_its_switch(row):
    case = next(case for case in _CASES if case["print"] == row["print"])
    name, value = row["switch"].split("=")
    assert holds(case, HouseRules(**{name: value == "True"}))


def test_nearly_all_cases_hold_from_print_alone():
    assert sum(holds(case, HouseRules()) for case in _CASES) >= 320
