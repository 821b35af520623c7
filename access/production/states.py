"""The rules of orders as pure tables: which state follows which, what may begin, and how an order ends.

An order's parts are begun in stages: it is opened, which makes the parts of its chapters and formats; chapters are
spoken while the braille is made; a format is published when all it is made of is there, then checked; when all formats
are checked they are shelved together, and then who asked is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from access.errors import ConflictError
from access.production.tables import OrderState, PartKind


class Event(StrEnum):
    """What happens to an order or to a part of one."""

    BEGIN = "begin"
    """Work on it begins."""
    GIVE_BACK = "give back"
    """Who did it is gone; somebody else will."""
    FINISH = "finish"
    FAIL = "fail"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"


_S = OrderState
ORDER_MOVES: dict[tuple[OrderState, Event], OrderState] = {
    (_S.WAITING, Event.BEGIN): _S.RUNNING,
    (_S.RUNNING, Event.FINISH): _S.DONE,
    (_S.WAITING, Event.FAIL): _S.FAILED,
    (_S.RUNNING, Event.FAIL): _S.FAILED,
    (_S.WAITING, Event.PAUSE): _S.PAUSED,
    (_S.RUNNING, Event.PAUSE): _S.PAUSED,
    (_S.PAUSED, Event.RESUME): _S.WAITING,
    (_S.WAITING, Event.CANCEL): _S.CANCELLED,
    (_S.RUNNING, Event.CANCEL): _S.CANCELLED,
    (_S.PAUSED, Event.CANCEL): _S.CANCELLED,
    (_S.FAILED, Event.CANCEL): _S.CANCELLED,
    (_S.FAILED, Event.RETRY): _S.WAITING,
}
PART_MOVES: dict[tuple[OrderState, Event], OrderState] = {
    (_S.WAITING, Event.BEGIN): _S.RUNNING,
    (_S.RUNNING, Event.GIVE_BACK): _S.WAITING,
    (_S.RUNNING, Event.FINISH): _S.DONE,
    (_S.RUNNING, Event.FAIL): _S.FAILED,
    (_S.RUNNING, Event.PAUSE): _S.WAITING,
    (_S.RUNNING, Event.CANCEL): _S.CANCELLED,
    (_S.WAITING, Event.CANCEL): _S.CANCELLED,
    (_S.FAILED, Event.CANCEL): _S.CANCELLED,
    (_S.FAILED, Event.RETRY): _S.WAITING,
}
OPEN_STATES = frozenset({_S.WAITING, _S.RUNNING})
"""Of orders that workers are to do something about."""
ENDS = frozenset({_S.CANCELLED, _S.DONE})
"""States that nothing leads out of."""

_STAGES: dict[PartKind, frozenset[PartKind]] = {
    PartKind.OPEN: frozenset(),
    PartKind.SPEAK: frozenset({PartKind.OPEN}),
    PartKind.BRAILLE: frozenset({PartKind.OPEN}),
    PartKind.SHELVE: frozenset({PartKind.OPEN, PartKind.PUBLISH, PartKind.CHECK}),
    PartKind.TELL: frozenset({PartKind.SHELVE}),
}
"""Kinds that must all be done before a part of this kind begins; publishing and checking go by format."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part as the rules see it. `needs` is for publishing: the kind its format is made of, speech or braille."""

    kind: PartKind
    number: int
    state: OrderState
    needs: PartKind | None = None


def moved(state: OrderState, event: Event) -> OrderState:
    """Return the state an order is in after an event. Raises ConflictError when that cannot happen to it now."""
    try:
        return ORDER_MOVES[state, event]
    except KeyError:
        raise ConflictError(
            "This cannot be done with the order now, for it is {state}.",
            advice="`tongdu orders` shows where every order stands.",
            state=str(state),
        ) from None


def ready(steps: Collection[Step]) -> list[Step]:
    """Return the parts that may begin now."""
    return [step for step in steps if step.state is OrderState.WAITING and _may_begin(step, steps)]


def _may_begin(step: Step, steps: Iterable[Step]) -> bool:
    match step.kind:
        case PartKind.PUBLISH:
            needed = [other for other in steps if other.kind in {PartKind.OPEN, step.needs}]
        case PartKind.CHECK:
            needed = [other for other in steps if other.kind is PartKind.PUBLISH and other.number == step.number]
        case _:
            needed = [other for other in steps if other.kind in _STAGES[step.kind]]
    return all(other.state is OrderState.DONE for other in needed)


def verdict(steps: Collection[Step]) -> Event | None:
    """Say how an order ends by its parts: FINISH, FAIL when nothing more can be done, or None while there is work."""
    if steps and all(step.state is OrderState.DONE for step in steps):
        return Event.FINISH
    failed = any(step.state is OrderState.FAILED for step in steps)
    busy = any(step.state is OrderState.RUNNING for step in steps)
    return Event.FAIL if failed and not busy and not ready(steps) else None
