"""Orders as workers do them: steered while they run, retried, taken over; with a maker that waits for the test."""

import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from access.errors import DiskFullError, InvalidOutputError, TongduError, VoiceFailedError
from access.notices.tables import Notice
from access.production.tables import OrderState, PartKind, Priority
from tests.samples.slow_works import SlowWorks, gone, slow_works

pytestmark = pytest.mark.acceptance
S, K = OrderState, PartKind


@pytest.fixture
def works(tmp_path: Path) -> Iterator[SlowWorks]:
    with slow_works(tmp_path) as works:
        yield works


def test_an_order_goes_all_the_way(works: SlowWorks) -> None:
    works.say("go")
    number = works.order(None, "daisy202", "brf", asked_by="patron:7")
    worker = works.worker(until_idle=True)
    view = works.wait_for(number, S.DONE)
    assert (view.percent, view.time_left, view.error) == (100, None, None)
    shelf = works.shelf(view.title_id)
    assert [row.format for row in shelf] == ["daisy202", "brf"]
    assert works.contents.path(shelf[0].content).read_bytes().startswith(b"daisy202 of plan of book")
    assert b"size" in works.contents.path(shelf[0].report).read_bytes()
    assert [(row.kind, row.order_id, row.recipient, row.told) for row in works.rows(Notice)] == [
        ("order-done", number, "patron:7", None)
    ]
    assert worker.wait(30) == 0


def test_cancelling_stops_the_work_at_once(works: SlowWorks) -> None:
    number = works.order()
    works.worker()
    processes = works.begun("1") + works.begun("2")
    works.orders.cancel(number)
    assert gone(processes)
    works.say("go")
    other = works.order()
    works.wait_for(other, S.DONE)
    assert works.orders.view(number).state is S.CANCELLED
    assert works.part(number, K.SPEAK, 1).state == S.CANCELLED
    assert not works.shelf(works.orders.view(number).title_id)


def test_a_paused_order_goes_on_with_what_was_not_done(works: SlowWorks) -> None:
    works.say("go-1")
    number = works.order()
    works.worker()
    processes = works.begun("2")
    works.wait(lambda: works.part(number, K.SPEAK, 1).state == S.DONE, "the first chapter is done")
    works.orders.pause(number)
    assert gone(processes)
    assert works.part(number, K.SPEAK, 2).state == S.WAITING
    works.say("go")
    works.orders.resume(number)
    works.wait_for(number, S.DONE)
    assert [works.part(number, K.SPEAK, n).attempts for n in (1, 2)] == [1, 2]


def test_only_what_failed_is_done_again(works: SlowWorks) -> None:
    works.say("go-1")
    works.say("go-2", "fail")
    works.say("go-3")
    number = works.order(asked_by="patron:7")
    works.worker(chapters=3)
    view = works.wait_for(number, S.FAILED)
    assert isinstance(view.error, VoiceFailedError)
    assert [(failure.kind, failure.number) for failure in view.failures] == [(K.SPEAK, 2)]
    assert [works.part(number, K.SPEAK, n).state for n in (1, 2, 3)] == [S.DONE, S.FAILED, S.DONE]
    works.say("go-2")
    works.orders.retry(number)
    works.wait_for(number, S.DONE)
    assert [works.part(number, K.SPEAK, n).attempts for n in (1, 2, 3)] == [1, 1, 1]
    assert [row.kind for row in works.rows(Notice)] == ["order-failed", "order-done"]


def test_a_full_disk_a_vanished_source_and_a_bad_output_are_said_and_can_be_retried(works: SlowWorks) -> None:
    works.say("go", "full")
    full = works.order()
    lost = works.order()
    with works.database.reading() as session:
        from access.catalog.tables import Title

        source = session.get_one(Title, works.orders.view(lost).title_id).source
    hidden = works.contents.path(source).with_suffix(".hidden")
    works.contents.path(source).rename(hidden)
    works.worker()
    assert isinstance(works.wait_for(full, S.FAILED).error, DiskFullError)
    assert type(works.wait_for(lost, S.FAILED).error).__name__ == "ContentMissingError"
    hidden.rename(hidden.with_suffix(""))
    works.say("findings", "it is upside down")
    works.say("go")
    for number in (full, lost):
        works.orders.retry(number)
        assert isinstance(works.wait_for(number, S.FAILED).error, InvalidOutputError)
        assert not works.shelf(works.orders.view(number).title_id)
    (works.steps / "findings").unlink()
    for number in (full, lost):
        works.orders.retry(number)
        works.wait_for(number, S.DONE)


def test_a_step_that_takes_its_process_down_fails_and_harms_nobody_else(works: SlowWorks) -> None:
    works.say("go-1", "die")
    works.say("go-2")
    works.say("go-3")
    number = works.order()
    works.worker(chapters=3)
    view = works.wait_for(number, S.FAILED)
    assert isinstance(view.error, TongduError)
    assert "ended unexpectedly" in view.error.english()
    assert works.part(number, K.SPEAK, 3).state == S.DONE


def test_who_waits_goes_before_what_is_made_in_stock(works: SlowWorks) -> None:
    bulk = [works.order(priority=Priority.BULK) for _ in range(3)]
    works.worker(speak=1, exact=True, chapters=2)
    works.begun("1")
    reader = works.order()
    for number in (*bulk, reader):
        works.wait(lambda number=number: works.handed_over(number, "speak") == 2, "its chapters are in the queue")
    works.say("go")
    works.wait_for(reader, S.DONE)
    ended = works.part(reader, K.SPEAK, 2).ended
    assert ended is not None
    for number in bulk:
        works.wait_for(number, S.DONE)
    chapters = [works.part(number, K.SPEAK, place) for number in bulk for place in (1, 2)]
    begun_before = [part for part in chapters if part.started is not None and part.started < ended]
    assert len(begun_before) == 1, "only the one that ran already"


def test_no_more_is_spoken_at_once_than_a_worker_may(works: SlowWorks) -> None:
    works.order()
    works.order()
    works.worker(speak=2, chapters=3)
    works.begun("1")
    works.wait(lambda: _running(works, K.SPEAK) == 2, "two run")
    for _ in range(3):
        works.wait(lambda: all(view.state is S.RUNNING for view in works.orders.list()), "both orders run")
        assert _running(works, K.SPEAK) <= 2
    works.say("go")
    for view in works.orders.list():
        works.wait_for(view.id, S.DONE)
    _never_more_at_once(works, K.SPEAK, 2)


def test_no_more_is_brailled_at_once_than_all_workers_may(works: SlowWorks) -> None:
    numbers = [works.order(None, "brf") for _ in range(4)]
    for _ in range(2):
        works.worker(braille=2, braille_of_all=1)
    works.begun("braille")
    works.wait(lambda: all(len(works.orders.view(number).parts) > 1 for number in numbers), "all are opened")
    works.say("go")
    for number in numbers:
        works.wait_for(number, S.DONE)
    _never_more_at_once(works, K.BRAILLE, 1)


def _running(works: SlowWorks, kind: PartKind) -> int:
    return sum(part.kind is kind and part.state is S.RUNNING for view in works.orders.list() for part in view.parts)


def _never_more_at_once(works: SlowWorks, kind: PartKind, most: int) -> None:
    parts = [part for view in works.orders.list() for part in view.parts if part.kind is kind]
    for part in parts:
        at_once = [
            other
            for other in parts
            if other.started and other.ended and part.started and other.started <= part.started < other.ended
        ]
        assert len(at_once) <= most


def test_in_stock_only_so_many_are_begun_and_who_waits_is_not_kept_back(works: SlowWorks) -> None:
    bulk = [works.order(priority=Priority.BULK) for _ in range(4)]
    works.worker(orders_at_once=1, chapters=1)
    works.begun("1")
    reader = works.order()
    works.wait(lambda: len(works.orders.view(reader).parts) > 1, "the reader's order is opened")
    assert [len(works.orders.view(number).parts) > 1 for number in bulk] == [True, False, False, False]
    works.say("go")
    for number in (*bulk, reader):
        works.wait_for(number, S.DONE)


def test_the_same_again_is_not_made_again_and_what_changed_replaces_it(works: SlowWorks) -> None:
    works.say("go")
    works.worker()
    title = works.title("first")
    works.wait_for(works.order(title, "daisy202", "brf"), S.DONE)
    before = works.shelf(title)
    again = works.order(title, "brf", "daisy202")
    view = works.wait_for(again, S.DONE)
    assert {part.kind for part in view.parts} == {K.OPEN, K.SHELVE, K.TELL}
    assert [row.id for row in works.shelf(title)] == [row.id for row in before]
    with works.database.writing() as session:
        from access.catalog.tables import Title

        session.get_one(Title, title).source = works.contents.add_bytes(b"second")
    placed = works.orders.reorder(title)
    assert len(placed) == 1
    works.wait_for(placed[0], S.DONE)
    after = works.shelf(title)
    assert [row.format for row in after] == ["brf", "daisy202"]
    assert not {row.id for row in after} & {row.id for row in before}
    assert works.contents.path(before[0].content).read_bytes() == b"daisy202 of plan of first"
    assert works.contents.path(after[1].content).read_bytes() == b"daisy202 of plan of second"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_leaves_its_work_to_others(works: SlowWorks, number: int) -> None:
    works.say("go-1")
    order = works.order()
    first = works.worker()
    processes = works.begun("2")
    works.wait(lambda: works.part(order, K.SPEAK, 1).state == S.DONE, "the first chapter is done")
    first.send_signal(number)
    assert first.wait(30) == 0
    assert gone(processes)
    works.say("go")
    works.worker()
    works.wait_for(order, S.DONE)
    assert works.part(order, K.SPEAK, 1).attempts == 1


def test_a_dead_worker_of_this_machine_is_taken_over_at_once(works: SlowWorks) -> None:
    works.say("go-1")
    order = works.order()
    first = works.worker()
    works.begun("2")
    works.wait(lambda: works.part(order, K.SPEAK, 1).state == S.DONE, "the first chapter is done")
    first.kill()
    first.wait()
    works.say("go")
    for _ in range(2):
        works.worker(lease_seconds=3600)
    works.wait_for(order, S.DONE)
    assert [works.part(order, K.SPEAK, n).attempts for n in (1, 2)] == [1, 2]


def test_a_worker_of_another_machine_is_dead_when_its_lease_has_run_out(works: SlowWorks) -> None:
    order = works.order()
    first = works.worker(machine="another", lease_seconds=1.5)
    works.begun("1")
    _stop_outside_of_writing(first, works.folder)
    works.say("go")
    works.worker(lease_seconds=1.5)
    works.wait_for(order, S.DONE)
    assert works.part(order, K.SPEAK, 1).attempts == 2
    first.send_signal(signal.SIGCONT)
    assert first.wait(60) == 0
    assert "taken for dead" in (works.folder / "workers.log").read_text()
    assert len(works.shelf(works.orders.view(order).title_id)) == 1


def test_orders_go_on_when_the_engine_has_forgotten_them(works: SlowWorks) -> None:
    works.say("go-1")
    order = works.order()
    first = works.worker()
    works.begun("2")
    works.wait(lambda: works.part(order, K.SPEAK, 1).state == S.DONE, "the first chapter is done")
    first.send_signal(signal.SIGTERM)
    first.wait(30)
    for file in works.folder.glob("works.db*"):
        file.unlink()
    works.say("go")
    works.worker()
    works.wait_for(order, S.DONE)
    assert works.part(order, K.SPEAK, 1).attempts == 1


def _stop_outside_of_writing(worker: subprocess.Popen[str], folder: Path) -> None:
    """Stop a process when it holds no lock of SQLite: on a machine of its own it could hold none that others see."""
    while True:
        worker.send_signal(signal.SIGSTOP)
        try:
            for name in ("library.db", "works.db"):
                with closing(sqlite3.connect(folder / name, timeout=0.2)) as database:
                    database.execute("BEGIN IMMEDIATE")
                    database.rollback()
        except sqlite3.OperationalError:
            worker.send_signal(signal.SIGCONT)
        else:
            return
