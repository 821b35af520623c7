"""What is asked: a search, a listing, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_LETTERS = 120
"""Of a question more is not read."""


class Why(StrEnum):
    """How a title was found, to be said aloud."""

    WORD = "word"
    PINYIN = "pinyin"
    INITIALS = "initials"
    KEYPAD = "keypad"
    SIMILAR = "similar"


class Listed(StrEnum):
    """Lists that need no search."""

    NEWEST = "newest"
    SUBJECT = "subject"
    CONTRIBUTOR = "contributor"


@dataclass(frozen=True, slots=True)
class Query:
    """A search. `text` is as typed; an empty one finds every title.

    `forms` are kinds of form, of which one must be there; `languages` BCP 47 tags, of which the primary parts count;
    `branch` is the code of a branch that must have a copy. Together they ask for one form that fits all of them.
    """

    text: str
    forms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    branch: str | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A title that was found; a larger score is better, and titles of the same score are in order of popularity."""

    title_id: int
    why: Why
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """How many titles were found in all, those of the page, and what may help when there was none.

    `suggestions` are questions that do find something with the same filters; `elsewhere` is how many titles the same
    question finds when the filters are left aside.
    """

    total: int
    titles: tuple[Hit, ...] = ()
    suggestions: tuple[str, ...] = ()
    elsewhere: int = 0
