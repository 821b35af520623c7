"""The durable engine: DBOS, on a database of its own beside the service's.

What it was measured to need is done here and nowhere else: write-ahead logging on its SQLite file, a name of its own
for every process, a version that follows our workflow and not our code, JSON instead of pickles, and a limit of each
worker's own, which its queues, kept in the database for all workers alike, do not know.
"""

from __future__ import annotations

import contextvars
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import Connection, make_url, text

from access.production.engine import Job, Limits, Queue, Runner
from access.production.tables import PartKind, Priority

VERSION = "works-1"
"""Changes only when the workflow's steps or arguments do: workers of other releases take each other's jobs."""
POLL_SECONDS = 1.0
"""How often a worker looks for jobs of a kind: a look costs some milliseconds, all day long.

Nobody waits for it between two chapters, see `Limits.with_one_ahead`.
"""
_READ_SECONDS = 10.0
"""How long what a queue is like is remembered; the engine asks at every look."""
_WORKFLOW = "part"
_APPLICATION = "tongdu"
_PRIORITIES = {Priority.READER: 1, Priority.BULK: 100}
_LIVING = ("ENQUEUED", "DELAYED", "PENDING")
_ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_AT_ONCE = 500
_POOL = 5

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_runner: list[Runner] = []
"""What does the jobs of this process; the engine knows workflows by name, so they are functions of a module."""


@DBOS.step(name="do", preemptible=True)
async def _do(order_id: int, attempt: int, kind: str, number: int) -> None:
    await _runner[0](Job(order_id, attempt, PartKind(kind), number))


@DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=1000)
async def _part(order_id: int, attempt: int, kind: str, number: int) -> None:
    await _do(order_id, attempt, kind, number)


class DbosEngine:
    """The engine of this process: one at a time. `url` is a SQLAlchemy address; `executor` must never come twice."""

    def __init__(self, url: str, executor: str, limits: Limits) -> None:
        self._url = make_url(url)
        self._executor = executor
        self._limits = limits

    @property
    def executor(self) -> str:
        """The name of this process."""
        return self._executor

    def start(self, run: Runner) -> None:
        """Begin to take jobs."""
        _runner[:] = [run]
        if self._url.get_backend_name() == "sqlite":
            _write_ahead(self._url.database or "")
        config: DBOSConfig = {
            "name": _APPLICATION,
            "system_database_url": self._url.render_as_string(hide_password=False),
            "sys_db_pool_size": _POOL,
            "executor_id": self._executor,
            "application_version": VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "CRITICAL",
            "enable_otlp": False,
        }
        dbos = DBOS(config=config)
        DBOS.launch()
        _limit_here(dbos, self._limits.of_worker)
        _look_once_for_all(dbos)
        if self._url.get_backend_name() == "sqlite":
            _claim_one_after_the_other(dbos)
        for queue in Queue:
            DBOS.register_queue(
                queue,
                worker_concurrency=1,  # until each worker's own limit holds, see `_limit_here`
                global_concurrency=self._limits.of_all.get(queue),
                polling_interval_sec=POLL_SECONDS,
                on_conflict="always_update",
            )

    def stop(self) -> None:
        """Take no more jobs and cancel those that run."""
        DBOS.destroy()

    def enqueue(self, jobs: Iterable[Job]) -> None:
        """Put jobs in their queues."""
        for job in jobs:
            options: EnqueueOptions = {
                "workflow_name": _WORKFLOW,
                "queue_name": job.queue,
                "workflow_id": job.id,
                "app_version": VERSION,
                "priority": _PRIORITIES[job.priority],
            }
            _outside(DBOS.enqueue_workflow_with_options, options, job.order_id, job.attempt, str(job.kind), job.number)

    def alive(self, ids: Collection[str]) -> set[str]:
        """Return which of these jobs wait or run."""
        asked = list(ids)
        return {
            found.workflow_id
            for first in range(0, len(asked), _AT_ONCE)
            for found in _listed(workflow_ids=asked[first : first + _AT_ONCE], status=list(_LIVING))
        }

    def hand_over(self, executor: str) -> int:
        """Put back in their queues what a dead executor was doing.

        The queue of each is kept, so that its limits hold. Two callers at once could put back what the one has already
        given to a living worker: the caller holds the dead one's lease while it calls.
        """
        left: dict[str, list[str]] = {}
        for found in _listed(executor_id=executor, status=["PENDING"]):
            left.setdefault(found.queue_name or Queue.DESK, []).append(found.workflow_id)
        for queue, ids in left.items():
            _outside(DBOS.resume_workflows, ids, queue_name=queue)
        return sum(map(len, left.values()))

    def purge(self, before: datetime) -> int:
        """Forget jobs that ended before then."""
        ids = [found.workflow_id for found in _listed(completed_before=before.isoformat(), status=list(_ENDED))]
        for first in range(0, len(ids), _AT_ONCE):
            _outside(DBOS.delete_workflows, ids[first : first + _AT_ONCE])
        return len(ids)


def _listed(**wanted: Any) -> list[Any]:
    return _outside(DBOS.list_workflows, load_input=False, load_output=False, **wanted)


def _outside(call: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs) -> _Result:
    """Call the engine as from outside any job, so that it does not take the call for one of the job's own steps."""
    return contextvars.Context().run(call, *arguments, **named)


def _write_ahead(path: str) -> None:
    """Let readers and a writer of the engine's SQLite file go on together; the file remembers it."""
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def _limit_here(dbos: DBOS, limits: Mapping[Queue, int]) -> None:
    """Give this worker limits of its own.

    A queue's limit for a worker is kept in the database and so is the same for all; but machines differ. The engine
    reads a queue anew before every look into it, and there is no public way to be asked: hence this.
    """
    read: Callable[..., Any] = dbos._sys_db.get_queue
    known: dict[str, tuple[float, Any]] = {}

    def get_queue(name: str, **options: Any) -> Any:
        moment = time.monotonic()
        when, queue = known.get(name, (0.0, None))
        if queue is None or moment > when + _READ_SECONDS:
            queue = read(name, **options)
            if queue is not None and name in limits:
                queue._worker_concurrency = limits[Queue(name)]
            known[name] = moment, queue
        return queue

    dbos._sys_db.get_queue = get_queue  # type: ignore[method-assign]


def _look_once_for_all(dbos: DBOS) -> None:
    """Let one short look into the database tell for all queues whether anything waits.

    By itself the engine opens a transaction with several questions for every queue at every look, even when this worker
    is full; that was most of what an idle worker cost.
    """
    engine, claim = dbos._sys_db.engine, dbos._sys_db.start_queued_workflows
    table = "workflow_status" if engine.dialect.name == "sqlite" else f"{dbos._sys_db.schema}.workflow_status"
    waiting = text(f"SELECT DISTINCT queue_name FROM {table} WHERE status = 'ENQUEUED'")  # noqa: S608 - a name of ours
    lock = threading.Lock()
    seen: tuple[float, frozenset[str]] = (-POLL_SECONDS, frozenset())

    def queues_with_jobs() -> frozenset[str]:
        nonlocal seen
        with lock:
            if time.monotonic() >= seen[0] + POLL_SECONDS / 2:
                moment = time.monotonic()
                with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    seen = (moment, frozenset(connection.execute(waiting).scalars()))
            return seen[1]

    def start_queued_workflows(queue: Any, *arguments: Any, **options: Any) -> Any:
        running = arguments[3] if len(arguments) > 3 else options.get("local_running_count", 0)
        most = queue._worker_concurrency
        if most is not None and running >= most:
            return [], "worker_concurrency"
        if queue.name not in queues_with_jobs():
            return [], None
        return claim(queue, *arguments, **options)

    dbos._sys_db.start_queued_workflows = start_queued_workflows  # type: ignore[method-assign]


def _claim_one_after_the_other(dbos: DBOS) -> None:
    """Hold SQLite's write lock from the first question of a claim on.

    By itself the engine takes it only when it writes: two workers could both count what runs, find room for one job,
    and take one each, and more would run at once than all workers together may.
    """
    engine = dbos._sys_db.engine

    @contextmanager
    def begin(_isolation: str | None) -> Iterator[Connection]:
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    dbos._sys_db._begin = begin  # type: ignore[method-assign,assignment]
