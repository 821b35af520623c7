"""Small parts of what is looked for: a term, all of several, any of several, what begins with or resembles something.

They are plain values, so that what a question becomes can be looked at without an engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Term:
    """A term in a zone."""

    zone: str
    term: str


@dataclass(frozen=True, slots=True)
class Begins:
    """Any term in a zone that begins so."""

    zone: str
    beginning: str


@dataclass(frozen=True, slots=True)
class Resembles:
    """Any term in a zone at most so many letters different; two neighbours in the wrong order are one difference."""

    zone: str
    term: str
    distance: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these."""

    parts: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these; with no parts, nothing."""

    parts: tuple[Wanted, ...]


Wanted: TypeAlias = Term | Begins | Resembles | AllOf | AnyOf


NOTHING = AnyOf(())


def all_of(parts: Iterable[Wanted]) -> Wanted:
    """Return all of the parts, without needless nesting; nothing when there is none or one of them is nothing."""
    found = tuple(parts)
    if not found or any(part == NOTHING for part in found):
        return NOTHING
    return found[0] if len(found) == 1 else AllOf(found)


def any_of(parts: Iterable[Wanted]) -> Wanted:
    """Return any of the parts, without needless nesting and without terms that stand there twice."""
    found: list[Wanted] = []
    seen: set[Term] = set()
    for part in parts:
        for inner in part.parts if isinstance(part, AnyOf) else (part,):
            if isinstance(inner, Term):
                if inner in seen:
                    continue
                seen.add(inner)
            found.append(inner)
    return found[0] if len(found) == 1 else AnyOf(tuple(found))
