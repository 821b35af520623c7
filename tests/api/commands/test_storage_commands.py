"""What whoever keeps the machine sees: settings, migrations, backups, faults; in plain lines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from access.errors import BackupError, DatabaseVersionError, OutputExistsError
from access.settings import Settings
from access.storage.audit import entries
from access.storage.opening import open_contents, open_service_database, reach_database
from access.storage.schema import schema
from api import keeping
from tests.samples.small_library import add_title


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TONGDU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")
    return tmp_path / "data"


def filled(titles: int = 2) -> Settings:
    settings = Settings()
    database = open_service_database(settings)
    for number in range(titles):
        add_title(database, open_contents(settings), number)
    database.close()
    return settings


def test_settings_tell_where_they_come_from(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data.mkdir()
    (data / "tongdu.toml").write_text("port = 9000\n")
    monkeypatch.setenv("TONGDU_DATABASE_URL", "postgresql://reader:geheim@db/tongdu")
    keeping.show_settings(as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert f"port: 9000, from the file {data / 'tongdu.toml'}" in lines
    assert "database_url: postgresql://reader:***@db/tongdu, from the environment, TONGDU_DATABASE_URL" in lines
    assert "host: 127.0.0.1, the default" in lines
    keeping.show_settings(as_json=True)
    shown = capsys.readouterr().out
    entries = {entry["name"]: entry for entry in map(json.loads, shown.splitlines())}
    assert entries["port"] == {"name": "port", "value": "9000", "from": "file", "where": str(data / "tongdu.toml")}
    assert entries.keys() == Settings.model_fields.keys()
    assert "geheim" not in "".join(lines) + shown


def test_migrating_says_what_happened(capsys: pytest.CaptureFixture[str]) -> None:
    keeping.migrate()
    keeping.migrate()
    made, again = capsys.readouterr().out.splitlines()
    assert made.startswith("The tables were made, at ")
    assert again.startswith("The database is up to date, at ")


def test_a_library_goes_away_and_comes_back(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    filled()
    keeping.backup(tmp_path / "saved.tar")
    with pytest.raises(OutputExistsError):
        keeping.backup(tmp_path / "saved.tar")
    with pytest.raises(BackupError, match="--replace"):
        keeping.restore(tmp_path / "saved.tar", replace=False)
    assert keeping.restore(tmp_path / "saved.tar", replace=True) == 0
    monkeypatch.setenv("TONGDU_DATA", str(tmp_path / "elsewhere"))
    assert keeping.restore(tmp_path / "saved.tar", replace=False) == 0
    assert keeping.check(quick=False, as_json=False) == 0
    database = open_service_database(Settings())
    with database.reading() as session:
        assert [(entry.actor, entry.action) for entry in entries(session)] == [("command", "library.restored")]
    database.close()
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Saved: 10 rows, 6 files of 72 bytes, 0 lexicons."
    assert told[1] == f"The backup is in {tmp_path / 'saved.tar'}."
    assert told[2] == "Restored: 10 rows, 6 files, 0 lexicons."
    assert told[3].startswith(f"What was there before is now {data / 'library.db'}.replaced-")
    assert told[4:] == ["The library is whole.", told[2], "The library is whole.", "The library is whole."]


def test_faults_are_told_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = filled()
    store = open_contents(settings)
    gone, *_others, damaged = list(store)
    store.path(gone).unlink()
    store.path(damaged).chmod(0o644)
    store.path(damaged).write_bytes(b"")
    assert keeping.check(quick=True, as_json=False) == 1
    quick = capsys.readouterr().out.splitlines()
    assert f"The file with the content hash {gone} is missing." in quick
    assert f"The file with the content hash {damaged} is damaged." not in quick
    assert keeping.check(quick=False, as_json=True) == 1
    faults = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {fault["hash"] for fault in faults if "hash" in fault} == {gone, damaged}
    keeping.backup(tmp_path / "saved")
    assert "1 files that the library speaks of were not there" in capsys.readouterr().out


def test_an_old_database_is_not_touched_but_told() -> None:
    Settings().data.mkdir()
    database = reach_database(Settings())
    schema().create_all(database.engine)
    database.close()
    with pytest.raises(DatabaseVersionError, match="tongdu migrate"):
        keeping.check(quick=True, as_json=False)


def test_help_stays_quick() -> None:
    program = (
        "import sys, api.cli; print([name for name in ('sqlalchemy', 'alembic', 'pydantic') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
