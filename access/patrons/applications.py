"""Offers to volunteer: they come from a public form, somebody reads them, and they go after a while."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from access.clock import now
from access.errors import UnknownNumberError, UsageError
from access.patrons.ids import is_id, new_id
from access.patrons.secret_text import checked_name, tidy_text
from access.patrons.tables import Application, ApplicationState
from access.patrons.throttle import Limit, Throttle
from access.storage.audit import record as audit
from access.storage.database import Database

KEPT = timedelta(days=180)
"""How long an offer is kept, from the day it came or was decided."""
MOST_CONTACT = 200
MOST_WORDS = 2000
"""Characters of each text in their own words."""
_SENT = Limit(free=5, first=timedelta(minutes=1), most=timedelta(hours=1), forget=timedelta(hours=1))


class Offer(StrEnum):
    """What a volunteer would do."""

    PROOFREAD = "proofread"
    READ_ALOUD = "read-aloud"
    ESCORT = "escort"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An offer as those see it who look after volunteers; `contact`, `languages`, `times` and `remark` are as typed."""

    id: str
    name: str
    contact: str
    offers: tuple[Offer, ...]
    languages: str
    times: str
    remark: str
    state: ApplicationState
    created: datetime
    decided: datetime | None


class Applications:
    """The offers in a database. Every method raises `DatabaseAwayError`; every reading is put into the audit."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock
        self._throttle = Throttle(database, clock)

    def send(
        self,
        name: str,
        contact: str,
        offers: Collection[Offer],
        *,
        languages: str = "",
        times: str = "",
        remark: str = "",
        network: str,
    ) -> str:
        """Keep an offer that came from a network or address; return its id.

        Raises UsageError (`details["field"]` is which) for what is missing or too long, TooManyTriesError for too many
        from one network.
        """
        row = Application(
            id=new_id(),
            name=checked_name(name),
            contact=_text("contact", contact, MOST_CONTACT),
            offers=[offer.value for offer in Offer if offer in offers],
            languages=_text("languages", languages, MOST_CONTACT),
            times=_text("times", times, MOST_WORDS),
            remark=_text("remark", remark, MOST_WORDS),
            state=ApplicationState.NEW,
            created=self._clock(),
            decided=None,
        )
        if not row.contact:
            raise UsageError("Say how the library can reach you.", advice="", field="contact")
        if not row.offers:
            raise UsageError("Choose at least one thing that you would do.", advice="", field="offers")
        self._throttle.admit_any("application", network, _SENT)
        with self._database.writing() as session:
            session.add(row)
            return row.id

    def get(self, application_id: str, *, actor: str) -> ApplicationView:
        """Return an offer. Raises UnknownNumberError."""
        with self._database.writing() as session:
            row = find_application(session, application_id)
            audit(session, actor, "application.read", "application", row.id)
            return _view(row)

    def list(self, state: ApplicationState | None = None, *, actor: str) -> Sequence[ApplicationView]:
        """Return the offers, or those in a state, the oldest first."""
        wanted = select(Application).order_by(Application.created, Application.id)
        if state is not None:
            wanted = wanted.where(Application.state == state)
        with self._database.writing() as session:
            found = [_view(row) for row in session.scalars(wanted)]
            audit(session, actor, "application.list", "application", "", count=len(found))
            return found

    def count(self, state: ApplicationState = ApplicationState.NEW) -> int:
        """Return how many offers are in a state, for a page that reads none of them."""
        with self._database.reading() as session:
            wanted = select(func.count()).select_from(Application).where(Application.state == state)
            return session.scalar(wanted) or 0

    def decline(self, application_id: str, *, actor: str) -> None:
        """Decline an offer; to invite somebody is `Invitations.invite`. Raises UnknownNumberError."""
        with self._database.writing() as session:
            decide(session, application_id, ApplicationState.DECLINED, self._clock(), actor)

    def purge(self) -> int:
        """Drop offers that are older than `KEPT`; return how many those were."""
        moment = self._clock()
        with self._database.writing() as session:
            gone = func.coalesce(Application.decided, Application.created) < moment - KEPT
            found = list(session.scalars(select(Application.id).where(gone)))
            session.execute(delete(Application).where(Application.id.in_(found)))
            if found:
                audit(session, "service", "application.purge", "application", "", count=len(found))
            return len(found)


def find_application(session: Session, application_id: str) -> Application:
    """Return the row of an offer. Raises UnknownNumberError."""
    row = session.get(Application, application_id) if is_id(application_id) else None
    if row is None:
        raise UnknownNumberError("There is no such offer.", advice="It may have been too old.", number=application_id)
    return row


def decide(session: Session, application_id: str, state: ApplicationState, moment: datetime, actor: str) -> None:
    """Write down how an offer was decided. Raises UnknownNumberError."""
    row = find_application(session, application_id)
    row.state, row.decided = state, moment
    audit(session, actor, f"application.{state}", "application", row.id)


def _text(field: str, typed: str, most: int) -> str:
    tidy = tidy_text(typed)
    if len(tidy) > most:
        raise UsageError("This is longer than {most} characters.", advice="", field=field, most=most)
    return tidy


def _view(row: Application) -> ApplicationView:
    return ApplicationView(
        id=row.id,
        name=row.name,
        contact=row.contact,
        offers=tuple(Offer(offer) for offer in row.offers if offer in list(Offer)),
        languages=row.languages,
        times=row.times,
        remark=row.remark,
        state=ApplicationState(row.state),
        created=row.created,
        decided=row.decided,
    )
