"""Keys: shown once, kept as digests, valid until they run out or are taken back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from access.clock import now
from access.errors import KeyRefusedError, UnknownNumberError, UsageError
from access.keys.service import Bearer, Keys
from access.keys.tables import ApiKey, Scope
from access.storage.audit import entries
from access.storage.database import Database, sqlite_url
from access.storage.migrations import migrate


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(sqlite_url(tmp_path / "keys.db"))
    migrate(found)
    yield found
    found.close()


@pytest.fixture
def keys(database: Database) -> Keys:
    return Keys(database)


def test_a_secret_opens_and_is_kept_nowhere(keys: Keys, database: Database) -> None:
    made, secret = keys.add("the terminal", [Scope.ORDERS_READ, Scope.CATALOG_READ, Scope.CATALOG_READ])
    assert keys.bearer(secret) == Bearer(made.id, frozenset({Scope.ORDERS_READ, Scope.CATALOG_READ}))
    assert made.is_valid
    with database.reading() as session:
        row = session.scalars(select(ApiKey)).one()
        kept = " ".join(str(getattr(row, column.name)) for column in ApiKey.__table__.columns)
    assert secret.rpartition("_")[2] not in kept
    assert secret.split("_")[2][:20] not in kept


@pytest.mark.parametrize("shown", ["", "x", "tongdu_", "tongdu_000000000000_" + "A" * 43, "tongdu_é_" + "A" * 43])
def test_what_is_no_key_is_refused(keys: Keys, shown: str) -> None:
    with pytest.raises(KeyRefusedError):
        keys.bearer(shown)


def test_keys_run_out_and_are_taken_back(keys: Keys, database: Database) -> None:
    lasting, secret = keys.add("lasting", [Scope.ADMIN], expires=now() + timedelta(days=1))
    over, late = keys.add("over", [Scope.ADMIN], expires=now() - timedelta(seconds=1))
    assert keys.bearer(secret).may(Scope.METRICS_READ), "admin may everything"
    with pytest.raises(KeyRefusedError):
        keys.bearer(late)
    taken = keys.revoke(lasting.id)
    assert keys.revoke(lasting.id) == taken, "once is enough"
    with pytest.raises(KeyRefusedError):
        keys.bearer(secret)
    assert [(key.id, key.is_valid) for key in keys.list()] == [(lasting.id, False), (over.id, False)]
    with database.reading() as session:
        assert [(entry.action, entry.subject_id) for entry in entries(session)] == [
            ("key.revoke", "1"), ("key.add", "2"), ("key.add", "1"),
        ]  # fmt: skip


def test_use_is_told_by_the_hour(keys: Keys) -> None:
    first, _ = keys.add("used", [Scope.ADMIN])
    other, _ = keys.add("unused", [Scope.ADMIN])
    keys.note_use([first.id])
    used = {key.id: key.used for key in keys.list()}
    assert used[other.id] is None
    moment = used[first.id]
    assert moment is not None
    assert (moment.minute, moment.second, moment.microsecond) == (0, 0, 0)
    keys.note_use([first.id])
    assert keys.list()[0].used in {moment, moment + timedelta(hours=1)}


def test_a_scope_of_a_newer_release_opens_nothing_here(keys: Keys, database: Database) -> None:
    made, secret = keys.add("newer", [Scope.CATALOG_READ])
    with database.writing() as session:
        session.get_one(ApiKey, made.id).scopes = ["catalog:read", "telephone:answer"]
    assert keys.bearer(secret).scopes == {Scope.CATALOG_READ}


def test_wrong_use_is_told(keys: Keys) -> None:
    with pytest.raises(UsageError):
        keys.add("nothing", [])
    with pytest.raises(UnknownNumberError):
        keys.revoke(7)
