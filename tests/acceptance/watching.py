"""Runs a command and measures it: how it ended, what it said, how long it took and how much memory it needed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BESIDE = """
import os, sys
child = os.spawnvp(os.P_NOWAIT, sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
with open(sys.argv[1], "w") as told:
    told.write(f"{os.waitstatus_to_exitcode(status)} {usage.ru_maxrss}")
"""
"""A small process between us and the command: what a process needed at most begins with what its parent needs."""


@dataclass(frozen=True, slots=True)
class Watched:
    """How a command went; `megabytes` is the most that it or any one process it started held resident."""

    code: int
    output: str
    errors: str
    seconds: float
    megabytes: float


def watch(command: Sequence[str], folder: Path, limit: float = 60.0) -> Watched:
    """Run a command in `folder`, kill it after `limit` seconds (its code is then negative), and measure it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TONGDU_CACHE": str(folder / "cache"), "LANGUAGE": "en"}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors, tempfile.NamedTemporaryFile() as told:
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", _BESIDE, told.name, *command], cwd=folder, stdin=subprocess.DEVNULL,
            stdout=output, stderr=errors, env=environment, start_new_session=True,
        )  # fmt: skip
        timer = threading.Timer(limit, lambda: os.killpg(process.pid, signal.SIGKILL))
        timer.start()
        process.wait()
        timer.cancel()
        seconds = time.monotonic() - started
        code, most = map(int, told.read().split() or (process.returncode, 0))
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return Watched(code, _read(output), _read(errors), seconds, most / unit)


def _read(file: tempfile._TemporaryFileWrapper[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def convert(book: Path, folder: Path, seconds: float) -> Watched:
    """Convert a book to BRF with the command line, into `folder/out`.

    A run that takes longer than `seconds` is repeated, twice at most, and the fastest counts: the machine may be busy.
    """
    command = [sys.executable, "-m", "api", "convert", str(book), "--to", "brf", "--out", str(folder / "out")]
    runs: list[Watched] = []
    while not runs or (len(runs) < 3 and runs[-1].seconds > seconds):
        runs.append(watch(command, folder))
    return min(runs, key=lambda run: run.seconds)


def faults_of_refusal(watched: Watched, folder: Path, *, seconds: float, megabytes: float) -> list[str]:
    """Return what is wrong with how an input was refused: exit 3, a sentence or two, soon, in little memory."""
    faults = faults_of_any_end(watched, seconds=seconds, megabytes=megabytes)
    if watched.code != 3:
        faults.append(f"exit code {watched.code}")
    sentences = re.findall(r"[.!?]+[”\")]*(?=\s|$)", watched.errors)
    if not 1 <= len(sentences) <= 2:
        faults.append(f"{len(sentences)} sentences on stderr: {watched.errors[:300]!r}")
    left = [path.name for path in (folder / "out").rglob("*")]
    if left:
        faults.append(f"left behind: {left[:5]}")
    return faults


def faults_of_any_end(watched: Watched, *, seconds: float, megabytes: float) -> list[str]:
    """Return what is wrong with how a command ended, whether it refused its input or not."""
    faults = [] if watched.code in {0, 3} else [f"exit code {watched.code}"]
    if "Traceback" in watched.output + watched.errors:
        faults.append(f"a traceback: {watched.errors[-300:]!r}")
    if watched.seconds > seconds:
        faults.append(f"{watched.seconds:.1f} s")
    if watched.megabytes > megabytes:
        faults.append(f"{watched.megabytes:.0f} MB")
    return faults
