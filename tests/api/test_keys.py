"""One key an answer, on a terminal and without one."""

import io
import os
import select
import sys

import pytest

from api.keys import ENTER, LEAVE, answers

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


def keys_of_lines(monkeypatch: pytest.MonkeyPatch, text: str) -> list[str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    with answers() as given:
        found: list[str] = []
        while not found or found[-1] != LEAVE:
            found.append(given.key())
    return found


def test_lines_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keys_of_lines(monkeypatch, "1\n\n S \n２\nq") == ["1", ENTER, "s", "2", "q", LEAVE]


def test_a_typed_line_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("p\n xíng \n"))
    with answers() as given:
        assert (given.key(), given.line(), given.line()) == ("p", "xíng", None)


@posix
def test_keys_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    try:
        with os.fdopen(theirs, closefd=False) as stdin:
            monkeypatch.setattr(sys, "stdin", stdin)
            before = termios.tcgetattr(theirs)
            os.write(ours, b"12\nu")
            select.select([theirs], [], [], 1)
            with answers() as given:
                os.write(ours, "1S２行\n".encode())
                assert [given.key() for _ in range(5)] == ["1", "s", "2", "行", ENTER]
                os.write(ours, b"\x1b[A\x1bOP\x1b[15~\t3\x04")
                assert [given.key() for _ in range(6)] == ["", "", "", "", "3", LEAVE]
                os.write(ours, b"p")
                assert given.key() == "p"
                os.write(ours, " xíng \n".encode())
                assert given.line() == "xíng"
                os.write(ours, b"q")
                assert given.key() == "q"
            assert termios.tcgetattr(theirs) == before
    finally:
        os.close(ours)
        os.close(theirs)
