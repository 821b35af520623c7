"""Empty databases, libraries to save, and places to restore them to, on both kinds of database."""

from pathlib import Path

import pytest

from access.language.title_lexicon import TitleLexicon, save_title
from access.storage.backup.taking import take_backup
from access.storage.database import Database, sqlite_url
from access.storage.migrations import migrate
from tests.samples.library_places import Place, fill

KINDS = ["sqlite", "postgresql"]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TONGDU_DATA", "TONGDU_SETTINGS", "TONGDU_DATABASE_URL", "TONGDU_WORKS_URL", "TONGDU_CONTENTS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=KINDS)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    place = Place(request.param, tmp_path / "source", request)
    if request.param == "postgresql":
        database = Database(place.settings.database_url)
        migrate(database)
        database.close()
    return place


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Place(request.param, tmp_path / "target", request)


@pytest.fixture
def sqlite_target(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Place("sqlite", tmp_path / "target", request)


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path):
    """A database without tables."""
    if request.param == "sqlite":
        opened = Database(sqlite_url(tmp_path / "empty.db"))
    else:
        opened = Database(request.getfixturevalue("postgres").url("empty"))
    yield opened
    opened.close()


@pytest.fixture
def backup(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    place = Place("sqlite", tmp_path / "source", request)
    fill(place, 3)
    save_title(place.settings.data, TitleLexicon("urn:x", "标题"))
    database = place.opened()
    take_backup(database, place.store, place.settings.data, tmp_path / "backup")
    take_backup(database, place.store, place.settings.data, tmp_path / "backup.tar")
    database.close()
    return tmp_path / "backup"
