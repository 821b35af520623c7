"""How far an order is, and how long it will take: pure sums over its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.production.tables import OrderState, PartKind

COST = {
    PartKind.OPEN: 0.02,
    PartKind.SPEAK: 1.0,
    PartKind.BRAILLE: 0.4,
    PartKind.PUBLISH: 0.03,
    PartKind.CHECK: 0.02,
    PartKind.SHELVE: 0.01,
    PartKind.TELL: 0.001,
}
"""What a character costs in each step, as measured against being spoken."""


@dataclass(frozen=True, slots=True)
class PartView:
    """A part as it stands. `weight` and `done` are characters."""

    kind: PartKind
    number: int
    state: OrderState
    weight: int
    done: int
    fresh: int = 0
    started: datetime | None = None
    ended: datetime | None = None

    @property
    def cost(self) -> float:
        """What the whole part costs."""
        return self.weight * COST[self.kind]

    @property
    def paid(self) -> float:
        """What was done of it."""
        return self.cost if self.state is OrderState.DONE else min(self.done, self.weight) * COST[self.kind]


def percent(parts: Sequence[PartView]) -> int:
    """Return how much of an order is done, 100 only when all of it is."""
    if parts and all(part.state is OrderState.DONE for part in parts):
        return 100
    # Nobody knows before the source is opened how much there will be.
    total = sum(part.cost for part in parts) if len(parts) > 1 else 0.0
    return min(99, int(100 * sum(part.paid for part in parts) / total)) if total else 0


def time_left(parts: Sequence[PartView], now: datetime) -> timedelta | None:
    """Return how long the rest of an order will take at the pace of what was done, or None when nothing tells it.

    The pace is that of the kinds still to be done, where any of them was: speaking is timed by speaking. What runs side
    by side now is taken to go on side by side.
    """
    rest = [part for part in parts if part.state in {OrderState.WAITING, OrderState.RUNNING}]
    if not rest:
        return None
    seconds_of_all = _pace(parts, now)
    if seconds_of_all is None:
        return None
    seconds = 0.0
    for part in rest:
        pace = _pace([other for other in parts if other.kind is part.kind], now)
        seconds += (part.cost - part.paid) * (seconds_of_all if pace is None else pace)
    side_by_side = max(1, sum(part.state is OrderState.RUNNING for part in parts))
    return timedelta(seconds=seconds / side_by_side)


def _pace(parts: Sequence[PartView], now: datetime) -> float | None:
    """Seconds for one unit of cost."""
    begun = [part for part in parts if part.started is not None and part.paid]
    paid = sum(part.paid for part in begun)
    seconds = sum(((part.ended or now) - part.started).total_seconds() for part in begun if part.started is not None)
    return max(0.0, seconds) / paid if paid else None
