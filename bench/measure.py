"""Run a command and measure it: wall seconds, and the most memory any one process of its tree held."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Measured:
    """Wall seconds, the largest resident set of any process of the tree (bytes), the exit code and standard output."""

    seconds: float
    largest_process: int
    exit_code: int
    output: str


def measure(command: Sequence[str], environment: dict[str, str] | None = None) -> Measured:
    """Run a command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment)
    largest = [0]
    done = threading.Event()

    def watch() -> None:
        root = psutil.Process(process.pid)
        while not done.wait(0.1):
            with suppress(psutil.Error):
                for each in (root, *root.children(recursive=True)):
                    with suppress(psutil.Error):
                        largest[0] = max(largest[0], each.memory_info().rss)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output, _ = process.communicate()
    done.set()
    watcher.join()
    return Measured(time.perf_counter() - began, largest[0], process.returncode, output)
