"""Offers to volunteer come in, are read by who looks after volunteers, and go."""

import pytest

from access.errors import TooManyTriesError, UnknownNumberError, UsageError
from access.patrons.applications import KEPT, Applications, Offer
from access.patrons.tables import ApplicationState
from access.storage.audit import entries
from access.storage.database import Database
from tests.samples.people import HandClock

HERE = "198.51.100.7"
LIBRARIAN = "account:0123456789abcdef0123"


@pytest.fixture
def applications(database: Database, clock: HandClock) -> Applications:
    return Applications(database, clock)


def send(applications: Applications, network: str = HERE, **given) -> str:
    usual = {"name": "王 五", "contact": "wang@example.org", "offers": [Offer.DELIVER, Offer.PROOFREAD]}
    return applications.send(**{**usual, **given}, network=network)


def test_an_offer_is_kept_as_it_was_typed(applications: Applications, clock: HandClock) -> None:
    number = send(applications, times=" 周六\r\n周日 ", languages="中文、English", remark="我会\x00校对")
    found = applications.get(number, actor=LIBRARIAN)
    assert found.offers == (Offer.PROOFREAD, Offer.DELIVER), "in our order, each once"
    assert (found.name, found.contact) == ("王 五", "wang@example.org")
    assert (found.times, found.languages, found.remark) == ("周六\n周日", "中文、English", "我会校对")
    assert (found.state, found.created, found.decided) == (ApplicationState.NEW, clock(), None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"contact": "\n"}, "contact"),
        ({"contact": "x" * 201}, "contact"),
        ({"offers": []}, "offers"),
        ({"languages": "x" * 201}, "languages"),
        ({"times": "x" * 2001}, "times"),
        ({"remark": "x" * 2001}, "remark"),
    ],
)
def test_what_is_missing_or_too_long_is_told(applications: Applications, given, field: str) -> None:
    with pytest.raises(UsageError) as raised:
        send(applications, **given)
    assert raised.value.details["field"] == field
    assert applications.count() == 0


def test_nobody_floods_the_library(applications: Applications, clock: HandClock) -> None:
    for _ in range(6):
        send(applications)
    with pytest.raises(TooManyTriesError):
        send(applications)
    send(applications, network="203.0.113.1")
    clock.go_on(minutes=1)
    send(applications)
    assert applications.count() == 8


def test_reading_is_noted_and_counting_is_not(applications: Applications, database: Database) -> None:
    number = send(applications)
    assert applications.count() == 1
    applications.get(number, actor=LIBRARIAN)
    assert [view.id for view in applications.list(ApplicationState.NEW, actor=LIBRARIAN)] == [number]
    applications.decline(number, actor=LIBRARIAN)
    assert applications.list(ApplicationState.NEW, actor=LIBRARIAN) == []
    with database.reading() as session:
        told = [(entry.actor, entry.action, entry.subject_id) for entry in entries(session)][::-1]
        assert "王" not in "".join(str(entry.details) for entry in entries(session))
    assert told == [
        (LIBRARIAN, "application.read", number),
        (LIBRARIAN, "application.list", ""),
        (LIBRARIAN, "application.declined", number),
        (LIBRARIAN, "application.list", ""),
    ]


def test_offers_go_after_a_while(applications: Applications, clock: HandClock) -> None:
    decided, waiting = send(applications), send(applications)
    clock.go_on(days=10)
    applications.decline(decided, actor=LIBRARIAN)
    clock.moment += KEPT
    assert applications.purge() == 1, "the one that nobody answered"
    assert [view.id for view in applications.list(actor=LIBRARIAN)] == [decided]
    clock.go_on(seconds=1)
    assert applications.purge() == 1
    for number in (decided, waiting, "", "x", "\0"):
        with pytest.raises(UnknownNumberError):
            applications.get(number, actor=LIBRARIAN)
