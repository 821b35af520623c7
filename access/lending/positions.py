"""Where readers are in titles: kept as they listen, found again anywhere, gone with the account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from access.catalog.tables import Title
from access.clock import now
from access.errors import UnknownNumberError, UsageError
from access.lending.tables import ReadingPosition
from access.patrons.tables import Account
from access.production.tables import Artefact
from access.storage.database import Database

MOST_SECONDS = 7 * 24 * 3600.0
"""Into one chapter."""
MOST_CHAPTERS = 100_000


@dataclass(frozen=True, slots=True)
class Position:
    """A place: `seconds` into `chapter` (from 1) of a title, and the artefact that was heard, None when it is gone."""

    title_id: int
    artefact_id: int | None
    chapter: int
    seconds: float
    kept: datetime


class Positions:
    """The places in a database. Every method raises `DatabaseAwayError`."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def keep(self, account_id: str, title_id: int, artefact_id: int | None, chapter: int, seconds: float) -> Position:
        """Keep where a reader is in a title instead of where they were.

        Raises UnknownNumberError for an account, a title or an artefact of it that is not there, UsageError for what
        is no place.
        """
        if not 1 <= chapter <= MOST_CHAPTERS or not 0 <= seconds <= MOST_SECONDS:
            raise UsageError("This is not a place in a book.", advice="")
        with self._database.writing() as session:
            account = session.get(Account, account_id, with_for_update=True)  # one place of theirs after the other
            if account is None or session.get(Title, title_id) is None:
                raise UnknownNumberError(number=title_id)
            if artefact_id is not None:
                artefact = session.get(Artefact, artefact_id)
                if artefact is None or artefact.title_id != title_id:
                    raise UnknownNumberError(number=artefact_id)
            row = session.get(ReadingPosition, (account_id, title_id))
            if row is None:
                row = ReadingPosition(account_id=account_id, title_id=title_id)
                session.add(row)
            row.artefact_id, row.chapter, row.seconds, row.kept = artefact_id, chapter, float(seconds), self._clock()
            return _view(row)

    def get(self, account_id: str, title_id: int) -> Position | None:
        """Return where a reader is in a title; None when they have not begun it."""
        with self._database.reading() as session:
            row = session.get(ReadingPosition, (account_id, title_id))
            return _view(row) if row is not None else None

    def list(self, account_id: str, limit: int = 100) -> Sequence[Position]:
        """Return where a reader is in every title they began, the latest first."""
        wanted = select(ReadingPosition).where(ReadingPosition.account_id == account_id)
        wanted = wanted.order_by(ReadingPosition.kept.desc(), ReadingPosition.title_id).limit(limit)
        with self._database.reading() as session:
            return [_view(row) for row in session.scalars(wanted)]

    def forget(self, account_id: str, title_id: int) -> None:
        """Forget where a reader is in a title."""
        gone = delete(ReadingPosition).where(
            ReadingPosition.account_id == account_id, ReadingPosition.title_id == title_id
        )
        with self._database.writing() as session:
            session.execute(gone)


def _view(row: ReadingPosition) -> Position:
    return Position(row.title_id, row.artefact_id, row.chapter, row.seconds, row.kept)
