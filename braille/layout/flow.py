"""A run of cells and how it is taken row by row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from braille.layout.page import BLANK, RowSpan
from braille.transcript import CellText

_LONGEST_SIGN = 3


@dataclass(frozen=True, slots=True)
class PrintBreak:
    """A print page that begins: what is printed on it and that in cells."""

    label: str
    cells: str


@dataclass(frozen=True, slots=True)
class PrintStop:
    """A print page break at a code point of a leaf's text."""

    position: int
    page: PrintBreak


@dataclass(slots=True)
class Flow:
    """Cells of one paragraph, line of verse, heading …, gathered from leaves and from what the layout itself writes.

    `sources` are (start, end, leaf id, start in the leaf), in order. `breaks` are the places where a word may be
    divided, `free_breaks` those at which a line may end when it is full. `signs` are (start, break sign, whether it
    comes first). `stops` are print page breaks (index, break), in order. `preformatted` keeps blanks at the start of a
    line.
    """

    cells: str = ""
    sources: list[tuple[int, int, str, int]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    free_breaks: list[int] = field(default_factory=list)
    no_break: set[int] = field(default_factory=set)
    signs: list[tuple[int, str, bool]] = field(default_factory=list)
    stops: list[tuple[int, PrintBreak]] = field(default_factory=list)
    preformatted: bool = False

    def add(
        self,
        text: CellText,
        leaf_id: str | None = None,
        *,
        one_line: bool = False,
        stops: list[PrintStop] | None = None,
    ) -> None:
        """Append a text; without `leaf_id` it is the layout's own and loses its trailing blanks."""
        base = len(self.cells)
        cells = text.cells
        if leaf_id is None:
            cells = cells.rstrip(BLANK)
        elif cells:
            self.sources.append((base, base + len(cells), leaf_id, 0))
        if one_line or leaf_id is None:
            cells = cells.replace("\n", BLANK)
        for index in sorted(text.breaks):
            if 0 < index < len(cells):
                (self.free_breaks if text.is_free_break(index) else self.breaks).append(base + index)
        self.no_break.update(base + index for index in text.no_break)
        sign = text.break_sign if len(text.break_sign) <= _LONGEST_SIGN else ""
        self.signs.append((base, sign, text.sign_first))
        self.cells += cells
        for stop in stops or ():
            index = self._word_start(base + bisect_left(text.positions, stop.position), base)
            # A marker is never torn from its item: a page that begins with the text begins before the marker.
            self.stops.append((0 if index == base and len(self.sources) <= 1 else index, stop.page))

    def add_cells(self, cells: str) -> None:
        """Append cells of the layout's own."""
        self.signs.append((len(self.cells), "", False))
        self.cells += cells

    def add_blank(self, *, glued: bool = False) -> None:
        """Append a blank; no line ends at a glued one."""
        if glued:
            self.no_break.add(len(self.cells))
        self.cells += BLANK

    def add_stop(self, page: PrintBreak) -> None:
        """Append a print page break."""
        self.stops.append((len(self.cells), page))

    def _word_start(self, index: int, base: int) -> int:
        """A page that begins inside a word begins after it, as print page indicators never stand in words."""
        cells = self.cells
        if index <= base or cells[index - 1] in "\n\u2800":
            return index
        while index < len(cells) and (cells[index] not in "\n\u2800" or index in self.no_break):
            index += 1
        return index


@dataclass(frozen=True, slots=True)
class Taken:
    """A row's worth of a flow: the sign it begins with, cells `start` to `end` and the sign it ends with."""

    before: str
    start: int
    end: int
    after: str


class RowTaker:
    """Takes a flow row by row. Lines end at blanks; a word longer than a row is divided, with its sign."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._at = 0
        self._owed = ""
        self._stop = 0
        self._skip_blanks()

    @property
    def done(self) -> bool:
        """Whether nothing is left, no page break either."""
        return self._at >= len(self.flow.cells) and self._stop >= len(self.flow.stops)

    def page_break(self) -> PrintBreak | None:
        """Return the print page break that stands here, once."""
        stops = self.flow.stops
        if self._stop < len(stops) and stops[self._stop][0] <= self._at:
            self._stop += 1
            self._at = self._after_blanks(self._at, len(self.flow.cells)) if self._at else self._at
            return stops[self._stop - 1][1]
        return None

    @property
    def at_line(self) -> bool:
        """Whether a line of preformatted text begins here."""
        return self.flow.preformatted and self._at > 0 and self.flow.cells[self._at - 1] == "\n"

    def skip_empty_line(self) -> bool:
        """Pass over a forced line end with nothing before it; return whether there was one."""
        cells, at = self.flow.cells, self._at
        end = self._end()
        while at < end and cells[at] == BLANK:
            at += 1
        if self._owed or at >= end or cells[at] != "\n":
            return False
        self._at = at + 1
        self._skip_blanks()
        return True

    def take(self, width: int, *, whole: bool) -> Taken | None:
        """Take what fits on a row of `width` cells, at least one.

        None when not even a word fits and the row is not `whole`, that is, shorter than others.
        """
        cells, start = self.flow.cells, self._at
        end = self._end()
        reach = start + max(1, width - len(self._owed))
        newline = cells.find("\n", start, min(end, reach + 1))
        if newline >= 0:
            return self._taken(newline, newline + 1)
        if end <= reach:
            return self._taken(end, end)
        blank, free = self._last_blank(start, reach), self._last_free_break(start, reach)
        if free > blank:
            return self._taken(free, free)
        if blank > start:
            return self._taken(blank, self._after_blanks(blank, end))
        return self._divided(reach) if whole else None

    def _taken(self, stop: int, onward: int, after: str = "", owed: str = "") -> Taken:
        cells, start = self.flow.cells, self._at
        while stop > start and cells[stop - 1] == BLANK:
            stop -= 1
        taken = Taken(self._owed, start, stop, after)
        self._owed, self._at = owed, onward
        if (onward and cells[onward - 1] == "\n") or (not after and not owed):
            self._skip_blanks()
        return taken

    def _skip_blanks(self) -> None:
        cells, at = self.flow.cells, self._at
        if self.flow.preformatted and (at == 0 or cells[at - 1] == "\n"):
            return
        end = self._end()
        while at < end and cells[at] == BLANK:
            at += 1
        self._at = at

    def _end(self) -> int:
        """Where the next print page begins, or the flow ends."""
        stops = self.flow.stops
        return stops[self._stop][0] if self._stop < len(stops) else len(self.flow.cells)

    def _after_blanks(self, at: int, end: int) -> int:
        """Where the next row begins when one ends at the blank `at`; a forced line end right after is the same end."""
        cells = self.flow.cells
        while at < end and cells[at] == BLANK:
            at += 1
        return at + 1 if at < end and cells[at] == "\n" else at

    def _last_blank(self, start: int, reach: int) -> int:
        cells, no_break = self.flow.cells, self.flow.no_break
        blank = cells.rfind(BLANK, start, reach + 1)
        while blank in no_break:
            blank = cells.rfind(BLANK, start, blank)
        return blank if blank > start and cells[start:blank].strip(BLANK) else -1

    def _last_free_break(self, start: int, reach: int) -> int:
        place = bisect_right(self.flow.free_breaks, reach) - 1
        return self.flow.free_breaks[place] if place >= 0 and self.flow.free_breaks[place] > start else -1

    def _divided(self, reach: int) -> Taken:
        flow, start = self.flow, self._at
        number = bisect_right(flow.signs, start, key=lambda entry: entry[0]) - 1
        sign, sign_first = flow.signs[number][1:] if number >= 0 else ("", False)
        furthest = reach if sign_first else reach - len(sign)
        place = bisect_right(flow.breaks, furthest) - 1
        if place >= 0 and flow.breaks[place] > start:
            cut = flow.breaks[place]
            return self._taken(cut, cut, "" if sign_first else sign, sign if sign_first else "")
        return self._taken(reach, reach)


def spans_of(flow: Flow, taken: Taken, column: int) -> tuple[RowSpan, ...]:
    """Return where the cells of a taken row come from; `column` is where its first cell of the flow stands."""
    sources = flow.sources
    start, end = taken.start, taken.end
    spans = []
    for number in range(max(0, bisect_right(sources, start, key=lambda source: source[0]) - 1), len(sources)):
        source_start, source_end, leaf_id, leaf_start = sources[number]
        if source_start >= end:
            break
        first, last = max(start, source_start), min(end, source_end)
        if first < last:
            spans.append(RowSpan(column + first - start, leaf_id, leaf_start + first - source_start, last - first))
    return tuple(spans)
