"""Invitations: a token that is shown once and makes one account, within some days."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from access.clock import now
from access.errors import InvitationRefusedError, UnknownNumberError, UsageError
from access.patrons.accounts import Accounts, AccountView, hold_accounts, place_account
from access.patrons.applications import decide
from access.patrons.hashing import HASHER, SecretHasher
from access.patrons.ids import is_id, new_id
from access.patrons.roles import STAFF, Role
from access.patrons.sessions import actor_of
from access.patrons.tables import ApplicationState, Invitation
from access.storage.audit import record as audit
from access.storage.database import Database

GOOD_FOR = timedelta(days=7)
KEPT = timedelta(days=180)
"""How long it is kept who was invited."""


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation as it may be shown; `invited_by` is as in the audit."""

    id: str
    role: Role
    invited_by: str
    application_id: str | None
    account_id: str | None
    created: datetime
    expires: datetime
    used: datetime | None
    withdrawn: datetime | None

    def is_open(self, moment: datetime) -> bool:
        """Tell whether it can be used at a moment."""
        return self.used is None and self.withdrawn is None and moment < self.expires


class Invitations:
    """The invitations in a database. Every method raises `DatabaseAwayError`."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now, hasher: SecretHasher = HASHER) -> None:
        self._database = database
        self._clock = clock
        self._accounts = Accounts(database, clock, hasher)

    def invite(self, role: Role, *, actor: str, application_id: str | None = None) -> tuple[InvitationView, str]:
        """Invite somebody to a role; return the invitation and its token, which nobody can be told again.

        The offer it answers is then `invited`. Raises UsageError for readers, whom the library registers, and
        UnknownNumberError for an offer that is not there.
        """
        if role not in STAFF:
            raise UsageError("Readers are not invited.", advice="Make their account with a card number and a PIN.")
        token, moment = secrets.token_urlsafe(32), self._clock()
        row = Invitation(
            id=new_id(),
            digest=_digest(token),
            role=role,
            invited_by=actor,
            application_id=application_id,
            account_id=None,
            created=moment,
            expires=moment + GOOD_FOR,
            used=None,
            withdrawn=None,
        )
        with self._database.writing() as session:
            if application_id is not None:
                decide(session, application_id, ApplicationState.INVITED, moment, actor)
            session.add(row)
            audit(session, actor, "invitation.add", "invitation", row.id, role=role)
            return _view(row), token

    def look(self, token: str) -> InvitationView:
        """Return the invitation of a token. Raises InvitationRefusedError for one that cannot be used."""
        with self._database.reading() as session:
            return _view(self._open(session, token))

    def accept(self, token: str, login: str, secret: str, name: str, language: str = "") -> AccountView:
        """Make the account that somebody was invited to; the token is then used up.

        Raises InvitationRefusedError, and what `Accounts.add` raises: then it can be tried again.
        """
        role = self.look(token).role
        made = self._accounts.prepared(role, login, secret, name, language)
        with self._database.writing() as session:
            hold_accounts(session)
            row = self._open(session, token)
            view = place_account(session, made, actor_of(made.id))
            row.used, row.account_id = self._clock(), made.id
            audit(session, view.actor, "invitation.accept", "invitation", row.id)
            return view

    def list(self) -> Sequence[InvitationView]:
        """Return the invitations that can still be used, the latest first."""
        moment = self._clock()
        wanted = select(Invitation).where(
            Invitation.used.is_(None), Invitation.withdrawn.is_(None), Invitation.expires > moment
        )
        with self._database.reading() as session:
            rows = session.scalars(wanted.order_by(Invitation.created.desc(), Invitation.id))
            return [_view(row) for row in rows]

    def withdraw(self, invitation_id: str, *, actor: str) -> None:
        """Take an invitation back; one that was used, or taken back, stays so. Raises UnknownNumberError."""
        with self._database.writing() as session:
            hold_accounts(session)
            row = session.get(Invitation, invitation_id) if is_id(invitation_id) else None
            if row is None:
                raise UnknownNumberError("There is no such invitation.", advice="", number=invitation_id)
            if row.used is None and row.withdrawn is None:
                row.withdrawn = self._clock()
                audit(session, actor, "invitation.withdraw", "invitation", row.id)

    def purge(self) -> None:
        """Drop invitations that ran out long ago."""
        with self._database.writing() as session:
            session.execute(delete(Invitation).where(Invitation.expires < self._clock() - KEPT))

    def _open(self, session: Session, token: str) -> Invitation:
        row = session.scalar(select(Invitation).where(Invitation.digest == _digest(token)))
        if row is None or not _view(row).is_open(self._clock()):
            raise InvitationRefusedError
        return row


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _view(row: Invitation) -> InvitationView:
    return InvitationView(
        id=row.id,
        role=Role(row.role),
        invited_by=row.invited_by,
        application_id=row.application_id,
        account_id=row.account_id,
        created=row.created,
        expires=row.expires,
        used=row.used,
        withdrawn=row.withdrawn,
    )
