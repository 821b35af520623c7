"""Pages as Chromium shows them and as a screen reader speaks them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium

from access.patrons.roles import Role
from api.web.pages import ROUTERS
from tests.acceptance.page_judges import (
    announced,
    chromium,
    findings,
    is_too_wide,
    signed_in,
    small_targets,
    why_no_chromium,
    why_no_screen_reader,
)
from tests.samples.web_house import WebHouse, web_house

pytestmark = [pytest.mark.acceptance, pytest.mark.skipif(bool(why_no_chromium()), reason=why_no_chromium())]
PLAIN = sorted(
    page.path for router in ROUTERS for page in router.pages if page.method == "GET" and "{" not in page.path
)
VISITORS = [
    *((None, "light", "zh"), (None, "light", "en")),
    *((Role.READER, "light", "zh"), (Role.READER, "dark", "en")),
    *((Role.ADMINISTRATOR, "light", "en"), (Role.ADMINISTRATOR, "dark", "zh")),
]
"""An administrator may see everything; others see the same pages with less on them."""
_FOCUSED = "document.activeElement.tagName + ' ' + (document.activeElement.name || document.activeElement.href || '')"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebHouse]:
    with web_house(tmp_path_factory.mktemp("judged")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize(("role", "colours", "language"), VISITORS, ids=lambda one: str(one or "stranger"))
def test_axe_finds_nothing_and_nothing_is_small_or_wide(
    house: WebHouse, browser: Chromium, role: Role | None, colours: str, language: str
) -> None:
    found: dict[str, object] = {}
    with signed_in(browser, house, role, language=language, color_scheme=colours) as window:
        page = window.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None)
        for path in PLAIN:
            answer = page.goto(path)
            assert answer is not None
            if answer.status != 200:
                continue
            judged = [*findings(page), *small_targets(page), *complaints, *(["too wide"] if is_too_wide(page) else [])]
            complaints.clear()
            if judged:
                found[path] = judged
    assert found == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_signing_in_takes_nothing_but_the_keyboard(house: WebHouse, browser: Chromium, *, scripts: bool) -> None:
    with signed_in(browser, house, None, java_script_enabled=scripts) as window:
        page = window.new_page()
        page.goto("/sign-in")
        keyboard = page.keyboard
        keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the content of the page"
        keyboard.press("Enter")
        keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("name") == "login"
        keyboard.type("librarian")
        keyboard.press("Tab")
        keyboard.type("not the pass phrase")
        keyboard.press("Enter")
        page.wait_for_url("**/sign-in")
        page.locator("[role=alert] a").first.focus()
        keyboard.press("Enter")
        assert page.locator(":focus").get_attribute("name") == "login"
        assert page.title().startswith("Error: ")


def test_everything_is_reached_by_the_tabulator(house: WebHouse, browser: Chromium) -> None:
    with signed_in(browser, house, Role.ADMINISTRATOR) as window:
        page = window.new_page()
        for path in ("/", "/account", "/administration/people", "/administration/audit"):
            page.goto(path)
            wanted = page.evaluate(
                "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea')]"
                ".filter((one) => one.type !== 'radio' || one.checked)"
                ".map((one) => one.tagName + ' ' + (one.name || one.href || ''))"
            )
            reached = []
            for _one in range(len(wanted) + 5):
                page.keyboard.press("Tab")
                reached.append(page.evaluate(_FOCUSED))
            assert set(wanted) <= set(reached), path


@pytest.mark.skipif(bool(why_no_screen_reader()), reason=why_no_screen_reader())
def test_a_screen_reader_tells_what_is_wrong_with_a_form(house: WebHouse) -> None:
    stranger = house.stranger("zh")
    stranger.get("/volunteer")
    told = announced(stranger.send("/volunteer", name="何助").response.text)
    assert told[:2] == ["document", "link, 跳到正文"]
    alert = told.index("alert")
    assert told[alert + 1] == "heading, 有需要更正的地方, level 2"
    heading = told.index("heading, 报名做志愿者, level 1")
    assert alert < heading
    assert "textbox, 您的姓名, 何助" in told[heading:]
    assert "textbox, 电话号码或电子邮箱, 图书馆怎样与您联系。 错误: 请填写电话号码或电子邮箱。" in told[heading:]
    assert "checkbox, 朗读图书, not checked" in told[heading:]
    assert told.index("main") < alert < told.index("end of main")
