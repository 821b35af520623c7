"""Interrupted, killed and watched: no half-made output, nothing spoken twice, no process left, a live bar."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from tests.acceptance.command import Desk, finish, lamp_epub, long_text, wait_until

pytestmark = pytest.mark.acceptance


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _begin(desk: Desk, book: Path, *, entries: int, to: str = "daisy202,epub3") -> subprocess.Popen[bytes]:
    """Start a conversion and wait until so many blocks are spoken."""
    arguments: list[str | Path] = ["convert", book, "--to", to, "--out", desk.out, "--json"]
    process = desk.start(arguments, start_new_session=True)
    assert wait_until(lambda: len(desk.speech()) >= entries or process.poll() is not None, 60)
    assert process.poll() is None, "the book is too small to be interrupted"
    return process


def _hidden(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".*") if path.name != ".tongdu.json"]


# --- interrupted --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("group", [False, True], ids=["alone", "with its workers"])
def test_interrupted_while_speaking(desk: Desk, number: signal.Signals, group: bool) -> None:
    process = _begin(desk, desk.book("hall.txt", long_text(250)), entries=10)
    if group:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    result = finish(process)
    result.assert_failed(130)
    result.events()
    assert wait_until(lambda: not desk.processes(), 2), "workers were left"
    assert desk.made() == set()
    assert _hidden(desk.root) == []
    assert list(desk.temporary.iterdir()) == []


def test_interrupted_at_once(desk: Desk) -> None:
    process = desk.start(["convert", desk.book("hall.txt", long_text(40)), "--to", "pef,daisy202", "--out", desk.out])
    assert wait_until(lambda: len(desk.processes()) > 1 or process.poll() is not None, 30)
    process.send_signal(signal.SIGINT)
    finish(process).assert_failed(130)
    assert wait_until(lambda: not desk.processes(), 2)
    assert _hidden(desk.root) == []


# --- killed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entries", [1, 7, 30, 60, 119])
def test_killed_and_run_again_speaks_nothing_twice(desk: Desk, entries: int) -> None:
    book = desk.book("hall.txt", long_text(120))
    process = _begin(desk, book, entries=entries)
    process.kill()
    process.communicate()
    assert wait_until(lambda: not desk.processes(), 10), "a worker outlived the command by more than 10 seconds"
    assert not {"hall.daisy202", "hall.epub"} & desk.made()
    before = desk.speech()
    assert len(before) >= entries
    summary = desk.convert(book, to="daisy202,epub3").summary()
    after = desk.speech()
    assert before.items() <= after.items(), "a finished block was written again"
    assert summary["spoken_blocks"] == len(after) - len(before)
    assert summary["spoken_blocks"] + summary["kept_blocks"] >= 120
    assert desk.made() == {"hall.daisy202", "hall.epub"}
    assert _hidden(desk.out) == []


# --- on a terminal ------------------------------------------------------------------------------------------------


class _Terminal:
    """A command that believes to run on a terminal of 100 columns."""

    def __init__(self, desk: Desk, *arguments: str | Path) -> None:
        self.master, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.process = desk.start(
            arguments,
            environment={"TERM": "xterm-256color"},
            stdin=inside,
            stdout=inside,
            stderr=inside,
            # the terminal must be the controlling one, so that Ctrl-C reaches the command as on a desk
            wrapper=("setsid", "--ctty"),
        )
        os.close(inside)
        self.shown = ""

    def read(self, *, until: str | None = None, seconds: float = 90) -> str:
        """Take what is shown until a pattern appears or the command ends."""
        while until is None or not re.search(until, self.shown):
            ready, _, _ = select.select([self.master], [], [], seconds)
            assert ready, f"nothing more was shown: {self.shown[-500:]}"
            try:
                data = os.read(self.master, 65536)
            except OSError:  # how Linux says that the other side is closed
                break
            if not data:
                break
            self.shown += data.decode("utf-8", "replace")
        return self.shown

    def close(self) -> int:
        """Wait for the command's end and return its code."""
        code = self.process.wait(60)
        os.close(self.master)
        return code


def test_a_live_bar_with_time_left(desk: Desk) -> None:
    book = desk.book("hall.txt", long_text(120))
    terminal = _Terminal(desk, "convert", book, "--to", "daisy202", "--out", desk.out)
    shown = terminal.read()
    assert terminal.close() == 0
    assert len(re.findall(r"\x1b\[", shown)) > 10, "the bar moves"
    percents = {int(percent) for percent in re.findall(r"(\d+)\s?%", shown)}
    assert len(percents) >= 3
    assert re.search(r"\d:\d\d", shown), "time left"
    assert shown.rfind("\x1b[?25h") >= shown.rfind("\x1b[?25l"), "the cursor is shown again"


def test_control_c_on_a_terminal(desk: Desk) -> None:
    book = desk.book("hall.txt", long_text(250))
    terminal = _Terminal(desk, "convert", book, "--to", "daisy202", "--out", desk.out)
    terminal.read(until=r"[1-9]\s?%")
    os.write(terminal.master, b"\x03")
    shown = terminal.read()
    assert terminal.close() == 130
    assert "Traceback" not in shown
    assert shown.rfind("\x1b[?25h") >= shown.rfind("\x1b[?25l"), "the cursor is shown again"
    assert wait_until(lambda: not desk.processes(), 2)
    assert desk.made() == set()
    assert _hidden(desk.root) == []


def test_json_on_a_terminal_is_json(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    terminal = _Terminal(desk, "convert", book, "--to", "pef", "--out", desk.out, "--json")
    shown = terminal.read()
    assert terminal.close() == 0
    assert all(re.fullmatch(r"\{.*\}", line) for line in shown.split("\r\n") if line)
