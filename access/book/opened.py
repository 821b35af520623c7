"""What opening a book gives: the book and what had to be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from access.book.model import Book


@dataclass(frozen=True, slots=True)
class BookWarning:
    """Something that was missing or mended.

    `what` is an English message id with `{named}` places for `details`, like the errors of `access.errors`; `where` is
    a place in the book that a person can find (a file in it, a line, a heading), or empty.
    """

    what: str
    where: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The warning in English."""
        text = self.what.format_map(dict(self.details))
        return f"{self.where}: {text}" if self.where else text


@dataclass(frozen=True, slots=True)
class OpenedBook:
    """A book as it was read, with its warnings in reading order."""

    book: Book
    warnings: tuple[BookWarning, ...] = ()
