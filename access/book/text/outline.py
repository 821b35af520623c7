"""Which units of a text are headings, and of what level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from access.book.text.headings import Kind, Pattern, explicit_heading, is_title_like, placed_heading
from access.book.text.lines import Layout, Unit, columns, ends_sentence

_OUTSIDE: Final = re.compile(r"[\W_]+")
_NUMBER_ONLY: Final = re.compile("[ivxlcdm0-9]+")
_PAGE: Final = re.compile(r"(?:[\s.…·]{2,}|\t|\s)[0-9ivxlc]{1,4}\s*$")


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of the outline: units `start` to `end` (half open) of the text make it; levels count from 1."""

    start: int
    end: int
    level: int
    role: str | None


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    pattern: Pattern
    key: str

    @property
    def kind(self) -> Kind:
        return self.pattern.kind


def find_titles(units: Sequence[Unit], layout: Layout, first: int) -> list[Title]:
    """Return the headings among units from `first` on, in order; what stands before `first` is the title page's."""
    candidates = _candidates(units, layout, first)
    candidates = _without_crowds(candidates, len(units))
    candidates = _without_contents(candidates, units)
    candidates = _without_strays(candidates)
    return _levelled(candidates)


def _candidates(units: Sequence[Unit], layout: Layout, first: int) -> list[_Candidate]:
    found: list[_Candidate] = []
    index = first
    while index < len(units):
        pattern = _pattern(units, index, layout)
        if pattern is None:
            index += 1
            continue
        end = index + 1
        if pattern.untitled and pattern.kind is not Kind.NUMERAL and _is_subtitle(units, end, layout):
            end += 1
        key = _OUTSIDE.sub("", "".join(unit.text for unit in units[index:end])).casefold()
        found.append(_Candidate(index, end, pattern, key))
        index = end
    return found


def _pattern(units: Sequence[Unit], index: int, layout: Layout) -> Pattern | None:
    unit = units[index]
    if len(unit.lines) > 3 or len(unit.lines[0].text) > 90:
        return None
    lines = [line.text for line in unit.lines]
    if len(lines) > 1 and any(columns(line) > 0.8 * layout.margin for line in lines):
        return None
    explicit = explicit_heading(lines[0])
    if explicit is not None:
        if len(lines) > 1 and any(explicit_heading(line) is not None for line in lines[1:]):
            return None  # a table of contents without blank lines
        if explicit.kind is not Kind.NAMED or unit.gap or _gap_after(units, index) or _between_texts(units, index):
            return explicit
    if len(lines) > 1 and unit.gap and _gap_after(units, index):
        return _numeral_with_title(lines)
    if len(lines) > 1 or not unit.gap or not _gap_after(units, index):
        return None
    pattern = placed_heading(lines[0])
    if pattern is not None and pattern.kind is Kind.BARE and not _stands_out(unit, lines[0], layout):
        return None
    return pattern


def _between_texts(units: Sequence[Unit], index: int) -> bool:
    """Say whether a named piece without blank lines around it stands after a sentence's end and before long text."""
    if index + 1 >= len(units) or len(units[index].text) > 4:
        return False
    before = units[index - 1].text if index else "。"
    return ends_sentence(before) and columns(units[index + 1].text) > 60


def _numeral_with_title(lines: Sequence[str]) -> Pattern | None:
    pattern = placed_heading(lines[0])
    if pattern is None or pattern.kind is not Kind.NUMERAL or not all(map(is_title_like, lines[1:])):
        return None
    return replace(pattern, untitled=False)


def _stands_out(unit: Unit, line: str, layout: Layout) -> bool:
    """Where blank lines part all paragraphs, a bare title in Latin script needs more than one of them."""
    return unit.gap > layout.gap or not line.isascii() or line.isupper()


def _gap_after(units: Sequence[Unit], index: int) -> int:
    return units[index + 1].gap if index + 1 < len(units) else 99


def _is_subtitle(units: Sequence[Unit], index: int, layout: Layout) -> bool:
    """Say whether a unit is the title of the number that stands before it."""
    if index >= len(units) or len(units[index].lines) > 1 or units[index].gap > 3:
        return False
    text = units[index].text
    if explicit_heading(text) is not None or not is_title_like(text):
        return False
    if not _gap_after(units, index) and layout.gap > 0:
        return False
    return index + 1 < len(units) and placed_heading(text) is not None


def _without_crowds(candidates: list[_Candidate], count: int) -> list[_Candidate]:
    """Drop bare titles and items that no text follows: lists, verse, names under each other."""
    kept: list[_Candidate] = []
    for run in _runs(candidates):
        for place, candidate in enumerate(run):
            weak = candidate.kind in {Kind.BARE, Kind.ITEM, Kind.SUBITEM}
            followed = place == len(run) - 1 and candidate.end < count
            led = place + 1 < len(run) and run[place + 1].kind not in {Kind.BARE, Kind.ITEM, candidate.kind}
            listed = place > 0 and candidate.kind is run[place - 1].kind and len(run) > 2
            if not weak or (followed and not listed) or (led and place == 0):
                kept.append(candidate)
    return kept


def _runs(candidates: list[_Candidate]) -> list[list[_Candidate]]:
    """Group candidates that follow each other without text between."""
    runs: list[list[_Candidate]] = []
    for candidate in candidates:
        if runs and runs[-1][-1].end == candidate.start:
            runs[-1].append(candidate)
        else:
            runs.append([candidate])
    return runs


def _without_contents(candidates: list[_Candidate], units: Sequence[Unit]) -> list[_Candidate]:
    """Drop the lines of a table of contents: a crowd of headings most of which come again further on."""
    runs = _runs(candidates)
    kept: list[_Candidate] = []
    for position, run in enumerate(runs):
        bodies = [item for item in run if item.pattern.role != "toc"]
        cut = _contents_end(bodies, [item for later in runs[position + 1 :] for item in later], units)
        kept += [item for item in run if item.pattern.role == "toc"] + bodies[cut:]
    return sorted(kept, key=lambda item: item.start)


def _contents_end(run: list[_Candidate], later: list[_Candidate], units: Sequence[Unit]) -> int:
    """Return how many of the run's first headings are lines of a table of contents."""
    if len(run) < 3:
        return 0
    keys = [_listed_key(item, units) for item in run]
    end = next((place for place, key in enumerate(keys) if key in keys[:place] and key == run[place].key), len(run))
    again = {item.key for item in later} | {item.key for item in run[end:]}
    listed = sum(_is_repeated(key, again) for key in keys[:end])
    kinds = [item.kind for item in run[:end]]
    return end if len(set(kinds)) < len(kinds) and listed * 2 > end else 0


def _listed_key(item: _Candidate, units: Sequence[Unit]) -> str:
    text = " ".join(unit.text for unit in units[item.start : item.end])
    return _OUTSIDE.sub("", _PAGE.sub("", text)).casefold() or item.key


def _is_repeated(key: str, again: set[str]) -> bool:
    """Say whether a heading comes again, perhaps with more or less of its title; `chapteri` is not `chapterii`."""
    return key in again or any(
        min(len(key), len(other)) > 3
        and _NUMBER_ONLY.fullmatch(key.removeprefix(other) if key.startswith(other) else other.removeprefix(key))
        is None
        for other in again
        if key.startswith(other) or other.startswith(key)
    )


def _without_strays(candidates: list[_Candidate]) -> list[_Candidate]:
    """Drop numerals and items that do not count 1, 2, 3 … beneath their heading: page numbers, years, lists."""
    series: dict[tuple[Kind, str], list[_Candidate]] = {}
    dropped: set[int] = set()

    def close(keys: list[tuple[Kind, str]]) -> None:
        for key in keys:
            run = series.pop(key)
            if len(run) < 2:
                dropped.update(item.start for item in run)

    for candidate in candidates:
        if candidate.kind not in {Kind.ITEM, Kind.SUBITEM, Kind.NUMERAL}:
            close(list(series))
            continue
        own = (candidate.kind, candidate.pattern.style)
        close([key for key in series if key[0] > candidate.kind or (key == own and candidate.pattern.number == 1)])
        run = series.setdefault(own, [])
        if candidate.pattern.number == len(run) + 1:
            run.append(candidate)
        else:
            dropped.add(candidate.start)
    close(list(series))
    return [candidate for candidate in candidates if candidate.start not in dropped]


def _levelled(candidates: list[_Candidate]) -> list[Title]:
    ranks = _ranks(candidates)
    titles: list[Title] = []
    open_ranks: list[float] = []
    for candidate in candidates:
        rank = ranks[candidate.kind]
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        titles.append(Title(candidate.start, candidate.end, len(open_ranks), candidate.pattern.role))
    return titles


def _ranks(candidates: list[_Candidate]) -> dict[Kind, float]:
    """Rank the kinds from the outermost: parts and books as they come, bare titles around chapters or within them."""
    ranks: dict[Kind, float] = {kind: float(kind) for kind in Kind}
    order = list(dict.fromkeys(candidate.kind for candidate in candidates))
    if Kind.BOOK in order and Kind.PART in order and order.index(Kind.BOOK) < order.index(Kind.PART):
        ranks[Kind.BOOK], ranks[Kind.PART] = ranks[Kind.PART], ranks[Kind.BOOK]
    divided = [kind for kind in order if kind <= Kind.CHAPTER]
    bare_first = Kind.BARE in order and (not divided or order.index(Kind.BARE) < order.index(divided[0]))
    several = sum(candidate.kind is Kind.BARE for candidate in candidates) > 2
    ranks[Kind.BARE] = -0.5 if bare_first and (several or not divided) else Kind.CHAPTER + 0.5
    ranks[Kind.NAMED] = min((ranks[kind] for kind in order if kind is not Kind.NAMED), default=0.0)
    return ranks
