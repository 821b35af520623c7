"""What a librarian does on the first day, in Chromium: from signing in to a book that is made again in part."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from api.demo.people import PASS_PHRASE
from api.language import catalogue
from tests.acceptance.epub_builder import EpubBuilder
from tests.acceptance.epub_builder import Page as Chapter
from tests.samples.waiting import wait_until

FORMATS = ("Talking book (DAISY 2.02)", "Braille for the embosser (BRF)")
_SLOW_MS = 60_000
"""How long a page may take on a busy machine."""
_LOOK_AGAIN_MS = 1500
"""How long somebody without scripts waits before they load the page again."""


def short_book(name: str) -> bytes:
    """Return a Chinese EPUB of four short chapters about somebody, with some readings of which it is not sure.

    Its identifier is its own: what proofreaders answer is kept by that.
    """
    chapters = [
        ("清早", f"{name}来开门。有一本书重得很，要两个人才抬得动。"),
        ("上午", f"“这个字读得对吗？”{name}问。读到难处，大家停下来查字典。"),
        ("下午", f"{name}后来才弄明白：原来是行长数错了一格。"),
        ("傍晚", f"{name}把灯关上，走回家去。</p><p>明天{name}还要早来。"),
    ]
    pages = [
        Chapter(f"{number}.xhtml", f"<h1>{heading}</h1><p>{text}</p>")
        for number, (heading, text) in enumerate(chapters, 1)
    ]
    return EpubBuilder(pages, title=f"{name}的一天", language="zh", identifier=f"urn:x-{name}").build()


@dataclass(frozen=True)
class Walk:
    """A librarian before a page, in a language, with scripts or without; `patience` seconds are waited for a book."""

    page: Page
    language: str
    scripts: bool
    patience: float = 120

    def say(self, message: str) -> str:
        """A sentence of the pages in the librarian's language."""
        return catalogue(self.language).gettext(message)

    def link(self, message: str) -> Locator:
        """The first link in the page's main part with these words, or with these words in it."""
        return self.page.get_by_role("main").locator("a").filter(has_text=self.say(message)).first

    def press(self, message: str) -> None:
        """Press a button."""
        self.page.get_by_role("main").get_by_role("button", name=self.say(message), exact=True).click()

    def hear(self, message: str) -> None:
        """Wait for what a page says at its head."""
        expect(self.page.get_by_role("alert")).to_contain_text(self.say(message), timeout=_SLOW_MS)

    def sign_in(self, login: str) -> None:
        """Sign in as somebody of the staff."""
        self.page.goto("/sign-in")
        self.page.get_by_label(self.say("Login name or card number")).fill(login)
        self.page.get_by_label(self.say("Pass phrase or PIN"), exact=True).fill(PASS_PHRASE)
        self.press("Sign in")
        expect(self.page.get_by_role("button", name=self.say("Sign out"))).to_be_visible(timeout=_SLOW_MS)

    def upload(self, book: Path) -> None:
        """Upload a book, starting from today's work."""
        self.page.get_by_role("navigation").get_by_role("link", name=self.say("Today's work")).click()
        self.link("Upload a book").click()
        self.page.get_by_label(self.say("Book"), exact=True).set_input_files(book)
        self.press("Upload")
        self.hear("The book is in the catalogue.")

    def order(self) -> int:
        """Order DAISY and braille from the title's page, and watch; return how many passages were spoken anew."""
        self.link("Order forms of it").click()
        for name in FORMATS:
            self.page.get_by_label(self.say(name)).check()
        self.press("Order")
        return self.watch()

    def watch(self) -> int:
        """Wait on an order's page until it is done; return how many passages were spoken anew."""
        ended = self.page.locator("[data-stage][data-ended]")
        self._until(lambda: ended.count() > 0)
        facts = self.page.locator(".govuk-summary-list")
        expect(facts).to_contain_text(self.say("{percent} percent").format(percent=100), timeout=_SLOW_MS)
        row = facts.locator(".govuk-summary-list__row").filter(has_text=self.say("Chapters"))
        return int(re.findall(r"\d+", row.inner_text())[-1])

    def go_to_title(self) -> None:
        """From an order to its title."""
        self.link("The title").click()

    def listen(self) -> float:
        """Listen to the first chapter; return how far the sound has come, in seconds."""
        self.link(FORMATS[0]).click()
        self.link("Listen to a chapter").click()
        self.page.locator("main ol a").first.click()
        sound = self.page.locator("audio")
        sound.focus()
        self.page.keyboard.press("Space")
        wait_until(lambda: sound.evaluate("(one) => one.currentTime") > 0, "the sound plays")
        return float(sound.evaluate("(one) => one.currentTime"))

    def download(self, form: str) -> bytes:
        """Download an output from the title's page."""
        self.link(form).click()
        with self.page.expect_download() as coming:
            self.link("Download").click()
        return Path(coming.value.path()).read_bytes()

    def answer(self, questions: int) -> None:
        """Answer doubtful readings from the title's page: another reading first, then those that are proposed."""
        self.link("Proofread its doubtful readings").click()
        begin = self.link("Answer one after the other")
        self._until(lambda: begin.count() > 0, look="The questions are ready. Look again.")
        begin.click()
        for number in range(questions):
            self.page.get_by_role("radio").nth(1 if number == 0 else 0).check()
            self.press("Keep and go on")
            self.hear("Your answer is kept. Here is the next question.")
        self.page.get_by_role("link", name=self.say("Back to the title")).click()

    def _until(self, is_so: Callable[[], bool], look: str = "") -> None:
        """Wait: with scripts for what the page shows by itself, without by looking again."""

        def found() -> bool:
            if is_so():
                return True
            if not self.scripts or (look and self.page.get_by_text(self.say(look)).count()):
                self.page.wait_for_timeout(0 if self.scripts else _LOOK_AGAIN_MS)
                self.link("Look again").click()
            return is_so()

        wait_until(found, "the page says that it is done", self.patience)


def walk(way: Walk, login: str, book: Path) -> tuple[int, int]:
    """Go the whole way; return how many passages were spoken, and spoken again. Fails where something is wrong."""
    way.sign_in(login)
    way.upload(book)
    title = way.page.url.partition("?")[0]
    spoken = way.order()
    assert spoken > 1
    way.go_to_title()
    assert way.listen() > 0
    for form, beginning in zip(FORMATS, (b"PK\x03\x04", b""), strict=True):
        way.page.goto(title)
        content = way.download(form)
        assert content
        assert content.startswith(beginning)
    way.page.goto(title)
    way.answer(3)
    way.press("Make the book again with my answers")
    again = way.watch()
    assert 0 < again < spoken
    return spoken, again
