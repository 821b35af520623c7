"""What only a server can show: workers share it, and wait while it is away."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from access.errors import DatabaseAwayError
from access.production.leases import Leases
from access.production.tables import OrderState, PartKind, Worker
from tests.samples.postgres import PostgresServer
from tests.samples.slow_works import SlowWorks, slow_works

pytestmark = pytest.mark.acceptance
S, K = OrderState, PartKind


@pytest.fixture
def works(tmp_path: Path, postgres: PostgresServer) -> Iterator[SlowWorks]:
    with slow_works(tmp_path, postgres.url("slow")) as works:
        yield works


def test_chapters_spread_over_all_workers(works: SlowWorks) -> None:
    order = works.order()
    for _ in range(3):
        works.worker(speak=1, exact=True, chapters=3)
    for chapter in ("1", "2", "3"):
        works.begun(chapter)
    workers = {works.part(order, K.SPEAK, number).worker_id for number in (1, 2, 3)}
    assert len(workers) == 3
    works.say("go")
    works.wait_for(order, S.DONE)


def test_a_dead_worker_is_taken_over(works: SlowWorks) -> None:
    works.say("go-1")
    order = works.order()
    first = works.worker()
    works.begun("2")
    works.wait(lambda: works.part(order, K.SPEAK, 1).state == S.DONE, "the first chapter is done")
    first.kill()
    first.wait()
    works.say("go")
    for _ in range(2):
        works.worker()
    works.wait_for(order, S.DONE)
    assert [works.part(order, K.SPEAK, number).attempts for number in (1, 2)] == [1, 2]


def test_two_rescuers_do_not_do_it_twice(works: SlowWorks) -> None:
    with works.database.writing() as session:
        row = Leases(works.database, "dead")
        session.add(Worker(id="dead", host=row.machine, pid=2**22 - 1, started=_past(), seen=_past()))
    handed: list[str] = []
    first_is_in, second_is_done = threading.Event(), threading.Event()

    def hand_over(dead: str) -> int:
        handed.append(dead)
        first_is_in.set()
        second_is_done.wait(30)
        return 1

    outcome: list[int | None] = []
    first = threading.Thread(target=lambda: outcome.append(Leases(works.database, "a").take_over("dead", hand_over)))
    first.start()
    assert first_is_in.wait(30)
    assert Leases(works.database, "b").take_over("dead", hand_over) is None
    second_is_done.set()
    first.join(30)
    assert (handed, outcome, works.leases()) == (["dead"], [1], [])


def test_workers_wait_while_the_database_is_away_and_go_on(tmp_path: Path) -> None:
    with PostgresServer() as server, slow_works(tmp_path, server.url("away")) as works:
        order = works.order()
        workers = [works.worker(lease_seconds=3.0) for _ in range(2)]
        works.begun("1")
        works.begun("2")
        before = [works.part(order, K.SPEAK, number).attempts for number in (1, 2)]
        server.stop()
        with pytest.raises(DatabaseAwayError):
            works.orders.view(order)
        works.say("go")  # the steps that run end while nobody can write it down
        threading.Event().wait(6)  # longer than a lease: nobody may be taken for dead for that
        server.start()
        works.wait_for(order, S.DONE)
        assert [works.part(order, K.SPEAK, number).attempts for number in (1, 2)] == before == [1, 1]
        assert [worker.poll() for worker in workers] == [None, None]
        later = works.order()
        works.wait_for(later, S.DONE)


def _past():
    from datetime import UTC, datetime

    return datetime(2020, 1, 1, tzinfo=UTC)
