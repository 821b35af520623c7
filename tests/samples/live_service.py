"""The real service on a free port, in a thread of the test, over a small library of its own."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import structlog
import uvicorn

from access.catalog.record import Contributor, Heading, HeldForm, Holding, Number, Record
from access.catalog.shelf import add_title, tell_changed
from access.catalog.tables import Form, FormKind
from access.clock import now
from access.keys.tables import Scope
from access.language.phrase_reader import PhraseReader
from access.production.tables import Artefact, Order
from access.settings import Settings
from access.storage.database import Database
from api.app import create_app
from api.serving.logs import told_fault
from api.serving.server import config_of
from api.serving.service import Service
from tests.samples.waiting import wait_until

TEXT = "一本小书\n\n第1章\n\n天亮了，人们都觉得睡了一觉。\n"
NAHAN = Record(
    name="呐喊",
    language="zh",
    contributors=(Contributor("鲁迅", "aut", "lu3 xun4"), Contributor("王小明", "nrt"), Contributor("编者", "com")),
    subjects=(Heading("短篇小说", "cct"), Heading("I210.6", "clc")),
    series="新潮丛书",
    series_number="3",
    description="短篇小说集。",
    publisher="新潮社",
    published="1923",
    numbers=(Number("isbn", "9787020002207"),),
    forms=(HeldForm(FormKind.LARGE_PRINT, "zh", copies=(Holding("南山", "B1"),)),),
)
ALICE = Record(
    name="Alice's Adventures in Wonderland",
    language="en-GB",
    contributors=(Contributor("Carroll, Lewis"),),
    subjects=(Heading("Fantasy fiction", "lcsh"),),
    numbers=(Number("uri", "https://example.org/alice"),),
)
BARE = Record(name="只有纸书", language="zh")


class LiveService:
    """The service and what a test does with it.

    `titles` are the numbers of 呐喊, Alice, and one without outputs; `events` is what was logged.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.app = create_app(service)
        self.titles: list[int] = []
        self.artefacts: dict[str, int] = {}
        self.url = ""
        self.events: list[dict[str, Any]] = []
        self._clients: list[httpx.Client] = []

    @property
    def database(self) -> Database:
        return self.service.database

    def secret(self, *scopes: Scope) -> str:
        """A new key."""
        return self.service.keys.add("test", scopes)[1]

    def client(self, *scopes: Scope, language: str = "en") -> httpx.Client:
        """A client with a new key of these scopes, or without any key."""
        headers = {"Accept-Language": language}
        if scopes:
            headers["Authorization"] = f"Bearer {self.secret(*scopes)}"
        client = httpx.Client(base_url=self.url, headers=headers, timeout=120)
        self._clients.append(client)
        return client

    def close_clients(self) -> None:
        for client in self._clients:
            client.close()

    def fill(self) -> None:
        """Put the library's three titles in, two of them with outputs."""
        source = self.service.contents.add_bytes(TEXT.encode())
        with self.database.writing() as session:
            for record in (NAHAN, ALICE, BARE):
                own = source if record is not BARE else ""
                self.titles.append(
                    add_title(session, record, PhraseReader(), source=own, source_name="a.txt" if own else "")
                )
        nahan, alice, _bare = self.titles
        self.shelve(
            nahan, "daisy202", "呐喊.daisy202.zip", "application/zip", zipped("呐喊/ncc.html", "<html/>" * 2000)
        )
        self.shelve(nahan, "epub3", "呐喊.epub", "application/epub+zip", epub("呐喊"))
        self.shelve(nahan, "brf", "呐喊.brf.zip", "application/zip", zipped("呐喊-1.brf", ",abc"))
        self.shelve(alice, "pef", "Alice.pef", "application/x-pef+xml", b"<pef/>")

    def shelve(self, title: int, form: str, name: str, media_type: str, content: bytes) -> int:
        """Put an output of a title on the shelf, with its report, as the works do."""
        contents = self.service.contents
        report = json.dumps({"format": form, "findings": []})
        with self.database.writing() as session:
            artefact = Artefact(
                title_id=title,
                format=form,
                content=contents.add_bytes(content),
                name=name,
                media_type=media_type,
                size=len(content),
                made_from=form,
                report=contents.add_bytes(report.encode()),
                facts={"volumes": 1},
                made=now(),
            )
            session.add(artefact)
            session.flush()
            session.add(Form(title_id=title, kind=form, language="zh", artefact_id=artefact.id))
            session.flush()
            tell_changed(session, [title])
            self.artefacts[form] = artefact.id
            return artefact.id

    def order(self, title: int, state: str = "waiting") -> int:
        """Put an order in, in a state."""
        with self.database.writing() as session:
            order = Order(title_id=title, formats=["brf"], state=state, created=now(), attempt=0)
            session.add(order)
            session.flush()
            return order.id


@contextmanager
def live_service(folder: Path, **settings: Any) -> Iterator[LiveService]:
    """Run the service over a new library in a folder until the block ends."""
    events: list[dict[str, Any]] = []
    kept = [structlog.contextvars.merge_contextvars, told_fault, _keep(events)]
    structlog.configure(processors=kept, logger_factory=structlog.ReturnLoggerFactory())
    given = {"data": folder, "cache": folder / "cache", "library": "测试图书馆", **settings}
    live = LiveService(Service(Settings(**given)))
    live.events = events
    live.fill()
    server = uvicorn.Server(config_of(live.app, port=0))
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive(), "the server has started")
        port = server.servers[0].sockets[0].getsockname()[1]
        live.url = f"http://127.0.0.1:{port}"
        live.service.catch_up()
        yield live
    finally:
        live.close_clients()
        server.should_exit = True
        thread.join()


def _keep(events: list[dict[str, Any]]) -> Any:
    def keep(_logger: object, _method: str, event: dict[str, Any]) -> str:
        events.append(dict(event))
        return ""

    return keep


def zipped(name: str, text: str) -> bytes:
    """A zip file with a text file in it."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), text)
    return held.getvalue()


def epub(title: str) -> bytes:
    """The least EPUB that opens."""
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head><body><p>天亮了。</p></body></html>'
    package = f"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata
        xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:x:{title}</dc:identifier><dc:title>{title}
        </dc:title><dc:language>zh</dc:language></metadata><manifest><item id="c" href="c.xhtml"
        media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>"""
    container = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile
        full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("p.opf", package)
        archive.writestr("c.xhtml", chapter)
    return held.getvalue()
