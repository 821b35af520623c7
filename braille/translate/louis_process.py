"""Our side of the process in which liblouis runs: start it, ask it, notice when it has died.

The protocol is told in `louis_worker`. A worker ends by itself when this process ends, however it ends.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from braille.translate.louis_worker import read_message, write_message

_WORKER = Path(__file__).with_name("louis_worker.py")


class WorkerDiedError(Exception):
    """The worker ended, or was ended because it took too long. `answers` are those it gave before."""

    def __init__(self, answers: list[dict[str, Any]], reason: str) -> None:
        self.answers = answers
        self.reason = reason
        super().__init__(reason)


class LouisProcess:
    """One worker, started when it is first asked and again after it died. Used by one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.started = 0
        """How many workers have been started."""

    @property
    def pid(self) -> int | None:
        """The process id of the worker, None while there is none."""
        return self._process.pid if self._process is not None else None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix",  # Ctrl-C is for us; the worker ends when we close its input
            )
            self.started += 1
        return self._process

    def ask(self, requests: Sequence[dict[str, Any]], seconds: float) -> list[dict[str, Any]]:
        """Return an answer for each request, within `seconds`. Raises WorkerDiedError."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        answers: list[dict[str, Any]] = []
        late = threading.Event()

        def end_it() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end_it)
        timer.daemon = True
        timer.start()
        try:
            write_message(process.stdin, list(requests))
            process.stdin.flush()
            for _ in requests:
                answer = read_message(process.stdout)
                if answer is None:
                    break
                answers.append(answer)
        except (OSError, ValueError) as error:  # a broken pipe, or half an answer
            self.close()
            raise WorkerDiedError(answers, f"liblouis' process broke off ({type(error).__name__})") from error
        finally:
            timer.cancel()
        if len(answers) < len(requests):
            self.close()
            raise WorkerDiedError(answers, "it took too long" if late.is_set() else "liblouis ended its process")
        return answers

    def close(self) -> None:
        """End the worker."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
