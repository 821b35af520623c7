"""Readers say how they read and listen, take their data with them, and are forgotten when they ask for it."""

import json

import pytest

from access.errors import UnknownNumberError
from access.lending.positions import Positions
from access.patrons.preferences import Preferences
from access.patrons.roles import Role
from access.production.orders import Orders
from access.storage.audit import entries
from tests.samples.readable_library import ReadableHouse
from tests.samples.web_house import PASS_PHRASE, PIN


def test_settings_are_kept_and_used(library: ReadableHouse) -> None:
    account = library.house.add(Role.READER)
    reader = library.browser(Role.READER, account=account)
    accounts = library.house.house.accounts
    accounts.update_settings(account, preferences=Preferences(codes=("de",), voices=("x",), rate=120), actor="command")
    reader.get("/account/reading")
    answer = reader.send(
        "/account/reading",
        language="zh",
        formats=["brf", "daisy202"],
        speed="175",
        text_size="200",
        code_zh="zh-double",
        code_en="",
    )
    page = reader.follow(answer)
    assert page.said == "您的设置已保存。", "the pages speak the language that was chosen at once"
    kept = accounts.get(account)
    assert kept.language == "zh"
    assert kept.preferences == Preferences(
        formats=("daisy202", "brf"), codes=("zh-double", "de"), voices=("x",), rate=120, speed=175, text_size=200
    )
    assert page.tree.xpath("//input[@name='formats'][@checked]/@value") == ["daisy202", "brf"]
    assert page.tree.xpath("//select[@name='code_zh']/option[@selected]/@value") == ["zh-double"]
    chapter = reader.get(f"/titles/{library.title}/listen/1")
    assert chapter.tree.xpath("//*[@id='book'][contains(@class, 'tongdu-book--200')]")
    assert chapter.tree.xpath("//select[@id='speed']/option[@selected]/@value") == ["175"]


def test_what_cannot_be_chosen_changes_nothing(library: ReadableHouse) -> None:
    account = library.house.add(Role.READER)
    reader = library.browser(Role.READER, account=account)
    reader.get("/account/reading")
    reader.send("/account/reading", formats=["scent"], speed="9000", text_size="1", code_zh="en-ueb-g2", language="fr")
    assert library.house.house.accounts.get(account).preferences == Preferences()


def test_everything_that_is_known_is_given(library: ReadableHouse) -> None:
    account = library.house.add(Role.READER, "20269901", "王读者")
    live = library.house.live
    Positions(live.database).keep(account, library.title, library.artefact, 2, 0.1)
    (number,) = Orders(live.database).place([library.title], ["brf"], asked_by=f"account:{account}")
    reader = library.browser(Role.READER, account=account)
    reader.get("/account/data")
    answer = reader.send("/account/data")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="tongdu-my-data.json"')
    assert answer.headers["Cache-Control"] == "no-store"
    told = json.loads(answer.response.text)
    assert told["account"]["login"] == "20269901"
    assert told["account"]["name"] == "王读者"
    assert [one["chapter"] for one in told["positions"]] == [2]
    assert [one["number"] for one in told["orders"]] == [number]
    assert "argon2" not in answer.response.text
    with live.database.reading() as session:
        assert [entry.subject_id for entry in entries(session, action="account.export", limit=1)] == [account]
    Orders(live.database).cancel(number)


def test_data_is_not_given_to_other_sites(library: ReadableHouse) -> None:
    reader = library.reader()
    reader.get("/account/data")
    assert reader.send("/account/data", headers={"Origin": "https://example.org"}).status == 403
    assert reader.client.get("/account/data").headers["Content-Type"].startswith("text/html"), "a link gives nothing"


def test_an_account_is_erased_when_its_secret_is_given_and_nothing_is_open(library: ReadableHouse) -> None:
    account = library.house.add(Role.READER)
    live, accounts = library.house.live, library.house.house.accounts
    Positions(live.database).keep(account, library.title, library.artefact, 1, 1.0)
    (number,) = Orders(live.database).place([library.title], ["brf"], asked_by=f"account:{account}")
    reader = library.browser(Role.READER, account=account)
    page = reader.get("/account/erase")
    open_orders = [link.text_content() for link in page.tree.xpath("//main//a[@href='/orders']")]
    assert open_orders == ["样书 & 其他: Braille for the embosser (BRF)"], "what stands in the way is told before"
    wrong = reader.send("/account/erase", secret="135790")
    assert (wrong.status, wrong.errors) == (422, {"secret": "This is not your secret."})
    missing = reader.send("/account/erase")
    assert missing.errors == {"secret": "Enter your pass phrase or PIN."}
    refused = reader.send("/account/erase", secret=PIN)
    assert refused.status == 422
    assert str(number) in refused.errors["secret"]
    assert PIN not in refused.response.text, "a secret is not sent back"
    Orders(live.database).cancel(number)
    answer = reader.send("/account/erase", secret=PIN)
    assert answer.location.startswith("/sign-in")
    page = reader.follow(answer)
    assert page.said == "Your account and what the library kept of you are erased."
    with pytest.raises(UnknownNumberError):
        accounts.get(account)
    assert Positions(live.database).list(account) == []
    assert Orders(live.database).view(number).asked_by == ""
    assert reader.get("/account").location.startswith("/sign-in")


def test_the_only_administrator_stays(library: ReadableHouse) -> None:
    administrator = library.browser(Role.ADMINISTRATOR)
    administrator.get("/account/erase")
    answer = administrator.send("/account/erase", secret=PASS_PHRASE)
    assert answer.status == 422
    assert "only administrator" in answer.errors["secret"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", [Role.READER, Role.LIBRARIAN])
@pytest.mark.parametrize("path", ["/account/reading", "/account/data", "/account/erase", "/account", "/"])
def test_the_pages_are_whole_in_both_languages(library: ReadableHouse, path: str, role: Role, language: str) -> None:
    page = library.browser(role, language).get(path)
    assert page.status == 200
    ids = page.tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    labelled = set(page.tree.xpath("//label/@for"))
    fields = page.tree.xpath("//main//select/@id | //main//input[not(@type='hidden')]/@id")
    assert set(fields) <= labelled
