"""Accounts and what hangs on them. Of every secret only a digest is kept.

An account is spoken of by its `id` (see `ids`): in URLs, in the audit (`account:ID`) and in `asked_by` of
orders. When an account is erased its row and all that hangs on it go.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Double, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from access.storage.tables import Plain, Table


class ApplicationState(StrEnum):
    """Where an offer to volunteer stands; the last two are ends."""

    NEW = "new"
    INVITED = "invited"
    DECLINED = "declined"


class TaskState(StrEnum):
    """Where a title that was given to a proofreader stands; the last two are ends."""

    GIVEN = "given"
    DONE = "done"
    RETURNED = "returned"


class Account(Table):
    """Somebody who signs in. `login` is a login name or a card number, folded by `access.patrons.secret_text`.

    `secret` is an argon2id hash in PHC's format. `used` is the day of the last sign-in (midnight UTC), to find accounts
    that nobody needs. A closed account keeps its login, so that nobody else is given it.
    """

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(index=True)
    login: Mapped[str] = mapped_column(unique=True)
    secret: Mapped[str]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="")
    """`zh` or `en`; empty is whatever the browser asks for."""
    preferences: Mapped[dict[str, Plain]] = mapped_column(default=dict)
    created: Mapped[datetime]
    used: Mapped[datetime | None]
    closed: Mapped[datetime | None]


class AccountSession(Table):
    """Somebody who is signed in: SHA-256 of the token that their browser shows.

    `network` is told to the owner alone.
    """

    __tablename__ = "account_sessions"
    __table_args__ = ({"info": {"passing": True}},)  # who restores a backup signs in again

    digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    network: Mapped[str] = mapped_column(default="")
    begun: Mapped[datetime]
    seen: Mapped[datetime]
    """To some minutes."""
    ends: Mapped[datetime] = mapped_column(index=True)
    """At the latest."""


class TryCount(Table):
    """Failed tries that have not been forgotten yet, of an account, of a network or of both. See `throttle`."""

    __tablename__ = "sign_in_tries"
    __table_args__ = ({"info": {"passing": True}},)  # of these hours

    key: Mapped[str] = mapped_column(primary_key=True)
    """A digest of what is counted."""
    forgotten: Mapped[datetime] = mapped_column(index=True)
    """When the last of them is forgotten: how far off that is says how many there are."""
    open: Mapped[datetime]
    """When the next try is taken."""


class KnownPlace(Table):
    """A network or a browser from which an account's owner has signed in: guessers elsewhere do not slow them there."""

    __tablename__ = "known_places"
    __table_args__ = ({"info": {"passing": True}},)  # learned again at the next sign-in

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    """`network:` or `browser:` and a digest of the address, or of the cookie of a browser that was remembered."""
    until: Mapped[datetime] = mapped_column(index=True)


class Application(Table):
    """Somebody's offer to volunteer, from the public form: what they would do, and when, in their words.

    What is not needed any more goes after `access.patrons.applications.KEPT`.
    """

    __tablename__ = "applications"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    contact: Mapped[str]
    offers: Mapped[list[str]]
    languages: Mapped[str] = mapped_column(default="")
    times: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ApplicationState.NEW, index=True)
    created: Mapped[datetime]
    decided: Mapped[datetime | None]


class Invitation(Table):
    """A promise that whoever shows a token may make an account with a role: SHA-256 of the token."""

    __tablename__ = "invitations"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    invited_by: Mapped[str]
    """Who, as in the audit."""
    application_id: Mapped[str | None] = mapped_column(ForeignKey("applications.id", ondelete="SET NULL"), index=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    """The account that was made of it."""
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]
    withdrawn: Mapped[datetime | None]


class ProofreadingTask(Table):
    """A title that was given to somebody to proofread; one that is open is with nobody else."""

    __tablename__ = "proofreading_tasks"
    __table_args__ = (
        Index("ix_proofreading_tasks_account", "account_id", "state"),
        {"sqlite_autoincrement": True},  # the audit speaks of tasks by number: none is given twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(default=TaskState.GIVEN)
    given: Mapped[datetime]
    given_by: Mapped[str]
    """Who, as in the audit."""
    ended: Mapped[datetime | None]


class ProofreadingDay(Table):
    """How much somebody proofread on a day of the library's own calendar: counts alone, no answer."""

    __tablename__ = "proofreading_days"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    """ISO 8601, `2026-11-22`."""
    answers: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(Double, default=0.0)
    """Between answers that followed each other closely."""
    last: Mapped[datetime]
    """When the last answer came."""


def day_text(day: date) -> str:
    """Return a day as tables keep it; such texts sort as the days do."""
    return day.isoformat()
