"""The parts of orders as rows: begun, moved on, finished, failed, given back; each in a transaction of its own.

Who changes a part holds its order's row, so that two never judge an order at once. Everything may be done twice: a part
that is done stays done, and what an older attempt or a worker taken for dead still has to say is not heard.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from access.catalog.tables import Title
from access.clock import now
from access.errors import TongduError
from access.notices.tables import Notice, NoticeKind
from access.production.engine import Job
from access.production.failures import error_as_plain
from access.production.making import Asked
from access.production.states import OPEN_STATES, Event, Step, moved, ready, verdict
from access.production.tables import Artefact, Order, OrderPart, OrderState, PartKind, Priority
from access.storage.contents import ContentStore
from access.storage.database import Database
from access.storage.tables import Plain

MOST_STARTS = 20
"""A part that was begun this often and never ended takes its workers down with it."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done for a job. `format` is that of publishing and checking, `made` what was published."""

    job: Job
    asked: Asked
    title_id: int
    format: str = ""
    weight: int = 1
    made: Mapping[str, Any] = field(default_factory=dict)


class Parts:
    """The parts in a database, as one worker changes them."""

    def __init__(self, database: Database, contents: ContentStore, worker: str) -> None:
        self._database = database
        self._contents = contents
        self._worker = worker

    def begin(self, job: Job, *, again: bool = False) -> Task | None:
        """Mark a part as begun and say what there is to do; None when there is nothing, or another does it.

        `again` is for who cannot know whether an earlier try was written down before the database went away. Raises
        ContentMissingError when the source is gone.
        """
        with self._database.writing() as session:
            order = _held(session, job)
            part = _part(order, job) if order is not None else None
            if order is None or part is None or not self._may_begin(part, again=again):
                return None
            moment = now()
            if order.state == OrderState.WAITING:
                order.state = moved(OrderState.WAITING, Event.BEGIN)
            order.started = order.started or moment
            part.state, part.worker_id, part.started, part.ended = OrderState.RUNNING, self._worker, moment, None
            part.attempts += 1
            part.done = 0
            too_often = part.attempts > MOST_STARTS
            title = session.get_one(Title, order.title_id)
            if not order.source:
                order.source = title.source
            task = _task(order, part, job, title.source_name)
        if too_often:
            raise TongduError(
                "This step was begun {count} times and its worker never came back.",
                advice="Look at the memory of the machine, then use `tongdu orders retry`.",
                count=MOST_STARTS,
            )
        if job.kind is PartKind.OPEN:
            asked = task.asked
            source = str(self._contents.path(asked.source))
            return Task(job, Asked(**{**_fields(asked), "source": source}), task.title_id, weight=task.weight)
        return task

    def advance(self, job: Job, done: int) -> None:
        """Write down how much of a part is done."""
        with self._database.writing() as session:
            session.execute(
                update(OrderPart)
                .where(
                    OrderPart.order_id == job.order_id,
                    OrderPart.kind == job.kind,
                    OrderPart.number == job.number,
                    OrderPart.worker_id == self._worker,
                    OrderPart.state == OrderState.RUNNING,
                )
                .values(done=done)
            )

    def finish(self, job: Job, result: Mapping[str, Plain]) -> None:
        """Mark a part as done, with what it leaves; an opened order gets its other parts."""
        with self._database.writing() as session:
            order = _held(session, job)
            part = self._mine(order, job)
            if order is None or part is None:
                return
            if job.kind is PartKind.OPEN:
                _lay_out(session, order, result, self._contents)
            part.result = dict(result)
            self._end(part, OrderState.DONE)
            part.done = part.weight
            if job.kind is PartKind.SPEAK:
                part.fresh = int(str(result.get("fresh", 0)))
            conclude(session, order)

    def finish_in(self, session: Session, job: Job) -> Order | None:
        """Mark a part as done within a transaction of the caller's; return its order, None when nobody wants it."""
        order = _held(session, job)
        part = self._mine(order, job)
        if order is None or part is None:
            return None
        self._end(part, OrderState.DONE)
        part.done = part.weight
        return order

    def fail(self, job: Job, error: TongduError) -> None:
        """Mark a part as failed, and its order when nothing of it can be done any more."""
        with self._database.writing() as session:
            order = _held(session, job)
            part = self._mine(order, job)
            if order is None or part is None:
                return
            part.error = error_as_plain(error)
            self._end(part, OrderState.FAILED)
            conclude(session, order)

    def next_jobs(self, order_id: int) -> list[Job]:
        """Return the parts of an order that may begin now."""
        with self._database.reading() as session:
            order = session.get(Order, order_id)
            return [] if order is None else jobs_of(order)

    def _may_begin(self, part: OrderPart, *, again: bool) -> bool:
        mine = again and part.state == OrderState.RUNNING and part.worker_id == self._worker
        return mine or part.state == OrderState.WAITING

    def _mine(self, order: Order | None, job: Job) -> OrderPart | None:
        part = _part(order, job) if order is not None else None
        mine = part is not None and part.worker_id == self._worker and part.state == OrderState.RUNNING
        return part if mine else None

    @staticmethod
    def _end(part: OrderPart, state: OrderState) -> None:
        part.state, part.ended = state, now()


def jobs_of(order: Order) -> list[Job]:
    """Return the jobs of an order that may begin now, none when it is not open."""
    if order.state not in OPEN_STATES:
        return []
    return [
        Job(order.id, order.attempt, step.kind, step.number, Priority(order.priority)) for step in ready(steps(order))
    ]


def steps(order: Order) -> list[Step]:
    """Return an order's parts as the rules see them."""
    return [Step(PartKind(part.kind), part.number, OrderState(part.state), _needs(order, part)) for part in order.parts]


def conclude(session: Session, order: Order) -> None:
    """End an order when its parts say so, and write down who is to be told."""
    session.flush()
    event = verdict(steps(order))
    if event is None:
        return
    order.state = moved(OrderState(order.state), event)
    order.ended = now()
    if event is Event.FAIL:
        order.error = next(part.error for part in order.parts if part.state == OrderState.FAILED)
        session.add(_notice(order, NoticeKind.ORDER_FAILED))
    else:
        session.add(_notice(order, NoticeKind.ORDER_DONE))


def give_back(session: Session, worker: str, running: Callable[[], Collection[Job]] = tuple) -> int:
    """Let others begin what a worker had begun, but for what is `running` still; return how many parts.

    `running` is asked after the rows are held, when none of them can come to its end unseen.
    """
    begun = session.scalars(
        select(OrderPart).where(OrderPart.worker_id == worker, OrderPart.state == OrderState.RUNNING).with_for_update()
    ).all()
    kept = {(job.order_id, str(job.kind), job.number) for job in running()}
    left = [part for part in begun if (part.order_id, part.kind, part.number) not in kept]
    for part in left:
        part.state, part.worker_id = OrderState.WAITING, ""
    return len(left)


def _notice(order: Order, kind: NoticeKind) -> Notice:
    return Notice(kind=kind, order_id=order.id, recipient=order.asked_by, made=now(), told=None)


def _held(session: Session, job: Job) -> Order | None:
    """Return the order, its row held, unless it is not open, or in another attempt by now or soon."""
    order = session.scalar(select(Order).where(Order.id == job.order_id).with_for_update())
    if order is None or order.state not in OPEN_STATES or order.offered is None or order.attempt != job.attempt:
        return None
    return order


def _part(order: Order, job: Job) -> OrderPart | None:
    return next((part for part in order.parts if part.kind == job.kind and part.number == job.number), None)


def _fields(asked: Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in Asked.__dataclass_fields__}


def _task(order: Order, part: OrderPart, job: Job, source_name: str) -> Task:
    asked = Asked(
        source=order.source,
        source_name=source_name,
        formats=tuple(order.formats),
        options=order.options,
        moment=order.created.isoformat(),
        plan=order.plan,
    )
    named = job.kind in {PartKind.PUBLISH, PartKind.CHECK}
    made = next((other for other in order.parts if other.kind == PartKind.PUBLISH and other.number == job.number), None)
    return Task(
        job,
        asked,
        order.title_id,
        format=order.formats[job.number - 1] if named else "",
        weight=part.weight,
        made=(made.result or {}) if made is not None and job.kind is PartKind.CHECK else {},
    )


def _needs(order: Order, part: OrderPart) -> PartKind | None:
    if part.kind != PartKind.PUBLISH:
        return None
    opened = next((other.result for other in order.parts if other.kind == PartKind.OPEN), None) or {}
    made_of = opened.get("made_of")
    return PartKind(str(made_of[order.formats[part.number - 1]])) if isinstance(made_of, dict) else None


# --- what an opened order consists of ---------------------------------------------------------------------------------


def _lay_out(session: Session, order: Order, opened: Mapping[str, Any], contents: ContentStore) -> None:
    """Give an opened order its parts; those of the same plan that are done stay done while their files are there."""
    same = order.plan == opened["plan"]
    order.plan = opened["plan"]
    wanted = _wanted(session, order, opened, contents)
    there = {(part.kind, part.number): part for part in order.parts if part.kind != PartKind.OPEN}
    for key, part in there.items():
        if key not in wanted:
            order.parts.remove(part)
        elif not same or not _still_there(part):
            part.state, part.done, part.error, part.result = OrderState.WAITING, 0, None, None
    remade = {part.number for part in order.parts if part.kind == PartKind.PUBLISH and part.state == OrderState.WAITING}
    for part in order.parts:
        if part.kind == PartKind.CHECK and part.number in remade:
            part.state, part.done, part.error, part.result = OrderState.WAITING, 0, None, None
    for (kind, number), weight in wanted.items():
        if (kind, number) in there:
            there[kind, number].weight = weight
        else:
            order.parts.append(
                OrderPart(
                    kind=kind, number=number, state=OrderState.WAITING, weight=weight, done=0, fresh=0, attempts=0
                )
            )


def _wanted(
    session: Session, order: Order, opened: Mapping[str, Any], contents: ContentStore
) -> dict[tuple[PartKind, int], int]:
    """The parts that are needed, with their weights: none of formats that are on the shelf, made from the same."""
    missing = [
        (number, name)
        for number, name in enumerate(order.formats, 1)
        if shelved(session, order.title_id, name, opened["made_from"][name], contents) is None
    ]
    made_of = {opened["made_of"][name] for _, name in missing}
    chapters: list[int] = opened["chapters"] if PartKind.SPEAK in made_of else []
    size = max(1, sum(opened["chapters"]), opened["braille"])
    wanted = {(PartKind.SPEAK, number): max(1, weight) for number, weight in enumerate(chapters, 1)}
    if PartKind.BRAILLE in made_of:
        wanted[PartKind.BRAILLE, 1] = max(1, opened["braille"])
    for number, _ in missing:
        wanted[PartKind.PUBLISH, number] = size
        wanted[PartKind.CHECK, number] = size
    return wanted | {(PartKind.SHELVE, 1): size, (PartKind.TELL, 1): 1}


def shelved(session: Session, title_id: int, name: str, made_from: str, contents: ContentStore) -> Artefact | None:
    """Return the artefact of a title on the shelf that was made from the same and is still there."""
    found = session.scalar(
        select(Artefact)
        .where(
            Artefact.title_id == title_id,
            Artefact.format == name,
            Artefact.made_from == made_from,
            Artefact.replaced.is_(None),
        )
        .order_by(Artefact.id.desc())
        .limit(1)
    )
    if found is None:
        return None
    try:
        contents.path(found.content)
    except TongduError:
        return None
    return found


def _still_there(part: OrderPart) -> bool:
    made = (part.result or {}).get("path") if part.kind == PartKind.PUBLISH else None
    return made is None or Path(str(made)).exists()
