"""`tongdu serve` as a process of its own, on a free port, in English."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.samples.waiting import wait_until

ROOT = Path(__file__).parents[2]


class Served:
    """A library and the process that serves it."""

    def __init__(self, folder: Path, process: subprocess.Popen[str], url: str) -> None:
        self.folder, self.process, self.url = folder, process, url

    @property
    def log(self) -> str:
        """What it logged."""
        return (self.folder / "serve.log").read_text("utf-8")


@contextmanager
def served(folder: Path, *words: str) -> Iterator[Served]:
    """Serve a folder, with more words of the command line, until the block ends."""
    command = [sys.executable, "-m", "api", "serve", "--port", "0", "--data", str(folder), *words]
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TONGDU_LANGUAGE": "en"},
        )
    assert process.stdout is not None
    try:
        url = ""
        for line in process.stdout:
            found = re.search(r"http://[\d.]+:\d+", line)
            if found:
                url = found[0]
                break
        assert url, (folder / "serve.log").read_text("utf-8")
        wait_until(lambda: is_answering(url), "it answers")
        yield Served(folder, process, url)
    finally:
        if process.poll() is None:
            process.kill()
        process.stdout.close()
        process.wait()


def is_answering(url: str) -> bool:
    """Tell whether the service is up."""
    try:
        return httpx.get(f"{url}/healthz").status_code == 200
    except httpx.TransportError:
        return False
