"""The port through which production asks for outputs: what is made of a title, step by step.

Whoever makes them lives in the step processes (see `access.production.step_process`); all that passes is plain data,
and all that one step leaves for another lies in files that the workers share, named by what they were made from. A step
that is done twice leaves the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from access.storage.tables import Plain  # the database is slow to load, and step processes have none


Advance = Callable[[int], None]
"""Told how much of a step's weight is done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An order as its steps need it.

    `source` is a file with the book and `source_name` what it was called; `options` are those of the order; `moment` is
    when its outputs count as made (ISO 8601), the same for whoever does a step again. `plan` is empty until the source
    was opened.
    """

    source: str
    source_name: str
    formats: tuple[str, ...]
    options: Mapping[str, Plain]
    moment: str
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening found: the key by which later steps know the book, and how much there is to do.

    `chapters` are the characters of each chapter to speak, none where no sound was asked for; `braille` those to put
    into cells, 0 where none was. `made_from` says for each format what its output would be made from: the same again is
    not made again. `made_of` says of what: "speak" or "braille".
    """

    plan: str
    chapters: tuple[int, ...]
    braille: int
    made_from: Mapping[str, str]
    made_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A chapter was spoken: blocks anew, and blocks that were there."""

    fresh: int
    kept: int


@dataclass(frozen=True, slots=True)
class Made:
    """An output that stands aside, one file: its path, its name for a download, and facts for readers."""

    path: str
    name: str
    media_type: str
    facts: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of an output found, none where all is well, and its report, a JSON text."""

    findings: tuple[str, ...]
    report: str


class Maker(Protocol):
    """Makes the outputs of a title. Every step raises what `access.errors` tells of."""

    def open(self, asked: Asked) -> Opened:
        """Open the source and put it down with the lexicon of this moment."""

    def speak(self, asked: Asked, chapter: int, advance: Advance) -> Spoken:
        """Speak a chapter, counted from 1; blocks that were spoken before are kept."""

    def braille(self, asked: Asked, advance: Advance) -> Mapping[str, Plain]:
        """Put the book into cells and lay it out; return facts about it."""

    def publish(self, asked: Asked, name: str) -> Made:
        """Make the output of a format from what was spoken, or put into cells."""

    def check(self, asked: Asked, name: str, made: Path) -> Checked:
        """Judge an output as it will be shelved."""


def asked_from_plain(told: Mapping[str, Any]) -> Asked:
    """Return what `asdict` made of an `Asked`."""
    return Asked(**{**told, "formats": tuple(told["formats"])})


def as_plain(answer: object) -> dict[str, Plain]:
    """Return a step's answer, fit for JSON."""
    if isinstance(answer, Mapping):
        return dict(answer)
    return asdict(answer)  # type: ignore[call-overload,no-any-return]
