"""Everybody's own account: name, language, secret, and where they are signed in."""

from access.patrons.roles import Role
from tests.samples.web_house import PASS_PHRASE, PIN, WebHouse

NEW = "another phrase of some words"


def test_name_and_language_are_kept(house: WebHouse) -> None:
    number = house.add(Role.CASEWORKER)
    browser = house.browser(Role.CASEWORKER, account=number)
    browser.get("/account")
    saved = browser.follow(browser.send("/account", name="  Olga   O. ", language="zh"))
    assert saved.said == "您的账户已保存。"
    assert saved.value("name") == "Olga O."
    assert house.house.accounts.get(number).language == "zh"
    assert browser.send("/account", name="", language="").errors == {"name": "请填写您的姓名。"}


def test_a_changed_secret_ends_every_other_session(house: WebHouse) -> None:
    number = house.add(Role.LIBRARIAN, "changes")
    here, there = (house.browser(Role.LIBRARIAN, account=number) for _one in range(2))
    here.get("/account/secret")
    wrong = here.send("/account/secret", old="not the old one", secret=NEW, again=NEW)
    assert wrong.errors == {"old": "This is not your secret."}
    assert here.send("/account/secret", old=PASS_PHRASE, secret="x", again="x").errors.keys() == {"secret"}
    answer = here.send("/account/secret", old=PASS_PHRASE, secret=NEW, again=NEW)
    assert here.follow(answer).said.startswith("Your secret is changed.")
    assert there.get("/account").location.startswith("/sign-in")
    stranger = house.stranger()
    stranger.get("/sign-in")
    assert stranger.send("/sign-in", login="changes", secret=PASS_PHRASE).status == 422
    assert stranger.send("/sign-in", login="changes", secret=NEW).status == 303


def test_a_readers_secret_is_a_pin(house: WebHouse) -> None:
    number = house.add(Role.READER, "20269999")
    reader = house.browser(Role.READER, account=number)
    page = reader.get("/account/secret")
    assert set(page.tree.xpath("//input[@type='password']/@inputmode")) == {"numeric"}
    assert reader.send("/account/secret", old=PIN, secret="123456", again="123456").errors.keys() == {"secret"}
    assert reader.send("/account/secret", old=PIN, secret="８０２９１４", again="８０２９１４").status == 303


def test_all_other_sessions_are_ended(house: WebHouse) -> None:
    number = house.add(Role.VOLUNTEER)
    here, there = (house.browser(Role.VOLUNTEER, account=number) for _one in range(2))
    assert here.get("/account").text.count("Since ") == 2
    told = here.follow(here.send("/account/sessions"))
    assert told.said == "You are signed out everywhere else."
    assert told.text.count("Since ") == 1
    assert there.get("/account").location.startswith("/sign-in")
