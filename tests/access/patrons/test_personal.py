"""A person is given everything that is kept about them, and can be erased."""

import json
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from access.errors import ConflictError, PromisesOpenError, UnknownNumberError
from access.patrons.accounts import Accounts, AccountView
from access.patrons.personal import Personal
from access.patrons.purging import purge_people
from access.patrons.roles import Role
from access.patrons.tables import AccountSession, KnownPlace, TryCount
from access.production.orders import Orders
from access.storage.audit import entries
from access.storage.database import Database
from access.storage.schema import schema
from tests.samples.known_person import KnownPerson
from tests.samples.people import PHRASE, HandClock, person

HERE = "198.51.100.7"
LIBRARIAN = "account:0123456789abcdef0123"


@pytest.fixture
def full(database: Database, clock: HandClock) -> KnownPerson:
    return KnownPerson(database, clock)


@pytest.fixture
def personal(database: Database, clock: HandClock) -> Personal:
    return Personal(database, clock)


def tables_that_know(connection: Connection, somebody: AccountView) -> set[str]:
    """Return the tables in which any value speaks of somebody."""
    known = set()
    for table in schema().sorted_tables:
        for row in connection.execute(select(table)):
            written = json.dumps([str(value) for value in row], ensure_ascii=False)
            if any(trace in written for trace in (somebody.id, somebody.login, somebody.name, "xu@example.org")):
                known.add(table.name)
    return known


def test_everything_is_told(full: KnownPerson, personal: Personal) -> None:
    told: dict[str, Any] = personal.export(full.somebody.id, actor=full.somebody.actor)
    text_of_all = json.dumps(told, ensure_ascii=False)
    assert told["account"]["name"] == "Xu Xiake"
    assert told["account"]["preferences"] == {"rate": 140}
    assert told["positions"] == [
        {"title": "徐霞客游记", "chapter": 2, "seconds": 30.5, "kept": full.clock().isoformat()}
    ]
    assert [order["number"] for order in told["orders"]] == [full.order]
    assert told["proofreading"][0]["title"] == "徐霞客游记"
    assert told["proofreading_days"][0]["answers"] == 1
    assert told["applications"][0]["contact"] == "xu@example.org"
    assert told["sessions"][0]["network"] == HERE
    assert [len(told[name]) for name in ("notices", "known_places")] == [1, 2]
    assert [deed["action"] for deed in told["deeds"]][-1] == "account.export"
    for secret in ("argon2", PHRASE):
        assert secret not in text_of_all


def test_nothing_that_knows_somebody_is_left_out(full: KnownPerson, personal: Personal, database: Database) -> None:
    """A table that is added must be thought of: in the export, in the erasure, and here."""
    with database.engine.connect() as connection:
        assert tables_that_know(connection, full.somebody) == {
            *("accounts", "account_sessions", "known_places", "applications", "invitations"),
            *("reading_positions", "orders", "notices_outbox", "proofreading_tasks", "proofreading_days", "audit"),
        }
    keys = [key for table in schema().sorted_tables for key in table.foreign_keys]
    columns = {str(key.parent) for key in keys if key.target_fullname == "accounts.id"}
    assert columns == {
        *("account_sessions.account_id", "known_places.account_id", "invitations.account_id"),
        *("reading_positions.account_id", "proofreading_tasks.account_id", "proofreading_days.account_id"),
    }


def test_who_is_erased_is_gone(full: KnownPerson, personal: Personal, database: Database) -> None:
    full.end_promises()
    personal.erase(full.somebody.id, actor=full.somebody.actor)
    with database.engine.connect() as connection:
        assert tables_that_know(connection, full.somebody) == {"audit"}
        assert connection.execute(text("SELECT count(*) FROM orders WHERE asked_by = ''")).scalar() == 1
    with database.reading() as session:
        told = list(entries(session))
        assert (told[0].action, told[0].subject_id) == ("account.erase", full.somebody.id)
        written = " ".join(f"{entry.actor} {entry.subject_id} {entry.details}" for entry in told)
    for trace in ("xuxiake", "Xu Xiake", "徐霞客"):
        assert trace not in written, "the audit keeps numbers only"
    assert full.accounts.is_empty()
    assert full.accounts.add(Role.VOLUNTEER, "xuxiake", PHRASE, "Other", actor="x").id != full.somebody.id


def test_what_was_promised_keeps_somebody_from_being_erased(full: KnownPerson, personal: Personal) -> None:
    with pytest.raises(PromisesOpenError, match=f"orders that have not ended: {full.order}"):
        personal.erase(full.somebody.id, actor="x")
    Orders(full.database, LIBRARIAN).cancel(full.order)
    with pytest.raises(PromisesOpenError, match="徐霞客游记"):
        personal.erase(full.somebody.id, actor="x")
    full.proofreading.give_back(full.task.id, full.somebody.id)
    personal.erase(full.somebody.id, actor="x")
    for number in (full.somebody.id, "", "\0"):
        for use in (personal.erase, personal.export):
            with pytest.raises(UnknownNumberError):
                use(number, actor="x")


def test_the_only_administrator_stays(accounts: Accounts, personal: Personal) -> None:
    only = person(accounts, Role.ADMINISTRATOR)
    with pytest.raises(ConflictError):
        personal.erase(only.id, actor=only.actor)
    assert accounts.get(only.id) == only


def test_both_kinds_of_database_erase(either_database: Database, clock: HandClock) -> None:
    full = KnownPerson(either_database, clock)
    full.end_promises()
    personal = Personal(either_database, clock)
    assert personal.export(full.somebody.id, actor="x")["orders"] != []
    personal.erase(full.somebody.id, actor="x")
    with either_database.engine.connect() as connection:
        assert tables_that_know(connection, full.somebody) == {"audit"}


def test_what_is_not_needed_any_more_goes(full: KnownPerson, database: Database, clock: HandClock) -> None:
    full.accounts.authenticate("xuxiake", PHRASE, HERE)
    clock.go_on(days=400)
    purge_people(database, clock)
    with database.reading() as session:
        for table in (AccountSession, KnownPlace, TryCount):
            assert session.scalars(select(table)).all() == []
    with database.engine.connect() as connection:
        assert not tables_that_know(connection, full.somebody) & {"applications", "invitations"}
    assert full.accounts.get(full.somebody.id).name == "Xu Xiake"
