"""What judges pages: Chromium with axe, and a virtual screen reader.

What is missing on a machine is told by `why_no_…`, for `pytest.mark.skipif`.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, sync_playwright

from access.patrons.roles import Role
from tests.acceptance.talking_book_checkers import CHROMIUM, NODE, NODE_MODULES
from tests.samples.web_house import WebHouse

_SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
NARROW = 320
"""CSS pixels of the narrowest screen that WCAG 2.2 (1.4.10) asks for."""
_TARGETS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")]
    .filter((one) => !one.classList.contains("govuk-skip-link"))
    .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
    .filter(([_, box]) => box.width && (box.width < 24 || box.height < 24))
    .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


def why_no_chromium() -> str:
    """Why no page can be looked at here, or nothing."""
    return "" if CHROMIUM else "chromium is not here"


def why_no_screen_reader() -> str:
    """Why no page can be read aloud here, or nothing."""
    there = NODE and (NODE_MODULES / "@guidepup" / "virtual-screen-reader").is_dir()
    return "" if there else "Node or the virtual screen reader is not here"


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start Chromium; it ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_SWITCHES)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def signed_in(
    browser: Chromium, house: WebHouse, role: Role | None, *, language: str = "en", **options: Any
) -> Iterator[BrowserContext]:
    """Open a window in which somebody of a role is signed in (None: nobody), in a language."""
    given = {"viewport": {"width": NARROW, "height": 800}, "locale": LOCALES[language], **options}
    context = browser.new_context(base_url=house.live.url, **given)
    try:
        if role is not None:
            token = house.house.sessions.begin(house.accounts[role], "127.0.0.1")
            context.add_cookies([{"name": "tongdu_session", "value": token, "url": house.live.url}])
        yield context
    finally:
        context.close()


def findings(page: Page) -> list[str]:
    """Return what axe finds on the page that is shown, with how grave it is."""
    found = Axe().run(page).response["violations"]
    return [f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def small_targets(page: Page) -> list[str]:
    """Return what is smaller than 24 CSS pixels and can be hit (WCAG 2.2, 2.5.8)."""
    found: list[str] = page.evaluate(_TARGETS)
    return found


def is_too_wide(page: Page) -> bool:
    """Tell whether the page has to be moved sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def announced(html: str) -> list[str]:
    """Return what a screen reader says of a page, phrase by phrase, from its beginning to its end."""
    done = subprocess.run(
        [str(NODE), str(Path(__file__).with_name("announce.cjs")), str(NODE_MODULES)],
        input=html.encode(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    phrases: list[str] = json.loads(done.stdout)
    return phrases
