"""`tongdu accounts`: made with a secret that nobody sees, listed, closed."""

import io
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from access.errors import ConflictError, SecretRefusedError, UnknownNumberError, UsageError
from access.patrons.accounts import Accounts
from access.settings import Settings
from access.storage.opening import open_service_database
from api import account_desk
from api.cli import app

PHRASE = "seven blue herons wade"


@pytest.fixture(autouse=True)
def _library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_DATA", str(tmp_path))
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")


def run(*words: str, typed: str = "") -> str:
    result = CliRunner().invoke(app, ["accounts", *words], input=typed)
    if isinstance(result.exception, Exception):
        raise result.exception
    return result.stdout


def authenticate(login: str, secret: str) -> str:
    database = open_service_database(Settings())
    try:
        return Accounts(database).authenticate(login, secret, "198.51.100.7").id
    finally:
        database.close()


def test_an_administrator_is_made_and_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("list") == "There are no accounts; `tongdu accounts add` makes one.\n"
    told = run("add", "administrator", "Root", "--name", "王 五", "--language", "zh", typed=f"{PHRASE}\n")
    number = told.split(",")[0]
    assert told == f"{number}, administrator, root, 王 五, never used\n"
    assert authenticate("root", PHRASE) == number
    assert "Root" not in run("list")
    assert "never used" not in run("list")
    assert run("secret", number, typed="a new phrase of words\n").startswith("The secret was changed")
    assert authenticate("root", "a new phrase of words") == number
    with pytest.raises(ConflictError):
        run("close", number)
    run("add", "administrator", "second", "--name", "x", typed=PHRASE)
    monkeypatch.setenv("TONGDU_LANGUAGE", "zh")
    assert "停用" in run("close", number)
    listed = [json.loads(line) for line in run("list", "--closed", "--json").splitlines()]
    assert [(account["login"], account["closed"] is None) for account in listed] == [("second", True), ("root", False)]
    assert [json.loads(line)["login"] for line in run("list", "--role", "administrator", "--json").splitlines()] == [
        "second"
    ]
    assert PHRASE not in json.dumps(listed)


def test_wrong_use_is_told() -> None:
    with pytest.raises(UsageError, match="“king” is not a role"):
        run("add", "king", "x", "--name", "x", typed=PHRASE)
    with pytest.raises(UsageError, match="No secret"):
        run("add", "librarian", "x", "--name", "x")
    with pytest.raises(SecretRefusedError, match="digits"):
        run("add", "reader", "201800427", "--name", "x", typed=PHRASE)
    with pytest.raises(UnknownNumberError):
        run("close", "0" * 20)
    with pytest.raises(UnknownNumberError):
        run("secret", "0" * 20, typed=PHRASE)
    assert run("list", "--json") == ""


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([PHRASE, PHRASE], PHRASE),
        ([PHRASE, "another phrase"], "The two were not the same"),
        (["", ""], "No secret was given"),
        ([EOFError()], "No secret was given"),
    ],
)
def test_at_a_terminal_it_is_asked_for_twice(
    monkeypatch: pytest.MonkeyPatch, answers: list[str | EOFError], outcome: str
) -> None:
    asked = iter(answers)

    def ask(_prompt: str) -> str:
        answer = next(asked)
        if isinstance(answer, EOFError):
            raise answer
        return answer

    monkeypatch.setattr(sys, "stdin", _Terminal())
    monkeypatch.setattr("getpass.getpass", ask)
    if outcome == PHRASE:
        assert account_desk._asked_secret() == PHRASE
    else:
        with pytest.raises(UsageError, match=outcome):
            account_desk._asked_secret()
