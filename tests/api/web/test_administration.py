"""What administrators do: they see people, invite, change roles, close; and look at the audit and the settings."""

import re

import pytest

from access.patrons.roles import Role
from access.storage.audit import entries
from tests.samples.web_house import PASS_PHRASE, Browser, WebHouse


@pytest.fixture
def administrator(house: WebHouse) -> Browser:
    return house.browser(Role.ADMINISTRATOR)


def test_people_are_listed_with_their_roles_and_that_is_written_down(house: WebHouse, administrator: Browser) -> None:
    page = administrator.get("/administration/people")
    assert {"安宁", "Grace Library", "李读"} <= set(page.links)
    assert "Proofreader" in page.text
    names = administrator.get("/administration/people?role=librarian").links
    assert "Grace Library" in names
    assert "李读" not in names
    with house.live.database.reading() as session:
        (entry,) = entries(session, action="account.list", limit=1)
        assert entry.actor == f"account:{house.accounts[Role.ADMINISTRATOR]}"


def test_names_in_another_language_say_so(administrator: Browser) -> None:
    page = administrator.get("/administration/people")
    (name,) = page.tree.xpath("//main//a/span[text()='李读']")
    assert name.get("lang") == "zh-CN"


def test_a_role_is_changed_and_its_sessions_end(house: WebHouse, administrator: Browser) -> None:
    number = house.add(Role.PROOFREADER, name="Rita Role")
    rita = house.browser(Role.PROOFREADER, account=number)
    path = f"/administration/people/{number}"
    page = administrator.get(path)
    assert page.heading == "Rita Role"
    assert page.tree.xpath("//input[@name='role'][@checked]/@value") == ["proofreader"]
    assert administrator.follow(administrator.send(path, role="librarian")).said.startswith("The role is changed.")
    assert rita.get("/account").location.startswith("/sign-in")
    assert house.house.accounts.get(number).role is Role.LIBRARIAN
    refused = administrator.send(path, role="reader")
    assert (refused.status, list(refused.errors)) == (422, ["role"])


def test_the_last_administrator_stays_one(house: WebHouse, administrator: Browser) -> None:
    path = f"/administration/people/{house.accounts[Role.ADMINISTRATOR]}"
    administrator.get(path)
    assert administrator.send(path, role="volunteer").errors["role"].startswith("This is the only administrator.")
    assert administrator.send(f"{path}/close").status == 409


def test_an_account_is_closed_and_opened_again(house: WebHouse, administrator: Browser) -> None:
    number = house.add(Role.VOLUNTEER, name="Vic")
    path = f"/administration/people/{number}"
    assert administrator.get(f"{path}/close").heading == "Close the account of Vic?"
    closed = administrator.follow(administrator.send(f"{path}/close"))
    assert "closed since" in closed.text
    assert "Vic" not in administrator.get("/administration/people").links
    assert "Vic" in administrator.get("/administration/people?closed=yes").links
    assert administrator.follow(administrator.send(f"{path}/open")).said == "The account is open again."


def test_an_invitation_makes_one_account(house: WebHouse, administrator: Browser) -> None:
    administrator.get("/administration/invite")
    assert administrator.send("/administration/invite").errors == {"role": "Choose a role."}
    page = administrator.send("/administration/invite", role="caseworker")
    link = re.search(r"http://\S+/invitation/\S+", page.text)[0]
    path = link.removeprefix(house.live.url)
    guest = house.stranger("zh")
    assert "服务专员" in guest.get(path).text
    given = {"name": "新人", "login": "newcomer", "secret": PASS_PHRASE, "again": PASS_PHRASE}
    assert list(guest.send(path, **{**given, "again": "x"}).errors) == ["again"]
    assert "（服务专员）" in guest.follow(guest.send(path, **given)).text
    for page in (guest.get(path), house.stranger().get(path), guest.get("/invitation/" + "x" * 43)):
        assert page.status == 403


def test_an_invitation_is_withdrawn(house: WebHouse, administrator: Browser) -> None:
    administrator.get("/administration/invite")
    page = administrator.send("/administration/invite", role="volunteer")
    path = re.search(r"/invitation/\S+", page.text)[0]
    (made, *_older) = house.house.invitations.list()
    answer = administrator.send(f"/administration/invitations/{made.id}/withdraw")
    assert administrator.follow(answer).said == "The invitation is withdrawn."
    assert house.stranger().get(path).status == 403


def test_the_audit_is_filtered_and_turned_over(house: WebHouse, administrator: Browser) -> None:
    number = house.add(Role.VOLUNTEER, name="Looked At")
    for _time in range(60):
        house.house.accounts.get(number, actor="key:77")
    page = administrator.get("/administration/audit?actor=key:77")
    assert len(page.tree.xpath("//tbody/tr")) == 50
    older = administrator.get(page.links["Older ones"])
    assert len(older.tree.xpath("//tbody/tr")) == 10
    assert "Older ones" not in older.links
    assert administrator.get(older.links["The latest"]).text == page.text
    assert set(older.tree.xpath("//tbody/tr/td[1]/text()")) == {"Account read"}
    about = administrator.get(f"/administration/audit?subject=account:{number}&action=account.add")
    assert len(about.tree.xpath("//tbody/tr")) == 1
    assert "Looked At" not in about.response.text, "people stand there by number"
    assert "There are none." in administrator.get("/administration/audit?actor=nobody").text


def test_the_settings_are_shown_with_where_they_come_from(administrator: Browser) -> None:
    text = administrator.get("/administration/settings").text
    assert "library 测试图书馆 the command that started the service" in text
    assert "port 8000 the default" in text
