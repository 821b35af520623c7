"""A library whose orders are made by a maker that waits for the test (`tests.samples.slow_maker`), and its workers.

`python -m tests.samples.slow_works FOLDER URL WORKS_URL JSON` is one worker.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import create_engine, select, text

from access.catalog.tables import Title
from access.clock import now
from access.production.engine import Limits, Queue
from access.production.orders import Orders, OrderView
from access.production.step_process import StepFactory
from access.production.tables import Artefact, OrderPart, OrderState, Priority, Worker
from access.production.worker import Worker as WorkerProcess
from access.production.worker import Workplace
from access.storage.contents import ContentStore
from access.storage.database import Database, sqlite_url
from access.storage.migrations import migrate
from tests.samples.waiting import wait_until

ROOT = Path(__file__).parents[2]


class SlowWorks:
    """The library as the test sees it. `url` is a PostgreSQL database, SQLite in the folder where it is empty."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.steps = folder / "steps"
        self.steps.mkdir()
        self.url = url or sqlite_url(folder / "library.db")
        self.works_url = f"{url}_works" if url else sqlite_url(folder / "works.db")
        self.database = Database(self.url)
        migrate(self.database)
        self.contents = ContentStore(folder / "contents")
        self.orders = Orders(self.database)
        self.workers: list[subprocess.Popen[bytes]] = []

    def close(self) -> None:
        """End everything."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.database.close()

    # --- what the test does ---------------------------------------------------------------------------------------

    def title(self, text: str = "a book") -> int:
        """Put a title into the catalogue."""
        with self.database.writing() as session:
            content = self.contents.add_bytes(text.encode())
            title = Title(name=text, language="en", source=content, source_name="a.txt", created=now(), changed=now())
            session.add(title)
            session.flush()
            return int(title.id)

    def order(
        self, title: int | None = None, *formats: str, priority: Priority = Priority.READER, asked_by: str = ""
    ) -> int:
        """Place an order, of a title of its own where none is given."""
        wanted = self.title(f"book {os.urandom(4).hex()}") if title is None else title
        return self.orders.place([wanted], formats or ("daisy202",), priority=priority, asked_by=asked_by)[0]

    def worker(self, **settings: object) -> subprocess.Popen[bytes]:
        """Start a worker; settings are `speak`, `braille`, `braille_of_all`, `chapters`, `until_idle`, `machine`…"""
        command = [sys.executable, "-m", "tests.samples.slow_works", str(self.folder), self.url, self.works_url]
        with (self.folder / "workers.log").open("ab") as log:
            worker = subprocess.Popen([*command, json.dumps(settings)], cwd=ROOT, stdout=log, stderr=log)
        self.workers.append(worker)
        return worker

    def say(self, name: str, what: str = "end") -> None:
        """Let steps go on: `go` all, `go-N` that of a chapter; what to do then is `end`, `fail`, `full` or `die`."""
        aside = self.steps / f".{name}"
        aside.write_text(what)
        aside.rename(self.steps / name)

    # --- what the test sees ---------------------------------------------------------------------------------------

    def begun(self, name: str = "1") -> list[psutil.Process]:
        """Wait until a step has begun and return its process and the one that this started."""
        self.wait((self.steps / f"begun-{name}").exists, f"{name} has begun")
        return [psutil.Process(int(pid)) for pid in (self.steps / f"begun-{name}").read_text().split()]

    def wait(self, is_so: Any, what: str) -> None:
        """Wait until something is so."""
        try:
            wait_until(is_so, what)
        except AssertionError as error:
            log = (self.folder / "workers.log").read_text("utf-8", "replace") if self.workers else ""
            raise AssertionError(f"{error}: {[vars_of(view) for view in self.orders.list()]}\n{log[-3000:]}") from None

    def wait_for(self, number: int, *states: OrderState) -> OrderView:
        """Wait until an order is in one of these states."""
        self.wait(lambda: self.orders.view(number).state in states, f"order {number} is {states}")
        return self.orders.view(number)

    def part(self, number: int, kind: str, place: int = 1) -> OrderPart:
        """Return the row of a part."""
        with self.database.reading() as session:
            found = session.scalars(
                select(OrderPart).where(OrderPart.order_id == number, OrderPart.kind == kind, OrderPart.number == place)
            ).one()
            session.expunge_all()
            return found

    def rows(self, table: Any) -> list[Any]:
        """Return all rows of a table in the order of their keys."""
        with self.database.reading() as session:
            found = list(session.scalars(select(table).order_by(table.id)))
            session.expunge_all()
            return found

    def shelf(self, title: int) -> list[Artefact]:
        """Return the artefacts of a title that were not replaced."""
        return [row for row in self.rows(Artefact) if row.title_id == title and row.replaced is None]

    def handed_over(self, number: int, kind: str) -> int:
        """How many jobs of a kind the engine has of an order."""
        engine = create_engine(self.works_url)
        table = "workflow_status" if engine.dialect.name == "sqlite" else "dbos.workflow_status"
        wanted = text(f"SELECT count(*) FROM {table} WHERE workflow_uuid LIKE :name")
        with engine.connect() as connection:
            count = connection.execute(wanted, {"name": f"order-{number}-%-{kind}-%"}).scalar_one()
        engine.dispose()
        return int(count)

    def leases(self) -> list[Worker]:
        """Return the workers' rows."""
        return self.rows(Worker)


def vars_of(view: OrderView) -> tuple[object, ...]:
    """An order in short, for a failing test."""
    return (
        view.id,
        str(view.state),
        [(str(part.kind), part.number, str(part.state)) for part in view.parts],
        view.failures,
    )


@contextmanager
def slow_works(folder: Path, url: str = "") -> Iterator[SlowWorks]:
    """Yield a library; end its workers afterwards."""
    works = SlowWorks(folder, url)
    try:
        yield works
    finally:
        works.close()


def gone(processes: list[psutil.Process]) -> bool:
    """Whether none of these runs any more."""
    _, alive = psutil.wait_procs(processes, timeout=10)
    return not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def main() -> None:
    """Be a worker."""
    from access.production.dbos_engine import DbosEngine

    folder, url, works_url = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    settings: dict[str, Any] = json.loads(sys.argv[4])
    limits = Limits(
        {
            Queue.SPEAK: settings.get("speak", 2),
            Queue.BRAILLE: settings.get("braille", 1),
            Queue.DESK: settings.get("desk", 2),
        },
        {Queue.BRAILLE: settings["braille_of_all"]} if "braille_of_all" in settings else {},
    )
    ahead = limits if "braille_of_all" in settings or settings.get("exact") else limits.with_one_ahead()
    place = Workplace(
        database=Database(url),
        contents=ContentStore(folder / "contents"),
        engine=DbosEngine(works_url, f"test-{os.getpid()}-{os.urandom(3).hex()}", ahead),
        steps=StepFactory(
            "tests.samples.slow_maker:open_slow_maker",
            {"folder": str(folder / "steps"), "chapters": settings.get("chapters", 2)},
        ),
        limits=limits,
        orders_at_once=settings.get("orders_at_once", 8),
        lease_seconds=settings.get("lease_seconds", 15.0),
        machine=settings.get("machine", ""),
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print(WorkerProcess(place, until_idle=settings.get("until_idle", False)).run(stop), flush=True)


if __name__ == "__main__":
    main()
