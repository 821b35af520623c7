"""A worker: does the jobs that the engine gives it, says that it lives, and looks after what others left lying.

Several run side by side, on several machines; all that they share is the database, the engine's database and the
contents' and works' folders. While a database is away they wait; what they were doing goes on as far as it can.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from access.clock import now
from access.errors import DatabaseAwayError, DiskFullError
from access.production.admission import Admission
from access.production.engine import Engine, Job, Limits, Queue
from access.production.leases import BEAT_SECONDS, Leases
from access.production.parts import Parts, give_back
from access.production.step_process import StepFactory, StepPool, StepStoppedError
from access.production.steps import StepRunner
from access.storage.contents import ContentStore
from access.storage.database import Database

_log = logging.getLogger(__name__)
TICK_SECONDS = 0.5
_ADMIT_SECONDS = 1.0
_RESCUE_SECONDS = 3.0
_LOOK_SECONDS = 20.0
_TIDY_SECONDS = 3600.0
_KEEP_DAYS = 7.0
"""How long the engine remembers jobs that have ended."""


class Ending(StrEnum):
    """Why a worker ended."""

    STOPPED = "stopped"
    IDLE = "idle"
    TAKEN_FOR_DEAD = "taken for dead"
    """Others have taken over what it was doing; a new one may begin in its place."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a worker works with."""

    database: Database
    contents: ContentStore
    engine: Engine
    steps: StepFactory
    limits: Limits
    orders_at_once: int = 8
    lease_seconds: float = 15.0
    machine: str = ""
    tidy: Callable[[set[str]], None] = field(default=lambda _needed: None)
    """Called now and then with the plans that open orders need; removes what nobody does."""


class Worker:
    """One worker in this process. `run` returns when it is stopped, idle, or taken for dead."""

    def __init__(self, place: Workplace, *, until_idle: bool = False) -> None:
        self._place = place
        self._until_idle = until_idle
        self._name = place.engine.executor
        self._leases = Leases(place.database, self._name, place.lease_seconds, place.machine)
        self._parts = Parts(place.database, place.contents, self._name)
        self._admission = Admission(place.database, place.orders_at_once)
        self._pool = StepPool(place.steps)
        self._threads = ThreadPoolExecutor(
            max_workers=sum(place.limits.of_worker.values()) + 8, thread_name_prefix="job"
        )
        self._gates = {queue: threading.Semaphore(_at_once(place.limits, queue)) for queue in Queue}
        self._running: dict[str, StepRunner] = {}
        self._lock = threading.Lock()
        self._ending: Ending | None = None
        self._heard_since: float | None = None

    def run(self, stop: threading.Event) -> Ending:
        """Work until `stop` is set, until there is nothing to do, or until others took this worker for dead."""
        self._patiently(self._leases.enter, stop)
        if stop.is_set():
            return Ending.STOPPED
        try:
            self._place.engine.start(self._do)
            self._look_after(stop)
        finally:
            self._close()
        return self._ending or Ending.STOPPED

    # --- jobs -----------------------------------------------------------------------------------------------------

    async def _do(self, job: Job) -> None:
        runner = StepRunner(self._place, self._parts, self._pool, self._gates[job.queue], job)
        with self._lock:
            if self._ending is None:
                self._running[job.id] = runner
        if self._ending is None:
            done = asyncio.get_running_loop().run_in_executor(self._threads, runner.run)
            try:
                await asyncio.shield(done)
            except asyncio.CancelledError:
                runner.stop()
                await asyncio.wait({done})
                raise
            except StepStoppedError:
                pass  # nobody wants it any more, or this worker is ending
            finally:
                with self._lock:
                    self._running.pop(job.id, None)
        if self._ending is not None:
            # The job must not look done to the engine: it stays this worker's until somebody takes it over.
            await asyncio.Event().wait()

    # --- looking after --------------------------------------------------------------------------------------------

    def _look_after(self, stop: threading.Event) -> None:
        due = dict.fromkeys(("beat", "admit", "rescue", "look", "tidy", "idle"), 0.0)
        while self._ending is None:
            if stop.wait(TICK_SECONDS):
                self._end(Ending.STOPPED)
                return
            try:
                self._tick(due)
            except (DatabaseAwayError, DiskFullError):
                # Nobody could say that they live meanwhile: for the length of a lease nobody is taken for dead.
                self._heard_since = None
                _log.warning("The database is away or has no room; waiting.")
            except Exception as error:
                # What the engine cannot do now it may be able to do at the next look; jobs go on meanwhile.
                _log.error("Looking after the orders failed: %s", type(error).__name__)
                _log.debug("It failed here:", exc_info=error)

    def _tick(self, due: dict[str, float]) -> None:
        moment = time.monotonic()

        def is_due(name: str, seconds: float) -> bool:
            if moment < due[name]:
                return False
            due[name] = moment + seconds
            return True

        if is_due("beat", BEAT_SECONDS):
            if not self._leases.beat():
                self._end(Ending.TAKEN_FOR_DEAD)
                return
            self._heard_since = self._heard_since or moment
        self._stop_unwanted()
        if is_due("rescue", _RESCUE_SECONDS):
            self._rescue(moment)
        if is_due("admit", _ADMIT_SECONDS):
            for jobs in self._admission.offer():
                self._place.engine.enqueue(jobs)
        if is_due("look", _LOOK_SECONDS):
            self._give_back_dropped()
            self._admission.offer_again_what_was_lost(self._place.engine)
        if is_due("tidy", _TIDY_SECONDS):
            self._place.engine.purge(now() - timedelta(days=_KEEP_DAYS))
            self._place.tidy(self._admission.plans_needed())
        if self._until_idle and self._admission.is_idle():
            self._end(Ending.IDLE)

    def _stop_unwanted(self) -> None:
        """Stop the steps of orders that were paused, cancelled, or begun anew by others."""
        running = {runner: runner.job for runner in self._runners()}  # which goes on to the next job meanwhile
        if running:
            wanted = self._admission.wanted(set(running.values()))
            for runner, job in running.items():
                if job not in wanted:
                    runner.stop()

    def _give_back_dropped(self) -> None:
        """Give back parts that are marked as this worker's and that it does not do: a fault of ours dropped them."""
        with self._place.database.writing() as session:
            if give_back(session, self._name, lambda: [runner.job for runner in self._runners()]):
                _log.warning("Some steps had been dropped; they are done again.")

    def _runners(self) -> list[StepRunner]:
        with self._lock:
            return list(self._running.values())

    def _rescue(self, moment: float) -> None:
        """Take over what the dead were doing. Who was deaf for a while first listens for the length of a lease."""
        listened = self._heard_since is not None and moment - self._heard_since >= self._leases.seconds
        for dead in self._leases.dead(everywhere=listened):
            jobs = self._leases.take_over(dead, self._place.engine.hand_over, everywhere=listened)
            if jobs:
                _log.warning("Worker %s is gone; %d steps of it were taken over.", dead, jobs)

    # --- the end --------------------------------------------------------------------------------------------------

    def _end(self, ending: Ending) -> None:
        with self._lock:
            self._ending = self._ending or ending

    def _close(self) -> None:
        self._end(Ending.STOPPED)
        for runner in self._runners():
            runner.stop()
        self._pool.close()
        self._place.engine.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        if self._ending is not Ending.TAKEN_FOR_DEAD:
            try:
                self._leases.leave()
            except (DatabaseAwayError, DiskFullError):
                _log.warning("The lease could not be given up, because the database is away or full; it will run out.")

    @staticmethod
    def _patiently(call: Callable[[], None], stop: threading.Event) -> None:
        while True:
            try:
                return call()
            except (DatabaseAwayError, DiskFullError):
                _log.warning("The database is away or has no room; waiting.")
                if stop.wait(1.0):
                    return None


def _at_once(limits: Limits, queue: Queue) -> int:
    """Jobs of a queue that are really done at once; the engine may fetch one more beforehand."""
    return max(1, limits.of_worker.get(queue, 1))
