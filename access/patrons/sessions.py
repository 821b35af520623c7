"""Who is signed in. A browser shows a token; only its digest is kept, so that who reads the table is nobody."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from access.clock import now
from access.patrons.roles import RIGHTS, Right, Role
from access.patrons.tables import Account, AccountSession
from access.patrons.throttle import network_of
from access.storage.database import Database

IDLE = {False: timedelta(hours=12), True: timedelta(days=30)}
"""How long a session lasts that nobody uses; True is a reader's."""
LONGEST = {False: timedelta(days=7), True: timedelta(days=180)}
"""How long one lasts at most."""
_COARSE = timedelta(minutes=5)
"""How exactly it is written down that a session was used: a page that is looked at seldom writes."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """Who is signed in, as they are now, and the session's secret by which its forms are told from others' (`csrf`)."""

    account_id: str
    role: Role
    name: str
    language: str
    csrf: str

    @property
    def actor(self) -> str:
        """The name in the audit."""
        return actor_of(self.account_id)

    def may(self, right: Right) -> bool:
        """Tell whether they have a right."""
        return right in RIGHTS[self.role]


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as it is told to its owner."""

    begun: datetime
    seen: datetime
    network: str


def actor_of(account_id: str) -> str:
    """Return what an account is called in the audit, in `asked_by` of orders and in the outbox."""
    return f"account:{account_id}"


class Sessions:
    """The sessions in a database. Every method raises `DatabaseAwayError`."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def begin(self, account_id: str, network: str) -> str:
        """Return the token of a new session of somebody who just signed in from a network or address."""
        token, moment = secrets.token_urlsafe(32), self._clock()
        with self._database.writing() as session:
            account = session.get_one(Account, account_id)
            session.add(
                AccountSession(
                    digest=_digest(token),
                    account_id=account_id,
                    network=network_of(network),
                    begun=moment,
                    seen=moment,
                    ends=moment + LONGEST[Role(account.role).is_reader],
                )
            )
        return token

    def find(self, token: str) -> SessionView | None:
        """Return who is signed in by a token; None when nobody is, or not any more."""
        moment = self._clock()
        kept, who = AccountSession, Account
        wanted = select(kept.digest, kept.seen, kept.ends, who.id, who.role, who.name, who.language).join(who)
        with self._database.reading() as session:
            found = session.execute(wanted.where(kept.digest == _digest(token), who.closed.is_(None))).one_or_none()
        if found is None:
            return None
        role = Role(found.role)
        if moment >= found.ends or moment >= found.seen + IDLE[role.is_reader]:
            return None
        if moment >= found.seen + _COARSE:
            self._note_use(found.digest, moment)
        return SessionView(found.id, role, found.name, found.language, _csrf(token))

    def list(self, account_id: str) -> list[OpenSession]:
        """Return the sessions of an account that have not ended, the one used last first."""
        moment = self._clock()
        with self._database.reading() as session:
            account = session.get(Account, account_id)
            if account is None:
                return []
            since = moment - IDLE[Role(account.role).is_reader]
            wanted = select(AccountSession).where(
                AccountSession.account_id == account_id, AccountSession.ends > moment, AccountSession.seen > since
            )
            rows = session.scalars(wanted.order_by(AccountSession.seen.desc(), AccountSession.digest))
            return [OpenSession(row.begun, row.seen, row.network) for row in rows]

    def end(self, token: str) -> None:
        """End a session; one that has ended stays so."""
        with self._database.writing() as session:
            session.execute(delete(AccountSession).where(AccountSession.digest == _digest(token)))

    def end_all(self, account_id: str) -> None:
        """End all sessions of an account."""
        with self._database.writing() as session:
            end_sessions(session, account_id)

    def purge(self) -> int:
        """Drop sessions that have ended; return how many those were."""
        moment = self._clock()
        longest_idle = moment - max(IDLE.values())
        with self._database.writing() as session:
            over = (AccountSession.ends <= moment) | (AccountSession.seen <= longest_idle)
            rows = list(session.scalars(select(AccountSession).where(over)))
            for row in rows:
                session.delete(row)
            return len(rows)

    def _note_use(self, digest: str, moment: datetime) -> None:
        with self._database.writing() as session:
            session.execute(update(AccountSession).where(AccountSession.digest == digest).values(seen=moment))


def end_sessions(session: Session, account_id: str) -> None:
    """End all sessions of an account in a transaction, as when its role or secret changes."""
    session.execute(delete(AccountSession).where(AccountSession.account_id == account_id))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _csrf(token: str) -> str:
    """What only who has the token can know; it stands in pages, and nobody finds the token by it."""
    return hmac.new(token.encode("utf-8", "surrogatepass"), b"forms", hashlib.sha256).hexdigest()
