"""The search, the order and the questions of proofreading, as a screen reader speaks them."""

from collections.abc import Iterator, Sequence

import httpx
import pytest

from api.demo.people import PEOPLE
from tests.acceptance.page_judges import announced, why_no_screen_reader
from tests.acceptance.served import Served
from tests.samples.waiting import wait_until
from tests.samples.web_house import Browser

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(bool(why_no_screen_reader()), reason=why_no_screen_reader()),
]


@pytest.fixture
def client(demo: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=demo.url, timeout=120) as found:
        yield found


def signed_in(client: httpx.Client, login: str) -> Browser:
    (person,) = [one for one in PEOPLE if one.login == login]
    client.headers["Accept-Language"] = person.language
    browser = Browser(client)
    browser.get("/sign-in")
    browser.follow(browser.send("/sign-in", login=person.login, secret=person.secret))
    return browser


def in_main(phrases: Sequence[str]) -> list[str]:
    return list(phrases[phrases.index("main") + 1 : phrases.index("end of main")])


def are_in_order(wanted: Sequence[str], told: Sequence[str]) -> bool:
    rest = iter(told)
    return all(one in rest for one in wanted)


def test_the_search_and_what_it_found(client: httpx.Client) -> None:
    told = in_main(announced(signed_in(client, "10000001").get("/titles?q=bei+yuan").response.text))
    assert told[0] == "heading, 查找图书, level 1"
    wanted = [
        "search, 查找图书",
        "searchbox, 书名、作者或主题, bei yuan, 可以写汉字，也可以写拼音，如 nahan，或者只写声母，如 nh。",
        "group, 只要这些版本",
        "checkbox, 有声书（DAISY 2.02）, not checked",
        "combobox, 只要这种语言, has popup listbox, not expanded",
        "button, 查找",
        "heading, 找到 1 种。, level 2",
        "link, 北院的一天",
    ]
    assert are_in_order(wanted, told), "\n".join(told)


def test_the_order_and_what_is_wrong_with_it(client: httpx.Client) -> None:
    librarian = signed_in(client, "librarian-en")
    told = in_main(announced(librarian.get("/desk/titles/2/order").response.text))
    assert told[0] == "heading, Order forms of it: A Day in the Reading Room, level 1"
    wanted = [
        "group, What is to be made?",
        "checkbox, Talking book (DAISY 2.02), not checked",
        "checkbox, Braille for the embosser (BRF), not checked",
        "group, How urgent is it?",
        "radio, A reader waits for it, checked, position 1, set size 2",
        "combobox, Voice for English, has popup listbox, not expanded",
        "textbox, Rate of speech in percent, 100, From 25 to 400; 100 is the usual rate.",
        "button, Order",
    ]
    assert are_in_order(wanted, told), "\n".join(told)
    refused = in_main(announced(librarian.send("/desk/titles/2/order", rate="1000").response.text))
    assert refused[0] == "alert"
    wanted = [
        "heading, There is something to correct, level 2",
        "link, Choose at least one form.",
        "heading, Order forms of it: A Day in the Reading Room, level 1",
        "group, What is to be made?, Error: Choose at least one form.",
    ]
    assert are_in_order(wanted, refused), refused


def test_a_doubtful_reading(client: httpx.Client) -> None:
    volunteer = signed_in(client, "volunteer-zh")
    begin = "逐个回答"
    wait_until(lambda: begin in volunteer.get("/proofreading/titles/1").links, "the questions are prepared")
    address = volunteer.get("/proofreading/titles/1").links[begin]
    told = in_main(announced(volunteer.get(address).response.text))
    assert told[0] == "heading, “弄”怎么读？, level 1"
    wanted = [
        "后来才",
        "group, “弄”怎么读？, 后来才【弄】明白：原来是行长数错了一格。",
        "radio, lòng，long4，目前的读音, not checked, position 1, set size 4",
        "听一听句中读作 long4",
        "radio, 留待以后, not checked, position 4, set size 4",
        "button, 保存并继续",
    ]
    assert are_in_order(wanted, told), "\n".join(told)
