"""Accounts: made, signed in to, changed, closed."""

import threading

import pytest
from argon2 import Parameters, Type
from sqlalchemy import select

from access.errors import (
    ConflictError,
    SecretRefusedError,
    SignInRefusedError,
    TooManyTriesError,
    UnknownNumberError,
    UsageError,
)
from access.patrons.accounts import Accounts
from access.patrons.hashing import HASHER, SecretHasher
from access.patrons.preferences import Preferences
from access.patrons.roles import Role
from access.patrons.sessions import Sessions
from access.patrons.tables import Account
from access.patrons.throttle import PIN_HERE
from access.storage.audit import entries
from access.storage.database import Database
from tests.samples.people import PHRASE, PIN, QUICK, HandClock, person

HERE = "198.51.100.7"


def deeds(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as session:
        found = [(entry.actor, entry.action, entry.subject_id) for entry in entries(session)]
    return found[::-1]


def kept(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(Account.secret)).one()


# --- making -----------------------------------------------------------------------------------------------------------


def test_an_account_is_made_and_found(accounts: Accounts, database: Database) -> None:
    made = accounts.add(Role.LIBRARIAN, " Li.Na ", PHRASE, " 李\n娜 ", "zh", actor="command")
    assert (made.role, made.login, made.name, made.language) == (Role.LIBRARIAN, "li.na", "李 娜", "zh")
    assert accounts.get(made.id) == made
    assert accounts.find("ＬＩ.na", actor=made.actor) == made
    assert accounts.find("nobody", actor=made.actor) is None
    assert deeds(database) == [("command", "account.add", made.id)], "one's own record may be read"
    assert PHRASE not in kept(database)
    assert kept(database).startswith("$argon2id$")


def test_a_login_belongs_to_one(accounts: Accounts) -> None:
    person(accounts, Role.LIBRARIAN, "li.na")
    with pytest.raises(ConflictError) as raised:
        accounts.add(Role.VOLUNTEER, "LI.NA", PHRASE, "other", actor="command")
    assert raised.value.details["field"] == "login"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"login": "?"}, "login"),
        ({"secret": "too short"}, "secret"),
        ({"name": " "}, "name"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_what_cannot_be_is_told(accounts: Accounts, given: dict[str, str], field: str) -> None:
    usual = {"login": "li", "secret": PHRASE, "name": "李", "language": ""}
    with pytest.raises(UsageError) as raised:
        accounts.add(Role.LIBRARIAN, **(usual | given), actor="command")
    assert raised.value.details["field"] == field
    assert accounts.is_empty()


def test_the_first_account_is_an_administrators_and_made_once(either_database: Database) -> None:
    accounts = Accounts(either_database, hasher=QUICK)
    outcomes: list[str] = []

    def come(number: int) -> None:
        try:
            outcomes.append(accounts.add_first(f"admin{number}", PHRASE, "Somebody").role)
        except ConflictError:
            outcomes.append("late")

    assert accounts.is_empty()
    threads = [threading.Thread(target=come, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["administrator", "late", "late", "late"]
    assert not accounts.is_empty()


# --- signing in -------------------------------------------------------------------------------------------------------


def test_who_has_the_secret_gets_in(accounts: Accounts, clock: HandClock) -> None:
    librarian, reader = person(accounts, Role.LIBRARIAN, "li.na"), person(accounts, Role.READER, "201800427")
    assert accounts.authenticate("Li.Na", f" {PHRASE} ", HERE).id == librarian.id
    found = accounts.authenticate("2018 0042 7", "４０２７１８", HERE)
    assert found.id == reader.id
    assert found.used == clock().replace(hour=0), "the day alone"


@pytest.mark.parametrize(
    ("login", "secret"),
    [("li.na", "seven blue herons wadE"), ("li.na", ""), ("li.nb", PHRASE), ("", ""), ("\0", "\0"), ("li.na", PIN)],
)
def test_nobody_else_does(accounts: Accounts, login: str, secret: str) -> None:
    person(accounts, Role.LIBRARIAN, "li.na")
    with pytest.raises(SignInRefusedError) as raised:
        accounts.authenticate(login, secret, HERE)
    assert raised.value.details == {}


def test_odd_logins_reach_no_database(either_database: Database) -> None:
    accounts = Accounts(either_database, hasher=QUICK)
    for odd in ("\0", "a\0b", "\ud800", "'; --", "x" * 100_000):
        with pytest.raises(SignInRefusedError):
            accounts.authenticate(odd, odd, HERE)
        with pytest.raises(UnknownNumberError):
            accounts.get(odd)


def test_a_staffs_sign_in_is_noted_and_a_readers_is_not(accounts: Accounts, database: Database) -> None:
    librarian = person(accounts, Role.LIBRARIAN, "li.na")
    person(accounts, Role.READER, "201800427")
    accounts.authenticate("li.na", PHRASE, HERE)
    accounts.authenticate("201800427", PIN, HERE)
    assert deeds(database)[2:] == [(librarian.actor, "account.sign-in", librarian.id)]


def test_the_same_work_is_done_for_who_is_not_there(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    person(accounts, Role.LIBRARIAN, "li.na")
    compared: list[str] = []
    real = QUICK._hasher.verify
    monkeypatch.setattr(QUICK, "_hasher", _Watched(QUICK._hasher, real, compared))
    for login in ("li.na", "nobody"):
        with pytest.raises(SignInRefusedError):
            accounts.authenticate(login, "wrong", HERE)
    settings = [hashed.rsplit("$", 2)[0] for hashed in compared]
    assert len(settings) == 2
    assert settings[0] == settings[1]


class _Watched:
    def __init__(self, hasher, verify, compared) -> None:
        self._hasher, self._verify, self._compared = hasher, verify, compared

    def verify(self, hashed, secret):
        self._compared.append(hashed)
        return self._verify(hashed, secret)

    def __getattr__(self, name):
        return getattr(self._hasher, name)


def test_guessing_is_slowed_and_the_owner_is_not(accounts: Accounts) -> None:
    person(accounts, Role.READER, "201800427")
    accounts.authenticate("201800427", PIN, HERE)
    browser = accounts.remember_browser(accounts.list(Role.READER, actor="command")[0].id)
    for number in range(PIN_HERE.free + 1):
        with pytest.raises(SignInRefusedError):
            accounts.authenticate("201800427", f"{number:06}", "203.0.113.9")
    accounts.authenticate("201800427", PIN, HERE)
    accounts.authenticate("201800427", PIN, "203.0.113.9", browser)
    with pytest.raises(TooManyTriesError):
        accounts.authenticate("201800427", PIN, "203.0.113.9")


def test_an_old_hash_is_made_anew_at_the_next_sign_in(accounts: Accounts, database: Database) -> None:
    person(accounts, Role.LIBRARIAN, "li.na")
    before = kept(database)
    stronger = SecretHasher(Parameters(Type.ID, 19, 16, 32, time_cost=2, memory_cost=16, parallelism=1))
    newer = Accounts(database, hasher=stronger)
    with pytest.raises(SignInRefusedError):
        newer.authenticate("li.na", "wrong phrase of words", HERE)
    assert kept(database) == before
    newer.authenticate("li.na", PHRASE, HERE)
    after = kept(database)
    assert "m=16,t=2" in after
    newer.authenticate("li.na", PHRASE, HERE)
    assert kept(database) == after
    accounts.authenticate("li.na", PHRASE, HERE)


def test_secrets_are_kept_as_the_standard_recommends() -> None:
    hashed = HASHER.hashed(PHRASE.encode())
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert HASHER.fits(hashed, PHRASE.encode())
    assert not HASHER.fits(hashed, b"")
    assert not HASHER.fits("no hash", PHRASE.encode())


# --- reading ----------------------------------------------------------------------------------------------------------


def test_reading_anothers_record_is_noted(accounts: Accounts, database: Database) -> None:
    librarian, reader = person(accounts, Role.LIBRARIAN), person(accounts, Role.READER)
    accounts.get(reader.id, actor=librarian.actor)
    accounts.find(reader.login, actor=librarian.actor)
    accounts.list(Role.READER, actor=librarian.actor)
    assert deeds(database)[2:] == [
        (librarian.actor, "account.read", reader.id),
        (librarian.actor, "account.read", reader.id),
        (librarian.actor, "account.list", ""),
    ]
    with database.reading() as session:
        told = [str(entry.details) for entry in entries(session)]
    assert not any(reader.login in text or reader.name in text for text in told)


def test_accounts_are_listed_by_role(accounts: Accounts) -> None:
    one, two = person(accounts, Role.VOLUNTEER, "b"), person(accounts, Role.LIBRARIAN, "a")
    three = accounts.close(person(accounts, Role.VOLUNTEER, "c").id, actor="command")
    assert list(accounts.list(actor="x")) == [two, one]
    assert [view.id for view in accounts.list(Role.VOLUNTEER, actor="x", closed=True)] in (
        [one.id, three.id],
        [three.id, one.id],
    )


# --- changing ---------------------------------------------------------------------------------------------------------


def test_a_role_is_changed_and_sessions_end(accounts: Accounts, database: Database, clock: HandClock) -> None:
    administrator, volunteer = person(accounts, Role.ADMINISTRATOR), person(accounts, Role.VOLUNTEER)
    sessions = Sessions(database, clock)
    token = sessions.begin(volunteer.id, HERE)
    assert accounts.change_role(volunteer.id, Role.VOLUNTEER, actor=administrator.actor) == volunteer
    assert sessions.find(token) is not None
    changed = accounts.change_role(volunteer.id, Role.PROOFREADER, actor=administrator.actor)
    assert changed.role is Role.PROOFREADER
    assert sessions.find(token) is None
    assert deeds(database)[-1] == (administrator.actor, "account.role", volunteer.id)


def test_a_reader_stays_a_reader(accounts: Accounts) -> None:
    reader, volunteer = person(accounts, Role.READER), person(accounts, Role.VOLUNTEER)
    with pytest.raises(ConflictError):
        accounts.change_role(reader.id, Role.LIBRARIAN, actor="x")
    with pytest.raises(ConflictError):
        accounts.change_role(volunteer.id, Role.READER, actor="x")


def test_there_is_always_an_administrator(accounts: Accounts) -> None:
    only = person(accounts, Role.ADMINISTRATOR, "one")
    for change in (
        lambda: accounts.change_role(only.id, Role.LIBRARIAN, actor="x"),
        lambda: accounts.close(only.id, actor="x"),
    ):
        with pytest.raises(ConflictError, match="only administrator"):
            change()
    second = person(accounts, Role.ADMINISTRATOR, "two")
    accounts.close(only.id, actor="x")
    with pytest.raises(ConflictError):
        accounts.close(second.id, actor="x")


def test_a_new_secret_ends_what_the_old_one_opened(accounts: Accounts, database: Database, clock: HandClock) -> None:
    reader = person(accounts, Role.READER, "201800427")
    sessions = Sessions(database, clock)
    token = sessions.begin(reader.id, HERE)
    with pytest.raises(SecretRefusedError):
        accounts.change_secret(reader.id, "123456", actor="x")
    assert sessions.find(token) is not None
    accounts.change_secret(reader.id, "830415", actor="x")
    assert sessions.find(token) is None
    with pytest.raises(SignInRefusedError):
        accounts.authenticate("201800427", PIN, HERE)
    assert accounts.authenticate("201800427", "830415", HERE).id == reader.id


def test_nobody_signs_in_to_a_closed_account(accounts: Accounts, database: Database, clock: HandClock) -> None:
    reader = person(accounts, Role.READER, "201800427")
    sessions = Sessions(database, clock)
    token = sessions.begin(reader.id, HERE)
    closed = accounts.close(reader.id, actor="x")
    assert closed.closed == clock()
    assert accounts.close(reader.id, actor="x") == closed
    assert sessions.find(token) is None
    with pytest.raises(SignInRefusedError):
        accounts.authenticate("201800427", PIN, HERE)
    with pytest.raises(ConflictError):
        person(accounts, Role.READER, "201800427")
    assert accounts.reopen(reader.id, actor="x").closed is None
    assert accounts.authenticate("201800427", PIN, HERE).id == reader.id


def test_settings_are_changed_one_by_one(accounts: Accounts, database: Database) -> None:
    reader = person(accounts, Role.READER)
    likes = Preferences(formats=("daisy202", "brf"), voices=("zf_001",), rate=140, cells=32, lines=25)
    assert accounts.update_settings(reader.id, language="zh", actor=reader.actor).preferences == Preferences()
    changed = accounts.update_settings(reader.id, preferences=likes, actor=reader.actor)
    assert (changed.language, changed.preferences, changed.name) == ("zh", likes, reader.name)
    assert len(deeds(database)) == 1, "one's own settings are one's own business"
    renamed = accounts.update_settings(reader.id, name="王五", actor="account:x")
    assert (renamed.name, renamed.preferences) == ("王五", likes)
    assert deeds(database)[-1] == ("account:x", "account.settings", reader.id)
    with pytest.raises(UsageError):
        accounts.update_settings(reader.id, language="tlh", actor=reader.actor)


@pytest.mark.parametrize("number", ["", "0" * 20, "x", "1", "../../etc"])
def test_an_account_that_is_not_there_is_told(accounts: Accounts, number: str) -> None:
    for use in (
        lambda: accounts.get(number),
        lambda: accounts.change_role(number, Role.VOLUNTEER, actor="x"),
        lambda: accounts.change_secret(number, PHRASE, actor="x"),
        lambda: accounts.close(number, actor="x"),
        lambda: accounts.reopen(number, actor="x"),
        lambda: accounts.update_settings(number, actor="x"),
    ):
        with pytest.raises(UnknownNumberError):
            use()
