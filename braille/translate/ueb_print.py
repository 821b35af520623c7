"""Print made ready for the tables of Unified English Braille, and what they write put right.

Numbers of rules are those of The Rules of Unified English Braille, second edition (ICEB 2013). What is done here
is done beside the table, so that it holds for older and newer versions of liblouis alike;
`docs/braille-english.md` lists it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from types import MappingProxyType

Form = tuple[int, int, int]
"""A typeform: the code points from start to end (half open), and liblouis' number for it."""

PROBES = ("1 2", "1\u00a02")
"""What a table is asked to learn which blank it joins digits over."""
_NUMERIC_SPACE = "⠐"
_JOINED = re.compile(
    r"(?<![\w.,/:])(?<![0-9] )(?:[1-9][0-9]{0,2}(?: [0-9]{3})+(?! ?[0-9])"
    "|[0-9]+(?:[.,][0-9]+)*(?:[\u00a0\u2007\u2009\u202f][0-9]+)+)"
)
"""One number written with blanks in it: thousands, or figures held together by blanks at which no line may end."""
_BETWEEN_DIGITS = re.compile("(?<=[0-9])[ \u00a0\u2007\u2009\u202f](?=[0-9])")
_COMBINING = re.compile("[\u0300-\u036f]")
_COMBINED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ"
_LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₔₕₖₗₘₙₚₛₜ"
_LEVELS = ((re.compile(f"[{_RAISED}]+"), "⠰⠔"), (re.compile(f"[{_LOWERED}]+"), "⠰⠢"))
_ELISION = re.compile(r"(?:^|(?<=[\s(\[“‘—–-]))’(?=\w)")
_CLIPPED = re.compile(r"(?<!\w)(?:[^\W\d_]{2,}in|an|n|o|ol|th|wi)(’)(?!\w)", re.IGNORECASE)
_BEFORE_WORDS = "“‘\"'([{«"
_BEHIND_WORDS = ".,;:!?…”’\"')]}»"
_LEAD = re.compile(f"[{re.escape(_BEFORE_WORDS)}]+$")
_TRAIL = re.compile(f"[{re.escape(_BEHIND_WORDS)}]+(?=\\s|$)")
_PASSAGE_WORDS = 3
_INDICATORS = MappingProxyType({1: ("⠨⠶", "⠨⠄"), 4: ("⠘⠶", "⠘⠄")})
_CAPITALS_PASSAGE, _CAPITALS_END = "⠠⠠⠠", "⠠⠄"
_OPENING = MappingProxyType({"”": "“", "’": "‘", ")": "(", "]": "[", "}": "{", "»": "«", '"': '"'})
_DIGIT_LETTER = re.compile("[0-9][A-J]")
_A_TO_J = frozenset("⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚")
_GRADE_1 = "⠰"


@dataclass(frozen=True, slots=True)
class Blanks:
    """The blank over which a table joins digits by the numeric space, and the one over which it does not."""

    joining: str = " "
    parting: str = " "


@dataclass(frozen=True, slots=True)
class Widened:
    """A typeform of several words that was widened to whole words: it stands for `start` to `end` of the text."""

    start: int
    end: int
    wide_start: int
    wide_end: int
    form: int


def is_ueb(table: str) -> bool:
    """Say whether a table of liblouis is one of Unified English Braille."""
    return table.startswith("en-ueb-")


def blanks_of(answers: Sequence[str]) -> Blanks:
    """Read from the cells a table gave for `PROBES` which blank joins: a plain one up to 3.28, a no-break one since."""
    joins = [_NUMERIC_SPACE in cells for cells in answers]
    kinds = [probe[1] for probe in PROBES]
    joining = next((kind for kind, does in zip(kinds, joins, strict=True) if does), " ")
    parting = next((kind for kind, does in zip(kinds, joins, strict=True) if not does), " ")
    return Blanks(joining, parting)


def composed(text: str) -> dict[int, str]:
    """Letters whose accents follow them as marks of their own, as one character; the marks' places become empty."""
    found: dict[int, str] = {}
    if _COMBINING.search(text) is None:
        return found
    for match in _COMBINED.finditer(text):
        whole = unicodedata.normalize("NFC", match.group())
        if len(whole) < len(match.group()):
            found.update(dict.fromkeys(range(*match.span()), ""))
            found[match.start()] = whole
    return found


def made_ready(text: str, lacking: Container[str], blanks: Blanks) -> dict[int, str]:
    """Say what to hand to the table in place of single code points: by place, what is written there.

    `lacking` are the characters for which the table has no cells. Accents written apart are put on their letters (4.2,
    where the capital comes before the accent). Figures are held together only in one number (6.6). An apostrophe that
    begins a word is no closing quotation mark (7.3). Raised and lowered figures keep their level (3.24).
    """
    found: dict[int, str] = {}
    if not text.isascii():
        parts = composed(text)
        if not any(one in lacking for whole in parts.values() for one in whole):
            found.update(parts)
        if "’" in text:
            found.update(_apostrophes(text))
        for pattern, indicator in _LEVELS:
            for match in pattern.finditer(text):
                found.update(_levelled(match, indicator, lacking))
    between = [match.start() for match in _BETWEEN_DIGITS.finditer(text)]
    if between:
        one_number = {place for match in _JOINED.finditer(text) for place in range(*match.span())}
        found.update({place: blanks.joining if place in one_number else blanks.parting for place in between})
    return found


def _apostrophes(text: str) -> dict[int, str]:
    """Apostrophes that a table may take for closing quotation marks: of ’tis, and of goin’ where none is open."""
    found = dict.fromkeys((match.start() for match in _ELISION.finditer(text)), "'")
    for match in _CLIPPED.finditer(text):
        if text.rfind("‘", 0, match.start()) <= text.rfind("’", 0, match.start()):
            found[match.start(1)] = "'"
    return found


def _levelled(match: re.Match[str], indicator: str, lacking: Container[str]) -> dict[int, str]:
    """Raised or lowered characters at their level: one character or one number as it is, more than that in a group."""
    run = match.group()
    if len(run) == 1 and run not in lacking:
        return {}
    plain = [unicodedata.normalize("NFKC", one) for one in run]
    if len(run) > 1 and not "".join(plain).isdigit():
        indicator += "⠣"
        plain[-1] += "⠜"
    plain[0] = indicator + plain[0]
    return dict(enumerate(plain, match.start()))


def widened(text: str, forms: Sequence[Form]) -> tuple[list[Form], list[Widened]]:
    """Widen typeforms of three words or more over the marks that touch them.

    liblouis writes a passage (9.4) only for whole words, and takes the full stop behind a title for a part of its last
    word. `put_right` moves the indicators back to where the typeform begins and ends (9.7).
    """
    if not forms:
        return [], []
    merged: list[Form] = []
    for form in sorted(forms, key=lambda one: (one[2], one[0])):
        last = merged[-1] if merged else None
        if last is not None and last[2] == form[2] and (form[0] <= last[1] or text[last[1] : form[0]].isspace()):
            merged[-1] = (last[0], max(last[1], form[1]), form[2])
        else:
            merged.append(form)
    found: list[Widened] = []
    for start, end, number in merged:
        inside = text[start:end]
        if number not in _INDICATORS or len(inside.split()) < _PASSAGE_WORDS or inside != inside.strip():
            continue
        lead = _LEAD.search(text, max(0, start - 4), start)
        trail = _TRAIL.match(text, end)
        wide_start = start
        if lead is not None and (lead.start() == 0 or text[lead.start() - 1].isspace()):
            wide_start = lead.start()
        wide_end = trail.end() if trail is not None else end
        if (wide_start, wide_end) != (start, end):
            found.append(Widened(start, end, wide_start, wide_end, number))
    return [*forms, *((one.wide_start, one.wide_end, one.form) for one in found)], found


def put_right(text: str, cells: str, positions: Sequence[int], wide: Sequence[Widened]) -> tuple[str, Sequence[int]]:
    """Put right what the tables write: typeforms that were widened, nested capitals, letters behind figures."""
    capitals, digits = _CAPITALS_PASSAGE in cells, _DIGIT_LETTER.search(text) is not None
    if not (wide or capitals or digits):
        return cells, positions
    out, places = list(cells), list(positions)
    for one in wide:
        _unwiden(out, places, one)
    if capitals:
        _nest_capitals(text, out, places)
    if digits:
        _mark_letters(text, out, places)
    return "".join(out), places


def _unwiden(cells: list[str], places: list[int], wide: Widened) -> None:
    """Move a passage's indicators from around the marks to inside of them."""
    begin, end = _INDICATORS[wide.form]
    if wide.wide_start < wide.start:
        first = bisect_left(places, wide.wide_start)
        behind = bisect_left(places, wide.start)
        at = "".join(cells[first:behind]).find(begin)
        if at >= 0:
            _move(cells, places, first + at, behind, wide.start)
    if wide.end < wide.wide_end:
        mark = bisect_left(places, wide.end)
        limit = bisect_left(places, wide.wide_end + 1)
        at = "".join(cells[mark:limit]).rfind(end)
        if at >= 0:
            _move(cells, places, mark + at, mark, wide.end - 1)
            _nest_capitals_in(cells, places, begin, mark, limit)


def _nest_capitals_in(cells: list[str], places: list[int], begin: str, mark: int, limit: int) -> None:
    """End a passage of capitals before the typeform that ends at `mark`, if it began inside of it (9.9)."""
    before, behind = "".join(cells[:mark]), "".join(cells[mark + 2 : limit])
    at = behind.rfind(_CAPITALS_END)
    if at >= 0 and before.rfind(_CAPITALS_PASSAGE) > before.rfind(begin) >= 0:
        _move(cells, places, mark + 2 + at, mark, places[mark])


def _move(cells: MutableSequence[str], places: MutableSequence[int], at: int, to: int, place: int) -> None:
    """Move the indicator of two cells from `at` to before `to`, and let it stand for the code point `place`."""
    sign = cells[at : at + 2]
    del cells[at : at + 2], places[at : at + 2]
    if to > at:
        to -= 2
    cells[to:to] = sign
    places[to:to] = [place, place]


def _nest_capitals(text: str, cells: list[str], places: list[int]) -> None:
    """End a passage of capitals before the closing mark whose opening one stands before the passage (8.5, 8.6)."""
    whole = "".join(cells)
    begin = whole.find(_CAPITALS_PASSAGE)
    while begin >= 0:
        end = whole.find(_CAPITALS_END, begin + 3)
        if end < 0:
            return
        first, at = places[begin], end
        while at > begin and (opening := _OPENING.get(text[places[at - 1]])) is not None:
            inside = text[first : places[at - 1]]
            if opening in inside:
                break
            group = bisect_left(places, places[at - 1])
            _move(cells, places, at, group, places[group - 1])
            at = group
        begin = whole.find(_CAPITALS_PASSAGE, end + 2)


def _mark_letters(text: str, cells: list[str], places: list[int]) -> None:
    """Keep a letter from A to J behind a figure from being read as one, also in a passage of capitals (6.5, 5.6)."""
    for at in range(len(cells) - 1, 0, -1):
        if cells[at] in _A_TO_J and cells[at - 1] in _A_TO_J and places[at] != places[at - 1]:
            before, letter = text[places[at - 1]], text[places[at]]
            if letter in "ABCDEFGHIJ" and before.isdigit():
                cells.insert(at, _GRADE_1)
                places.insert(at, places[at])


EMPTY: Mapping[int, str] = MappingProxyType({})
"""Nothing to hand over otherwise."""
