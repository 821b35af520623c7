"""What holds of any text in national common braille, whatever it says."""

import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.language.phrase_reader import PhraseReader
from braille.transcript import CellText
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.punctuation import MARKS, Blank
from braille.translate.zh_ncb.translate import Kind, Token, Tokenizer, compose

_DATA = Path(__file__).parent / "data"
_MINUSES = frozenset("-﹣－−")
"""Before a number they are its sign, and a number may begin a line."""
_NEVER_FIRST = (frozenset(mark for mark in MARKS if MARKS[mark].before is Blank.NEVER) | set("…—―")) - _MINUSES
_PRINTS = [
    line.split("\t")[column]
    for name, column in (("zh_ncb_sentences.tsv", 1), ("ncb_rule_cases.tsv", 2))
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
_PIECES = st.one_of(
    st.sampled_from(_PRINTS),
    st.sampled_from("的地得着了过不没再问一他她它你么儿们很上下里年月日个第百千万"),
    st.sampled_from([*MARKS, "……", "——", "①", "⑩", " ", "\u3000", "\n"]),
    st.sampled_from(["3", "27", "3.14", "1,000", "2026", "A", "kg", "pH", "WTO", "α", "Ⅳ", "㎏"]),
)
_TEXTS = st.lists(_PIECES, max_size=12).map("".join)
_ANY = st.text(max_size=40)


@cache
def _reader(number: int = 0):
    """One reader for all tests, and another one (1) that has read other texts before."""
    return PhraseReader()


def _write(text: str) -> tuple[list[Token], CellText, set[int]]:
    tokenizer = Tokenizer(_reader().read(text), (), HouseRules())
    tokens = tokenizer.tokens()
    return tokens, compose(text, tokens), set(tokenizer.untranslated)


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", "Cc") or "\ufe00" <= character <= "\ufe0f"


@settings(max_examples=150, deadline=None)
@given(st.one_of(_TEXTS, _ANY))
def test_every_character_is_in_the_cells_or_in_the_report(text):
    tokens, got, untranslated = _write(text)
    written = {place for token in tokens for place in range(token.start, token.end)}
    shown = set(got.positions)
    assert all(token.start in shown for token in tokens)
    for place, character in enumerate(text):
        assert place in written or place in untranslated or _is_invisible(character), (place, character)
    runs = {
        place for token in tokens if token.kind in (Kind.HAN, Kind.LETTERS) for place in range(token.start, token.end)
    }
    assert runs <= shown


@settings(max_examples=150, deadline=None)
@given(st.one_of(_TEXTS, _ANY))
def test_positions_never_decrease_and_map_back(text):
    _, got, _ = _write(text)
    assert len(got.cells) == len(got.positions)
    assert list(got.positions) == sorted(got.positions)
    assert all(0 <= place < len(text) for place in got.positions)
    assert got.text == text
    for cell, place in zip(got.cells, got.positions, strict=True):
        assert cell == "\n" or "\u2800" <= cell <= "\u283f"
        if cell == "\n":
            assert text[place] == "\n"


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_the_same_text_twice_gives_the_same_cells(text):
    _, first, _ = _write(text)
    again = Tokenizer(_reader(1).read(text), (), HouseRules())
    assert compose(text, again.tokens()) == first


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_blanks_are_single_and_inside_lines(text):
    _, got, _ = _write(text)
    for line in got.cells.split("\n"):
        assert "\u2800\u2800" not in line
        assert line == line.strip("\u2800")


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_no_line_begins_with_a_closing_mark(text):
    """A line may end at a blank and at a break; what stands behind either is no mark that belongs to what is before."""
    _, got, _ = _write(text)
    for place, cell in enumerate(got.cells):
        begins = place in got.breaks or (place and got.cells[place - 1] == "\u2800")
        if begins and cell != "\n":
            assert text[got.positions[place]] not in _NEVER_FIRST


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_syllables_are_never_divided(text):
    _, got, _ = _write(text)
    for place in got.breaks:
        assert 0 < place < len(got.cells)
        assert got.positions[place] != got.positions[place - 1]


@pytest.mark.parametrize("house", [HouseRules(words_as_read=True), HouseRules(names_apart=False, objects_apart=False)])
def test_a_house_rule_changes_blanks_and_nothing_else_but_tones(house):
    """The Han characters written are the same under any house rule, in the same order."""
    for text in _PRINTS[:120]:
        reading = _reader().read(text)
        first = compose(text, Tokenizer(reading, (), HouseRules()).tokens())
        second = compose(text, Tokenizer(reading, (), house).tokens())
        places = [place for place in dict.fromkeys(first.positions) if not text[place].isspace()]
        assert places == [place for place in dict.fromkeys(second.positions) if not text[place].isspace()]
