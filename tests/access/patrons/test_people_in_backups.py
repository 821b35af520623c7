"""People come back with a backup; who was signed in, and who guessed, does not."""

from pathlib import Path

import pytest
from sqlalchemy import select

from access.errors import InvitationRefusedError
from access.patrons.accounts import Accounts
from access.patrons.invitations import Invitations
from access.patrons.proofreading import Proofreading
from access.patrons.sessions import Sessions
from access.patrons.tables import ProofreadingTask
from access.storage.backup.restoring import restore_backup
from access.storage.backup.taking import take_backup
from access.storage.database import Database
from access.storage.migrations import migrate
from access.storage.schema import lasting_tables, schema
from tests.samples.known_person import LIBRARIAN, KnownPerson
from tests.samples.library_places import Place
from tests.samples.people import PHRASE, QUICK

PEOPLE = {
    *("accounts", "applications", "invitations", "proofreading_tasks", "proofreading_days", "reading_positions"),
}
PASSING = {"account_sessions", "sign_in_tries", "known_places"}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TONGDU_DATA", "TONGDU_SETTINGS", "TONGDU_DATABASE_URL", "TONGDU_WORKS_URL", "TONGDU_CONTENTS"):
        monkeypatch.delenv(name, raising=False)


def rows_of(database: Database, names: set[str]) -> dict[str, list[tuple[object, ...]]]:
    tables = [table for table in schema().sorted_tables if table.name in names]
    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in tables
        }


def place(kind: str, folder: Path, request: pytest.FixtureRequest) -> Place:
    made = Place(kind, folder, request)
    if kind == "postgresql":
        database = Database(made.settings.database_url)
        migrate(database)
        database.close()
    return made


@pytest.mark.parametrize(("kind", "other"), [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_people_come_back(kind: str, other: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    source, target = place(kind, tmp_path / "source", request), Place(other, tmp_path / "target", request)
    database = source.opened()
    known = KnownPerson(database)
    _invited, token = Invitations(database, hasher=QUICK).invite(known.somebody.role, actor=LIBRARIAN)
    take_backup(database, source.store, source.settings.data, tmp_path / "backup")
    expected = rows_of(database, PEOPLE)
    assert all(rows_of(database, PASSING).values()), "there was something to leave behind"
    assert all(expected.values())
    assert {table.name for table in lasting_tables()} >= PEOPLE
    database.close()

    restore_backup(tmp_path / "backup", target.settings)
    database = target.opened()
    assert rows_of(database, PEOPLE) == expected
    assert not any(rows_of(database, PASSING).values())
    accounts, invitations = Accounts(database, hasher=QUICK), Invitations(database, hasher=QUICK)
    assert Sessions(database).find(known.token) is None
    assert accounts.authenticate("xuxiake", PHRASE, "203.0.113.1").id == known.somebody.id
    invitations.accept(token, "later", PHRASE, "Later")
    with pytest.raises(InvitationRefusedError):
        invitations.look(token)
    with database.writing() as session:
        session.delete(session.get_one(ProofreadingTask, known.task.id))
    again = Proofreading(database).give(known.title, known.somebody.id, actor=LIBRARIAN)
    assert again.id > known.task.id, "no number is given twice"
    database.close()
