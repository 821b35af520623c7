"""The port to the durable engine: what keeps jobs, gives each to one worker, and gives it to another when that dies.

A job names a part of an order by ids alone. Everything that must not be lost is in the service's own tables; should the
engine's notes be lost, the open orders are handed to it anew.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from access.production.tables import PartKind, Priority


class Queue(StrEnum):
    """Where jobs wait, one for each thing that is limited by itself."""

    SPEAK = "speak"
    BRAILLE = "braille"
    DESK = "desk"
    """Opening, publishing, checking, shelving and telling: short, and mostly of files."""


QUEUE_OF = {PartKind.SPEAK: Queue.SPEAK, PartKind.BRAILLE: Queue.BRAILLE}
"""The others wait at the desk."""


@dataclass(frozen=True, slots=True)
class Job:
    """One part of an order, in one attempt at it. The same job handed over twice is one."""

    order_id: int
    attempt: int
    kind: PartKind
    number: int
    priority: Priority = Priority.BULK

    @property
    def id(self) -> str:
        """The job's name in the engine."""
        return f"order-{self.order_id}-{self.attempt}-{self.kind}-{self.number}"

    @property
    def queue(self) -> Queue:
        """Where it waits."""
        return QUEUE_OF.get(self.kind, Queue.DESK)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many jobs of a queue are done at once: by this worker, and by all workers together where that is limited."""

    of_worker: Mapping[Queue, int]
    of_all: Mapping[Queue, int]

    def with_one_ahead(self) -> Limits:
        """Return what the engine is asked for: a job more of each kind, which waits at the worker for its turn.

        So nobody waits for the engine between two chapters.
        """
        return Limits({queue: count + 1 for queue, count in self.of_worker.items()}, self.of_all)


Runner = Callable[[Job], Awaitable[None]]
"""Does a job. When it is cancelled it stops what it does at once; the job is then somebody else's."""


class Engine(Protocol):
    """A durable engine, in one process under one name. Its methods may be called from any thread once it is started.

    While its database is away they wait.
    """

    @property
    def executor(self) -> str:
        """The name of this process, its own for every start."""

    def start(self, run: Runner) -> None:
        """Begin to take jobs."""

    def stop(self) -> None:
        """Take no more jobs and cancel those that run; they stay this executor's until they are handed over."""

    def enqueue(self, jobs: Iterable[Job]) -> None:
        """Put jobs in their queues; one that was put there before is left alone, whatever became of it."""

    def alive(self, ids: Collection[str]) -> set[str]:
        """Return which of these jobs wait or run."""

    def hand_over(self, executor: str) -> int:
        """Put back in their queues what a dead executor was doing; return how many jobs. One caller at a time."""

    def purge(self, before: datetime) -> int:
        """Forget jobs that ended before then; return how many."""
