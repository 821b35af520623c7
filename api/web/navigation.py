"""The ways on that stand at the head of every page, by what somebody may: one table, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access.patrons.roles import Right

_WAYS: tuple[tuple[str, Right | None, str], ...] = (
    ("/", None, "Home"),
    ("/desk/today", Right.SEE_WORK, "Today's work"),
    ("/desk/titles", Right.SEE_PRODUCTION, "Titles"),
    ("/desk/orders", Right.SEE_PRODUCTION, "Production"),
    ("/proofreading", Right.PROOFREAD_GIVEN, "Proofreading"),
    ("/desk/proofreading", Right.GIVE_PROOFREADING, "Proofreading that was given"),
    ("/desk/readers", Right.MANAGE_READERS, "Readers"),
    ("/desk/hours", Right.SEE_HOURS, "Hours"),
    ("/titles", Right.READ_CATALOGUE, "Find a title"),
    ("/orders", Right.ORDER_FORMS, "My orders"),
    ("/administration/people", Right.CHANGE_ROLES, "People"),
    ("/applications", Right.SEE_VOLUNTEERS, "Volunteers"),
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
    """Return the ways that somebody has, told by what they may, and which of them the page at `here` belongs to."""
    return [
        Way(path, name, here == path or (path != "/" and here.startswith(f"{path}/")))
        for path, right, name in _WAYS
        if right is None or may(right)
    ]
