"""The library to try things out in: filled once, never over another, with people who can sign in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from access.catalog.tables import Title
from access.errors import OutputExistsError
from access.patrons.accounts import Accounts
from access.patrons.proofreading import Proofreading
from access.patrons.roles import Role
from access.production.orders import Orders
from access.settings import Settings
from access.storage.database import Database
from access.storage.opening import open_service_database
from api.demo import filling
from api.demo.people import PEOPLE, PIN
from api.demo.serving import how_to_sign_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "library")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    found = open_service_database(settings)
    yield found
    found.close()


def count_titles(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(Title.id))) or 0


def test_it_is_filled_once_and_everybody_can_sign_in(settings: Settings, database: Database) -> None:
    filling.fill(settings)
    filling.fill(settings)
    accounts = Accounts(database)
    for person in PEOPLE:
        found = accounts.authenticate(person.login, person.secret, "127.0.0.1")
        assert (found.role, found.name, found.language) == (person.role, person.name, person.language)
    assert {(person.role, person.language) for person in PEOPLE} == {
        (role, tag) for role in Role for tag in ("zh", "en")
    }
    assert len(accounts.list(actor="test")) == len(PEOPLE)
    with database.reading() as session:
        names = set(session.scalars(select(Title.name)))
    assert {"北院的一天", "A Day in the Reading Room"} <= names
    assert len(names) == 4, "the handbook in both languages"
    (order,), total = Orders(database, "test").latest()
    assert (total, order.title, tuple(order.formats)) == (1, "北院的一天", ("daisy202", "brf"))
    (task,) = Proofreading(database).list()
    assert (task.title_id, task.account_id) == (order.title_id, accounts.find("volunteer-zh", actor="test").id)  # type: ignore[union-attr]


def test_what_was_broken_off_goes_on(settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "handbooks", lambda _folder: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        filling.fill(settings)
    monkeypatch.setattr(filling, "handbooks", lambda _folder: ())
    filling.fill(settings)
    assert count_titles(database) == 2
    assert Orders(database, "test").latest()[1] == 1
    assert len(Proofreading(database).list()) == 1


def test_another_library_is_left_alone(settings: Settings, database: Database) -> None:
    Accounts(database).add(Role.ADMINISTRATOR, "anning", "vier gute Woerter hier", "安宁", actor="test")
    with pytest.raises(OutputExistsError):
        filling.fill(settings)
    assert len(Accounts(database).list(actor="test")) == 1
    assert count_titles(database) == 0


def test_without_sources_there_is_no_handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "packages" / "access" / "__init__.py"
    monkeypatch.setattr("access.__file__", str(installed))
    assert filling.handbooks(tmp_path) == ()


def test_how_to_sign_in_is_told_in_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")
    told = list(how_to_sign_in())
    assert told[0] == "Nobody in this library exists. They sign in like this:"
    assert told[1] == "Reader: card 10000001, 甄示例"
    assert "Librarian: name librarian-en, Larry Sample" in told
    assert f"The PIN of the readers: {PIN}" in told
    assert len(told) == len(PEOPLE) + 3
