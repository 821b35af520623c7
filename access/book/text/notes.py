"""References such as `[1]` and the notes at a chapter's end that they name, where the two match one to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from access.book.ids import BlockIds
from access.book.model import Inline, NoteRef, Text
from access.book.text.lines import Unit

_MARKER: Final = re.compile(
    r"\[[0-9]{1,3}\]|［[0-9０-９]{1,3}］|〔[0-9０-９一二三四五六七八九十]{1,3}〕|【[0-9]{1,3}】|[①-⑳㉑-㉟]"
)


@dataclass(frozen=True, slots=True)
class FoundNotes:
    """`notes`: the id of the note that a unit is; `references`: for a unit, the ids of the notes its markers name."""

    notes: Mapping[int, str] = field(default_factory=dict)
    references: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


def find_notes(units: Sequence[Unit], stretches: Iterable[tuple[int, int]], ids: BlockIds) -> FoundNotes:
    """Find the notes of each stretch of units (half open; from a heading to the next)."""
    notes: dict[int, str] = {}
    references: dict[int, dict[str, str]] = {}
    for start, end in stretches:
        first = end
        while first > start and _MARKER.match(units[first - 1].text):
            first -= 1
        own = [(index, match.group()) for index in range(first, end) if (match := _MARKER.match(units[index].text))]
        if not own or first == start:
            continue
        seen = [(index, marker) for index in range(start, first) for marker in _MARKER.findall(units[index].text)]
        if [marker for _, marker in seen] != [marker for _, marker in own] or len({m for _, m in own}) < len(own):
            continue
        named = {}
        for index, marker in own:
            named[marker] = notes[index] = ids.make("n", units[index].text)
        for index, marker in seen:
            references.setdefault(index, {})[marker] = named[marker]
    return FoundNotes(notes, references)


def with_references(inlines: Iterable[Inline], named: Mapping[str, str]) -> tuple[Inline, ...]:
    """Put note references in the place of the markers that name a note."""
    result: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Text):
            result.append(inline)
            continue
        place = 0
        for match in _MARKER.finditer(inline.text):
            if match.group() not in named:
                continue
            if match.start() > place:
                result.append(Text(inline.text[place : match.start()]))
            result.append(NoteRef(named[match.group()], (Text(match.group()),)))
            place = match.end()
        if place < len(inline.text):
            result.append(Text(inline.text[place:]))
    return tuple(result)
