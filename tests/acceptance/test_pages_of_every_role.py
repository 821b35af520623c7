"""Every page that somebody of any role comes to, in Chromium: judged by axe, by keyboard, on a narrow screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import select

from access.catalog.tables import Subject
from access.patrons.accounts import Accounts
from access.patrons.applications import Applications, Offer
from access.patrons.roles import RIGHTS, Right, Role
from access.production.orders import Orders
from access.production.tables import OrderState
from access.settings import Settings
from access.storage.opening import open_service_database
from api.demo.people import PEOPLE
from tests.acceptance.page_crawl import ALL, keyboard_faults, pages_from, route_of
from tests.acceptance.page_judges import LOCALES, NARROW, chromium, findings, is_too_wide, why_no_chromium
from tests.acceptance.served import Served
from tests.samples.waiting import wait_until

pytestmark = [pytest.mark.acceptance, pytest.mark.skipif(bool(why_no_chromium()), reason=why_no_chromium())]
GRAVE = ("serious", "critical")
LANGUAGE = dict.fromkeys((Role.READER, Role.VOLUNTEER, Role.CASEWORKER), "zh")
"""The other roles are looked at in English."""
NOT_BY_LINKS = {
    "/begin": "it is there as long as nobody has an account",
    "/sign-in": "for who is signed in it leads on; strangers see it",
    "/invitation/{token}": "its address is in a letter",
    "/volunteer/thanks": "it follows a form",
    "/volunteer": "strangers see it",
    "/desk/imports/{key}": "it follows a form",
    "/account/erase": "it leads to what cannot be undone, and only readers have it",
}
judged: set[str] = set()
"""Routes that the keyboard has gone through."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def seeds(demo: Served) -> list[tuple[Right, str]]:
    """Addresses that no link may lead to, by the right that they need: of a reader, an open order, what was made."""
    database = open_service_database(Settings(data=demo.folder))
    orders = Orders(database, "test")
    wait_until(lambda: orders.view(1).state is OrderState.DONE, "the first order is done")
    (waiting,) = orders.place([2], ["pef"])
    orders.pause(waiting)
    Applications(database).send("何助", "13900000000", [Offer.READ_ALOUD], network="127.0.0.1")
    with database.reading() as session:
        subject = session.scalars(select(Subject.id).where(Subject.scheme != "clc")).first()
    reader = Accounts(database).find("10000001", actor="test")
    assert reader is not None
    database.close()
    return [
        (Right.READ_CATALOGUE, "/titles/1"),
        (Right.READ_CATALOGUE, f"/titles/subjects/{subject}"),
        (Right.MANAGE_READERS, f"/desk/readers/{reader.id}"),
        (Right.SEE_PRODUCTION, "/desk/titles/1"),
        (Right.STEER_PRODUCTION, f"/desk/orders/{waiting}"),
        (Right.PROOFREAD_GIVEN, "/proofreading/titles/1"),
    ]


def faults_of(page: Page, route: str) -> list[str]:
    found = [one for one in findings(page) if one.startswith(GRAVE)]
    if is_too_wide(page):
        found.append("too wide")
    if route not in judged:
        judged.add(route)
        found += keyboard_faults(page)
    return found


def sign_in(page: Page, role: Role, language: str) -> None:
    person = next(one for one in PEOPLE if one.role is role and one.language == language)
    page.goto("/sign-in")
    page.fill("[name=login]", person.login)
    page.fill("[name=secret]", person.secret)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "sign-in" not in address)


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: str(role or "stranger"))
def test_every_page_of_a_role(
    demo: Served, browser: Chromium, seeds: list[tuple[Right, str]], role: Role | None
) -> None:
    language = LANGUAGE.get(role, "en") if role else "zh"
    context = browser.new_context(
        base_url=demo.url, locale=LOCALES[language], viewport={"width": NARROW, "height": 700}
    )
    try:
        page = context.new_page()
        addresses = ["/", "/volunteer"] if role is None else ["/"]
        if role is not None:
            sign_in(page, role, language)
            addresses += [address for right, address in seeds if right in RIGHTS[role]]
            if Right.PROOFREAD_GIVEN in RIGHTS[role] and role is not Role.VOLUNTEER:
                prepared(page)
        found = {}
        for route in pages_from(page, addresses, demo.url):
            faults = faults_of(page, route)
            if faults:
                found[route] = faults
        assert found == {}
    finally:
        context.close()


def prepared(page: Page) -> None:
    """Wait until the questions of the first title can be answered."""
    page.goto("/proofreading/titles/1")
    expect(page.locator("a[href^='/proofreading/titles/1/']").or_(page.locator("[data-ended]")).first).to_be_attached(
        timeout=120_000
    )


def test_refused_forms_and_reports(demo: Served, browser: Chromium, tmp_path: Path) -> None:
    table = tmp_path / "titles.csv"
    table.write_text("name,language\n一本书,zh\n", "utf-8")
    with browser.new_context(base_url=demo.url, locale=LOCALES["zh"], viewport={"width": NARROW, "height": 700}) as it:
        page = it.new_page()
        sign_in(page, Role.LIBRARIAN, "zh")
        for address in ("/desk/upload", "/desk/titles/1/order", "/desk/proofreading/give"):
            page.goto(address)
            page.click("main form button[type=submit]")
            expect(page.get_by_role("alert")).to_be_visible()
            assert faults_of(page, f"{address} refused") == []
        page.goto("/desk/import")
        page.set_input_files("[name=file]", table)
        page.click("main form button[type=submit]")
        page.wait_for_url("**/desk/imports/*")
        assert faults_of(page, route_of(page.url)) == []


def test_no_route_was_left_out() -> None:
    if len(judged) < 10:
        pytest.skip("the pages were not gone through")
    assert ALL - judged - set(NOT_BY_LINKS) == set()
