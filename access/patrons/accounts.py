"""Accounts: made, signed in to, changed, closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from access.clock import now
from access.errors import ConflictError, SignInRefusedError, UnknownNumberError, UsageError
from access.patrons.hashing import HASHER, SecretHasher
from access.patrons.ids import is_id, new_id
from access.patrons.preferences import Preferences, preferences_from
from access.patrons.roles import Role
from access.patrons.secret_text import (
    checked_login,
    checked_name,
    checked_secret,
    folded_login,
    is_pin,
    secret_bytes,
)
from access.patrons.sessions import actor_of, end_sessions
from access.patrons.tables import Account
from access.patrons.throttle import Throttle
from access.storage.audit import record as audit
from access.storage.database import Database

LANGUAGES = ("", "zh", "en")
"""Languages of pages; empty is whatever the browser asks for."""
_LOCK = 0x746F6E67_64750003
"""The number of PostgreSQL's lock on who is there ("tongdu", 3)."""


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as it may be shown to its owner and to those who look after it. `used` is a day."""

    id: str
    role: Role
    login: str
    name: str
    language: str
    preferences: Preferences
    created: datetime
    used: datetime | None
    closed: datetime | None

    @property
    def actor(self) -> str:
        """The name in the audit."""
        return actor_of(self.id)


class Accounts:
    """The accounts in a database. Every method raises `DatabaseAwayError`.

    `actor` is who does it, as in the audit (`account:ID`, `command`). Those who read another's record give it, and it
    is written down that they did; methods that take an account's id raise UnknownNumberError when there is none.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now, hasher: SecretHasher = HASHER) -> None:
        self._database = database
        self._clock = clock
        self._hasher = hasher
        self._throttle = Throttle(database, clock)

    # --- making -------------------------------------------------------------------------------------------------------

    def add(self, role: Role, login: str, secret: str, name: str, language: str = "", *, actor: str) -> AccountView:
        """Make an account.

        Raises UsageError for a login or name that cannot be, SecretRefusedError for a secret that is no good,
        ConflictError for a login that somebody has.
        """
        row = self.prepared(role, login, secret, name, language)
        with self._database.writing() as session:
            return place_account(session, row, actor)

    def add_first(self, login: str, secret: str, name: str, language: str = "") -> AccountView:
        """Make the first administrator. Raises what `add` raises, and ConflictError when somebody is there already."""
        row = self.prepared(Role.ADMINISTRATOR, login, secret, name, language)
        with self._database.writing() as session:
            hold_accounts(session)
            if session.scalar(select(Account.id).limit(1)) is not None:
                raise ConflictError("Somebody has made the first account already.", advice="Sign in with it.")
            return place_account(session, row, actor_of(row.id))

    def prepared(self, role: Role, login: str, secret: str, name: str, language: str = "") -> Account:
        """Return the row of a new account, for `place_account`; its secret is hashed outside of any transaction.

        Raises UsageError and SecretRefusedError as `add` does.
        """
        folded, called, spoken = checked_login(login), checked_name(name), _checked_language(language)
        return Account(
            id=new_id(),
            role=role,
            login=folded,
            secret=self._hasher.hashed(checked_secret(role, folded, secret)),
            name=called,
            language=spoken,
            preferences={},
            created=self._clock(),
            used=None,
            closed=None,
        )

    def is_empty(self) -> bool:
        """Tell whether nobody has an account yet, so that the first may be made by whoever comes."""
        with self._database.reading() as session:
            return session.scalar(select(Account.id).limit(1)) is None

    # --- signing in ---------------------------------------------------------------------------------------------------

    def authenticate(self, login: str, secret: str, network: str, browser: str = "") -> AccountView:
        """Return whose login and secret these are.

        `network` is the address from which they come, `browser` the token of `remember_browser` if theirs shows one.
        Raises SignInRefusedError when nobody's, or of an account that is closed, and TooManyTriesError.
        """
        folded, typed = folded_login(login), secret_bytes(secret)
        wanted = select(Account.id, Account.secret, Account.closed).where(Account.login == folded)
        with self._database.reading() as session:
            found = session.execute(wanted).one_or_none()
        owner, kept, closed = found if found is not None else (None, None, None)
        admitted = self._throttle.admit(folded, network, pin=is_pin(secret), account_id=owner, browser=browser)
        fits = self._hasher.fits(kept, typed)
        if owner is None or kept is None or not fits or closed is not None:
            raise SignInRefusedError
        self._throttle.succeeded(admitted, owner)
        return self._signed_in(owner, kept, typed)

    def remember_browser(self, account_id: str) -> str:
        """Return a token for the browser of somebody who just signed in: guessers do not slow it (see `throttle`).

        It opens nothing. It is good for `throttle.BROWSER_KNOWN`.
        """
        return self._throttle.remember_browser(account_id)

    def _signed_in(self, owner: str, kept: str, typed: bytes) -> AccountView:
        renewed = self._hasher.hashed(typed) if self._hasher.is_old(kept) else kept
        with self._database.writing() as session:
            row = find_account(session, owner)
            if row.secret != kept or row.closed is not None:  # changed while it was compared
                raise SignInRefusedError
            row.secret = renewed
            row.used = self._clock().replace(hour=0, minute=0, second=0, microsecond=0)
            if not Role(row.role).is_reader:  # when a reader reads is nobody's business
                audit(session, actor_of(row.id), "account.sign-in", "account", row.id)
            return view_of(row)

    # --- reading ------------------------------------------------------------------------------------------------------

    def get(self, account_id: str, *, actor: str = "") -> AccountView:
        """Return an account; who reads another's gives `actor`."""
        with self._database.writing() if actor else self._database.reading() as session:
            row = find_account(session, account_id)
            if actor:
                _note_read(session, actor, row)
            return view_of(row)

    def find(self, login: str, *, actor: str) -> AccountView | None:
        """Return the account with a login name or card number, None when nobody has it."""
        with self._database.writing() as session:
            row = session.scalar(select(Account).where(Account.login == folded_login(login)))
            if row is None:
                return None
            _note_read(session, actor, row)
            return view_of(row)

    def list(self, role: Role | None = None, *, actor: str, closed: bool = False) -> Sequence[AccountView]:
        """Return the accounts, or those of a role, by role and name; with `closed` those that are closed too."""
        wanted = select(Account).order_by(Account.role, Account.name, Account.id)
        if role is not None:
            wanted = wanted.where(Account.role == role)
        if not closed:
            wanted = wanted.where(Account.closed.is_(None))
        with self._database.writing() as session:
            found = [view_of(row) for row in session.scalars(wanted)]
            audit(session, actor, "account.list", "account", "", role=role or "", count=len(found))
            return found

    # --- changing -----------------------------------------------------------------------------------------------------

    def change_role(self, account_id: str, role: Role, *, actor: str) -> AccountView:
        """Give somebody another role and end their sessions: they sign in again with what it opens.

        Raises ConflictError for the last administrator, and between readers and others, whose secrets differ.
        """
        with self._database.writing() as session:
            hold_accounts(session)
            row = find_account(session, account_id)
            before = Role(row.role)
            if before is role:
                return view_of(row)
            if Role.READER in {before, role}:
                raise ConflictError(
                    "A reader's account stays a reader's, and no other becomes one.",
                    advice="Make an account of its own for the other role.",
                )
            keep_an_administrator(session, row)
            row.role = role
            end_sessions(session, row.id)
            audit(session, actor, "account.role", "account", row.id, before=before, after=role)
            return view_of(row)

    def change_secret(self, account_id: str, secret: str, *, actor: str) -> None:
        """Give an account another secret; end its sessions, and know no place of it any more.

        Raises SecretRefusedError for one that is no good.
        """
        with self._database.reading() as session:
            row = find_account(session, account_id)
            typed = checked_secret(Role(row.role), row.login, secret)
        hashed = self._hasher.hashed(typed)
        with self._database.writing() as session:
            changed = find_account(session, account_id)
            changed.secret = hashed
            end_sessions(session, account_id)
            audit(session, actor, "account.secret", "account", account_id)
        self._throttle.forget_places(account_id)

    def update_settings(
        self,
        account_id: str,
        *,
        name: str | None = None,
        language: str | None = None,
        preferences: Preferences | None = None,
        actor: str,
    ) -> AccountView:
        """Change what is given of somebody's settings. Raises UsageError for what cannot be."""
        with self._database.writing() as session:
            row = find_account(session, account_id)
            if name is not None:
                row.name = checked_name(name)
            if language is not None:
                row.language = _checked_language(language)
            if preferences is not None:
                row.preferences = preferences.plain()
            if actor != actor_of(account_id):
                audit(session, actor, "account.settings", "account", account_id)
            return view_of(row)

    def close(self, account_id: str, *, actor: str) -> AccountView:
        """Let nobody sign in to an account any more; one that is closed stays so. Raises ConflictError for the last
        administrator.
        """
        with self._database.writing() as session:
            hold_accounts(session)
            row = find_account(session, account_id)
            if row.closed is None:
                keep_an_administrator(session, row)
                row.closed = self._clock()
                end_sessions(session, row.id)
                audit(session, actor, "account.close", "account", row.id)
            return view_of(row)

    def reopen(self, account_id: str, *, actor: str) -> AccountView:
        """Open an account again that was closed; one that is open stays so."""
        with self._database.writing() as session:
            row = find_account(session, account_id)
            if row.closed is not None:
                row.closed = None
                audit(session, actor, "account.reopen", "account", row.id)
            return view_of(row)


# --- within a transaction ---------------------------------------------------------------------------------------------


def hold_accounts(session: Session) -> None:
    """Wait until no other transaction adds or removes somebody, and keep others waiting until this one ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def find_account(session: Session, account_id: str) -> Account:
    """Return the row of an account. Raises UnknownNumberError."""
    row = session.get(Account, account_id) if is_id(account_id) else None
    if row is None:
        raise UnknownNumberError("There is no such account.", advice="Look it up again.", number=account_id)
    return row


def place_account(session: Session, row: Account, actor: str) -> AccountView:
    """Add the row of `Accounts.prepared`. Raises ConflictError for a login that somebody has."""
    hold_accounts(session)
    if session.scalar(select(Account.id).where(Account.login == row.login)) is not None:
        raise ConflictError(
            "Somebody has this login name or card number already.", advice="Choose another.", field="login"
        )
    session.add(row)
    session.flush()
    audit(session, actor, "account.add", "account", row.id, role=row.role)
    return view_of(row)


def view_of(row: Account) -> AccountView:
    """Return an account as it may be shown."""
    return AccountView(
        id=row.id,
        role=Role(row.role),
        login=row.login,
        name=row.name,
        language=row.language,
        preferences=preferences_from(row.preferences),
        created=row.created,
        used=row.used,
        closed=row.closed,
    )


def keep_an_administrator(session: Session, row: Account) -> None:
    """Raise ConflictError when nobody else could administer the service. Call `hold_accounts` before."""
    if row.role != Role.ADMINISTRATOR or row.closed is not None:
        return
    others = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR, Account.closed.is_(None), Account.id != row.id
    )
    if session.scalar(others.limit(1)) is None:
        raise ConflictError("This is the only administrator.", advice="Make somebody else an administrator before.")


def _note_read(session: Session, actor: str, row: Account) -> None:
    if actor != actor_of(row.id):
        audit(session, actor, "account.read", "account", row.id)


def _checked_language(language: str) -> str:
    if language not in LANGUAGES:
        raise UsageError(
            "“{value}” is not a language.", advice="Give a tag such as zh or en.", field="language", value=language
        )
    return language
