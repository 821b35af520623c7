"""Answers from whoever sits at the terminal: a key each, without Enter; lines where there is no terminal."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

ENTER = "\n"
LEAVE = "\x04"
"""What is read when nothing more will come: Ctrl-D, or the end of the input."""

_ESCAPE = "\x1b"
_SEQUENCE_SECONDS = 0.05
"""How long the rest of an arrow or function key may take behind its first byte."""


class Answers(Protocol):
    """Where answers come from."""

    def key(self) -> str:
        """Wait for an answer: one character, `ENTER` or `LEAVE`; empty for a key that means nothing here."""

    def line(self) -> str | None:
        """Wait for a line, without its end and outer blanks; None when nothing more will come."""


@contextmanager
def answers() -> Iterator[Answers]:
    """Yield what reads answers from standard input, and leave the terminal as it was.

    What was typed at a terminal before is forgotten: no question had been asked yet. What comes through a pipe counts.
    """
    if not sys.stdin.isatty():
        yield _Lines()
    elif sys.platform == "win32":
        keys = _WindowsKeys()
        keys.forget()
        yield keys
    else:
        import termios
        import tty

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal, termios.TCSAFLUSH)
            yield _TerminalKeys(terminal, before)
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _plain(key: str) -> str:
    """A key as it is meant: small, and of the usual width where an input method makes it wide."""
    if key in ("\r", "\n"):
        return ENTER
    narrow = unicodedata.normalize("NFKC", key).lower()
    return narrow if len(narrow) == 1 and (narrow.isprintable() or narrow == LEAVE) else ""


class _Lines:
    """The first character of each line; an empty line is Enter."""

    def key(self) -> str:
        line = self.line()
        if line is None:
            return LEAVE
        return _plain(line[0]) if line else ENTER

    def line(self) -> str | None:
        line = sys.stdin.readline()
        return line.strip() if line else None


class _TerminalKeys:
    def __init__(self, terminal: int, usual: list[object]) -> None:
        self._terminal = terminal
        self._usual = usual

    def key(self) -> str:
        first = os.read(self._terminal, 1)
        if not first:
            return LEAVE
        if first == _ESCAPE.encode():
            self._pass_over_sequence()
            return ""
        more = 0 if first[0] < 0xC0 else 1 if first[0] < 0xE0 else 2 if first[0] < 0xF0 else 3
        return _plain((first + b"".join(os.read(self._terminal, 1) for _ in range(more))).decode("utf-8", "ignore"))

    def _pass_over_sequence(self) -> None:
        import select

        while select.select([self._terminal], [], [], _SEQUENCE_SECONDS)[0]:
            byte = os.read(self._terminal, 1)
            # ESC O begins the sequences of function keys; every other letter ends one.
            if not byte or (byte.isalpha() and byte != b"O") or byte == b"~":
                return

    def line(self) -> str | None:
        import termios
        import tty

        termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._usual)  # type: ignore[arg-type]
        try:
            typed = bytearray()
            while not typed.endswith(b"\n"):
                byte = os.read(self._terminal, 1)
                if not byte:
                    return None if not typed else typed.decode("utf-8", "ignore").strip()
                typed += byte
            return typed.decode("utf-8", "ignore").strip()
        finally:
            tty.setcbreak(self._terminal, termios.TCSADRAIN)


class _WindowsKeys:
    def forget(self) -> None:
        import msvcrt

        while msvcrt.kbhit():  # type: ignore[attr-defined]
            msvcrt.getwch()  # type: ignore[attr-defined]

    def key(self) -> str:
        import msvcrt

        key: str = msvcrt.getwch()  # type: ignore[attr-defined]
        if key == "\x03":
            raise KeyboardInterrupt
        if key in ("\x00", "\xe0"):
            msvcrt.getwch()  # type: ignore[attr-defined]
            return ""
        return LEAVE if key == "\x1a" else _plain(key)

    def line(self) -> str | None:
        line = sys.stdin.readline()
        return line.strip() if line else None
