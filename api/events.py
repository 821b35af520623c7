"""What a conversion tells while it runs; reporters turn it into lines, a bar or JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from access.book.opened import BookWarning
from access.errors import TongduError


@dataclass(frozen=True, slots=True)
class BookStarted:
    """A book's turn has come; `number` counts from 1."""

    book: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class BookOpened:
    """It was read."""

    book: str
    title: str
    language: str
    chapters: int


@dataclass(frozen=True, slots=True)
class Warned:
    """Something in it is missing or was mended."""

    book: str
    warning: BookWarning


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How far a stage (`speech`, `braille`) is, in characters of text."""

    book: str
    stage: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """An output stands in its place, checked."""

    book: str
    format: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class BookSummary:
    """A book is done. Counts of what was not asked for are None.

    `chapters` are the outermost sections, `print_pages` the page breaks of the print edition, `braille_pages` the sides
    of paper, `audio_seconds` the length of the sound, `spoken_blocks` those spoken now and `kept_blocks` those that
    were found finished from an earlier run.
    """

    book: str
    chapters: int
    print_pages: int
    seconds: float
    warnings: int
    braille_pages: int | None = None
    volumes: int | None = None
    untranslated: int | None = None
    audio_seconds: float | None = None
    spoken_blocks: int | None = None
    kept_blocks: int | None = None


@dataclass(frozen=True, slots=True)
class BookFailed:
    """A book could not be converted."""

    book: str
    error: TongduError


@dataclass(frozen=True, slots=True)
class AllDone:
    """Every book had its turn."""

    converted: int
    failed: int
    seconds: float


Event: TypeAlias = BookStarted | BookOpened | Warned | StageProgress | Wrote | BookSummary | BookFailed | AllDone
Listener: TypeAlias = Callable[[Event], None]
