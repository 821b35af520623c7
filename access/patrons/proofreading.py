"""Proofreading as work of people: who was given which title, and how long they worked. What they answered is not here:
that is the title's lexicon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from access.catalog.tables import Title
from access.clock import now
from access.errors import ConflictError, UnknownNumberError
from access.patrons.accounts import find_account
from access.patrons.roles import Right, Role, may
from access.patrons.sessions import actor_of
from access.patrons.tables import Account, ProofreadingDay, ProofreadingTask, TaskState, day_text
from access.storage.audit import record as audit
from access.storage.database import Database

LONGEST_GAP = timedelta(minutes=5)
"""Who answers later than this after their last answer did something else meanwhile."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """A title that was given to somebody. `title` is its name, `language` the name's (BCP 47)."""

    id: int
    title_id: int
    title: str
    language: str
    account_id: str
    state: TaskState
    given: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """What somebody did on a day: how many answers, and the minutes between those that followed each other closely."""

    day: date
    answers: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody did in all the days of a span."""

    account_id: str
    name: str
    answers: int
    minutes: float


class Proofreading:
    """The work in a database. Every method raises `DatabaseAwayError`.

    Days are of the calendar of `zone`; None is the machine's own.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now, zone: tzinfo | None = None) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    # --- what is given ------------------------------------------------------------------------------------------------

    def give(self, title_id: int, account_id: str, *, actor: str) -> TaskView:
        """Give a title to somebody to proofread.

        Raises UnknownNumberError, and ConflictError when somebody has it already or the account cannot proofread.
        """
        with self._database.writing() as session:
            account = find_account(session, account_id)
            title = session.get(Title, title_id, with_for_update=True)
            if title is None:
                raise UnknownNumberError(
                    "There is no title with the number {number}.", advice="Look the number up again.", number=title_id
                )
            if account.closed is not None or not may(Role(account.role), Right.PROOFREAD_GIVEN):
                raise ConflictError("This account cannot proofread.", advice="Choose a volunteer or a proofreader.")
            if session.scalar(select(ProofreadingTask.id).where(_open_of(title_id))) is not None:
                raise ConflictError("Somebody has this title to proofread already.", advice="Take it back before.")
            row = ProofreadingTask(
                title_id=title_id,
                account_id=account_id,
                state=TaskState.GIVEN,
                given=self._clock(),
                given_by=actor,
                ended=None,
            )
            session.add(row)
            session.flush()
            audit(session, actor, "proofreading.give", "proofreading", row.id)
            return _view(row, title)

    def list(self, account_id: str | None = None, state: TaskState | None = TaskState.GIVEN) -> Sequence[TaskView]:
        """Return the titles given to somebody, or to all, in a state (None: in any), the earliest given first."""
        wanted = select(ProofreadingTask, Title).join(Title).order_by(ProofreadingTask.given, ProofreadingTask.id)
        if account_id is not None:
            wanted = wanted.where(ProofreadingTask.account_id == account_id)
        if state is not None:
            wanted = wanted.where(ProofreadingTask.state == state)
        with self._database.reading() as session:
            return [_view(row, title) for row, title in session.execute(wanted)]

    def has(self, account_id: str, title_id: int) -> bool:
        """Tell whether somebody has a title to proofread now."""
        wanted = select(ProofreadingTask.id).where(_open_of(title_id), ProofreadingTask.account_id == account_id)
        with self._database.reading() as session:
            return session.scalar(wanted.limit(1)) is not None

    def finish(self, task_id: int, account_id: str) -> None:
        """Write down that somebody is done with what they were given. Raises UnknownNumberError for another's."""
        self._end(task_id, TaskState.DONE, actor_of(account_id), account_id)

    def give_back(self, task_id: int, account_id: str) -> None:
        """Return what one was given and will not do. Raises UnknownNumberError for another's."""
        self._end(task_id, TaskState.RETURNED, actor_of(account_id), account_id)

    def take_back(self, task_id: int, *, actor: str) -> None:
        """Take a title back from whoever has it. Raises UnknownNumberError."""
        self._end(task_id, TaskState.RETURNED, actor, None)

    def _end(self, task_id: int, state: TaskState, actor: str, account_id: str | None) -> None:
        with self._database.writing() as session:
            row = session.get(ProofreadingTask, task_id, with_for_update=True)
            if row is None or account_id not in {None, row.account_id}:
                raise UnknownNumberError("This was not given to you to proofread.", advice="", number=task_id)
            if row.state == TaskState.GIVEN:
                row.state, row.ended = state, self._clock()
                audit(session, actor, f"proofreading.{state}", "proofreading", row.id)

    # --- hours --------------------------------------------------------------------------------------------------------

    def note_answer(self, account_id: str) -> None:
        """Count an answer that somebody just gave. Raises UnknownNumberError."""
        moment = self._clock()
        day = day_text(moment.astimezone(self._zone).date())
        with self._database.writing() as session:
            if session.get(Account, account_id, with_for_update=True) is None:  # one answer of theirs after the other
                raise UnknownNumberError("There is no such account.", advice="Look it up again.", number=account_id)
            latest = _latest(session, account_id)
            row = session.get(ProofreadingDay, (account_id, day))
            if row is None:
                row = ProofreadingDay(account_id=account_id, day=day, answers=0, seconds=0.0, last=moment)
                session.add(row)
            gap = moment - latest if latest is not None else None
            if gap is not None and timedelta() < gap <= LONGEST_GAP:
                row.seconds += gap.total_seconds()
            row.answers += 1
            row.last = max(moment, row.last)

    def days(
        self, account_id: str, since: date = date.min, until: date = date.max, *, actor: str = ""
    ) -> Sequence[DayOfWork]:
        """Return what somebody did, by day; who reads another's gives `actor`. Both days are counted in."""
        wanted = select(ProofreadingDay).where(ProofreadingDay.account_id == account_id, _between(since, until))
        with self._database.writing() if actor else self._database.reading() as session:
            rows = session.scalars(wanted.order_by(ProofreadingDay.day))
            found = [DayOfWork(date.fromisoformat(row.day), row.answers, row.seconds / 60) for row in rows]
            if actor and actor != actor_of(account_id):
                audit(session, actor, "hours.read", "account", account_id)
            return found

    def work(self, since: date, until: date, *, actor: str) -> Sequence[Work]:
        """Return what everybody did from a day to a day, both counted in, by name."""
        day = ProofreadingDay
        sums = select(Account.id, Account.name, func.sum(day.answers), func.sum(day.seconds))
        wanted = sums.join(Account).where(_between(since, until)).group_by(Account.id, Account.name)
        with self._database.writing() as session:
            found = session.execute(wanted.order_by(Account.name, Account.id))
            told = [Work(account_id, name, answers, seconds / 60) for account_id, name, answers, seconds in found]
            audit(session, actor, "hours.list", "account", "", count=len(told))
            return told


def _open_of(title_id: int) -> ColumnElement[bool]:
    return (ProofreadingTask.title_id == title_id) & (ProofreadingTask.state == TaskState.GIVEN)


def _between(since: date, until: date) -> ColumnElement[bool]:
    return ProofreadingDay.day.between(day_text(since), day_text(until))


def _latest(session: Session, account_id: str) -> datetime | None:
    return session.scalar(select(func.max(ProofreadingDay.last)).where(ProofreadingDay.account_id == account_id))


def _view(row: ProofreadingTask, title: Title) -> TaskView:
    return TaskView(
        id=row.id,
        title_id=row.title_id,
        title=title.name,
        language=title.language,
        account_id=row.account_id,
        state=TaskState(row.state),
        given=row.given,
        ended=row.ended,
    )
