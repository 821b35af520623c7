"""Units of lines made into paragraphs and verse."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from access.book.ids import BlockIds
from access.book.model import Inline, LineBreak, Paragraph, Text, VerseLine
from access.book.text.lines import Layout, Line, Unit, columns, is_wide

_SHARED: Final = "“”‘’…—·"
_BLANKS: Final = re.compile(r"[ \t]+")
_CONTENTS_LINE: Final = re.compile(r"[.…·\s]{2,}\S{1,5}$|\s\d+$")
_LINE_PUNCTUATION: Final = re.compile(r"[,;:.!?，；：。！？、—–…][”’\"'」』]?$")


def fold(text: str) -> str:
    """Fold runs of blanks and tabs into one blank, as a browser would."""
    return _BLANKS.sub(" ", text) if "  " in text or "\t" in text else text


def joined(lines: Sequence[Line], layout: Layout) -> tuple[Inline, ...]:
    """Join the lines of a paragraph; a line that ends well before the margin for no need keeps its end."""
    inlines: list[Inline] = []
    parts = [fold(lines[0].text)]
    for before, line in itertools.pairwise(lines):
        if not layout.wrapped or _forced(before, line, layout):
            inlines += [Text("".join(parts)), LineBreak()]
            parts = [fold(line.text)]
        else:
            parts += [_between(before.text, line.text), fold(line.text)]
    return (*inlines, Text("".join(parts)))


def _between(before: str, after: str) -> str:
    """Return what goes between two lines that are joined: nothing in Chinese and Japanese, and after a hyphen."""
    # Quotation marks, dashes and dots are shared by all scripts: what stands beside them tells which it is.
    left, right = before.rstrip(_SHARED)[-1:], after.lstrip(_SHARED)[:1]
    if is_wide(left) or is_wide(right):
        return ""
    if before[-1] == "\u00ad" or (before[-1] == "-" and before[-2:-1].isalpha() and after[0].isalpha()):
        return ""
    return "" if before.endswith("--") else " "


def _forced(before: Line, after: Line, layout: Layout) -> bool:
    """Say whether the line end was wanted: the next word would have stood well before the margin."""
    room = 0.72 * layout.margin - before.indent - columns(before.text) - 1
    if room <= 0:
        return False
    word = after.text.split(maxsplit=1)[0] if after.text.isascii() else after.text[:2]
    return columns(word) <= room


def is_verse(unit: Unit, layout: Layout) -> bool:
    """Say whether a unit of a wrapped text is verse: four or more short lines whose ends were all wanted."""
    lines = unit.lines
    if not layout.wrapped or len(lines) < 4:
        return False
    forced = sum(_forced(a, b, layout) for a, b in itertools.pairwise(lines))
    if forced < 0.75 * (len(lines) - 1) or max(columns(line.text) for line in lines) > 0.85 * layout.margin:
        return False
    if sum(_CONTENTS_LINE.search(line.text) is not None for line in lines) * 2 > len(lines):
        return False
    begins = sum(line.text.lstrip("“\"‘'(_")[:1].isupper() or is_wide(line.text[0]) for line in lines)
    punctuated = sum(_LINE_PUNCTUATION.search(line.text) is not None for line in lines)
    return begins >= 0.7 * len(lines) and punctuated * 2 >= len(lines)


def stanza(unit: Unit, ids: BlockIds) -> tuple[VerseLine, ...]:
    """Make the lines of a stanza; two columns more than the least are a step of indentation, at most eight."""
    least = min(line.indent for line in unit.lines)
    return tuple(
        VerseLine(ids.make("v", line.text), (Text(fold(line.text)),), min(8, (line.indent - least) // 2))
        for line in unit.lines
    )


def paragraph(unit: Unit, layout: Layout, ids: BlockIds) -> Paragraph:
    """Make a paragraph of a unit."""
    return Paragraph(ids.make("p", unit.text), joined(unit.lines, layout))
