"""The ways on, by what somebody may: one table, in reading order.

The main ones stand at the head of every page; all stand on the first page. What a reader does stands at the head of a
page only for those who do not work with the titles themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access.patrons.roles import Right

_MAIN_WAYS: tuple[tuple[str, Right | None, str], ...] = (
    ("/", None, "Home"),
    ("/desk/today", Right.SEE_WORK, "Today's work"),
    ("/desk/titles", Right.SEE_PRODUCTION, "Titles"),
    ("/desk/orders", Right.SEE_PRODUCTION, "Production"),
    ("/proofreading", Right.PROOFREAD_GIVEN, "Proofreading"),
    ("/desk/readers", Right.MANAGE_READERS, "Readers"),
    ("/applications", Right.SEE_VOLUNTEERS, "Volunteers"),
    ("/administration/people", Right.CHANGE_ROLES, "People"),
)
_READERS_WAYS: tuple[tuple[str, Right | None, str], ...] = (
    ("/titles", Right.READ_CATALOGUE, "Find a title"),
    ("/orders", Right.ORDER_FORMS, "My orders"),
)
_MORE_WAYS: tuple[tuple[str, Right | None, str], ...] = (
    ("/desk/upload", Right.IMPORT_TITLES, "Upload a book"),
    ("/desk/import", Right.IMPORT_TITLES, "Import records"),
    ("/desk/proofreading", Right.GIVE_PROOFREADING, "Proofreading that was given"),
    ("/desk/hours", Right.SEE_HOURS, "Hours"),
    ("/proofreading/hours", Right.OWN_HOURS, "My hours"),
    ("/titles/new", Right.READ_CATALOGUE, "New titles"),
    ("/titles/subjects", Right.READ_CATALOGUE, "Subjects"),
    ("/administration/audit", Right.SEE_AUDIT, "Audit"),
    ("/administration/settings", Right.SEE_SETTINGS, "Settings of the service"),
)
"""Address, the right without which it is not shown, and the message id of its name."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link at the head of a page; `name` is a message id. `is_here` tells that the page lies there or below."""

    path: str
    name: str
    is_here: bool


def ways_of(may: Callable[[Right], bool], here: str) -> list[Way]:
    """Return the main ways of somebody, told by what they may, and which of them the page at `here` belongs to."""
    ways = _MAIN_WAYS if may(Right.SEE_PRODUCTION) else (*_MAIN_WAYS, *_READERS_WAYS)
    return [
        Way(path, name, here == path or (path != "/" and here.startswith(f"{path}/")))
        for path, right, name in ways
        if right is None or may(right)
    ]


def all_ways_of(may: Callable[[Right], bool]) -> list[Way]:
    """Return every way that somebody has from the first page, as it lists them."""
    return [
        Way(path, name, is_here=False)
        for path, right, name in (*_MAIN_WAYS[1:], *_READERS_WAYS, *_MORE_WAYS)
        if right is None or may(right)
    ]
