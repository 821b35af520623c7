"""Where readers are in titles."""

import math
import threading

import pytest

from access.catalog.tables import Title
from access.clock import now
from access.errors import UnknownNumberError, UsageError
from access.lending.positions import MOST_SECONDS, Positions
from access.patrons.accounts import Accounts
from access.patrons.personal import Personal
from access.patrons.roles import Role
from access.production.tables import Artefact
from access.storage.database import Database
from tests.samples.people import QUICK, HandClock, add_plain_title, person


@pytest.fixture
def reader(database: Database) -> str:
    return person(Accounts(database, hasher=QUICK), Role.READER).id


def add_artefact(database: Database, title_id: int) -> int:
    with database.writing() as session:
        row = Artefact(
            title_id=title_id, format="brf", content="", name="x", media_type="x", size=1, made_from="", made=now()
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def test_a_place_is_kept_and_found(database: Database, reader: str) -> None:
    clock = HandClock()
    positions = Positions(database, clock)
    one, two = add_plain_title(database), add_plain_title(database)
    artefact = add_artefact(database, one)
    assert positions.get(reader, one) is None
    first = positions.keep(reader, one, artefact, 3, 61.25)
    assert positions.get(reader, one) == first
    assert (first.artefact_id, first.chapter, first.seconds, first.kept) == (artefact, 3, 61.25, clock())
    clock.go_on(seconds=5)
    second = positions.keep(reader, two, None, 1, 0)
    assert list(positions.list(reader)) == [second, first]
    clock.go_on(seconds=5)
    moved = positions.keep(reader, one, artefact, 1, 2.5)
    assert list(positions.list(reader)) == [moved, second], "back is a way, too"
    assert list(positions.list(reader, limit=1)) == [moved]
    positions.forget(reader, two)
    positions.forget(reader, two)
    assert list(positions.list(reader)) == [moved]


def test_places_are_ones_own(database: Database, reader: str) -> None:
    positions = Positions(database)
    other = person(Accounts(database, hasher=QUICK), Role.READER, "other").id
    title = add_plain_title(database)
    mine, theirs = positions.keep(reader, title, None, 1, 1), positions.keep(other, title, None, 2, 2)
    assert (positions.get(reader, title), positions.get(other, title)) == (mine, theirs)


@pytest.mark.parametrize(
    ("chapter", "seconds"),
    [(0, 0), (-1, 0), (10**9, 0), (1, -0.1), (1, math.nan), (1, math.inf), (1, MOST_SECONDS + 1)],
)
def test_what_is_no_place_is_told(database: Database, reader: str, chapter: int, seconds: float) -> None:
    title = add_plain_title(database)
    with pytest.raises(UsageError):
        Positions(database).keep(reader, title, None, chapter, seconds)


def test_what_is_not_there_is_told(database: Database, reader: str) -> None:
    positions = Positions(database)
    title, other = add_plain_title(database), add_plain_title(database)
    foreign = add_artefact(database, other)
    for account, number, artefact in (
        ("0" * 20, title, None),
        (reader, 99, None),
        (reader, title, 99),
        (reader, title, foreign),
    ):
        with pytest.raises(UnknownNumberError):
            positions.keep(account, number, artefact, 1, 0)
    assert positions.list(reader) == []


def test_a_place_outlives_what_was_heard_but_not_the_title(database: Database, reader: str) -> None:
    positions = Positions(database)
    title = add_plain_title(database)
    artefact = add_artefact(database, title)
    positions.keep(reader, title, artefact, 2, 3)
    with database.writing() as session:
        session.delete(session.get_one(Artefact, artefact))
    found = positions.get(reader, title)
    assert found is not None
    assert (found.artefact_id, found.chapter, found.seconds) == (None, 2, 3.0)
    with database.writing() as session:
        session.delete(session.get_one(Title, title))
    assert positions.list(reader) == []


def test_places_go_with_the_account(database: Database, reader: str) -> None:
    positions = Positions(database)
    positions.keep(reader, add_plain_title(database), None, 1, 1)
    Personal(database).erase(reader, actor=f"account:{reader}")
    assert positions.list(reader) == []


def test_two_devices_keep_a_place_at_once(database: Database, reader: str) -> None:
    positions = Positions(database)
    title = add_plain_title(database)
    failures: list[Exception] = []

    def listen(chapter: int) -> None:
        try:
            for second in range(5):
                positions.keep(reader, title, None, chapter, second)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=listen, args=[number]) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [place.seconds for place in positions.list(reader)] == [4.0]
