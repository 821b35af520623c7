"""Who is signed in: until when, by which token, and as what."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from access.patrons.accounts import Accounts
from access.patrons.roles import Right, Role
from access.patrons.sessions import IDLE, LONGEST, Sessions
from access.patrons.tables import AccountSession
from access.storage.database import Database
from tests.samples.people import HandClock, person

HERE = "198.51.100.7"
MOMENT = timedelta(seconds=1)


@pytest.fixture
def sessions(database: Database, clock: HandClock) -> Sessions:
    return Sessions(database, clock)


def test_a_token_tells_who_is_signed_in(accounts: Accounts, sessions: Sessions) -> None:
    librarian = person(accounts, Role.LIBRARIAN)
    token = sessions.begin(librarian.id, HERE)
    found = sessions.find(token)
    assert found is not None
    assert (found.account_id, found.role, found.name) == (librarian.id, Role.LIBRARIAN, librarian.name)
    assert found.actor == librarian.actor == f"account:{librarian.id}"
    assert found.may(Right.IMPORT_TITLES)
    assert not found.may(Right.INVITE)
    assert sessions.find(token) == found, "the secret of its forms stays"


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "A" * 43, "é" * 100_000])
def test_what_is_no_token_is_nobody(accounts: Accounts, sessions: Sessions, token: str) -> None:
    sessions.begin(person(accounts, Role.LIBRARIAN).id, HERE)
    assert sessions.find(token) is None
    sessions.end(token)


def test_every_session_has_a_token_and_a_secret_of_its_own(accounts: Accounts, sessions: Sessions) -> None:
    reader = person(accounts, Role.READER)
    tokens = [sessions.begin(reader.id, HERE) for _ in range(20)]
    assert len({*tokens, *(sessions.find(token).csrf for token in tokens)}) == 40
    assert min(len(token) for token in tokens) >= 43


def test_the_token_is_kept_nowhere(accounts: Accounts, sessions: Sessions, database: Database) -> None:
    token = sessions.begin(person(accounts, Role.READER).id, HERE)
    csrf = sessions.find(token).csrf
    with database.reading() as session:
        row = session.scalars(select(AccountSession)).one()
        kept = " ".join(str(getattr(row, column.name)) for column in AccountSession.__table__.columns)
    assert token not in kept
    assert csrf not in kept


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.READER])
def test_who_does_nothing_is_signed_out(accounts: Accounts, sessions: Sessions, clock: HandClock, role: Role) -> None:
    token = sessions.begin(person(accounts, role).id, HERE)
    begun = clock()
    clock.moment = begun + IDLE[role.is_reader] - MOMENT
    assert sessions.find(token) is not None
    clock.moment += IDLE[role.is_reader] - MOMENT
    assert sessions.find(token) is not None, "it was used in between"
    clock.moment += IDLE[role.is_reader]
    assert sessions.find(token) is None


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.READER])
def test_no_session_lasts_for_ever(accounts: Accounts, sessions: Sessions, clock: HandClock, role: Role) -> None:
    token = sessions.begin(person(accounts, role).id, HERE)
    end = clock() + LONGEST[role.is_reader]
    while clock() + IDLE[role.is_reader] / 2 < end:
        clock.moment += IDLE[role.is_reader] / 2
        assert sessions.find(token) is not None
    clock.moment = end - MOMENT
    assert sessions.find(token) is not None
    clock.moment = end
    assert sessions.find(token) is None
    assert sessions.purge() == 1


def test_looking_at_pages_seldom_writes(
    accounts: Accounts, sessions: Sessions, clock: HandClock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = sessions.begin(person(accounts, Role.READER).id, HERE)
    writes: list[str] = []
    real = sessions._note_use

    def note(digest, moment) -> None:
        writes.append(digest)
        real(digest, moment)

    monkeypatch.setattr(sessions, "_note_use", note)
    for _ in range(60):
        clock.go_on(seconds=20)
        assert sessions.find(token) is not None
    assert len(writes) == 4


def test_sessions_end(accounts: Accounts, sessions: Sessions, clock: HandClock) -> None:
    reader, other = person(accounts, Role.READER, "1001"), person(accounts, Role.READER, "1002")
    first = sessions.begin(reader.id, HERE)
    clock.go_on(minutes=1)
    second, third = sessions.begin(reader.id, "2001:db8:1:2:3::4"), sessions.begin(reader.id, HERE)
    others = sessions.begin(other.id, HERE)
    sessions.end(third)
    sessions.end(third)
    told = [(open_one.network, open_one.begun) for open_one in sessions.list(reader.id)]
    assert told == [("2001:db8:1:2::/64", clock()), (HERE, clock() - timedelta(minutes=1))]
    sessions.end_all(reader.id)
    assert [sessions.find(token) is None for token in (first, second, third, others)] == [True, True, True, False]
    assert sessions.list(reader.id) == sessions.list("nobody") == []


def test_nobody_is_signed_in_to_a_closed_account(accounts: Accounts, sessions: Sessions) -> None:
    reader = accounts.close(person(accounts, Role.READER).id, actor="x")
    token = sessions.begin(reader.id, HERE)
    assert sessions.find(token) is None
    accounts.reopen(reader.id, actor="x")
    assert sessions.find(token) is not None


def test_a_session_shows_the_account_as_it_is_now(accounts: Accounts, sessions: Sessions) -> None:
    reader = person(accounts, Role.READER)
    token = sessions.begin(reader.id, HERE)
    accounts.update_settings(reader.id, language="en", name="王五", actor=reader.actor)
    found = sessions.find(token)
    assert (found.language, found.name) == ("en", "王五")


def test_purging_leaves_those_who_are_signed_in(accounts: Accounts, sessions: Sessions, clock: HandClock) -> None:
    token = sessions.begin(person(accounts, Role.READER).id, HERE)
    clock.go_on(days=29)
    assert sessions.purge() == 0
    assert sessions.find(token) is not None
    clock.go_on(days=30)
    assert sessions.purge() == 1
