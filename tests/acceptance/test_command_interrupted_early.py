"""For tests/acceptance/test_command_interrupted.py."""

from __future__ import annotations

import signal
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


@pytest.mark.parametrize("tenths", [0.03, 0.06, 0.1, 0.15])
def test_interrupted_while_it_starts(tmp_path: Path, tenths: float) -> None:
    desk = Desk(tmp_path)
    process = desk.start(["convert", desk.book("hall.txt", long_text(20)), "--to", "daisy202", "--out", desk.out])
    time.sleep(tenths)
    process.send_signal(signal.SIGINT)
    finish(process).assert_failed(130)
