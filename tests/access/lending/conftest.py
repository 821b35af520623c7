"""A library with nobody in it, on both kinds of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from access.storage.database import Database, sqlite_url
from access.storage.migrations import migrate


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path / "places.db")
    else:
        url = request.getfixturevalue("postgres").url("places")
    found = Database(url)
    migrate(found)
    yield found
    found.close()
