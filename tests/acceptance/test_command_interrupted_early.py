"""Ctrl-C in the first moments, and what is said of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.acceptance.command import Desk, finish, long_text, wait_until

pytestmark = pytest.mark.acceptance


def test_an_interrupted_conversion_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    book = desk.book("hall.txt", long_text(250))
    process = desk.start(["convert", book, "--to", "daisy202", "--out", desk.out])
    assert wait_until(lambda: len(desk.speech()) > 5 or process.poll() is not None, 60)
    process.send_signal(signal.SIGINT)
    result = finish(process)
    result.assert_failed(130)
    assert "stopped" in result.stderr.lower(), "the sentence is told only before the command line is parsed"


@pytest.mark.parametrize("moment", [0.05, 0.1, 0.2, 0.4])
def test_interrupted_while_it_starts(tmp_path: Path, moment: float) -> None:
    """From the moment at which our own code runs; before that Python itself is being loaded."""
    code = "from api.__main__ import main; print('begun', flush=True); main()"
    book = tmp_path / "hall.txt"
    book.write_text(long_text(20), "utf-8")
    command = [sys.executable, "-c", code, "convert", str(book), "--to", "daisy202", "--out", str(tmp_path / "out")]
    environment = {**os.environ, "TONGDU_CACHE": str(tmp_path / "cache")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(moment)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in told
