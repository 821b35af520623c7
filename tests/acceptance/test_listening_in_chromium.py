"""Listening in a real browser: by script place and speed are kept and the text is marked; without, it works too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext

from access.lending.positions import Position, Positions
from access.patrons.roles import Role
from tests.acceptance.page_judges import chromium, findings, is_too_wide, signed_in, small_targets, why_no_chromium
from tests.samples.readable_library import ReadableHouse, readable_house
from tests.samples.waiting import wait_until

pytestmark = [pytest.mark.acceptance, pytest.mark.skipif(bool(why_no_chromium()), reason=why_no_chromium())]
_PLAYS = "() => !document.querySelector('#sound').paused"
_SOUNDING = "() => [...document.querySelectorAll('.tongdu-sounding')].map((one) => one.id)"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadableHouse]:
    with readable_house(tmp_path_factory.mktemp("library"), sample=0.6) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as found:
        yield found


@pytest.fixture
def account(library: ReadableHouse) -> str:
    return library.house.add(Role.READER)


@pytest.fixture
def window(library: ReadableHouse, browser: Chromium, account: str) -> Iterator[BrowserContext]:
    with signed_in(browser, library.house, None) as found:
        token = library.house.house.sessions.begin(account, "127.0.0.1")
        found.add_cookies([{"name": "tongdu_session", "value": token, "url": library.house.live.url}])
        yield found


def place_of(library: ReadableHouse, account: str) -> Position | None:
    return Positions(library.house.live.database).get(account, library.title)


def test_what_sounds_is_marked_and_the_place_is_kept(
    library: ReadableHouse, window: BrowserContext, account: str
) -> None:
    page = window.new_page()
    page.goto(f"/titles/{library.title}/listen/1")
    page.wait_for_function("() => document.querySelector('#sound').readyState >= 1")
    assert place_of(library, account) is None, "to open a page is not to have listened"
    assert page.is_visible("#speed")
    page.focus("#sound")
    page.keyboard.press("Space")
    page.wait_for_function(_PLAYS)
    page.wait_for_function("() => document.querySelector('#t-f00003.tongdu-sounding')")
    assert page.evaluate(_SOUNDING) == ["t-f00003"], "one phrase at a time"
    page.wait_for_function("() => document.querySelector('#t-f00004.tongdu-sounding')")
    page.evaluate("document.querySelector('#sound').pause()")
    stopped = page.evaluate("document.querySelector('#sound').currentTime")
    wait_until(lambda: place_of(library, account) is not None, "the place is kept when it pauses")
    kept = place_of(library, account)
    assert kept is not None
    assert kept.chapter == 1
    assert kept.seconds == pytest.approx(stopped, abs=0.1)
    page.reload()
    page.wait_for_function(f"() => Math.abs(document.querySelector('#sound').currentTime - {stopped}) < 0.2")
    assert page.text_content("#not-kept") == ""


def test_the_speed_is_kept(library: ReadableHouse, window: BrowserContext, account: str) -> None:
    page = window.new_page()
    page.goto(f"/titles/{library.title}/listen/1")
    page.select_option("#speed", "250")
    assert page.evaluate("document.querySelector('#sound').playbackRate") == 2.5
    liked = library.house.house.accounts
    wait_until(lambda: liked.get(account).preferences.speed == 250, "the speed is kept")
    page.goto(f"/titles/{library.title}/listen/2")
    assert page.evaluate("document.querySelector('#sound').playbackRate") == 2.5


def test_a_chapter_that_ends_leads_to_the_next(library: ReadableHouse, window: BrowserContext, account: str) -> None:
    page = window.new_page()
    page.goto(f"/titles/{library.title}/listen/2")
    page.select_option("#speed", "300")
    page.evaluate("document.querySelector('#sound').play()")
    page.wait_for_url(f"**/titles/{library.title}/listen/3*")
    kept = place_of(library, account)
    assert kept is not None
    assert (kept.chapter, kept.seconds) == (3, 0.0)


def test_a_place_that_cannot_be_kept_is_told(library: ReadableHouse, window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(f"/titles/{library.title}/listen/1")
    page.route("**/listen/1", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.evaluate("document.querySelector('#sound').play()")
    page.wait_for_function(_PLAYS)
    page.evaluate("document.querySelector('#sound').pause()")
    page.wait_for_function("() => document.querySelector('#not-kept').textContent")


def test_the_page_moves_along_unless_motion_is_not_wanted(library: ReadableHouse, window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(f"/titles/{library.title}/listen/1")
    assert page.is_checked("#follow")
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    assert not page.is_checked("#follow")


def test_without_scripts_everything_is_there(library: ReadableHouse, browser: Chromium, account: str) -> None:
    with signed_in(browser, library.house, None, java_script_enabled=False) as window:
        token = library.house.house.sessions.begin(account, "127.0.0.1")
        window.add_cookies([{"name": "tongdu_session", "value": token, "url": library.house.live.url}])
        page = window.new_page()
        page.goto(f"/titles/{library.title}")
        page.click("text=Listen in the page")
        page.click("text=第一章 开始")
        assert page.is_hidden("#speed")
        assert "床前明月光" in page.inner_text("#book")
        page.fill("#at", "0:05")
        page.click("text=Keep my place")
        assert "Your place is kept." in page.inner_text("main")
        kept = place_of(library, account)
        assert kept is not None
        assert (kept.chapter, kept.seconds) == (1, 5.0)
        page.goto("/")
        page.click("text=样书 & 其他")
        assert page.get_attribute("#sound", "src").endswith("/sound/1#t=5.0")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing(library: ReadableHouse, browser: Chromium, language: str, colours: str) -> None:
    title = f"/titles/{library.title}"
    paths = [title, f"{title}/listen", f"{title}/listen/1", f"{title}/listen/4", f"{title}/order", "/titles/1"]
    paths += ["/titles?q=nh", "/titles?q=qqqq", "/titles/subjects/1", "/account/reading", "/account/erase"]
    found: dict[str, object] = {}
    with signed_in(browser, library.house, Role.READER, language=language, color_scheme=colours) as window:
        page = window.new_page()
        for path in paths:
            page.goto(path)
            wide = ["too wide"] if is_too_wide(page) else []
            judged = [*findings(page), *small_targets(page), *wide]
            if judged:
                found[path] = judged
    assert found == {}
