"""The engine's one real adapter, on SQLite."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos._dbos import _get_dbos_instance

from access.production.dbos_engine import DbosEngine
from access.production.engine import Job, Limits, Queue
from access.production.tables import PartKind, Priority
from access.storage.database import sqlite_url
from tests.samples.waiting import wait_until

Start = Callable[..., DbosEngine]


class Doer:
    """Does jobs when it is let, and notes what it did."""

    def __init__(self) -> None:
        self.begun: list[Job] = []
        self.cancelled: list[Job] = []
        self.may_end = threading.Event()

    async def __call__(self, job: Job) -> None:
        self.begun.append(job)
        try:
            while not self.may_end.is_set():
                await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            self.cancelled.append(job)
            raise


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[DbosEngine] = []

    def begin(doer: Doer, name: str, speak: int = 2) -> DbosEngine:
        limits = Limits({Queue.SPEAK: speak, Queue.BRAILLE: 1, Queue.DESK: 1}, {})
        engine = DbosEngine(sqlite_url(tmp_path / "works.db"), name, limits)
        engine.start(doer)
        started.append(engine)
        return engine

    yield begin
    for engine in started:
        engine.stop()


def jobs(count: int, order: int = 1, priority: Priority = Priority.BULK) -> list[Job]:
    return [Job(order, 1, PartKind.SPEAK, number, priority) for number in range(1, count + 1)]


def ids(found: list[Job]) -> list[str]:
    return [job.id for job in found]


def test_jobs_are_done_once_however_often_they_are_handed_over(start: Start, tmp_path: Path) -> None:
    doer = Doer()
    doer.may_end.set()
    engine = start(doer, "one")
    for _ in range(2):
        engine.enqueue(jobs(3))
    wait_until(lambda: not engine.alive(ids(jobs(3))), "all are done")
    engine.enqueue(jobs(3))
    assert not engine.alive(ids(jobs(3)))
    assert sorted(ids(doer.begun)) == ids(jobs(3))
    with sqlite3.connect(tmp_path / "works.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_worker_has_its_own_limit_and_who_waits_goes_first(start: Start) -> None:
    doer = Doer()
    engine = start(doer, "one", speak=1)
    engine.enqueue(jobs(3, order=1))
    wait_until(lambda: doer.begun, "the first is begun")
    engine.enqueue(jobs(2, order=2, priority=Priority.READER))
    doer.may_end.set()
    wait_until(lambda: len(doer.begun) == 5, "all are begun")
    assert [job.order_id for job in doer.begun] == [1, 2, 2, 1, 1]


def test_a_limit_of_two_is_two(start: Start) -> None:
    doer = Doer()
    engine = start(doer, "one", speak=2)
    engine.enqueue([*jobs(4), Job(1, 1, PartKind.BRAILLE, 1)])
    wait_until(lambda: len(doer.begun) == 3, "two chapters and the braille are begun")
    assert sorted(job.kind for job in doer.begun) == [PartKind.BRAILLE, PartKind.SPEAK, PartKind.SPEAK]


def test_what_a_stopped_engine_was_doing_is_left_and_can_be_handed_over(start: Start) -> None:
    first, second = Doer(), Doer()
    engine = start(first, "first")
    engine.enqueue(jobs(2))
    wait_until(lambda: len(first.begun) == 2, "both are begun")
    engine.stop()
    assert sorted(ids(first.cancelled)) == ids(jobs(2))
    second.may_end.set()
    engine = start(second, "second")
    assert engine.alive(ids(jobs(2))) == set(ids(jobs(2)))
    assert engine.hand_over("first") == 2
    wait_until(lambda: not engine.alive(ids(jobs(2))), "both are done")
    assert engine.hand_over("first") == 0
    assert sorted(ids(second.begun)) == ids(jobs(2))


def test_what_ended_long_ago_is_forgotten(start: Start) -> None:
    doer = Doer()
    doer.may_end.set()
    engine = start(doer, "one")
    engine.enqueue(jobs(2))
    wait_until(lambda: not engine.alive(ids(jobs(2))), "both are done")
    moment = datetime.now(UTC)
    assert engine.purge(moment - timedelta(days=1)) == 0
    assert engine.purge(moment + timedelta(minutes=1)) == 2
    assert engine.purge(moment + timedelta(minutes=1)) == 0


def test_who_looks_for_a_job_to_take_keeps_others_from_looking(start: Start, tmp_path: Path) -> None:
    start(Doer(), "one")
    other = sqlite3.connect(tmp_path / "works.db", timeout=0)
    with _get_dbos_instance()._sys_db._begin(None), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    wait_until(lambda: _may_write(other), "the next may")
    other.close()


def _may_write(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    connection.rollback()
    return True
