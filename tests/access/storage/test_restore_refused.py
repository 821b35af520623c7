"""A restore that cannot be whole leaves what was there, and says why."""

import json
import random
import shutil
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from access.catalog.tables import Title
from access.errors import BackupError, DatabaseVersionError, DiskFullError, OutputExistsError
from access.language.title_lexicon import TitleLexicon, load_title, save_title
from access.settings import Settings
from access.storage.backup import taking
from access.storage.backup.restoring import restore_backup
from access.storage.backup.rows import saved_columns
from access.storage.backup.taking import take_backup
from access.storage.checking import check_library
from access.storage.contents import ContentStore
from access.storage.database import Database
from access.storage.migrations import migrate
from access.storage.opening import open_contents, open_service_database
from access.storage.schema import schema
from tests.samples.library_places import Place, rows
from tests.samples.small_library import add_title


def is_untouched(place: Place) -> bool:
    """Whether nothing can be seen of a restore that failed."""
    data = place.settings.data
    if any((data / name).exists() for name in ("library.db", "library.json", "titles")):
        return False
    database = Database(place.settings.database_url)
    if database.is_sqlite:
        return [path.name for path in data.glob("*")] in ([], ["contents"])
    with database.reading() as session:
        names = session.scalars(text("SELECT relname FROM pg_class WHERE relname = 'titles'")).all()
    database.close()
    return names == []


def test_nothing_is_written_over(backup: Path, sqlite_target: Place, tmp_path: Path) -> None:
    place = tmp_path / "source"
    database = open_service_database(Settings(data=place))
    for taken in (backup, backup.with_suffix(".tar"), tmp_path / "source" / "library.db"):
        with pytest.raises(OutputExistsError):
            take_backup(database, ContentStore(place / "contents"), place, taken)
    database.close()


def test_a_library_with_rows_is_left_alone(backup: Path, target: Place) -> None:
    database = Database(target.settings.database_url)
    target.settings.data.mkdir(exist_ok=True)
    migrate(database)
    add_title(database, target.store, 77)
    expected = rows(database)
    database.close()
    with pytest.raises(BackupError, match="not empty"):
        restore_backup(backup, target.settings)
    database = target.opened()
    assert rows(database) == expected
    database.close()


def test_a_library_is_kept_when_it_is_replaced(backup: Path, target: Place, tmp_path: Path) -> None:
    database = Database(target.settings.database_url)
    target.settings.data.mkdir(exist_ok=True)
    migrate(database)
    add_title(database, target.store, 77)
    expected = rows(database)
    url = database.url
    database.close()
    save_title(target.settings.data, TitleLexicon("urn:mine", "我的"))
    restored = restore_backup(backup, target.settings, replace=True)
    assert restored.faults == []
    library, lexicons = restored.kept[0], restored.kept[-1]
    assert [path.name for path in Path(lexicons, "titles").iterdir()]
    assert load_title(target.settings.data, "urn:mine").title == ""
    assert load_title(target.settings.data, "urn:x").title == "标题"
    database = target.opened()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Title)) == 3
    old = url.set(database=library) if database.is_sqlite else url.set(query={"options": f"-csearch_path={library}"})
    database.close()
    before = Database(old.render_as_string(hide_password=False))
    assert rows(before) == expected
    before.close()


def test_a_library_in_use_is_not_replaced(backup: Path, target: Place) -> None:
    database = Database(target.settings.database_url)
    target.settings.data.mkdir(exist_ok=True)
    migrate(database)
    with database.reading() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(BackupError, match="in use"):
            restore_backup(backup, target.settings, replace=True)
    database.close()
    assert restore_backup(backup, target.settings).faults == []


def test_other_lexicons_are_not_lost(backup: Path, sqlite_target: Place) -> None:
    save_title(sqlite_target.settings.data, TitleLexicon("urn:x", "another"))
    with pytest.raises(BackupError, match="not empty"):
        restore_backup(backup, sqlite_target.settings)
    assert load_title(sqlite_target.settings.data, "urn:x").title == "another"
    save_title(sqlite_target.settings.data, TitleLexicon("urn:x", "标题"))
    restore_backup(backup, sqlite_target.settings)


def test_a_backup_that_is_cut_off_restores_nothing(backup: Path, target: Place, tmp_path: Path) -> None:
    whole = backup.with_suffix(".tar").read_bytes()
    choose = random.Random(7)
    cut = tmp_path / "cut.tar"
    for length in [0, 100, 512, 5000, *(choose.randrange(len(whole) - 10_240) for _ in range(12))]:
        cut.write_bytes(whole[:length])
        with pytest.raises(BackupError):
            restore_backup(cut, target.settings)
        assert is_untouched(target)
    assert restore_backup(backup.with_suffix(".tar"), target.settings).faults == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("rows/titles.jsonl", "第1本", "第9本"),
        ("rows/titles.jsonl", "\n", ""),
        ("rows/forms.jsonl", None, None),
        ("lexicons.jsonl", "ewog", "ewo"),
        ("rows/titles.jsonl", '+00:00"', '+0x:00"'),
        ("rows/forms.jsonl", "brf", "pef"),
        ("rows/forms.jsonl", "[1,", "[2,"),
        ("rows/forms.jsonl", "[1,1,", "[1,9,"),
        ("contents.jsonl", "[", "("),
        ("manifest.json", "{", ""),
        ("manifest.json", '"format": 1', '"format": 2'),
    ],
)
def test_a_damaged_backup_restores_nothing(
    backup: Path, sqlite_target: Place, name: str, old: str | None, new: str
) -> None:
    if old is None:
        (backup / name).unlink()
    else:
        content = (backup / name).read_text("utf-8")
        assert old in content
        (backup / name).write_text(content.replace(old, new, 1), "utf-8")
    with pytest.raises(BackupError):
        restore_backup(backup, sqlite_target.settings)
    assert is_untouched(sqlite_target)


@pytest.mark.parametrize("name", ["missing", "missing.tar", "source", "source/library.db"])
def test_what_is_no_backup_is_told(backup: Path, sqlite_target: Place, name: str) -> None:
    with pytest.raises(BackupError):
        restore_backup(backup.parent / name, sqlite_target.settings)


def test_a_backup_of_a_newer_release_is_told(backup: Path, sqlite_target: Place) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    (backup / "manifest.json").write_text(json.dumps(manifest | {"revision": "9999"}))
    with pytest.raises(DatabaseVersionError, match="newer"):
        restore_backup(backup, sqlite_target.settings)


def test_one_bad_file_does_not_cost_the_library(backup: Path, sqlite_target: Place, tmp_path: Path) -> None:
    copies = ContentStore(backup / "contents")
    bad = next(iter(copies))
    copies.path(bad).write_bytes(b"damaged")
    restored = restore_backup(backup, sqlite_target.settings)
    assert {str(fault) for fault in restored.faults} >= {
        f"The file with the content hash {bad} is damaged in the backup.",
        f"The file with the content hash {bad} is missing.",
    }
    database = sqlite_target.opened()
    sound = list(check_library(database, sqlite_target.store))
    assert {fault.details.get("hash", bad) for fault in sound} == {bad}
    sqlite_target.store.add_file(ContentStore(tmp_path / "source" / "contents").path(bad))
    assert list(check_library(database, sqlite_target.store)) == []
    database.close()


def test_a_library_that_lost_a_file_can_still_be_saved(backup: Path, tmp_path: Path) -> None:
    place = Settings(data=tmp_path / "source")
    store = open_contents(place)
    store.path(next(iter(store))).unlink()
    database = open_service_database(place)
    manifest = take_backup(database, store, place.data, tmp_path / "second")
    database.close()
    assert (manifest.missing, manifest.contents.count) == (1, 8)


@pytest.mark.parametrize("name", ["more", "more.tar"])
def test_a_full_disk_leaves_no_backup(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    place = Settings(data=tmp_path / "source")
    database = open_service_database(place)
    with pytest.raises(DiskFullError):
        take_backup(database, open_contents(place), place.data, tmp_path / "new" / name)
    database.close()
    assert list((tmp_path / "new").iterdir()) == []


def test_the_engines_notes_are_put_aside(backup: Path, target: Place, request: pytest.FixtureRequest) -> None:
    works = Database(target.settings.works_url)
    if works.is_sqlite:
        target.settings.data.mkdir()
        with works.writing() as session:
            session.execute(text("CREATE TABLE notes (number integer)"))
        works.close()
        restored = restore_backup(backup, target.settings)
        assert [Path(kept).name.startswith("works.db.replaced-") for kept in restored.kept] == [True]
        assert not (target.settings.data / "works.db").exists()
        return
    server = request.getfixturevalue("postgres")
    assert restore_backup(backup, target.settings).kept == []  # there is no such database yet
    server.url(f"{target.settings.data.name}_library_works")
    with works.writing() as session:
        session.execute(text("CREATE SCHEMA dbos"))
    works.close()
    restored = restore_backup(backup, target.settings, replace=True)
    assert restored.kept[1].startswith("dbos_replaced_")


def test_every_column_can_be_saved() -> None:
    for table in schema().sorted_tables:
        assert [column.name for column in saved_columns(table)] == [column.name for column in table.columns]


def test_lexicon_names_stay_in_their_folder(backup: Path, sqlite_target: Place) -> None:
    line = b'["../outside.json","e30="]\n'
    (backup / "lexicons.jsonl").write_bytes(line)
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["lexicons"] = {
        "count": 1,
        "sha256": taking.write_lines(backup / "x", [["../outside.json", "e30="]]).sha256,
    }
    (backup / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BackupError):
        restore_backup(backup, sqlite_target.settings)
    assert not (sqlite_target.settings.data.parent / "outside.json").exists()
