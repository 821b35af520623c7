"""Step processes: where steps are done, kept warm between them, stopped at once when nobody wants theirs any more.

Each is a session of its own with everything it starts, so that one signal ends all of it. It ends by itself when its
worker is gone.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import access
from access.errors import TongduError
from access.production.failures import error_from_plain
from access.production.making import Asked

if TYPE_CHECKING:
    from access.storage.tables import Plain  # the database is slow to load, and step processes have none

MOST_STEPS = 200
"""Steps after which a process is replaced, so that what engines lose of their memory is not lost for long."""
IDLE_SECONDS = 120.0
"""How long an idle process is kept."""


class StepStoppedError(Exception):
    """The step's process was stopped, because nobody wants its work any more."""


class StepDiedError(Exception):
    """The step's process ended by itself, without an answer."""


@dataclass(frozen=True, slots=True)
class StepFactory:
    """How a step process makes its maker: `module:function`, called with settings (fit for JSON, no secrets)."""

    function: str
    settings: Mapping[str, Plain] = field(default_factory=dict)


class StepProcess:
    """One process, doing one step at a time."""

    def __init__(self, factory: StepFactory) -> None:
        home = str(Path(access.__file__).resolve().parent.parent)
        known = os.environ.get("PYTHONPATH")
        path = os.pathsep.join([home, known] if known else [home])
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "access.production.step_child",
                factory.function,
                json.dumps(dict(factory.settings)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
            text=True,
            encoding="utf-8",
        )
        self._lock = threading.Lock()
        self._stopped = False
        self.steps = 0
        self.kind = ""
        self.idle_since = time.monotonic()

    @property
    def pid(self) -> int:
        """The process, and the group of all that it starts."""
        return self._process.pid

    def is_fit(self) -> bool:
        """Whether it can do another step."""
        return not self._stopped and self._process.poll() is None and self.steps < MOST_STEPS

    def run(self, request: Mapping[str, Any], advance: Callable[[int], None]) -> dict[str, Any]:
        """Do a step and return its answer, telling progress.

        Raises what the step raises, `StepStoppedError` after `kill`, and `StepDiedError`.
        """
        self.steps += 1
        source: IO[str] = self._process.stdout  # type: ignore[assignment]
        target: IO[str] = self._process.stdin  # type: ignore[assignment]
        try:
            target.write(json.dumps(dict(request), ensure_ascii=False) + "\n")
            target.flush()
            for line in source:
                told = json.loads(line)
                if "done" in told:
                    advance(int(told["done"]))
                elif "error" in told:
                    raise error_from_plain(told["error"])
                else:
                    result: dict[str, Any] = told["result"]
                    return result
        except (OSError, ValueError):  # a pipe that broke, a line that was cut off: the process is gone
            pass
        if self._stopped:
            raise StepStoppedError
        self.kill()
        raise StepDiedError

    def kill(self) -> None:
        """End the process and all that it started, at once. From any thread, any number of times."""
        with self._lock:
            if self._stopped:
                return
            self._stopped = True
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        """Give back what is left of it; after `kill`, and not while it runs a step."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


class StepRun:
    """Steps being done one after another, which another thread may stop."""

    def __init__(self, pool: StepPool) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._process: StepProcess | None = None
        self._stopped = False

    def stop(self) -> None:
        """Stop the step, and begin no other."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def do(self, kind: str, asked: Asked, advance: Callable[[int], None], **more: Plain) -> dict[str, Any]:
        """Do a step. Raises as `StepProcess.run` does."""
        process = self._pool.take(kind)
        try:
            with self._lock:
                if self._stopped:
                    raise StepStoppedError
                self._process = process
            return process.run({"step": kind, "asked": asdict(asked), **more}, advance)
        except TongduError:
            raise
        except BaseException:
            process.kill()
            raise
        finally:
            with self._lock:
                self._process = None
            self._pool.give(process)


class StepPool:
    """The step processes of a worker; as many as steps run at once."""

    def __init__(self, factory: StepFactory) -> None:
        self._factory = factory
        self._lock = threading.Lock()
        self._idle: list[StepProcess] = []
        self._busy: set[StepProcess] = set()
        self._closed = False

    def take(self, kind: str) -> StepProcess:
        """Return a process for a step, one that did its kind before where there is one: it has loaded what it needs."""
        with self._lock:
            if self._closed:
                raise StepStoppedError
            fit = [process for process in self._idle if process.is_fit()]
            found = next((process for process in reversed(fit) if process.kind == kind), None) or (
                fit[-1] if fit else None
            )
            if found is not None:
                self._idle.remove(found)
            else:
                found = StepProcess(self._factory)
            found.kind = kind
            self._busy.add(found)
            return found

    def give(self, process: StepProcess) -> None:
        """Take a process back after its step."""
        with self._lock:
            self._busy.discard(process)
            fit = process.is_fit() and not self._closed
            if fit:
                process.idle_since = time.monotonic()
                self._idle.append(process)
        if not fit:
            _end(process)
        self._tidy()

    def close(self) -> None:
        """End all processes at once; steps that run are stopped."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for process in busy:
            process.kill()
        for process in idle:
            _end(process)

    def _tidy(self) -> None:
        oldest = time.monotonic() - IDLE_SECONDS
        with self._lock:
            old = [process for process in self._idle if process.idle_since < oldest or not process.is_fit()]
            self._idle = [process for process in self._idle if process not in old]
        for process in old:
            _end(process)


def _end(process: StepProcess) -> None:
    process.kill()
    process.close()
