"""People for tests: a clock that is set by hand, hashes that are quick, accounts and titles."""

from datetime import UTC, datetime, timedelta

from argon2 import Parameters, Type

from access.catalog.tables import Title
from access.clock import now
from access.patrons.accounts import Accounts, AccountView
from access.patrons.hashing import SecretHasher
from access.patrons.roles import Role
from access.storage.database import Database
from access.storage.schema import schema

PHRASE = "seven blue herons wade"
PIN = "402718"
QUICK = SecretHasher(Parameters(Type.ID, 19, 16, 32, time_cost=1, memory_cost=8, parallelism=1))
"""Real argon2id, with parameters that protect nothing."""


class HandClock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def go_on(self, **span: float) -> None:
        self.moment += timedelta(**span)


def empty_library() -> Database:
    """Return a database in memory with all tables and nothing in them, for one thread."""
    database = Database("sqlite://")
    with database.migrating() as connection:
        schema().create_all(connection)
    return database


def person(accounts: Accounts, role: Role, login: str = "") -> AccountView:
    """Return a new account; its secret is `PHRASE`, or `PIN` for a reader."""
    secret = PIN if role.is_reader else PHRASE
    return accounts.add(role, login or f"{role}1", secret, f"Somebody {role}", actor="command")


def add_plain_title(database: Database, name: str = "书", language: str = "zh") -> int:
    """Return the number of a new title that has nothing but a name."""
    with database.writing() as session:
        title = Title(name=name, language=language, created=now(), changed=now())
        session.add(title)
        session.flush()
        return title.id
