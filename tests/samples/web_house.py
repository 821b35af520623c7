"""The real service with an account of every role, and browsers that are signed in: what tests of pages work with."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from lxml import html

from access.patrons.roles import Role
from api.web.house import House
from tests.samples.live_service import LiveService, live_service

PASS_PHRASE = "vier gute Woerter hier"
PIN = "402917"
NAMES = {
    Role.ADMINISTRATOR: "安宁",
    Role.LIBRARIAN: "Grace Library",
    Role.CASEWORKER: "邱平",
    Role.PROOFREADER: "Paul Proof",
    Role.VOLUNTEER: "魏来",
    Role.READER: "李读",
}


class Page:
    """An answer as a person meets it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("location", "")

    @property
    def tree(self) -> Any:
        """The HTML, parsed."""
        return html.document_fromstring(self.response.text)

    @property
    def title(self) -> str:
        return str(self.tree.findtext("head/title"))

    @property
    def heading(self) -> str:
        (heading,) = self.tree.iter("h1")
        return " ".join(heading.text_content().split())

    @property
    def text(self) -> str:
        """What the main part says, blanks and lines as one blank."""
        return " ".join(" ".join(self.tree.find(".//main").itertext()).split())

    @property
    def errors(self) -> dict[str, str]:
        """The sentences of the summary at the head, by the field that each links to."""
        links = self.tree.xpath("//*[@role='alert']//ul//a")
        return {link.get("href").removeprefix("#"): link.text_content().strip() for link in links}

    @property
    def said(self) -> str:
        """What the banner says has been done."""
        found = self.tree.xpath("//*[contains(@class, 'govuk-notification-banner__heading')]")
        return found[0].text_content().strip() if found else ""

    @property
    def links(self) -> dict[str, str]:
        """The addresses of the links in the main part, by their words."""
        return {" ".join(one.text_content().split()): one.get("href") for one in self.tree.xpath("//main//a[@href]")}

    @property
    def token(self) -> str:
        return str(self.tree.xpath("//input[@name='token']/@value")[0])

    def value(self, name: str) -> str:
        """What stands in a field."""
        (field,) = self.tree.xpath(f"//*[@name='{name}'][not(@type='radio') and not(@type='checkbox')]")
        return str((field.text if field.tag == "textarea" else field.get("value")) or "")


class Browser:
    """A browser with its cookies, which follows no redirect by itself."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.token = ""

    def get(self, path: str) -> Page:
        page = Page(self.client.get(path))
        if page.headers.get("content-type", "").startswith("text/html") and 'name="token"' in page.response.text:
            self.token = page.token
        return page

    def send(self, path: str, *, files: Any = None, headers: dict[str, str] | None = None, **fields: Any) -> Page:
        """Send a form with the token that the last page had (the first page's, if none was looked at)."""
        if not self.token:
            self.get("/")
        given = {"token": self.token, **fields}
        return Page(self.client.post(path, data=given, files=files, headers=headers))

    def follow(self, page: Page) -> Page:
        """Go where an answer leads."""
        assert page.status == 303, page.response.text
        return self.get(page.location)


class WebHouse:
    """The service, its accounts by role (`accounts`: opaque ids) and browsers."""

    def __init__(self, live: LiveService) -> None:
        self.live = live
        self.house: House = live.app.state.house
        self.accounts: dict[Role, str] = {}
        self._clients: list[httpx.Client] = []

    def add(self, role: Role, login: str = "", name: str = "") -> str:
        """Make an account; return its id. Its secret is `PASS_PHRASE`, a reader's `PIN`."""
        secret = PIN if role is Role.READER else PASS_PHRASE
        made = self.house.accounts.add(
            role, login or secrets.token_hex(6), secret, name or NAMES[role], actor="command"
        )
        return made.id

    def fill(self) -> None:
        """Make an account of every role, whose login is the role's name; the reader's is 20260001."""
        for role in Role:
            self.accounts[role] = self.add(role, "20260001" if role is Role.READER else str(role))

    def stranger(self, language: str = "en") -> Browser:
        """A browser that is not signed in."""
        client = httpx.Client(base_url=self.live.url, headers={"Accept-Language": language}, timeout=120)
        self._clients.append(client)
        return Browser(client)

    def browser(self, role: Role | None, language: str = "en", *, account: str = "") -> Browser:
        """A browser that is signed in as somebody of a role, or as an account; None is a stranger."""
        found = self.stranger(language)
        if role is not None:
            token = self.house.sessions.begin(account or self.accounts[role], "127.0.0.1")
            found.client.cookies.set("tongdu_session", token)
        return found

    def close(self) -> None:
        for client in self._clients:
            client.close()


@contextmanager
def web_house(folder: Path, *, accounts: bool = True, **settings: Any) -> Iterator[WebHouse]:
    """Run the service over a new library in a folder until the block ends."""
    with live_service(folder, **settings) as live:
        house = WebHouse(live)
        if accounts:
            house.fill()
        try:
            yield house
        finally:
            house.close()
