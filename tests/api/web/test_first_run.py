"""The first administrator: with the code of the terminal, once, whoever comes at the same time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from access.patrons.roles import Role
from tests.samples.web_house import PASS_PHRASE, WebHouse, web_house


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[WebHouse]:
    with web_house(tmp_path, accounts=False) as house:
        yield house


def filled(house: WebHouse, login: str = "first", **other: str) -> dict[str, str]:
    given = {"code": house.house.first_code.told, "name": "安宁", "login": login}
    return {**given, "secret": PASS_PHRASE, "again": PASS_PHRASE, **other}


def test_the_first_administrator_comes_in_and_the_door_is_shut(empty: WebHouse) -> None:
    browser = empty.stranger("zh")
    assert browser.get("/").links["设置图书馆"] == "/begin"
    assert browser.get("/sign-in").location == "/begin"
    browser.get("/begin")
    answer = browser.send("/begin", **filled(empty, code=empty.house.first_code.told.lower().replace("-", " ")))
    assert answer.status == 303
    home = browser.follow(answer)
    assert home.said == "您的账户已建立，并且已经登录。"
    assert "安宁（管理员）" in home.text
    stranger = empty.stranger()
    assert stranger.get("/begin").status == 404
    assert stranger.send("/begin", **filled(empty, "second")).status == 404
    assert "/begin" not in stranger.get("/").links.values()


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"code": "ABCD-EFGH-JKLM-NPQR"}, "code"),
        ({"code": ""}, "code"),
        ({"secret": "short", "again": "short"}, "secret"),
        ({"again": "another pass phrase"}, "again"),
        ({"login": "two words!"}, "login"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(empty: WebHouse, other: dict[str, str], field: str) -> None:
    browser = empty.stranger()
    browser.get("/begin")
    page = browser.send("/begin", **filled(empty, **other))
    assert page.status == 422
    assert list(page.errors) == [field]
    assert page.tree.get_element_by_id(field) is not None, "the summary links to the field"
    assert page.title.startswith("Error: ")
    assert empty.house.accounts.is_empty()


def test_of_many_who_come_at_once_one_is_the_first(empty: WebHouse) -> None:
    browsers = [empty.stranger() for _one in range(4)]
    for browser in browsers:
        browser.get("/begin")
    with ThreadPoolExecutor(4) as pool:
        numbered = enumerate(browsers)
        answers = list(pool.map(lambda one: one[1].send("/begin", **filled(empty, f"first{one[0]}")), numbered))
    assert sorted(answer.status for answer in answers)[0] == 303
    assert sum(answer.status == 303 for answer in answers) == 1
    assert len(empty.house.accounts.list(Role.ADMINISTRATOR, actor="command")) == 1
