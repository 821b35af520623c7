"""Guessers are slowed down; owners are not locked out by them."""

import threading
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import func, select

from access.errors import TooManyTriesError
from access.patrons.accounts import Accounts
from access.patrons.roles import Role
from access.patrons.tables import KnownPlace, TryCount
from access.patrons.throttle import (
    BROWSER_KNOWN,
    MOST_PLACES,
    NETWORK,
    NETWORK_KNOWN,
    PHRASE_ELSEWHERE,
    PHRASE_HERE,
    PIN_ELSEWHERE,
    PIN_HERE,
    Limit,
    Throttle,
    network_of,
)
from access.storage.database import Database
from tests.samples.people import QUICK, HandClock, empty_library, person

HOME = "198.51.100.7"
GUESSERS = [f"203.0.113.{number}" for number in range(1, 6)]
LIMITS = [PIN_HERE, PIN_ELSEWHERE, PHRASE_HERE, PHRASE_ELSEWHERE, NETWORK]


@pytest.fixture
def throttle(database: Database, clock: HandClock) -> Throttle:
    return Throttle(database, clock)


def tries(throttle: Throttle, login: str, address: str, most: int, **more) -> int:
    """Try until it is too early; return how many tries were taken."""
    for number in range(most):
        try:
            throttle.admit(login, address, **{"pin": True, **more})
        except TooManyTriesError:
            return number
    return most


# --- limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", LIMITS)
def test_waits_grow_to_a_limit(limit: Limit) -> None:
    waits = [limit.wait(failures) for failures in range(limit.ceiling + 5)]
    assert waits[: limit.free + 1] == [timedelta()] * (limit.free + 1)
    assert waits[limit.free + 1] == limit.first
    assert waits == sorted(waits)
    assert waits[limit.ceiling] == limit.most > waits[limit.ceiling - 1]
    assert max(waits) <= timedelta(hours=1), "nobody waits for ever"
    assert limit.most == limit.forget, "or failures would be forgotten faster than the waits allow"


def test_pins_are_slowed_more_than_phrases() -> None:
    for pin, phrase in ((PIN_HERE, PHRASE_HERE), (PIN_ELSEWHERE, PHRASE_ELSEWHERE)):
        assert pin.free < phrase.free
        assert pin.forget > phrase.forget


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_networks(address: str, network: str) -> None:
    assert network_of(address) == network


# --- one account ------------------------------------------------------------------------------------------------------


def test_a_guesser_waits_longer_and_longer(throttle: Throttle, clock: HandClock) -> None:
    waits = []
    while len(waits) < 12:
        tries(throttle, "201800427", GUESSERS[0], 100)
        with pytest.raises(TooManyTriesError) as raised:
            throttle.admit("201800427", GUESSERS[0], pin=True)
        waits.append((raised.value.details["seconds"], raised.value.details["minutes"]))
        clock.go_on(seconds=raised.value.details["seconds"])
    assert waits[:3] == [(30, 1), (60, 1), (120, 2)]
    assert waits == sorted(waits), "what is forgotten meanwhile is little"
    assert [seconds for seconds, _minutes in waits[-2:]] == [3600, 3600]


def test_what_comes_too_early_is_not_counted(throttle: Throttle, clock: HandClock) -> None:
    assert tries(throttle, "201800427", GUESSERS[0], 100) == PIN_HERE.free + 1
    assert tries(throttle, "201800427", GUESSERS[0], 100) == 0
    clock.go_on(seconds=30)
    throttle.admit("201800427", GUESSERS[0], pin=True)


def test_failures_are_forgotten(throttle: Throttle, clock: HandClock, database: Database) -> None:
    tries(throttle, "201800427", GUESSERS[0], 100)
    clock.go_on(hours=PIN_HERE.free + 1, seconds=1)
    assert tries(throttle, "201800427", GUESSERS[0], 100) == PIN_HERE.free + 1
    clock.go_on(days=2)
    throttle.purge()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TryCount)) == 0


def test_many_networks_do_not_help_a_guesser(throttle: Throttle) -> None:
    taken = sum(tries(throttle, "201800427", f"203.0.113.{number}", 3) for number in range(50))
    assert taken == PIN_ELSEWHERE.free + 1


def test_many_accounts_do_not_help_a_guesser(throttle: Throttle) -> None:
    taken = sum(tries(throttle, f"2018{number:04}", GUESSERS[0], 1) for number in range(100))
    assert taken == NETWORK.free + 1
    assert tries(throttle, "20189999", "2001:db8:1:2::1", 1) == 1


def test_all_addresses_of_a_house_are_one(throttle: Throttle) -> None:
    taken = sum(tries(throttle, "201800427", f"2001:db8:1:2::{number:x}", 1) for number in range(50))
    assert taken == PIN_HERE.free + 1


def test_a_login_that_nobody_has_is_counted_like_others(
    throttle: Throttle, accounts: Accounts, clock: HandClock
) -> None:
    reader = person(accounts, Role.READER, "201800427")
    known = tries(throttle, reader.login, GUESSERS[0], 50, account_id=reader.id)
    assert known == tries(throttle, "nobody", GUESSERS[1], 50)


def test_an_owner_gets_in_from_where_they_were_before(throttle: Throttle, accounts: Accounts) -> None:
    owner = person(accounts, Role.READER, "201800427").id
    throttle.succeeded(throttle.admit("201800427", HOME, pin=True, account_id=owner), owner)
    for guesser in GUESSERS:
        tries(throttle, "201800427", guesser, 50, account_id=owner)
    assert tries(throttle, "201800427", "192.0.2.1", 1, account_id=owner) == 0, "new places wait"
    throttle.succeeded(throttle.admit("201800427", HOME, pin=True, account_id=owner), owner)


def test_a_remembered_browser_gets_in_beside_a_guesser(throttle: Throttle, accounts: Accounts) -> None:
    owner = person(accounts, Role.READER, "201800427").id
    throttle.succeeded(throttle.admit("201800427", HOME, pin=True, account_id=owner), owner)
    token = throttle.remember_browser(owner)
    assert tries(throttle, "201800427", HOME, 50, account_id=owner) == PIN_HERE.free + 1
    assert tries(throttle, "201800427", HOME, 1, account_id=owner, browser="made up") == 0
    for address in (HOME, "192.0.2.1"):
        admitted = throttle.admit("201800427", address, pin=True, account_id=owner, browser=token)
        throttle.succeeded(admitted, owner)


def test_a_browser_of_somebody_else_is_no_place_of_ones_own(throttle: Throttle, accounts: Accounts) -> None:
    owner = person(accounts, Role.READER, "201800427").id
    other = person(accounts, Role.READER, "201800428").id
    token = throttle.remember_browser(other)
    assert tries(throttle, "201800427", GUESSERS[0], 50, account_id=owner, browser=token) == PIN_HERE.free + 1
    sprayed = sum(tries(throttle, f"c{number}", GUESSERS[0], 1, browser=token) for number in range(100))
    assert sprayed < NETWORK.free, "nor does it hide the network"


def test_a_school_signs_in_from_one_address(throttle: Throttle, accounts: Accounts) -> None:
    pupils = [person(accounts, Role.READER, f"2018{number:05}") for number in range(2 * NETWORK.ceiling)]
    for pupil in pupils:
        throttle.succeeded(throttle.admit(pupil.login, HOME, pin=True, account_id=pupil.id), pupil.id)
    assert sum(tries(throttle, f"c{number}", HOME, 1) for number in range(100)) == NETWORK.free + 1


def test_who_was_right_waits_for_nobody_afterwards(throttle: Throttle, accounts: Accounts, clock: HandClock) -> None:
    sprayed = sum(tries(throttle, f"c{number}", HOME, 1) for number in range(100))
    assert sprayed == NETWORK.free + 1
    clock.go_on(seconds=NETWORK.first.total_seconds())
    for number in range(5):
        pupil = person(accounts, Role.READER, f"2018{number:05}")
        throttle.succeeded(throttle.admit(pupil.login, HOME, pin=True, account_id=pupil.id), pupil.id)


def test_an_owner_who_was_right_has_no_failures_there(throttle: Throttle, accounts: Accounts) -> None:
    owner = person(accounts, Role.READER, "201800427").id
    for _ in range(10):
        for _ in range(PIN_HERE.free):
            throttle.admit("201800427", HOME, pin=True, account_id=owner)
        throttle.succeeded(throttle.admit("201800427", HOME, pin=True, account_id=owner), owner)


def test_places_are_known_for_a_while(throttle: Throttle, accounts: Accounts, clock: HandClock) -> None:
    owner = person(accounts, Role.READER, "201800427").id
    throttle.succeeded(throttle.admit("201800427", HOME, pin=True, account_id=owner), owner)
    token = throttle.remember_browser(owner)
    clock.go_on(days=NETWORK_KNOWN.days)
    tries(throttle, "201800427", GUESSERS[0], 50, account_id=owner)
    sprayed = sum(tries(throttle, "201800427", f"192.0.2.{number}", 1, account_id=owner) for number in range(50))
    assert sprayed > 0
    assert tries(throttle, "201800427", HOME, 1, account_id=owner) == 0
    assert tries(throttle, "201800427", HOME, 1, account_id=owner, browser=token) == 1
    clock.go_on(days=BROWSER_KNOWN.days)
    throttle.purge()
    with throttle._database.reading() as session:
        assert session.scalar(select(func.count()).select_from(KnownPlace)) == 0


def test_an_account_knows_so_many_places(throttle: Throttle, accounts: Accounts, clock: HandClock) -> None:
    owner = person(accounts, Role.READER, "201800427").id
    throttle.remember_browser(owner)
    clock.go_on(seconds=1)
    token = throttle.remember_browser(owner)
    for number in range(MOST_PLACES + 10):
        clock.go_on(seconds=1)
        admitted = throttle.admit("201800427", f"192.0.2.{number}", pin=True, account_id=owner)
        throttle.succeeded(admitted, owner)
    with throttle._database.reading() as session:
        assert session.scalar(select(func.count()).select_from(KnownPlace)) == MOST_PLACES + 2
    for _ in range(MOST_PLACES - 1):
        throttle.remember_browser(owner)
    with throttle._database.reading() as session:
        assert session.scalar(select(func.count()).select_from(KnownPlace)) == 2 * MOST_PLACES
    tries(throttle, "201800427", GUESSERS[0], 50, account_id=owner)
    assert tries(throttle, "201800427", GUESSERS[0], 1, account_id=owner, browser=token) == 1
    throttle.forget_places(owner)
    assert tries(throttle, "201800427", GUESSERS[0], 1, account_id=owner, browser=token) == 0


def test_no_place_is_known_where_no_address_is(throttle: Throttle, accounts: Accounts) -> None:
    owner = person(accounts, Role.READER, "201800427").id
    throttle.succeeded(throttle.admit("201800427", "", pin=True, account_id=owner), owner)
    with throttle._database.reading() as session:
        assert session.scalar(select(func.count()).select_from(KnownPlace)) == 0


def test_no_row_shows_what_was_tried(throttle: Throttle, database: Database) -> None:
    tries(throttle, "201800427", GUESSERS[0], 5)
    with database.reading() as session:
        kept = " ".join(session.scalars(select(TryCount.key)))
    assert "201800427" not in kept
    assert GUESSERS[0] not in kept


def test_many_at_once_are_as_slow_as_one_after_the_other(either_database: Database) -> None:
    throttle = Throttle(either_database)
    taken = []

    def guess() -> None:
        taken.append(tries(throttle, "201800427", GUESSERS[0], 1))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 12
    assert sum(taken) == PIN_HERE.free + 1


def test_what_strangers_send_is_limited(throttle: Throttle, clock: HandClock) -> None:
    limit = Limit(2, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=1))
    for _ in range(3):
        throttle.admit_any("form", HOME, limit)
    with pytest.raises(TooManyTriesError):
        throttle.admit_any("form", HOME, limit)
    throttle.admit_any("form", GUESSERS[0], limit)
    throttle.admit_any("other form", HOME, limit)
    clock.go_on(minutes=1)
    throttle.admit_any("form", HOME, limit)


# --- whatever happens -------------------------------------------------------------------------------------------------


def assert_slowed(moments: list[datetime], limit: Limit) -> None:
    """In every span until now no more tries were taken than the ceiling, and one in every `forget`."""
    for first, begin in enumerate(moments):
        assert len(moments) - first <= limit.ceiling + 1 + (moments[-1] - begin) / limit.forget


class Siege(RuleBasedStateMachine):
    """Guessers everywhere but in the owner's house and browser; the owner comes and goes, and mistypes now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = HandClock()
        self.database = empty_library()
        self.throttle = Throttle(self.database, self.clock)
        self.guesses: list[datetime] = []
        self.by_network: dict[str, list[datetime]] = {address: [] for address in GUESSERS}
        self.at_home: list[datetime] = []
        self.mistyped = 0

    @initialize(pin=st.booleans())
    def begin(self, pin: bool) -> None:
        self.pin = pin
        self.here, self.elsewhere = (PIN_HERE, PIN_ELSEWHERE) if pin else (PHRASE_HERE, PHRASE_ELSEWHERE)
        role, login = (Role.READER, "201800427") if pin else (Role.LIBRARIAN, "li")
        accounts = Accounts(self.database, self.clock, QUICK)
        self.login, self.owner = login, person(accounts, role, login).id
        self.right(HOME)
        self.token = self.throttle.remember_browser(self.owner)

    def admit(self, address: str, browser: str = "", login: str = ""):
        owner = None if login else self.owner
        return self.throttle.admit(login or self.login, address, pin=self.pin, account_id=owner, browser=browser)

    def take(self, moments: list[datetime], limit: Limit) -> None:
        """Write down that a guess was taken, and see that there were not too many."""
        moments.append(self.clock.moment)
        assert_slowed(moments, limit)

    def right(self, address: str, browser: str = "") -> None:
        self.throttle.succeeded(self.admit(address, browser), self.owner)

    def teardown(self) -> None:
        self.database.close()

    @rule(seconds=st.sampled_from([1, 29, 300, 3600, 20_000]))
    def wait(self, seconds: int) -> None:
        self.clock.go_on(seconds=seconds)

    @rule(address=st.sampled_from(GUESSERS), times=st.integers(1, 12), patient=st.booleans())
    def guess(self, address: str, times: int, patient: bool) -> None:
        for _ in range(times):
            try:
                self.admit(address, browser="made up")
            except TooManyTriesError as error:
                if patient:
                    self.clock.go_on(seconds=error.details["seconds"])
                continue
            self.take(self.guesses, self.elsewhere)
            self.take(self.by_network[address], NETWORK)

    @rule(address=st.sampled_from(GUESSERS), logins=st.lists(st.sampled_from("abcdefghijklm"), max_size=20))
    def spray(self, address: str, logins: list[str]) -> None:
        for login in logins:
            try:
                self.admit(address, login=login)
            except TooManyTriesError:
                continue
            self.take(self.by_network[address], NETWORK)

    @rule(times=st.integers(1, 6))
    def guess_in_the_house(self, times: int) -> None:
        for _ in range(times):
            try:
                self.admit(HOME)
            except TooManyTriesError:
                continue
            self.take(self.at_home, self.here)

    @rule(address=st.sampled_from([HOME, "192.0.2.1", *GUESSERS]))
    def mistype_in_the_own_browser(self, address: str) -> None:
        if self.mistyped < self.here.free:
            self.admit(address, self.token)
            self.mistyped += 1

    @rule(address=st.sampled_from([HOME, "192.0.2.1"]))
    def sign_in_with_the_own_browser(self, address: str) -> None:
        self.right(address, self.token)
        self.mistyped = 0

    @rule()
    def sign_in_at_home(self) -> None:
        forgotten = self.clock.moment - self.here.forget * (len(self.at_home) + 1)
        if all(moment < forgotten for moment in self.at_home):
            self.right(HOME)
            self.at_home.clear()

    @rule(number=st.integers(2, 200))
    def sign_in_from_somewhere_new(self, number: int) -> None:
        wait = timedelta()
        try:
            self.right(f"192.0.2.{number}")
        except TooManyTriesError as error:
            wait = timedelta(seconds=error.details["seconds"])
            self.clock.go_on(seconds=error.details["seconds"])
            self.right(f"192.0.2.{number}")
        assert wait <= self.elsewhere.most, "nobody waits for ever"


TestSiege = Siege.TestCase
TestSiege.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
