"""A small library with books to order, and workers as processes of their own, for tests, soaks and measurements."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import select

from access.catalog.tables import Title
from access.clock import now
from access.production.orders import Orders, OrderView
from access.production.tables import Artefact, OrderPart, OrderState, PartKind
from access.settings import Settings
from access.storage.migrations import migrate
from access.storage.opening import open_contents, open_service_database

ROOT = Path(__file__).parents[2]
PATIENCE = 300.0
"""Seconds in which anything here must have happened."""
_ZH = "银行行长长大了，他重新走进了重庆的银行。“还给我，”他说，“那本书还没有还呢。”天亮了，人们都觉得睡了一觉。"
_EN = "It was a bright cold day in April. The clocks were striking, and nobody heard them but the librarian. "


def book(chapters: int, *, language: str = "zh", paragraphs: int = 6, salt: str = "") -> str:
    """A plain text book of short chapters; `salt` makes another book of it."""
    lines = [f"{'一本小书' if language == 'zh' else 'A small book'} {salt}", ""]
    for chapter in range(1, chapters + 1):
        lines += [f"第{chapter}章" if language == "zh" else f"Chapter {chapter}", ""]
        for paragraph in range(1, paragraphs + 1):
            text = _ZH if language == "zh" else _EN
            lines += [f"{salt}{chapter}-{paragraph}. {text * (2 + (chapter + paragraph) % 3)}", ""]
    return "\n".join(lines)


@dataclass(frozen=True)
class Library:
    """A library in a folder; `url` is its database, a SQLite file in the folder where it is empty."""

    folder: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which commands find it."""
        return {
            "TONGDU_DATA": str(self.folder),
            "TONGDU_CACHE": str(self.folder / "cache"),
            "TONGDU_LANGUAGE": "en",
            **({"TONGDU_DATABASE_URL": self.url} if self.url else {}),
        }

    @property
    def settings(self) -> Settings:
        """Its settings, in this process."""
        more = {"database_url": self.url} if self.url else {}
        return Settings(data=self.folder, cache=self.folder / "cache", **more)

    def open(self) -> Opened:
        """Open it, made first where it is new."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.url:
            from access.storage.opening import reach_database

            database = reach_database(self.settings)
            migrate(database)
        else:
            database = open_service_database(self.settings)
        return Opened(self, database)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `tongdu` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "api", *words],
            env={**os.environ, **self.environment, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )

    def worker(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        """Start a worker process."""
        with (self.folder / "workers.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "api", "worker", *words],
                env={**os.environ, **self.environment, "PYTHONPATH": str(ROOT), **variables},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
            )


class Opened:
    """A library as this process sees it."""

    def __init__(self, library: Library, database: Any) -> None:
        self.library = library
        self.database = database
        self.contents = open_contents(library.settings)
        self.orders = Orders(database)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def add(self, name: str, source: Path | str, language: str = "zh") -> int:
        """Put a title into the catalogue, its source a file or the text of a book; return its number."""
        if isinstance(source, str):
            content, source_name = self.contents.add_bytes(source.encode()), f"{name}.txt"
        else:
            content, source_name = self.contents.add_file(source), source.name
        with self.database.writing() as session:
            title = Title(
                name=name, language=language, source=content, source_name=source_name, created=now(), changed=now()
            )
            session.add(title)
            session.flush()
            return int(title.id)

    def wait_for(self, is_so: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Look again and again until something is so."""
        end = time.monotonic() + patience
        while not is_so():
            if time.monotonic() > end:
                raise AssertionError(f"waited too long: {what}; {self.said()}")
            time.sleep(0.05)

    def wait_for_end(self, numbers: Iterable[int], patience: float = PATIENCE) -> list[OrderView]:
        """Wait until orders have ended, well or not; return them."""
        ends = {OrderState.DONE, OrderState.FAILED, OrderState.CANCELLED}
        numbers = list(numbers)
        self.wait_for(
            lambda: all(self.orders.view(number).state in ends for number in numbers), f"the end of {numbers}", patience
        )
        return [self.orders.view(number) for number in numbers]

    def said(self) -> str:
        """The last that the workers had to say, and where every order stands."""
        log = self.library.folder / "workers.log"
        told = log.read_text("utf-8", "replace")[-1500:] if log.exists() else ""
        return f"{told}\n{[(view.id, str(view.state), view.percent, view.failures) for view in self.orders.list()]}"

    def parts(self, number: int) -> list[OrderPart]:
        """Return the rows of an order's parts."""
        with self.database.reading() as session:
            found = list(session.scalars(select(OrderPart).where(OrderPart.order_id == number).order_by(OrderPart.id)))
            session.expunge_all()
            return found

    def artefacts(self, title: int | None = None) -> list[Artefact]:
        """Return artefacts on the shelf and those that were replaced."""
        with self.database.reading() as session:
            wanted = select(Artefact).order_by(Artefact.id)
            found = list(session.scalars(wanted if title is None else wanted.where(Artefact.title_id == title)))
            session.expunge_all()
            return found

    def blocks(self) -> set[str]:
        """Names of the spoken blocks that are kept."""
        return {path.name for path in (self.library.folder / "cache" / "speech").rglob("*.speech")}

    def spoken_anew(self, numbers: Iterable[int]) -> int:
        """How many blocks the finishing runs of the chapters of orders spoke."""
        return sum(part.fresh for number in numbers for part in self.parts(number) if part.kind == PartKind.SPEAK)


def stop(workers: Iterable[subprocess.Popen[str]], number: int = signal.SIGTERM) -> list[int]:
    """End worker processes by a signal and wait for them; return their exit codes."""
    workers = list(workers)
    for worker in workers:
        if worker.poll() is None:
            worker.send_signal(number)
    return [worker.wait(60) for worker in workers]


def what_is_read(data: bytes, name: str) -> Mapping[str, object]:
    """Return an output's text, phrases and order: what two makings of the same book must have in common.

    Of a DAISY 2.02 zip: the texts of its documents, and the order of its phrases with the texts that they point at; the
    moments are left out, because no voice speaks twice alike. Of braille: the bytes.
    """
    if name != "daisy202":
        return {"bytes": data}
    from lxml import html

    found: dict[str, object] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        for entry in names:
            if entry.endswith(".html"):
                found[entry] = " ".join(html.fromstring(archive.read(entry)).text_content().split())
            if entry.endswith(".smil"):
                pairs = re.findall(r'<text src="([^"]+)"|<audio src="([^"]+)"', archive.read(entry).decode())
                found[entry] = [text or sound for text, sound in pairs]
    found["files"] = sorted(names)
    ncc = next(str(value) for key, value in found.items() if key.endswith("ncc.html"))
    assert ncc, "the book has no contents"
    return found


def events(output: str) -> list[dict[str, Any]]:
    """Lines of JSON."""
    return [json.loads(line) for line in output.splitlines()]
