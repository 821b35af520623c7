"""`tongdu keys`: made and shown once, listed, taken back."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from access.errors import UsageError
from access.keys.service import Keys
from access.settings import Settings
from access.storage.opening import open_service_database
from api.cli import app


@pytest.fixture(autouse=True)
def _library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_DATA", str(tmp_path))
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["keys", *words])
    if isinstance(result.exception, Exception):
        raise result.exception
    return result.stdout


def test_a_key_is_made_listed_and_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("list") == "There are no keys yet; `tongdu keys add` makes one.\n"
    told = run("add", "the terminal", "--scope", "catalog:read,orders:read", "--days", "30").splitlines()
    assert told[0].startswith("Key 1, the terminal, catalog:read orders:read, runs out 2")
    database = open_service_database(Settings())
    assert Keys(database).bearer(told[2]).key_id == 1
    database.close()
    assert told[2] not in run("list")
    monkeypatch.setenv("TONGDU_LANGUAGE", "zh")
    assert "收回" in run("revoke", "1")
    listed = json.loads(run("list", "--json"))
    assert (listed["key"], listed["valid"], listed["scopes"]) == (1, False, ["catalog:read", "orders:read"])


def test_the_secret_is_told_to_programs_too() -> None:
    told = json.loads(run("add", "opds", "--scope", "catalog:read", "--scope", "artefacts:read", "--json"))
    assert told["secret"].startswith(f"tongdu_{told['prefix']}_")
    assert told["expires"] is None


def test_a_scope_that_there_is_not_is_told() -> None:
    with pytest.raises(UsageError, match="“everything” is not a scope"):
        run("add", "x", "--scope", "everything")
