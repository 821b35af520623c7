"""A name as units, which are what is typed for it: a word, or a Han character with its readings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from access.catalog.search.folding import PieceKind, folded, pieces
from access.catalog.search.readings import syllables_of, typed_readings
from access.catalog.search.syllables import is_typeable

_MOST_SPELLINGS = 6
_DIVIDER = re.compile(r"[:—–;/(\[《=…]")
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Unit:
    """What is typed as one: `text` is folded; `letters` are the ways it is typed, the likely one first.

    `letters` is empty when a keyboard of Latin letters cannot type it. `syllable` is the reading of a Han character
    with its tone digit, else empty.
    """

    text: str
    letters: tuple[str, ...]
    syllable: str = ""
    ideograph: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    """A name, or a part of one."""

    units: tuple[Unit, ...]
    breaks: tuple[int, ...] = ()
    """The units before which a colon, a dash or a bracket stands."""

    @property
    def squeezed(self) -> str:
        """The folded text without blanks and marks."""
        return "".join(unit.text for unit in self.units)

    @property
    def has_syllables(self) -> bool:
        """Whether any Han character with a reading is in it."""
        return any(unit.syllable for unit in self.units)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The ways to type the whole in letters, the likely one first; none when a part cannot be typed."""
        return self._joined(None)

    @property
    def initials(self) -> tuple[str, ...]:
        """The ways to type the first letters of all units."""
        return self._joined(1)

    @property
    def toned(self) -> str:
        """The likely spelling with tone digits, empty when there is no syllable."""
        if not self.has_syllables or not all(unit.letters for unit in self.units):
            return ""
        return "".join(unit.syllable or unit.letters[0] for unit in self.units)

    def parts(self) -> list[Units]:
        """Return what the name may be asked by: all of it, that without its English article, and what marks divide."""
        found = [self]
        if len(self.units) > 1 and self.units[0].text in _ARTICLES:
            found.append(Units(self.units[1:]))
        edges = [0, *self.breaks, len(self.units)]
        if self.breaks:
            found.extend(Units(self.units[start:end]) for start, end in pairwise(edges) if start < end)
        return found

    def _joined(self, most: int | None) -> tuple[str, ...]:
        """Every unit as it is likely typed, all of them with u for ü, then each of them once in another way."""
        if not self.units or not all(unit.letters for unit in self.units):
            return ()
        first = [unit.letters[0][:most] for unit in self.units]
        found = {"".join(first): None}
        if all(len(unit.letters) == 1 for unit in self.units):
            return tuple(found)
        told = (unit.letters[0].replace("v", "u") if unit.syllable else unit.letters[0] for unit in self.units)
        found["".join(letters[:most] for letters in told)] = None
        for place, unit in enumerate(self.units):
            for other in unit.letters[1:]:
                found["".join([*first[:place], other[:most], *first[place + 1 :]])] = None
        return tuple(found)[:_MOST_SPELLINGS]


def units_of(text: str, pinyin: str = "") -> Units:
    """Read a name; `pinyin` is its stored reading, which may be empty."""
    text = folded(text)
    syllables = () if text.isascii() else syllables_of(text, pinyin)
    found: list[Unit] = []
    breaks = []
    end = 0
    for piece in pieces(text):
        if found and _DIVIDER.search(text, end, piece.start):
            breaks.append(len(found))
        end = piece.end
        if piece.kind is PieceKind.IDEOGRAPHS:
            for character, syllable in zip(piece.text, syllables[piece.start : piece.end], strict=True):
                readings = typed_readings(character, syllable) if syllable else ()
                found.append(Unit(character, readings, syllable or "", ideograph=True))
        else:
            found.append(Unit(piece.text, (piece.text,) if is_typeable(piece.text) else ()))
    return Units(tuple(found), tuple(breaks))
