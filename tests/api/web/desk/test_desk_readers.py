"""The readers' register: found by card, added, given a PIN, closed; every look is in the audit."""

import re

import pytest

from access.errors import SignInRefusedError
from access.patrons.roles import Role
from access.storage.audit import entries
from tests.samples.web_house import PIN, WebHouse


def deeds(house: WebHouse, account: str) -> list[tuple[str, str]]:
    with house.live.database.reading() as session:
        return [(one.actor, one.action) for one in entries(session, subject=("account", account))]


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.CASEWORKER])
def test_a_reader_is_found_by_card(house: WebHouse, role: Role) -> None:
    browser = house.browser(role)
    answer = browser.send("/desk/readers", card=" 2026 0001 ")
    assert answer.location == f"/desk/readers/{house.accounts[Role.READER]}", "no number of a card in the address"
    page = browser.follow(answer)
    assert "20260001" in page.text
    looks = [deed for actor, deed in deeds(house, house.accounts[Role.READER]) if actor.endswith(house.accounts[role])]
    assert len(looks) >= 2, "the search and the page"


def test_nobody_but_readers_is_found(house: WebHouse) -> None:
    caseworker = house.browser(Role.CASEWORKER)
    for card in ("administrator", "99999999", ""):
        page = caseworker.send("/desk/readers", card=card)
        assert page.status == 422
        assert list(page.errors) == ["card"]
    other = house.accounts[Role.ADMINISTRATOR]
    for path in ("", "/pin", "/close"):
        assert caseworker.get(f"/desk/readers/{other}{path}").status == 404
    for path in ("/pin", "/close", "/open"):
        assert caseworker.send(f"/desk/readers/{other}{path}").status == 404


def test_a_reader_is_added_and_signs_in_with_the_pin(house: WebHouse) -> None:
    caseworker = house.browser(Role.CASEWORKER)
    page = caseworker.send("/desk/readers/add", login="A-77", name="新读者", language="zh")
    assert page.status == 200
    pin = page.tree.xpath("//*[@class='tongdu-pin']")[0].text_content()
    assert re.fullmatch("[0-9]{6}", pin)
    reader = house.house.accounts.authenticate("a-77", pin, "127.0.0.1")
    assert (reader.role, reader.name, reader.language) == (Role.READER, "新读者", "zh")
    assert pin not in caseworker.get(f"/desk/readers/{reader.id}").response.text, "it is shown once"
    again = caseworker.send("/desk/readers/add", login="A-77", name="Another", language="")
    assert list(again.errors) == ["login"]
    assert again.value("name") == "Another"
    empty = caseworker.send("/desk/readers/add")
    assert set(empty.errors) == {"login", "name"}


def test_a_new_pin_takes_the_place_of_the_old_one(house: WebHouse) -> None:
    account = house.add(Role.READER, "55501")
    reader = house.browser(Role.READER, account=account)
    assert "You are signed in" in reader.get("/").text
    page = house.browser(Role.LIBRARIAN).send(f"/desk/readers/{account}/pin")
    pin = page.tree.xpath("//*[@class='tongdu-pin']")[0].text_content()
    assert "You are signed in" not in reader.get("/").text
    with pytest.raises(SignInRefusedError):
        house.house.accounts.authenticate("55501", PIN, "127.0.0.9")
    assert house.house.accounts.authenticate("55501", pin, "127.0.0.8").id == account


def test_an_account_is_closed_and_opened_again(house: WebHouse) -> None:
    account = house.add(Role.READER, "55502")
    caseworker = house.browser(Role.CASEWORKER)
    page = caseworker.follow(caseworker.send(f"/desk/readers/{account}/close"))
    assert page.said.startswith("The reader's account is closed")
    assert "Give a new PIN" not in page.links
    with pytest.raises(SignInRefusedError):
        house.house.accounts.authenticate("55502", PIN, "127.0.0.1")
    page = caseworker.follow(caseworker.send(f"/desk/readers/{account}/open"))
    assert page.said == "The reader's account is open again."
    assert house.house.accounts.authenticate("55502", PIN, "127.0.0.1").id == account
    assert {"account.close", "account.reopen"} <= {deed for _actor, deed in deeds(house, account)}


def test_no_name_nor_number_of_a_reader_is_logged(house: WebHouse) -> None:
    caseworker = house.browser(Role.CASEWORKER)
    house.live.events.clear()
    caseworker.follow(caseworker.send("/desk/readers", card="20260001"))
    told = repr(house.live.events)
    assert "answered" in told
    assert "20260001" not in told
    assert "李读" not in told
