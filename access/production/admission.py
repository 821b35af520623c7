"""Which orders are handed to the engine, and when; what is still wanted of them; what got lost on the way."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from access.clock import now
from access.production.engine import Engine, Job
from access.production.parts import jobs_of
from access.production.states import ENDS, OPEN_STATES
from access.production.tables import Order, OrderPart, OrderState, Priority
from access.storage.database import Database

_AT_ONCE = 50
_OPEN = [str(state) for state in OPEN_STATES]


class Admission:
    """Looks through the orders of a database. `at_once` is how many all workers have begun, who waits not counted."""

    def __init__(self, database: Database, at_once: int) -> None:
        self._database = database
        self._at_once = at_once

    def offer(self) -> list[list[Job]]:
        """Begin attempts at orders that wait, as many as may be; return the jobs of each that are to be enqueued.

        Who waits for an order goes before what is made in stock, and is never kept back by it.
        """
        with self._database.reading() as session:
            if session.scalar(_waiting().with_only_columns(Order.id).limit(1)) is None:
                return []
        with self._database.writing() as session:
            found = list(
                session.scalars(
                    _waiting()
                    .where(Order.priority == Priority.READER)
                    .order_by(Order.id)
                    .limit(_AT_ONCE)
                    .with_for_update(skip_locked=True)
                )
            )
            room = self._at_once - _begun(session)
            if room > 0:
                found += session.scalars(
                    _waiting()
                    .where(Order.priority != Priority.READER)
                    .order_by(Order.id)
                    .limit(min(room, _AT_ONCE))
                    .with_for_update(skip_locked=True)
                )
            for order in found:
                order.attempt += 1
                order.offered = now()
            return [jobs_of(order) for order in found]

    def offer_again_what_was_lost(self, engine: Engine) -> int:
        """Begin another attempt at open orders of which the engine knows nothing more; return how many.

        So it is when a worker died between writing down an attempt and handing it over, or the engine's database was
        lost.
        """
        with self._database.reading() as session:
            idle = session.scalars(
                select(Order)
                .where(Order.state.in_(_OPEN), Order.offered.is_not(None))
                .where(
                    ~select(OrderPart.id)
                    .where(OrderPart.order_id == Order.id, OrderPart.state == OrderState.RUNNING)
                    .exists()
                )
            ).all()
            jobs = {order.id: (order.attempt, jobs_of(order)) for order in idle}
        alive = engine.alive([job.id for _, found in jobs.values() for job in found])
        lost = {
            order_id: attempt
            for order_id, (attempt, found) in jobs.items()
            if found and not any(job.id in alive for job in found)
        }
        count = 0
        for order_id, attempt in lost.items():
            with self._database.writing() as session:
                changed = session.execute(
                    update(Order)
                    .where(Order.id == order_id, Order.attempt == attempt, Order.state.in_(_OPEN))
                    .values(offered=None)
                    .returning(Order.id)
                )
                count += changed.first() is not None
        return count

    def wanted(self, jobs: Collection[Job]) -> set[Job]:
        """Return those of these jobs whose orders are open and in the same attempt."""
        with self._database.reading() as session:
            rows = session.execute(
                select(Order.id, Order.attempt).where(
                    Order.id.in_({job.order_id for job in jobs}), Order.state.in_(_OPEN), Order.offered.is_not(None)
                )
            )
            attempts = {number: attempt for number, attempt in rows}  # noqa: C416 - rows are no pairs to mypy
        return {job for job in jobs if attempts.get(job.order_id) == job.attempt}

    def plans_needed(self) -> set[str]:
        """Return the plans of all orders that have not come to their end."""
        ends = [str(state) for state in ENDS]
        with self._database.reading() as session:
            return set(session.scalars(select(Order.plan).where(Order.state.not_in(ends), Order.plan != "")))

    def is_idle(self) -> bool:
        """Whether no order is open."""
        with self._database.reading() as session:
            return session.scalar(select(Order.id).where(Order.state.in_(_OPEN)).limit(1)) is None


def _waiting() -> Select[Order]:
    # A lost attempt of an order that had begun is offered anew too.
    return select(Order).where(Order.state.in_(_OPEN), Order.offered.is_(None))


def _begun(session: Session) -> int:
    found = session.scalar(
        select(func.count())
        .select_from(Order)
        .where(Order.state.in_(_OPEN), Order.offered.is_not(None), Order.priority != Priority.READER)
    )
    return found or 0
