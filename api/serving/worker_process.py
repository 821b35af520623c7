"""The worker beside the server, so that one command is a whole service: a process that ends with the server.

`python -m api.serving.worker_process` works until its input ends, which it does when the server is gone, however that
ended; what the worker had begun goes on when one is there again.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import structlog

import access
from access.settings import Settings

_END_SECONDS = 30.0
_MOST_PAUSE = 60.0
_log = structlog.get_logger(__name__)


class WorkerProcess:
    """A worker's process, begun again when it falls over, after pauses that grow to a minute."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._ending = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="watch worker", daemon=True)

    def begin(self) -> None:
        """Start it."""
        self._watcher.start()

    def end(self) -> None:
        """Let it finish what cannot be left, and wait for that."""
        self._ending.set()
        if self._watcher.is_alive():
            self._watcher.join(_END_SECONDS + 10)

    def _watch(self) -> None:
        pause = 1.0
        while not self._ending.is_set():
            process = self._started()
            code = None
            while code is None and not self._ending.wait(0.2):
                code = process.poll()
            if code is None:
                _finish(process)
                return
            _log.warning("the worker ended and is begun again", code=code)
            assert process.stdin is not None
            process.stdin.close()
            self._ending.wait(pause)
            pause = min(pause * 2, _MOST_PAUSE)

    def _started(self) -> subprocess.Popen[bytes]:
        home = str(Path(access.__file__).resolve().parent.parent)
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "api.serving.worker_process"],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": home, "TONGDU_DATA": str(self._settings.data)},
            start_new_session=True,  # Ctrl-C is for the server, which decides
        )


def _finish(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> None:
    """Work."""
    from api.serving.logs import begin_logging
    from api.worker import work

    begin_logging()
    threading.Thread(target=_end_with_input, name="end with input", daemon=True).start()
    work(Settings())


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
