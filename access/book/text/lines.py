"""Lines of a text file and the units (paragraphs to be) that they form.

Two habits are told apart: one line a paragraph, and paragraphs wrapped at a margin (60 to 80 columns) that end at a
blank line or where the next line is indented. A wide (East Asian) character counts as two columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

_PIECE: Final = 1 << 20
_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]+"
)
_WIDE_EDGE: Final = re.compile(
    "[\u2e80-\u303e\u3041-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003fffd]"
)
_SENTENCE_END: Final = re.compile(r"[.!?。！？…；;：:][”’\"'」』）)]*$|[”’」』]$")
_BREAK_BEFORE: Final = {"\f": 3, "\v": 1, "\x85": 0, "\u2028": 0, "\u2029": 1}
_SAMPLED_LINES: Final = 20_000


class Line(NamedTuple):
    """A line that is not blank: its number from 1, its indentation in columns and its text without edge blanks."""

    number: int
    indent: int
    text: str


class Unit(NamedTuple):
    """Lines that belong together, and how many blank lines stand before them (99 at the start of the text)."""

    lines: tuple[Line, ...]
    gap: int

    @property
    def text(self) -> str:
        """The lines' texts with line ends between them."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out: wrapped or not, the margin in columns, and how many blank lines part its paragraphs."""

    wrapped: bool
    margin: int
    gap: int


def columns(text: str) -> int:
    """Return the width of a text in columns."""
    if text.isascii():
        return len(text)
    return len(text) + sum(map(len, _WIDE.findall(text)))


def ends_sentence(text: str) -> bool:
    """Say whether a line ends as a sentence or a speech does."""
    return _SENTENCE_END.search(text) is not None


def is_wide(character: str) -> bool:
    """Say whether it is a character of Chinese or Japanese, which are written without blanks (Korean is not)."""
    return _WIDE_EDGE.match(character) is not None  # no character at all is not wide


def text_lines(text: str) -> Iterator[tuple[int, Line]]:
    """Yield each line that is not blank with the number of blank lines before it; a form feed counts as three."""
    gap, number = 99, 1
    for raw in _raw_lines(text):
        if raw == "\n":
            gap += 1
            number += 1
            continue
        stripped = raw.strip()
        if stripped:
            indent = raw[: len(raw) - len(raw.lstrip())] if raw[0].isspace() else ""
            yield gap, Line(number, columns(indent.expandtabs(4)), stripped)
            gap = 0
        else:
            gap += 1
        end = raw[-1:]
        if end in _BREAK_BEFORE:
            gap += _BREAK_BEFORE[end]
        else:
            number += 1


def _raw_lines(text: str) -> Iterator[str]:
    """Yield the lines with their ends, splitting about a million characters at a time to keep memory small."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield from text[start:end].splitlines(keepends=True)
        start = end


def find_layout(text: str) -> Layout:
    """Find the layout from the first lines of a text."""
    sample: list[tuple[int, Line]] = []
    for item in text_lines(text):
        sample.append(item)
        if len(sample) >= _SAMPLED_LINES:
            break
    widths = sorted(line.indent + columns(line.text) for _, line in sample)
    margin = widths[len(widths) * 95 // 100] if widths else 0
    inner = [(line, following) for (_, line), (gap, following) in pairwise(sample) if gap == 0]
    flowing = [(line, following) for line, following in inner if following.indent <= line.indent + 1]
    wrapped = (
        40 <= margin <= 100
        and widths[len(widths) * 98 // 100] <= 110
        and len(flowing) >= max(1, len(sample) // 4)
        and _share(flowing, lambda pair: pair[0].indent + columns(pair[0].text) >= 0.78 * margin) >= 0.6
        and _share(flowing, lambda pair: ends_sentence(pair[0].text)) <= 0.4
        and _share(flowing, lambda pair: pair[1].text[0].isupper()) <= 0.6
    )
    gaps = Counter(gap for gap, _ in sample[1:] if not wrapped or gap)
    if wrapped and len(gaps) and sum(gaps.values()) * 25 < len(sample):
        return Layout(wrapped, margin, 0)  # indents part the paragraphs
    return Layout(wrapped, margin, gaps.most_common(1)[0][0] if gaps else 0)


def _share(
    pairs: list[tuple[Line, Line]],
    holds: Callable[[tuple[Line, Line]], bool],
) -> float:
    return sum(map(holds, pairs)) / len(pairs)


def text_units(text: str, layout: Layout, stands_alone: Callable[[str], bool]) -> Iterator[Unit]:
    """Yield the units of a text; `stands_alone` says of a short line whether it is a heading by itself."""
    if not layout.wrapped:
        for gap, line in text_lines(text):
            yield Unit((line,), gap)
        return
    block: list[Line] = []
    block_gap = 0
    for gap, line in text_lines(text):
        if block and gap:
            yield from _split(block, block_gap, layout, stands_alone)
            block = []
        if not block:
            block_gap = gap
        block.append(line)
    if block:
        yield from _split(block, block_gap, layout, stands_alone)


def _split(block: list[Line], gap: int, layout: Layout, stands_alone: Callable[[str], bool]) -> Iterable[Unit]:
    """Split the lines between two blank lines where a new paragraph begins among them."""
    usual = min(line.indent for line in block)
    hanging = sum(line.indent > usual for line in block) * 2 > len(block)
    verse_like = hanging or all(_short(line, layout) for line in block)
    current: list[Line] = []
    for line in block:
        if current:
            before = current[-1]
            ended = len(before.text) < 0.7 * layout.margin or ends_sentence(before.text)
            if (
                (ended and line.indent >= usual + 2 and before.indent <= line.indent and not verse_like)
                or columns(before.text) > 1.3 * layout.margin
                or columns(line.text) > 1.3 * layout.margin
                or (layout.gap == 0 and ends_sentence(before.text) and _short(before, layout))
                or (layout.gap == 0 and ended and _short(line, layout) and stands_alone(line.text))
                or (layout.gap == 0 and len(current) == 1 and stands_alone(before.text))
            ):
                yield Unit(tuple(current), gap)
                current, gap = [], 0
        current.append(line)
    yield Unit(tuple(current), gap)


def _short(line: Line, layout: Layout) -> bool:
    return line.indent + columns(line.text) < 0.8 * layout.margin
