"""A backup taken while others write restores to a library that is whole, from and to both kinds of database."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from access.catalog.tables import Form, Title, TitleChange
from access.clock import now
from access.language.title_lexicon import TitleLexicon, load_title, save_title
from access.production.tables import Artefact, Order, OrderPart, OrderState, Worker
from access.storage.audit import entries
from access.storage.backup.restoring import restore_backup
from access.storage.backup.taking import take_backup
from access.storage.checking import check_library
from access.storage.database import Database
from access.storage.identity import library_identity
from access.storage.schema import schema
from tests.samples.library_places import Place, fill, rows

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
def test_everything_comes_back(source: Place, target: Place, tmp_path: Path, name: str) -> None:
    fill(source, 5)
    save_title(source.settings.data, TitleLexicon("urn:x", "标题"))
    (source.settings.data / "library.json").write_bytes(b"\xff not even text")
    database = source.opened()
    manifest = take_backup(database, source.store, source.settings.data, tmp_path / "kept" / name)
    expected = rows(database)
    database.close()
    assert manifest.contents.count == 15
    passing = {"workers", "identity", "account_sessions", "sign_in_tries", "known_places"}
    assert {table.name for table in manifest.tables} == set(schema().tables) - passing

    restored = restore_backup(tmp_path / "kept" / name, target.settings)
    assert restored.faults == []
    assert restored.manifest == manifest
    database = target.opened()
    assert rows(database) == expected
    assert list(check_library(database, target.store)) == []
    assert load_title(target.settings.data, "urn:x").title == "标题"
    assert (target.settings.data / "library.json").read_bytes() == b"\xff not even text"
    with database.writing() as session:
        # What was given out once is not given out again.
        change = TitleChange(title_id=1, at=now())
        title = Title(name="new", created=now(), changed=now())
        session.add_all([change, title])
        session.flush()
        assert (change.number, title.id) == (2, 6)
        assert [entry.details for entry in entries(session)] == [{"词": ["读"]}]
    database.close()


def test_orders_under_way_begin_again(source: Place, sqlite_target: Place, tmp_path: Path) -> None:
    fill(source, 3)
    database = source.opened()
    with database.writing() as session:
        for number, state in ((2, OrderState.DONE), (3, OrderState.FAILED)):
            session.get_one(Order, number).state = state
    take_backup(database, source.store, source.settings.data, tmp_path / "backup")
    old = library_of(database)
    database.close()
    restore_backup(tmp_path / "backup", sqlite_target.settings)
    database = sqlite_target.opened()
    with database.reading() as session:
        orders = [(order.state, order.attempt) for order in session.scalars(select(Order).order_by(Order.id))]
        assert orders == [("waiting", 1), ("done", 0), ("failed", 1)]
        (part,) = session.scalars(select(OrderPart))
        assert (part.kind, part.state, part.result) == ("open", "waiting", None)
        assert session.scalars(select(OrderPart).where(OrderPart.result.is_(None))).all() == [part]
        assert session.scalars(select(Worker)).all() == []
    assert library_of(database) not in {old, ""}
    database.close()


def library_of(database: Database) -> str:
    with database.reading() as session:
        return library_identity(session)


# --- under load -------------------------------------------------------------------------------------------------------


_WRITER = """
import sys
from itertools import count
from pathlib import Path
from access.settings import Settings
from access.storage.opening import open_contents, open_service_database
from tests.samples.small_library import add_title
settings = Settings(data=Path(sys.argv[1]), database_url=sys.argv[2])
database, store = open_service_database(settings), open_contents(settings)
for number in count(int(sys.argv[3])):
    add_title(database, store, number, extra=20_000)
    print(number, flush=True)
"""


def test_a_backup_under_load_is_a_consistent_prefix(source: Place, sqlite_target: Place, tmp_path: Path) -> None:
    source.opened().close()
    command = [sys.executable, "-c", _WRITER, str(source.settings.data), source.settings.database_url, "0"]
    writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        database = source.opened()
        counted = []
        for backup in ("first", "second.tar"):
            for _ in range(10):
                before = int(writer.stdout.readline())
            take_backup(database, source.store, source.settings.data, tmp_path / backup)
            with database.reading() as session:
                counted.append((tmp_path / backup, before, session.scalar(select(func.count()).select_from(Title))))
        for _ in range(5):
            assert writer.stdout.readline(), "the writer stopped"
    finally:
        writer.kill()
        writer.communicate()
    database.close()
    for saved, before, after in counted:
        assert restore_backup(saved, sqlite_target.settings, replace=True).faults == []
        database = sqlite_target.opened()
        with database.reading() as session:
            names = list(session.scalars(select(Title.name).order_by(Title.id)))
            assert names == [f"第{number}本" for number in range(len(names))]
            assert before < len(names) <= (after or 0)
            for other in (Artefact, Form, Order):
                assert session.scalar(select(func.count()).select_from(other)) == len(names)
        database.close()
