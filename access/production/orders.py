"""Orders as people place, see and steer them. All of it is rows: workers notice, and no engine is needed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from access.catalog.tables import Title
from access.clock import now
from access.errors import ConflictError, TongduError, UnknownNumberError
from access.production.failures import error_from_plain
from access.production.progress import PartView, percent, time_left
from access.production.states import ENDS, PART_MOVES, Event, moved
from access.production.tables import Order, OrderPart, OrderState, PartKind, Priority
from access.storage.audit import COMMAND
from access.storage.audit import record as audit
from access.storage.database import Database
from access.storage.tables import Plain


@dataclass(frozen=True, slots=True)
class Failure:
    """A part that failed and why."""

    kind: PartKind
    number: int
    error: TongduError


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as it stands. `parts` are in the order in which they were laid out."""

    id: int
    title_id: int
    title: str
    formats: tuple[str, ...]
    priority: Priority
    state: OrderState
    percent: int
    time_left: timedelta | None
    created: datetime
    started: datetime | None
    ended: datetime | None
    error: TongduError | None
    parts: tuple[PartView, ...]
    failures: tuple[Failure, ...]
    asked_by: str = ""


class Orders:
    """The orders in a database. Every method raises `DatabaseAwayError`; `actor` is who does it, in the audit."""

    def __init__(self, database: Database, actor: str = COMMAND) -> None:
        self._database = database
        self._actor = actor

    def place(
        self,
        titles: Iterable[int],
        formats: Sequence[str],
        *,
        options: Mapping[str, Plain] | None = None,
        priority: Priority = Priority.READER,
        asked_by: str = "",
    ) -> list[int]:
        """Order titles in formats; return the orders' numbers, all or none placed.

        Raises UnknownNumberError for a title that is not there, ConflictError for one without a source.
        """
        with self._database.writing() as session:
            placed = []
            for title_id in titles:
                title = session.get(Title, title_id)
                if title is None:
                    raise UnknownNumberError(
                        "There is no title with the number {number}.",
                        advice="`tongdu catalog search` finds titles and their numbers.",
                        number=title_id,
                    )
                if not title.source:
                    raise ConflictError(
                        "The library has no source of the title {number} that could be converted.",
                        advice="Import its EPUB first.",
                        number=title_id,
                    )
                placed.append(_new(title_id, formats, options or {}, priority, asked_by))
            session.add_all(placed)
            session.flush()
            for order in placed:
                self._note(session, "place", order)
            return [order.id for order in placed]

    def titles_with_source(self) -> list[int]:
        """Return the numbers of all titles that can be converted."""
        with self._database.reading() as session:
            return list(session.scalars(select(Title.id).where(Title.source != "").order_by(Title.id)))

    def reorder(self, title_id: int, *, priority: Priority = Priority.BULK, asked_by: str = "") -> list[int]:
        """Order anew what was made of a title, each format with the options of its latest order that was not cancelled.

        For when a proofreader has answered, or the library's lexicon or the source changed: what would be made from the
        same as before is not made again. Returns the orders' numbers, that of one that waits anyway and was not opened
        yet among them; none where nothing was made of the title yet.
        """
        with self._database.writing() as session:
            earlier = session.scalars(
                select(Order)
                .where(Order.title_id == title_id, Order.state != OrderState.CANCELLED)
                .order_by(Order.id.desc())
            ).all()
            latest: dict[str, Order] = {}
            for order in earlier:
                for name in order.formats:
                    latest.setdefault(name, order)
            placed: list[int] = []
            for order in dict.fromkeys(latest.values()):
                if order.state in {OrderState.WAITING, OrderState.PAUSED} and not order.source:
                    placed.append(order.id)
                    continue
                formats = [name for name in order.formats if latest[name] is order]
                again = _new(title_id, formats, order.options, priority, asked_by)
                session.add(again)
                session.flush()
                self._note(session, "place", again)
                placed.append(again.id)
            return placed

    def pause(self, order_id: int) -> None:
        """Stop the work on an order until `resume`; what is done is kept. Raises UnknownNumberError, ConflictError."""
        self._steer(order_id, Event.PAUSE)

    def resume(self, order_id: int) -> None:
        """Go on with a paused order. Raises UnknownNumberError, ConflictError."""
        self._steer(order_id, Event.RESUME)

    def cancel(self, order_id: int) -> None:
        """Stop the work on an order for good. Raises UnknownNumberError, ConflictError."""
        self._steer(order_id, Event.CANCEL)

    def retry(self, order_id: int) -> None:
        """Do again what failed of an order, and what depends on it. Raises UnknownNumberError, ConflictError."""
        self._steer(order_id, Event.RETRY)

    def view(self, order_id: int) -> OrderView:
        """Return an order. Raises UnknownNumberError."""
        with self._database.reading() as session:
            return _view(session, _get(session, order_id))

    def list(
        self, states: Iterable[OrderState] = (), *, title_id: int | None = None, after: int = 0, limit: int = 1000
    ) -> list[OrderView]:
        """Return orders above a number, as they were placed; of some states only where any is given."""
        wanted = select(Order).where(Order.id > after).order_by(Order.id).limit(limit)
        chosen = [str(state) for state in states]
        if chosen:
            wanted = wanted.where(Order.state.in_(chosen))
        if title_id is not None:
            wanted = wanted.where(Order.title_id == title_id)
        with self._database.reading() as session:
            return [_view(session, order) for order in session.scalars(wanted.options(selectinload(Order.parts)))]

    def latest(
        self,
        states: Iterable[OrderState] = (),
        *,
        title_id: int | None = None,
        asked_by: str | None = None,
        offset: int = 0,
        limit: int = 20,
    ) -> tuple[Sequence[OrderView], int]:
        """Return orders, the last placed first, and how many there are in all; of some states, of a title, or of
        somebody (`asked_by`) where that is given.
        """
        chosen = [str(state) for state in states]
        wanted = select(Order)
        if chosen:
            wanted = wanted.where(Order.state.in_(chosen))
        if title_id is not None:
            wanted = wanted.where(Order.title_id == title_id)
        if asked_by is not None:
            wanted = wanted.where(Order.asked_by == asked_by)
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            page = wanted.order_by(Order.id.desc()).offset(offset).limit(limit).options(selectinload(Order.parts))
            return [_view(session, order) for order in session.scalars(page)], total

    def _steer(self, order_id: int, event: Event) -> None:
        with self._database.writing() as session:
            order = _get(session, order_id, hold=True)
            order.state = moved(OrderState(order.state), event)
            for part in order.parts:
                _steer_part(part, event)
            if order.state in ENDS:
                order.ended = now()
            elif event in {Event.RETRY, Event.RESUME}:
                # To be offered anew, and opened anew: by now the lexicon may say something else.
                order.error, order.ended, order.offered = None, None, None
            self._note(session, event.value, order)

    def _note(self, session: Session, deed: str, order: Order) -> None:
        audit(session, self._actor, f"order.{deed}", "order", order.id)


def _new(
    title_id: int, formats: Sequence[str], options: Mapping[str, Plain], priority: Priority, asked_by: str
) -> Order:
    order = Order(
        title_id=title_id,
        formats=list(formats),
        options=dict(options),
        priority=priority,
        asked_by=asked_by,
        state=OrderState.WAITING,
        attempt=0,
        error=None,
        created=now(),
    )
    order.parts.append(OrderPart(kind=PartKind.OPEN, number=0, state=OrderState.WAITING, weight=1, done=0, attempts=0))
    return order


def _steer_part(part: OrderPart, event: Event) -> None:
    state = PART_MOVES.get((OrderState(part.state), event))
    if state is not None:
        part.state, part.worker_id = state, ""
        if event is Event.RETRY:
            part.error, part.attempts = None, 0
    if event in {Event.RETRY, Event.RESUME} and part.kind == PartKind.OPEN:
        part.state = OrderState.WAITING


def _get(session: Session, order_id: int, *, hold: bool = False) -> Order:
    wanted = select(Order).where(Order.id == order_id)
    order = session.scalar(wanted.with_for_update() if hold else wanted)
    if order is None:
        raise UnknownNumberError(
            "There is no order with the number {number}.",
            advice="`tongdu orders` lists them.",
            number=order_id,
        )
    return order


def _view(session: Session, order: Order) -> OrderView:
    parts = tuple(
        PartView(
            PartKind(part.kind),
            part.number,
            OrderState(part.state),
            part.weight,
            part.done,
            part.fresh,
            part.started,
            part.ended,
        )
        for part in order.parts
    )
    state = OrderState(order.state)
    return OrderView(
        id=order.id,
        title_id=order.title_id,
        title=session.get_one(Title, order.title_id).name,
        formats=tuple(order.formats),
        priority=Priority(order.priority),
        state=state,
        percent=100 if state is OrderState.DONE else percent(parts),
        time_left=time_left(parts, now()) if state is OrderState.RUNNING else None,
        created=order.created,
        started=order.started,
        ended=order.ended,
        error=error_from_plain(order.error) if order.error else None,
        parts=parts,
        failures=tuple(
            Failure(PartKind(part.kind), part.number, error_from_plain(part.error))
            for part in order.parts
            if part.error and part.state == OrderState.FAILED
        ),
        asked_by=order.asked_by,
    )
