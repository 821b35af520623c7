"""Signing in and out, by login name or card; guessing is slowed; cookies say what they must."""

import httpx
import pytest

from access.patrons.roles import Role
from tests.samples.web_house import PASS_PHRASE, PIN, Browser, WebHouse


def cookies(response: httpx.Response) -> dict[str, str]:
    """What an answer wants kept, by name: the whole line."""
    return {line.partition("=")[0]: line for line in response.headers.get_list("set-cookie")}


@pytest.mark.parametrize(
    ("login", "secret", "role"), [("librarian", PASS_PHRASE, Role.LIBRARIAN), ("20260001", PIN, Role.READER)]
)
def test_somebody_signs_in_and_out(house: WebHouse, login: str, secret: str, role: Role) -> None:
    browser = house.stranger()
    browser.get("/sign-in")
    answer = browser.send("/sign-in", login=login, secret=secret, next="/account")
    assert (answer.status, answer.location) == (303, "/account")
    account = browser.follow(answer)
    assert account.heading == "My account"
    assert house.house.accounts.get(house.accounts[role]).login in account.text
    out = browser.send("/sign-out")
    assert browser.follow(out).said == "You are signed out."
    assert browser.get("/account").location == "/sign-in?next=%2Faccount"


def test_a_wrong_secret_is_told_without_saying_which_half_is_wrong(house: WebHouse) -> None:
    browser = house.stranger("zh")
    browser.get("/sign-in")
    known = browser.send("/sign-in", login="caseworker", secret="not the pass phrase")
    unknown = browser.send("/sign-in", login="nobody-at-all", secret="not the pass phrase")
    assert known.status == unknown.status == 422
    assert known.errors == unknown.errors
    assert list(known.errors) == ["login"]
    assert known.title.startswith("错误：")
    assert known.value("login") == "caseworker"
    assert known.value("secret") == "", "a secret is never sent back"


def test_guessing_is_slowed_and_the_owner_comes_in_from_where_they_were_before(house: WebHouse) -> None:
    login = "card-20260777"
    house.add(Role.READER, login, name="慢")
    owner = house.stranger()
    owner.send("/sign-in", login=login, secret=PIN)
    owner.get("/account")
    owner.send("/sign-out")
    owner.get("/sign-in")
    # A client on this machine is believed when it names another address, as a proxy would.
    guesser = Browser(httpx.Client(base_url=house.live.url, headers={"X-Forwarded-For": "198.51.100.7"}, timeout=120))
    answers = [guesser.send("/sign-in", login=login, secret="111999") for _try in range(12)]
    guesser.client.close()
    assert answers[-1].status == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert list(answers[-1].errors) == ["login"]
    assert owner.send("/sign-in", login=login, secret=PIN).status == 303


def test_cookies_are_hidden_from_scripts_and_other_sites(house: WebHouse) -> None:
    browser = house.stranger()
    plain = browser.send("/sign-in", login="volunteer", secret=PASS_PHRASE).response
    kept = cookies(plain)
    assert set(kept) >= {"tongdu_session", "tongdu_device", "tongdu_visitor"}
    assert all("HttpOnly" in line and "SameSite=lax" in line and "Path=/" in line for line in kept.values())
    assert "Max-Age" not in kept["tongdu_session"], "a session of staff ends with the browser"
    client = httpx.Client(base_url=house.live.url, headers={"X-Forwarded-Proto": "https"}, timeout=120)
    first = client.get("/sign-in")
    visitor = cookies(first)["__Host-tongdu_visitor"]
    assert "Secure" in visitor
    value = visitor.partition("=")[2].partition(";")[0]
    token = first.text.partition('name="token" value="')[2].partition('"')[0]
    answer = client.post(
        "/sign-in",
        data={"token": token, "login": "20260001", "secret": PIN},
        headers={"Cookie": f"__Host-tongdu_visitor={value}"},
    )
    client.close()
    session = cookies(answer)["__Host-tongdu_session"]
    assert "Secure" in session
    assert "Max-Age" in session, "a reader stays signed in"


def test_the_language_of_an_account_is_the_language_of_its_pages(house: WebHouse) -> None:
    number = house.add(Role.READER, "card-zh", name="中")
    house.house.accounts.update_settings(number, language="zh", actor="command")
    browser = house.stranger("en")
    answer = browser.send("/sign-in", login="card-zh", secret=PIN, next="/account")
    assert browser.follow(answer).heading == "我的账户"


@pytest.mark.parametrize("target", ["//evil.example/x", "https://evil.example/", "/\\evil.example", "javascript:1", ""])
def test_nobody_is_led_elsewhere(house: WebHouse, target: str) -> None:
    answer = house.stranger().send("/sign-in", login="librarian", secret=PASS_PHRASE, next=target)
    assert answer.location == "/desk/today", "where who works in the library begins"


def test_a_reader_begins_at_the_first_page(house: WebHouse) -> None:
    house.add(Role.READER, "card-first")
    assert house.stranger().send("/sign-in", login="card-first", secret=PIN).location == "/"


def test_a_session_that_was_ended_or_made_up_is_none(house: WebHouse) -> None:
    for value in ("x" * 43, "", "%ff", "nonsense", "\u00e9" * 43):
        browser = house.stranger()
        answer = browser.client.get("/account", headers=[(b"Cookie", f"tongdu_session={value}".encode())])
        assert answer.headers["location"] == "/sign-in?next=%2Faccount"


def test_whoever_is_signed_in_is_led_on(house: WebHouse) -> None:
    assert house.browser(Role.READER).get("/sign-in?next=/account").location == "/account"
