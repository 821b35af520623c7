"""Warnings while a book is read: each said once, and not more than a person would read."""

from __future__ import annotations

from access.book.opened import BookWarning

MOST_REMARKS = 200


class Remarks:
    """Collects warnings in order."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str, str], BookWarning] = {}
        self._more = 0

    def add(self, what: str, where: str = "", **details: object) -> None:
        """Add a warning; `what` is an English sentence with `{named}` places for the details."""
        key = (what, where, repr(sorted(details.items())))
        if key in self._said:
            return
        if len(self._said) >= MOST_REMARKS:
            self._more += 1
            return
        self._said[key] = BookWarning(what, where, details)

    def all(self) -> tuple[BookWarning, ...]:
        """Return the warnings."""
        said = tuple(self._said.values())
        if self._more:
            said = (*said, BookWarning("There are {count} more warnings like these.", details={"count": self._more}))
        return said
