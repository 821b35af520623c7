"""Who proofreads what, and how long they work."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.catalog.tables import Title
from access.errors import ConflictError, UnknownNumberError
from access.patrons.accounts import Accounts
from access.patrons.proofreading import LONGEST_GAP, DayOfWork, Proofreading
from access.patrons.roles import Role
from access.patrons.tables import TaskState
from access.storage.audit import entries
from access.storage.database import Database
from tests.samples.people import QUICK, HandClock, add_plain_title, empty_library, person

LIBRARIAN = "account:0123456789abcdef0123"
CHINA = timezone(timedelta(hours=8))


@pytest.fixture
def work(database: Database, clock: HandClock) -> Proofreading:
    return Proofreading(database, clock, UTC)


# --- what is given ----------------------------------------------------------------------------------------------------


def test_a_title_is_given_and_done(work: Proofreading, accounts: Accounts, database: Database, clock) -> None:
    volunteer, other = person(accounts, Role.VOLUNTEER), person(accounts, Role.PROOFREADER)
    first, second = add_plain_title(database, "一"), add_plain_title(database, "Two", "en")
    task = work.give(first, volunteer.id, actor=LIBRARIAN)
    work.give(second, other.id, actor=LIBRARIAN)
    assert (task.title, task.language, task.state, task.given) == ("一", "zh", TaskState.GIVEN, clock())
    assert list(work.list(volunteer.id)) == [task]
    assert [given.title for given in work.list()] == ["一", "Two"]
    assert work.has(volunteer.id, first)
    assert not work.has(volunteer.id, second)
    clock.go_on(hours=1)
    work.finish(task.id, volunteer.id)
    assert not work.has(volunteer.id, first)
    assert work.list(volunteer.id) == []
    (done,) = work.list(volunteer.id, None)
    assert (done.state, done.ended) == (TaskState.DONE, clock())
    work.give_back(task.id, volunteer.id)
    assert list(work.list(volunteer.id, TaskState.DONE)) == [done], "what has ended stays so"
    with database.reading() as session:
        told = [(entry.actor, entry.action) for entry in entries(session)][::-1]
    assert told[2:] == [
        (LIBRARIAN, "proofreading.give"),
        (LIBRARIAN, "proofreading.give"),
        (volunteer.actor, "proofreading.done"),
    ]


def test_a_title_is_with_one_person_at_a_time(work: Proofreading, accounts: Accounts, database: Database) -> None:
    volunteer, other = person(accounts, Role.VOLUNTEER), person(accounts, Role.PROOFREADER)
    title = add_plain_title(database)
    task = work.give(title, volunteer.id, actor=LIBRARIAN)
    with pytest.raises(ConflictError):
        work.give(title, other.id, actor=LIBRARIAN)
    work.take_back(task.id, actor=LIBRARIAN)
    work.give(title, other.id, actor=LIBRARIAN)
    assert [(given.account_id, given.state) for given in work.list(None, None)] == [
        (volunteer.id, TaskState.RETURNED),
        (other.id, TaskState.GIVEN),
    ]


def test_nobody_ends_what_another_was_given(work: Proofreading, accounts: Accounts, database: Database) -> None:
    volunteer, other = person(accounts, Role.VOLUNTEER), person(accounts, Role.PROOFREADER)
    task = work.give(add_plain_title(database), volunteer.id, actor=LIBRARIAN)
    for end in (work.finish, work.give_back):
        with pytest.raises(UnknownNumberError):
            end(task.id, other.id)
        with pytest.raises(UnknownNumberError):
            end(99, volunteer.id)
    assert list(work.list()) == [task]
    work.give_back(task.id, volunteer.id)
    assert work.list() == []


def test_only_who_may_proofread_is_given_something(work: Proofreading, accounts: Accounts, database: Database) -> None:
    title = add_plain_title(database)
    closed = accounts.close(person(accounts, Role.VOLUNTEER).id, actor="x")
    for account in (person(accounts, Role.READER), person(accounts, Role.CASEWORKER), closed):
        with pytest.raises(ConflictError):
            work.give(title, account.id, actor=LIBRARIAN)
    proofreader = person(accounts, Role.PROOFREADER)
    with pytest.raises(UnknownNumberError):
        work.give(title + 1, proofreader.id, actor=LIBRARIAN)
    with pytest.raises(UnknownNumberError):
        work.give(title, "0" * 20, actor=LIBRARIAN)


def test_a_title_that_is_taken_out_is_with_nobody(work: Proofreading, accounts: Accounts, database: Database) -> None:
    title = add_plain_title(database)
    work.give(title, person(accounts, Role.VOLUNTEER).id, actor=LIBRARIAN)
    with database.writing() as session:
        session.delete(session.get_one(Title, title))
    assert work.list() == []


# --- hours ------------------------------------------------------------------------------------------------------------


def test_minutes_are_those_between_answers(work: Proofreading, accounts: Accounts, clock: HandClock) -> None:
    volunteer = person(accounts, Role.VOLUNTEER).id
    for gap in (0, 60, 30, 300, 301, 90, 7200, 120):
        clock.go_on(seconds=gap)
        work.note_answer(volunteer)
    assert list(work.days(volunteer)) == [DayOfWork(date(2026, 3, 2), 8, (60 + 30 + 300 + 90 + 120) / 60)]


def test_a_day_is_one_of_the_librarys_calendar(accounts: Accounts, database: Database, clock: HandClock) -> None:
    volunteer = person(accounts, Role.VOLUNTEER).id
    work = Proofreading(database, clock, CHINA)
    clock.moment = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)  # a minute before midnight there
    work.note_answer(volunteer)
    clock.go_on(minutes=2)
    work.note_answer(volunteer)
    assert list(work.days(volunteer)) == [
        DayOfWork(date(2026, 3, 2), 1, 0.0),
        DayOfWork(date(2026, 3, 3), 1, 2.0),
    ]
    assert list(work.days(volunteer, since=date(2026, 3, 3))) == list(work.days(volunteer))[1:]
    assert work.days(volunteer, until=date(2026, 3, 1)) == []


def test_everybodys_work_is_told_by_name(
    work: Proofreading, accounts: Accounts, database: Database, clock: HandClock
) -> None:
    one, two = person(accounts, Role.VOLUNTEER), person(accounts, Role.PROOFREADER)
    for _ in range(3):
        clock.go_on(minutes=1)
        work.note_answer(one.id)
        clock.go_on(minutes=2)
        work.note_answer(two.id)
    clock.go_on(days=1)
    work.note_answer(one.id)
    told = work.work(date(2026, 3, 2), date(2026, 3, 3), actor=LIBRARIAN)
    assert [(sums.name, sums.answers, sums.minutes) for sums in told] == [(two.name, 3, 6.0), (one.name, 4, 6.0)]
    assert [sums.answers for sums in work.work(date(2026, 3, 3), date(2026, 3, 3), actor=LIBRARIAN)] == [1]
    work.days(one.id, actor=LIBRARIAN)
    work.days(one.id, actor=one.actor)
    with database.reading() as session:
        found = [(entry.action, entry.subject_id) for entry in entries(session) if entry.actor == LIBRARIAN]
    assert found == [("hours.read", one.id), ("hours.list", ""), ("hours.list", "")]


def test_nobody_answers_who_is_not_there(work: Proofreading) -> None:
    with pytest.raises(UnknownNumberError):
        work.note_answer("0" * 20)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 2 * int(LONGEST_GAP.total_seconds())), max_size=25))
def test_sums_are_those_of_the_gaps(gaps: list[int]) -> None:
    database, clock = empty_library(), HandClock()
    work = Proofreading(database, clock, UTC)
    volunteer = person(Accounts(database, clock, QUICK), Role.VOLUNTEER).id
    for gap in gaps:
        clock.go_on(seconds=gap)
        work.note_answer(volunteer)
    days = work.days(volunteer)
    database.close()
    assert sum(day.answers for day in days) == len(gaps)
    close = [gap for gap in gaps[1:] if gap <= LONGEST_GAP.total_seconds()]
    assert sum(day.minutes for day in days) == pytest.approx(sum(close) / 60)
