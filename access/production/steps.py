"""One job from its beginning to its end: begin it in the rows, have it done, write down what came of it, go on.

What follows at the desk is done at once, without a way through the engine: an output that was published is checked, and
when it was the last, all are shelved and who asked is told. Killed in between, the job is done again by another, who
finds its part done and goes on from there.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from access.errors import DatabaseAwayError, DiskFullError, InvalidOutputError, TongduError
from access.production.engine import Job, Queue
from access.production.failures import own_fault
from access.production.parts import Parts, Task
from access.production.shelving import shelve, tell
from access.production.step_process import StepDiedError, StepPool, StepRun, StepStoppedError
from access.production.tables import PartKind
from access.storage.tables import Plain

if TYPE_CHECKING:
    from access.production.worker import Workplace

_log = logging.getLogger(__name__)
_MOST_DEATHS = 3
"""A step whose process ends by itself this often has failed."""
_WAIT_SECONDS = 0.5
_LONGEST_WAIT = 5.0

_Result = TypeVar("_Result")


class StepRunner:
    """Does one job in the thread that calls `run`; any other may `stop` it."""

    def __init__(self, place: Workplace, parts: Parts, pool: StepPool, gate: threading.Semaphore, job: Job) -> None:
        self.job = job
        self._place = place
        self._parts = parts
        self._gate = gate
        self._run = StepRun(pool)
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Stop it at once: the process that does it, and all that this one started, is killed."""
        self._stopped.set()
        self._run.stop()

    def run(self) -> None:
        """Do the job. Raises StepStoppedError when it was stopped before its end."""
        while not self._gate.acquire(timeout=0.1):
            self._go_on()
        try:
            while True:
                self._go_on()
                self._work()
                following = self._patiently(self._hand_on)
                if following is None:
                    return
                self.job = following
        finally:
            self._gate.release()

    def _work(self) -> None:
        try:
            task = self._begin()
            if task is None:
                return
            self._do(task)
        except TongduError as error:
            failure = error
        except StepStoppedError:
            raise
        except Exception as error:
            # A fault of ours in one step costs the others nothing.
            _log.error("%s of order %d failed: %s", self.job.kind, self.job.order_id, type(error).__name__)
            _log.debug("It failed here:", exc_info=error)
            failure = own_fault(error)
        else:
            return
        self._patiently(lambda: self._parts.fail(self.job, failure), full=True)

    def _begin(self) -> Task | None:
        tried = False

        def begin() -> Task | None:
            nonlocal tried
            again, tried = tried, True
            return self._parts.begin(self.job, again=again)

        return self._patiently(begin, full=True)

    def _do(self, task: Task) -> None:
        place = self._place
        if self.job.kind is PartKind.SHELVE:
            self._patiently(lambda: shelve(place.database, place.contents, self._parts, self.job, self._go_on))
        elif self.job.kind is PartKind.TELL:
            self._patiently(lambda: tell(place.database, self._parts, self.job))
        else:
            result = self._step(task)
            self._patiently(lambda: self._parts.finish(self.job, result), full=True)

    def _step(self, task: Task) -> dict[str, Plain]:
        """Have the step done in its process; begun again when that dies."""
        more: dict[str, Plain] = {"number": self.job.number, "format": task.format, "made": task.made.get("path", "")}
        for _ in range(_MOST_DEATHS):
            try:
                result = self._run.do(str(self.job.kind), task.asked, self._advance, **more)
            except StepDiedError:
                continue
            if self.job.kind is PartKind.CHECK and result["findings"]:
                raise InvalidOutputError(format=task.format, reason="; ".join(result["findings"][:3]))
            return result
        raise TongduError(
            "The process that did this step ended unexpectedly, {count} times.",
            advice="Look at the memory of the machine, then use `tongdu orders retry`.",
            count=_MOST_DEATHS,
        )

    def _advance(self, done: int) -> None:
        try:
            self._parts.advance(self.job, done)
        except DatabaseAwayError:
            _log.debug("Progress could not be written down; the database is away.")

    def _hand_on(self) -> Job | None:
        """Hand over the parts that may begin now; return the one that is done here, if any."""
        jobs = self._parts.next_jobs(self.job.order_id)
        here = next((job for job in jobs if job.queue is Queue.DESK), None) if self.job.queue is Queue.DESK else None
        self._place.engine.enqueue(job for job in jobs if job is not here)
        return here

    def _go_on(self) -> None:
        if self._stopped.is_set():
            raise StepStoppedError

    def _patiently(self, call: Callable[[], _Result], *, full: bool = False) -> _Result:
        """Call until the database is there, and with `full` until it has room. Raises StepStoppedError when stopped."""
        wait = _WAIT_SECONDS
        while True:
            self._go_on()
            try:
                return call()
            except DatabaseAwayError:
                _log.warning("The database is away; waiting.")
            except DiskFullError:
                if not full:
                    raise
                _log.warning("The database has no room; waiting.")
            if self._stopped.wait(wait):
                raise StepStoppedError
            wait = min(_LONGEST_WAIT, wait * 2)
