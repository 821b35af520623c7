"""What a worker stops while it looks after its jobs: what nobody wants any more, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from access.catalog.tables import Title
from access.clock import now
from access.production.admission import Admission
from access.production.engine import Job, Limits
from access.production.orders import Orders
from access.production.step_process import StepFactory
from access.production.tables import PartKind
from access.production.worker import Worker, Workplace
from access.storage.contents import ContentStore
from access.storage.database import Database, sqlite_url
from access.storage.migrations import migrate


@dataclass(eq=False)
class Chain:
    """What does a job and then the next, as soon as somebody has asked what it does."""

    jobs: list[Job]
    stopped: bool = field(default=False)

    @property
    def job(self) -> Job:
        return self.jobs.pop(0) if len(self.jobs) > 1 else self.jobs[0]

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(sqlite_url(tmp_path / "library.db"))
    migrate(opened)
    with opened.writing() as session:
        session.add(Title(name="a book", source="0" * 64, source_name="a.txt", created=now(), changed=now()))
    yield opened
    opened.close()


@pytest.fixture
def worker(database: Database, tmp_path: Path) -> Worker:
    engine = cast("Any", SimpleNamespace(executor="w"))
    contents = ContentStore(tmp_path / "contents")
    return Worker(Workplace(database, contents, engine, StepFactory("nowhere:nothing"), Limits({}, {})))


def test_who_goes_on_to_the_next_job_meanwhile_is_not_stopped(database: Database, worker: Worker) -> None:
    (order,) = Orders(database).place([1], ["brf"])
    Admission(database, 8).offer()
    chain = Chain([Job(order, 1, PartKind.CHECK, 1), Job(order, 1, PartKind.SHELVE, 1)])
    worker._running["one"] = cast("Any", chain)
    worker._stop_unwanted()
    assert not chain.stopped


def test_what_was_cancelled_is_stopped(database: Database, worker: Worker) -> None:
    orders = Orders(database)
    (order,) = orders.place([1], ["brf"])
    Admission(database, 8).offer()
    orders.cancel(order)
    chain = Chain([Job(order, 1, PartKind.CHECK, 1)])
    worker._running["one"] = cast("Any", chain)
    worker._stop_unwanted()
    assert chain.stopped
