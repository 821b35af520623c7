"""Leases: by what the dead among the workers are told from the living.

A worker says every few seconds that it lives. One that was not heard of for the length of a lease is dead to the
others, and so is one of this machine whose process is gone; one of the living then takes over what it was doing. A
worker that finds its row gone was taken for dead: what it was doing is another's now, and it begins anew.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from access.clock import now
from access.production.parts import give_back
from access.production.tables import Worker
from access.storage.database import Database

LEASE_SECONDS = 15.0
BEAT_SECONDS = 2.0
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def this_machine() -> str:
    """Name the machine as its processes see it: its name, its start and the space of its process numbers."""
    facts = [platform.node()]
    with suppress(OSError):
        facts.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:8])
    with suppress(OSError):
        facts.append(str(Path("/proc/self/ns/pid").stat().st_ino))
    return "/".join(facts)


@dataclass(slots=True)
class Leases:
    """The leases in a database, as the worker `worker` sees them. `seconds` is how long one lasts without a beat."""

    database: Database
    worker: str
    seconds: float = LEASE_SECONDS
    machine: str = ""

    def __post_init__(self) -> None:
        self.machine = self.machine or this_machine()

    def enter(self) -> None:
        """Take a lease."""
        with self.database.writing() as session:
            moment = _moment(session)
            session.add(Worker(id=self.worker, host=self.machine, pid=os.getpid(), started=moment, seen=moment))

    def beat(self) -> bool:
        """Say that this worker lives; False when it was taken for dead."""
        with self.database.writing() as session:
            found = session.execute(
                update(Worker).where(Worker.id == self.worker).values(seen=_moment(session)).returning(Worker.id)
            )
            return found.first() is not None

    def leave(self) -> None:
        """Give the lease up at once: what this worker had begun is anybody's."""
        with self.database.writing() as session:
            session.execute(update(Worker).where(Worker.id == self.worker).values(seen=_LONG_AGO))

    def dead(self, *, everywhere: bool = True) -> list[str]:
        """Return the workers that are dead to this one.

        Without `everywhere` only those that gave up their leases, and those of this machine whose process is gone.
        """
        with self.database.reading() as session:
            oldest = self._oldest(session, everywhere=everywhere)
            others = session.scalars(select(Worker).where(Worker.id != self.worker)).all()
            return [other.id for other in others if other.seen < oldest or self._is_gone(other)]

    def take_over(self, dead: str, hand_over: Callable[[str], int], *, everywhere: bool = True) -> int | None:
        """Hand over what a dead worker was doing and forget it; return how many jobs.

        Returns None when another rescuer was first. Its row is held until all is handed over. When this
        rescuer dies on the way, the next one goes on.
        """
        with self.database.writing() as session:
            if self._held(session, dead, everywhere=everywhere) is None:
                return None
            # Before anybody can be handed one of its jobs, and find it begun.
            give_back(session, dead)
        with self.database.writing() as session:
            row = self._held(session, dead, everywhere=everywhere)
            if row is None:
                return None
            jobs = hand_over(dead)
            session.delete(row)
            return jobs

    def _held(self, session: Session, dead: str, *, everywhere: bool) -> Worker | None:
        """Return the row of a dead worker, held, unless another rescuer has it or it lives after all."""
        row = session.scalar(select(Worker).where(Worker.id == dead).with_for_update(skip_locked=True))
        alive = row is None or not (row.seen < self._oldest(session, everywhere=everywhere) or self._is_gone(row))
        return None if alive else row

    def _oldest(self, session: Session, *, everywhere: bool) -> datetime:
        """The latest sign of life of which the dead have none. Who gave its lease up is dead to everybody."""
        return _moment(session) - timedelta(seconds=self.seconds) if everywhere else _LONG_AGO + timedelta(days=1)

    def _is_gone(self, other: Worker) -> bool:
        if other.host != self.machine or os.name != "posix":
            return False
        try:
            os.kill(other.pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False


def _moment(session: Session) -> datetime:
    """The time by the database's clock, where workers of several machines share one."""
    if session.get_bind().dialect.name != "postgresql":
        return now()
    moment: datetime = session.scalar(select(func.clock_timestamp()))  # type: ignore[assignment]
    return moment.astimezone(UTC)
