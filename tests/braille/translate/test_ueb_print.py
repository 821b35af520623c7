"""What is done beside the tables of Unified English Braille, for older and newer versions of them."""

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from braille.translate.liblouis import BOLD, ITALIC, Louis, Passage, liblouis_status
from braille.translate.ueb_print import Blanks, Widened, blanks_of, composed, made_ready, put_right, widened

OLDER, NEWER = Blanks(" ", "\u00a0"), Blanks("\u00a0", " ")


def handed(text, blanks=NEWER, lacking=()):
    edits = made_ready(text, lacking, blanks)
    return "".join(edits.get(place, character) for place, character in enumerate(text))


def test_the_blank_that_joins_is_read_from_the_table():
    assert blanks_of(["⠼⠁⠐⠃", "⠼⠁⠀⠼⠃"]) == OLDER
    assert blanks_of(["⠼⠁⠀⠼⠃", "⠼⠁⠐⠃"]) == NEWER
    assert blanks_of(["⠼⠁⠀⠼⠃", "⠼⠁⠀⠼⠃"]) == Blanks(" ", " ")


@pytest.mark.parametrize("text", ["1 000", "10 000 000.5", "£3 000", "12\u202f345", "020\u00a07946\u00a00958"])
def test_one_number_is_joined(text):
    plain = "".join("\u00a0" if one.isspace() else one for one in text)
    assert handed(text, NEWER) == plain
    assert handed(text, OLDER) == plain.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text", ["CC0 1.0", "1 2 3", "in 1990 300", "MP3 128", "2020 2021", "1 234 5678", "1.5 200", "1990 300 200"]
)
def test_two_numbers_are_parted(text):
    assert handed(text, NEWER) == text
    assert handed(text, OLDER) == re.sub("(?<=[0-9]) (?=[0-9])", "\u00a0", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("’tis", "'tis"),
        ("“’Tis", "“'Tis"),
        ("the ’90s", "the '90s"),
        ("goin’ home", "goin' home"),
        ("‘Come in’ he", "‘Come in’ he"),
        ("‘no goin’ he", "‘no goin’ he"),
        ("it’s", "it’s"),
        ("she.’ He", "she.’ He"),
    ],
)
def test_apostrophes(text, expected):
    assert handed(text) == expected


def test_levels():
    assert handed("x²", lacking=set()) == "x²"
    assert handed("H₂O", lacking={"₂"}) == "H⠰⠢2O"
    assert handed("10²³") == "10⠰⠔23"
    assert handed("x⁻¹") == "x⠰⠔⠣−1⠜"


def test_accents_that_follow_their_letters_are_put_on_them():
    assert composed("cafe\u0301s") == {3: "é", 4: ""}
    assert composed("x\u0301") == {}
    assert handed("e\u0301", lacking={"é"}) == "e\u0301"


def test_typeforms_are_widened_to_whole_words_only_from_three_words_on():
    text = "“War and Peace,” he"
    forms, wide = widened(text, [(1, 14, ITALIC)])
    assert wide == [Widened(1, 14, 0, 16, ITALIC)]
    assert (0, 16, ITALIC) in forms
    assert widened("Emma, by", [(0, 4, ITALIC)])[1] == []
    assert widened("he said no—but", [(0, 10, ITALIC)])[1] == []
    assert widened("a b c.", [(0, 1, BOLD), (2, 3, BOLD), (4, 5, BOLD)])[1] == [Widened(0, 5, 0, 6, BOLD)]


def test_what_needs_nothing_is_left_alone():
    positions = range(3)
    assert put_right("abc", "⠁⠃⠉", positions, []) == ("⠁⠃⠉", positions)


def test_letters_behind_figures_are_not_marked_twice():
    got = put_right("4A", "⠼⠙⠰⠁", [0, 0, 1, 1], [])
    assert got == ("⠼⠙⠰⠁", [0, 0, 1, 1])
    assert put_right("4A", "⠼⠙⠁", [0, 0, 1], []) == ("⠼⠙⠰⠁", [0, 0, 1, 1])


_SIGNS = "abc ABCDEF  .,!?”“’‘()—…123 é\u0301\u00a0₂²ﬁ\u00ad"


@pytest.fixture(scope="module")
def louis():
    with Louis() as translator:
        yield translator


@pytest.mark.skipif(liblouis_status().version is None, reason="liblouis is not on this machine")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet=_SIGNS, min_size=1, max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 39), st.integers(1, 40), st.sampled_from([ITALIC, BOLD])), max_size=3),
)
def test_any_text_and_typeforms_come_out_whole(louis, text, spans):
    forms = tuple(
        (min(a, b), min(max(a, b), len(text)), form) for a, b, form in spans if min(a, b) < len(text) and a != b
    )
    forms = tuple(form for form in forms if form[0] < form[1])
    got = louis.translate([Passage("en-ueb-g2.ctb", text, forms)])[0]
    again = louis.translate([Passage("en-ueb-g2.ctb", text, forms)])[0]
    assert got.cells == again.cells
    assert len(got.cells) == len(got.positions)
    assert list(got.positions) == sorted(got.positions)
    assert all(0 <= place < len(text) for place in got.positions)
    letters = sum(one.isalpha() for one in unicodedata.normalize("NFKC", text))
    assert letters == 0 or sum(cell not in "⠀⠠⠄⠂⠶⠨⠘" for cell in got.cells) > 0
