"""A title as search needs it: plain values, read from the database in one go for many titles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A contributor's name as catalogued, and its reading (tone digits, blanks) or nothing."""

    name: str
    pinyin: str = ""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A form there is: its kind, its language (`und` when it is the title's) and the codes of branches with copies."""

    kind: str
    language: str = "und"
    branches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleRecord:
    """A title with all that it is found, filtered and ranked by."""

    id: int
    name: str
    subtitle: str = ""
    pinyin: str = ""
    language: str = "und"
    series: str = ""
    description: str = ""
    popularity: int = 0
    created: datetime | None = None
    people: tuple[Person, ...] = ()
    subjects: tuple[str, ...] = ()
    forms: tuple[Shelved, ...] = ()
    numbers: tuple[str, ...] = ()
    """ISBNs."""
