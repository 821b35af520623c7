"""English by the rule: cases written from The Rules of Unified English Braille (2013), by number of rule."""

import csv
import re
from pathlib import Path

import pytest

from access.book.model import Emphasis, Paragraph, Strong, Text
from access.book.walk import flatten
from access.language.phrase_reader import PhraseReader
from braille.translate.liblouis import liblouis_status
from braille.translate.transcribe import Transcriber

_CASES = Path(__file__).with_name("data") / "ueb_cases.tsv"
_WRONG_IN_LIBLOUIS_3_24 = {
    ("getFullName", "2"): "⠛⠑⠞⠠⠰⠇⠇⠠⠐⠝",
    ("OverAnce", "2"): "⠠⠕⠧⠻⠠⠨⠑",
    ("INITIALS OF WRITER/initials of secretary", "2"): "⠠⠠⠔⠊⠞⠊⠁⠇⠎⠀⠠⠠⠷⠀⠠⠠⠺⠗⠊⠞⠻⠸⠌⠔⠊⠞⠊⠁⠇⠎⠀⠷⠀⠎⠑⠉⠗⠑⠞⠜⠽",
}
"""What comes out of liblouis 3.24 and is wrong; told with the rules in docs/braille-english.md."""

pytestmark = pytest.mark.skipif(liblouis_status().version is None, reason="liblouis is not on this machine")


def cases():
    with _CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def inlines(markup):
    """Print as the book's own inlines: `<i>` and `<b>` are emphasis and strong, `\\u00ad` a code point."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), markup)
    levels = [("", [])]
    for part in re.split("(</?[ib]>)", text):
        if part in ("<i>", "<b>"):
            levels.append((part, []))
        elif part in ("</i>", "</b>"):
            opened, children = levels.pop()
            assert opened == part.replace("/", ""), markup
            levels[-1][1].append((Emphasis if part == "</i>" else Strong)(tuple(children)))
        elif part:
            levels[-1][1].append(Text(part))
    assert len(levels) == 1, markup
    return tuple(levels[0][1])


@pytest.fixture(scope="module")
def written():
    """Every case as it comes out, by print and grade: cells, positions, lost places."""
    found = {}
    for grade in ("1", "2"):
        rows = [row for row in cases() if row["grade"] == grade]
        with Transcriber({"en": f"en-ueb-g{grade}"}, PhraseReader()) as transcriber:
            plans = [
                transcriber.plan(row["print"], flatten(Paragraph("p", inlines(row["print"])).children), "en")
                for row in rows
            ]
            transcriber.wait()
            for plan in plans:
                found[plan.id, grade] = transcriber.finish(plan)
    return found


def test_there_are_cases_for_every_section_and_each_once():
    rows = cases()
    assert len({(row["print"], row["grade"]) for row in rows}) == len(rows)
    assert {row["rule"].split(".")[0] for row in rows} >= {"2", "3", "4", "5", "6", "7", "8", "9", "10"}
    assert {row["grade"] for row in rows} == {"1", "2"}
    assert all(re.fullmatch("[\u2800-\u283f]+", row["cells"]) for row in rows)


@pytest.mark.parametrize(
    "rule", sorted({row["rule"] for row in cases()}, key=lambda rule: [*map(int, rule.split("."))])
)
def test_english_by_the_rule(written, rule):
    wrong = []
    for row in cases():
        key = row["print"], row["grade"]
        if row["rule"] != rule or key in _WRONG_IN_LIBLOUIS_3_24:
            continue
        text, lost = written[key]
        if text.cells != row["cells"] or lost:
            wrong.append((*key, row["cells"], text.cells, lost))
    assert wrong == []


@pytest.mark.parametrize("key", _WRONG_IN_LIBLOUIS_3_24)
def test_what_liblouis_3_24_gets_wrong_is_known(written, key):
    (wanted,) = (row["cells"] for row in cases() if (row["print"], row["grade"]) == key)
    came_out = written[key][0].cells
    assert wanted != _WRONG_IN_LIBLOUIS_3_24[key]
    if str(liblouis_status().version).startswith("3.24."):
        assert came_out == _WRONG_IN_LIBLOUIS_3_24[key]
    else:
        assert came_out in (wanted, _WRONG_IN_LIBLOUIS_3_24[key])


def test_positions_stay_in_order_and_in_the_text(written):
    for text, _ in written.values():
        assert len(text.positions) == len(text.cells)
        assert list(text.positions) == sorted(text.positions)
        assert all(0 <= place < len(text.text) for place in text.positions)
