"""Every page of the desk and of proofreading, in both languages: it answers, says what it is, and is marked well."""

import re

import pytest
from sqlalchemy import update

from access.patrons.proofreading import Proofreading
from access.patrons.roles import Role
from access.production.tables import Artefact
from tests.samples.web_house import Page, WebHouse

PAGES = {
    "/desk/today": ("Today's work", "今日工作"),
    "/desk/titles": ("Titles", "书目"),
    "/desk/titles?q=呐喊": ("Titles", "书目"),
    "/desk/titles/{title}": ("呐喊", "呐喊"),
    "/desk/titles/{title}/edit": ("Put the entry right: 呐喊", "修改书目：呐喊"),
    "/desk/titles/{title}/remove": ("This title stays in the catalogue", "这条书目要留在目录中"),
    "/desk/titles/{bare}/remove": ("Take this title out of the catalogue?", "从目录中删除这条书目吗？"),
    "/desk/titles/{title}/order": ("Order forms of it: 呐喊", "制作这本书：呐喊"),
    "/desk/import": ("Import records", "导入书目数据"),
    "/desk/upload": ("Upload a book", "上传图书"),
    "/desk/orders": ("Production", "制作"),
    "/desk/orders?state=ended": ("Production", "制作"),
    "/desk/orders/{order}": ("Order {order}: 呐喊", "订单 {order}：呐喊"),
    "/desk/orders/{order}/cancel": ("Cancel order {order}?", "取消订单 {order} 吗？"),
    "/desk/artefacts/{daisy202}": ("Talking book (DAISY 2.02): 呐喊", "有声书（DAISY 2.02）：呐喊"),
    "/desk/artefacts/{brf}": ("Braille for the embosser (BRF): 呐喊", "刻印用盲文（BRF）：呐喊"),
    "/desk/artefacts/{brf}/braille": ("Braille pages: 呐喊", "盲文页：呐喊"),
    "/desk/readers": ("Readers", "读者"),
    "/desk/readers/add": ("Add a reader", "添加读者"),
    "/desk/readers/{reader}": ("李读", "李读"),
    "/desk/readers/{reader}/pin": ("Give 李读 a new PIN?", "给李读换新密码吗？"),
    "/desk/readers/{reader}/close": ("Close the account of 李读?", "停用李读的账户？"),
    "/desk/proofreading": ("Proofreading that was given", "交给别人的校对"),
    "/desk/proofreading/give": ("Give a title to somebody", "把书交给别人校对"),
    "/desk/hours": ("Hours", "工时"),
    "/proofreading": ("Proofreading", "校对"),
    "/proofreading/hours": ("My hours", "我的工时"),
}


@pytest.fixture(scope="module")
def places(house: WebHouse) -> dict[str, object]:
    title, _alice, bare = house.live.titles
    return {
        "title": title,
        "bare": bare,
        "order": house.live.order(title),
        "reader": house.accounts[Role.READER],
        **house.live.artefacts,
    }


def looked_over(page: Page, language: str) -> None:
    """What holds for every page."""
    assert page.status == 200
    assert page.tree.get("lang") == {"en": "en", "zh": "zh-CN"}[language]
    assert page.heading in page.title
    identifiers = page.tree.xpath("//@id")
    assert len(identifiers) == len(set(identifiers)), "an id stands twice"
    assert not page.tree.xpath("//*[@style] | //script[normalize-space(text())]")
    for field in page.tree.xpath("//main//input[not(@type='hidden')] | //main//select | //main//textarea"):
        assert page.tree.xpath(f"//label[@for='{field.get('id')}']"), f"{field.get('name')} has no label"
    unmarked = "not(ancestor::textarea or ancestor::option or ancestor::*[starts-with(@lang, 'zh')])"
    words = "".join(page.tree.xpath(f"//main//text()[{unmarked}]"))
    if language == "en":
        assert not re.search("[\u4e00-\u9fff]", words), "Chinese that is not marked"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_both_languages(house: WebHouse, places: dict[str, object], path: str, language: str) -> None:
    page = house.browser(Role.LIBRARIAN, language).get(path.format_map(places))
    assert page.heading == PAGES[path][language == "zh"].format_map(places)
    looked_over(page, language)


def test_todays_work_leads_to_what_there_is(house: WebHouse) -> None:
    failed = house.live.order(house.live.titles[1], "failed")
    task = Proofreading(house.live.database).give(house.live.titles[0], house.accounts[Role.VOLUNTEER], actor="command")
    page = house.browser(Role.LIBRARIAN).get("/desk/today")
    assert f"/desk/orders/{failed}" in page.links.values()
    assert "Orders that failed: 1" in page.text
    assert "Titles that are being proofread: 1" in page.text
    assert "Alice's Adventures in Wonderland" in page.text
    Proofreading(house.live.database).take_back(task.id, actor="command")


def test_the_catalogue_is_searched_by_pinyin(house: WebHouse) -> None:
    page = house.browser(Role.LIBRARIAN).get("/desk/titles?q=nahan")
    assert "Titles: 1" in page.text
    assert page.links["呐喊"] == f"/desk/titles/{house.live.titles[0]}"


def test_a_list_behind_its_end_is_its_last_page(house: WebHouse) -> None:
    librarian = house.browser(Role.LIBRARIAN)
    assert "呐喊" in librarian.get("/desk/titles?page=99").text
    assert "Order" in librarian.get("/desk/orders?state=all&page=99").text


def test_an_output_that_was_replaced_says_so(house: WebHouse) -> None:
    number = house.live.artefacts["epub3"]
    librarian = house.browser(Role.LIBRARIAN)
    assert "nothing was found" in librarian.get(f"/desk/artefacts/{number}").text
    with house.live.database.writing() as session:
        session.execute(update(Artefact).where(Artefact.id == number).values(replaced=Artefact.made))
    page = librarian.get(f"/desk/artefacts/{number}")
    assert "A newer one has taken its place" in page.text
    assert "Listen to a chapter" not in page.links
    with house.live.database.writing() as session:
        session.execute(update(Artefact).where(Artefact.id == number).values(replaced=None))


@pytest.mark.parametrize(
    "path",
    [
        "/desk/titles/99999",
        "/desk/orders/99999",
        "/desk/artefacts/99999",
        "/desk/imports/0",
        "/desk/titles/99999/order",
    ],
)
def test_what_is_not_there_is_not_found(house: WebHouse, path: str) -> None:
    page = house.browser(Role.LIBRARIAN).get(path)
    assert page.status == 404


def test_a_caseworker_sees_work_but_steers_nothing(house: WebHouse, places: dict[str, object]) -> None:
    caseworker = house.browser(Role.CASEWORKER)
    page = caseworker.get(f"/desk/orders/{places['order']}")
    assert page.status == 200
    assert not page.tree.xpath("//main//form[@method='post']")
    assert caseworker.send(f"/desk/orders/{places['order']}/pause").status == 403
    title = caseworker.get(f"/desk/titles/{places['title']}")
    assert not {"Put the entry right", "Order forms of it", "Take it out of the catalogue"} & set(title.links)


def test_proofreaders_choose_among_chinese_titles(house: WebHouse) -> None:
    page = house.browser(Role.PROOFREADER).get("/proofreading")
    assert page.links["呐喊"] == f"/proofreading/titles/{house.live.titles[0]}"
    assert not {"Alice's Adventures in Wonderland", "只有纸书"} & set(page.links), "English, and without a text"
