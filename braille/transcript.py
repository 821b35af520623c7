"""A book in cells, before it is laid out on pages.

Cells are Unicode braille patterns, U+2800 (blank) to U+283F; `\\n` in cells is a forced line end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellText:
    """The cells of one leaf.

    `positions` has one entry a cell: the code point of the source text it stands for, never decreasing. A line may
    always break at a blank cell, which then is dropped. `breaks` are further places where it may break: indexes into
    `cells` before which a line may end, whenever it is full at a free one (see `is_free_break`), else only inside a
    word that is longer than a whole line. Where it breaks inside a word, `break_sign` (cells, may be empty) is added:
    at the end of the line where `sign_first` is False (the hyphen of English braille), at the start of the next line
    where it is True (Chinese braille). `no_break` are blanks at which a line may not break (between a number and its
    unit).
    """

    text: str
    cells: str
    positions: tuple[int, ...]
    breaks: frozenset[int] = frozenset()
    break_sign: str = ""
    sign_first: bool = False
    no_break: frozenset[int] = frozenset()

    def is_free_break(self, place: int) -> bool:
        """Say whether the break before cell `place` needs no sign and may be taken whenever a line is full.

        So it is behind a hyphen, a dash, or a full stop that has no blank after it. A break stands inside a word, and
        needs its sign, where letters, digits or Han characters stand on both sides of it.
        """
        if not 0 < place < len(self.positions):
            return True
        before, after = self.positions[place - 1], self.positions[place]
        return not (self.text[before : before + 1].isalnum() and self.text[after : after + 1].isalnum())


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A character no code could write, where it stands."""

    block_id: str
    position: int
    character: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """Cells of every leaf of a book by leaf id, and of every other text the layout will need (see `generated`).

    `generated` maps texts that the layout itself writes (list markers, figure and note labels, volume titles) to cells.
    """

    language: str
    code: str
    leaves: Mapping[str, CellText]
    generated: Mapping[str, CellText]
    untranslated: tuple[Untranslated, ...] = ()
