"""A migrated database has the tables that are declared, on both kinds of database."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import access.storage.migrations
from access.errors import DatabaseAwayError, DatabaseVersionError
from access.settings import Settings
from access.storage.database import Database
from access.storage.migrations import current_revision, expected_revision, is_empty, migrate, require_revision
from access.storage.opening import open_service_database
from access.storage.schema import content_columns, schema

ACCESS = Path(__file__).parents[3] / "access"
_TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
}


def triggers(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(_TRIGGERS[database.engine.dialect.name]))]


def test_migrated_tables_are_the_declared_ones(empty: Database) -> None:
    assert migrate(empty) == (None, expected_revision())
    with empty.engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), schema())
    assert difference == [], "write a step: python -m access.storage.migrations"
    migrated = triggers(empty)
    with empty.migrating() as connection:
        schema().drop_all(connection)
        schema().create_all(connection)
    assert triggers(empty) == migrated
    assert migrated


def test_the_files_are_in_the_order_in_which_the_steps_follow() -> None:
    folder = Path(access.storage.migrations.__file__).parent
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert steps == sorted(steps, reverse=True)
    assert [path.name[:4] for path in sorted((folder / "versions").glob("0*.py"))] == steps[::-1]
    assert steps[0] == expected_revision()


def test_migrating_again_does_nothing(empty: Database) -> None:
    migrate(empty)
    assert migrate(empty) == (expected_revision(), expected_revision())
    assert current_revision(empty) == expected_revision()
    require_revision(empty)


def test_a_newer_database_is_left_alone(empty: Database) -> None:
    migrate(empty)
    with empty.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (migrate, require_revision):
        with pytest.raises(DatabaseVersionError, match="newer"):
            use(empty)
    assert current_revision(empty) == "9999"


def test_a_database_without_tables_is_told(empty: Database) -> None:
    with pytest.raises(DatabaseVersionError, match="tongdu migrate"):
        require_revision(empty)
    assert is_empty(empty)


def test_several_may_migrate_at_once(empty: Database) -> None:
    failures: list[Exception] = []

    def once() -> None:
        try:
            migrate(empty)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=once) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert current_revision(empty) == expected_revision()


def test_a_failed_step_leaves_the_database_as_it_was(empty: Database) -> None:
    with empty.writing() as session:
        session.execute(text("CREATE TABLE workers (mine integer)"))
    with pytest.raises(Exception, match="workers"):
        migrate(empty)
    with empty.reading() as session:
        assert inspect(session.connection()).get_table_names() == ["workers"]


def test_the_embedded_default_sets_itself_up(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new" / "library")
    for _ in range(2):
        database = open_service_database(settings)
        require_revision(database)
        database.close()
    assert (tmp_path / "new" / "library" / "library.db").exists()


def test_no_other_database_is_changed_by_opening_it(empty: Database, tmp_path: Path) -> None:
    url = empty.url.render_as_string(hide_password=False)
    with empty.writing() as session:
        session.execute(text("CREATE TABLE somebodys (number integer)"))
    with pytest.raises(DatabaseVersionError, match="tongdu migrate"):
        open_service_database(Settings(data=tmp_path, database_url=url))
    with empty.reading() as session:
        assert inspect(session.connection()).get_table_names() == ["somebodys"]


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url="postgresql://nobody:secret@127.0.0.1:1/none")
    with pytest.raises(DatabaseAwayError) as raised:
        open_service_database(settings)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_every_module_of_tables_belongs_to_the_schema() -> None:
    written = (ACCESS / "storage" / "schema.py").read_text()
    modules = {
        ".".join(path.relative_to(ACCESS.parent).with_suffix("").parts)
        for path in ACCESS.rglob("*.py")
        if "(Table):" in path.read_text("utf-8")
    }
    assert {name for name in modules if f"import {name}\n" not in written.replace("  # noqa: F401", "")} == set()


def test_content_columns_are_marked() -> None:
    marked = {str(column) for column in content_columns()}
    assert marked >= {"titles.source", "orders.source", "artefacts.content", "artefacts.report"}
