"""What the states and parts of orders are called, at the terminal and on pages."""

from __future__ import annotations

from datetime import timedelta

from access.production.orders import OrderView
from access.production.tables import OrderState, PartKind
from api.language import _

_STATE_NAMES = {
    OrderState.WAITING: "waiting",
    OrderState.RUNNING: "running",
    OrderState.PAUSED: "paused",
    OrderState.CANCELLED: "cancelled",
    OrderState.FAILED: "failed",
    OrderState.DONE: "done",
}
_PART_NAMES = {
    PartKind.OPEN: "opening",
    PartKind.SPEAK: "chapter {number}",
    PartKind.BRAILLE: "braille",
    PartKind.PUBLISH: "publishing {format}",
    PartKind.CHECK: "checking {format}",
    PartKind.SHELVE: "shelving",
    PartKind.TELL: "telling",
}


def state_name(state: OrderState) -> str:
    """Return how an order or a part of one stands, in the reader's language."""
    return _(_STATE_NAMES[state])


def part_name(view: OrderView, kind: PartKind, number: int) -> str:
    """Return what a part of an order is, in the reader's language."""
    named = kind in {PartKind.PUBLISH, PartKind.CHECK}
    return _(_PART_NAMES[kind]).format(number=number, format=view.formats[number - 1] if named else "")


def time_left_name(time: timedelta) -> str:
    """Return how long something will still take, as a person says it, in the reader's language."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 1:
        return _("less than a minute left")
    if minutes < 120:
        return _("about {minutes} min left").format(minutes=minutes)
    return _("about {hours:.1f} h left").format(hours=minutes / 60)
