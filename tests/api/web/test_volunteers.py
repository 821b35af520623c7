"""Volunteers offer their help by a public form; staff read the offers, decline them, or invite."""

import re

from access.patrons.roles import Role
from access.storage.audit import entries
from tests.samples.web_house import PASS_PHRASE, Browser, WebHouse

OFFER = {
    "name": "何助",
    "contact": "he@example.org",
    "offers": ["proofread", "escort"],
    "languages": "普通话、粤语",
    "times": "周六\r\n上午",
    "remark": "<b>x</b>",
}


def sent(house: WebHouse, name: str) -> str:
    """The number of an offer that came by the form."""
    browser = house.stranger()
    browser.get("/volunteer")
    assert browser.send("/volunteer", **{**OFFER, "name": name}).location == "/volunteer/thanks"
    (offer,) = [one for one in house.house.applications.list(actor="command") if one.name == name]
    return offer.id


def test_an_offer_reaches_the_librarians(house: WebHouse) -> None:
    number = sent(house, "何助")
    librarian = house.browser(Role.LIBRARIAN)
    assert "New offers of volunteers" in librarian.get("/").text
    listed = librarian.get("/applications")
    assert f"/applications/{number}" in listed.links.values()
    shown = librarian.get(f"/applications/{number}")
    assert shown.heading == "Offer of 何助"
    assert "<b>x</b>" in shown.text, "what was typed is text, never markup"
    assert "普通话、粤语" in shown.text
    assert "Invite as a volunteer" not in shown.text
    with house.live.database.reading() as session:
        (entry,) = entries(session, action="application.read", limit=1)
        assert entry.actor == f"account:{house.accounts[Role.LIBRARIAN]}"


def test_what_is_missing_is_told_and_what_was_typed_stays(house: WebHouse) -> None:
    browser = house.stranger("zh")
    browser.get("/volunteer")
    page = browser.send(
        "/volunteer", name="何助", contact="", offers=["nonsense"], times="周六\n上午", remark="长" * 2001
    )
    assert page.status == 422
    assert page.errors == {
        "contact": "请填写电话号码或电子邮箱。",
        "offers": "请至少选择一项。",
        "remark": "请不要超过 2000 个字。",
    }
    for field in page.errors:
        assert page.tree.get_element_by_id(field) is not None
    assert page.value("name") == "何助"
    assert page.value("times").strip() == "周六\n上午"


def test_an_offer_is_declined(house: WebHouse) -> None:
    number = sent(house, "No Thanks")
    caseworker = house.browser(Role.CASEWORKER)
    assert caseworker.follow(caseworker.send(f"/applications/{number}/decline")).said == "The offer is declined."
    assert f"/applications/{number}" not in caseworker.get("/applications").links.values()
    assert f"/applications/{number}" in caseworker.get("/applications?state=declined").links.values()


def test_who_offers_is_invited_and_comes_in(house: WebHouse) -> None:
    number = sent(house, "Ivy Invited")
    administrator: Browser = house.browser(Role.ADMINISTRATOR)
    page = administrator.send(f"/applications/{number}/invite")
    path = re.search(r"/invitation/\S+", page.text)[0]
    assert "Invited" in administrator.get(f"/applications/{number}").text
    guest = house.stranger()
    guest.get(path)
    answer = guest.send(path, name="Ivy", login="ivy", secret=PASS_PHRASE, again=PASS_PHRASE)
    assert "(Volunteer)" in guest.follow(answer).text


def test_too_many_offers_from_one_place_wait(house: WebHouse) -> None:
    browser = house.stranger()
    browser.client.headers["X-Forwarded-For"] = "203.0.113.9"
    browser.get("/volunteer")
    answers = [browser.send("/volunteer", **OFFER) for _time in range(8)]
    assert answers[0].status == 303
    assert answers[-1].status == 429
    assert list(answers[-1].errors) == ["name"]
