"""A library with nobody in it, and a clock that is set by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from access.patrons.accounts import Accounts
from access.storage.database import Database, sqlite_url
from access.storage.migrations import migrate
from tests.samples.people import QUICK, HandClock, empty_library


@pytest.fixture
def database() -> Iterator[Database]:
    found = empty_library()
    yield found
    found.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """For what the two kinds of database could do differently."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path / "people.db")
    else:
        url = request.getfixturevalue("postgres").url("people")
    found = Database(url)
    migrate(found)
    yield found
    found.close()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def accounts(database: Database, clock: HandClock) -> Accounts:
    return Accounts(database, clock, QUICK)
