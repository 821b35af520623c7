"""A form is taken from our own pages only: origin, token, and what belongs to somebody else's session."""

import pytest

from access.patrons.roles import Role
from tests.samples.web_house import WebHouse


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_a_form_from_elsewhere_is_refused(house: WebHouse, headers: dict[str, str]) -> None:
    browser = house.browser(Role.VOLUNTEER)
    answer = browser.send("/account", name="Somebody else", language="", headers=headers)
    assert answer.status == 403
    assert "This form could not be taken" in answer.text
    assert house.house.accounts.get(house.accounts[Role.VOLUNTEER]).name == "魏来"


def test_a_form_from_our_page_is_taken(house: WebHouse) -> None:
    browser = house.browser(Role.VOLUNTEER)
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": house.live.url}, {}):
        assert browser.send("/account", name="魏来", language="", headers=headers).location == "/account?done=saved"


def test_a_token_is_good_for_its_own_session_alone(house: WebHouse) -> None:
    librarian, reader, stranger = house.browser(Role.LIBRARIAN), house.browser(Role.READER), house.stranger()
    for browser in (librarian, reader, stranger):
        browser.get("/")
    own = reader.token
    for token in (librarian.token, stranger.token, "", "é", own.upper(), own[:-1]):
        reader.token = token or "x"
        assert reader.send("/account", name="李读", language="").status == 403
    reader.token = own
    assert reader.send("/account", name="李读", language="").status == 303


def test_strangers_have_tokens_of_their_own(house: WebHouse) -> None:
    one, other = house.stranger(), house.stranger()
    one.get("/volunteer")
    other.get("/volunteer")
    assert one.token != other.token
    one.token = other.token
    assert one.send("/volunteer", name="x").status == 403


def test_a_form_without_its_cookie_is_refused(house: WebHouse) -> None:
    browser = house.stranger()
    browser.get("/sign-in")
    browser.client.cookies.clear()
    assert browser.send("/sign-in", login="librarian", secret="x").status == 403


def test_a_file_is_taken_by_no_form_that_asks_for_none(house: WebHouse) -> None:
    browser = house.browser(Role.READER)
    answer = browser.send("/account", name="x", files={"file": ("a.txt", b"text")})
    assert answer.status == 422
    assert answer.heading == "What was sent cannot be used"
