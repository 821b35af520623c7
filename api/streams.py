"""The three standard streams, whatever state whoever started us left them in."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from access.errors import OutputError


def mend_streams() -> None:
    """Make the standard streams usable: closed ones become the null device, the others write UTF-8.

    A closed descriptor would otherwise be given to the next file that is opened, and be written to.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            _silence(descriptor)
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, "r", encoding="utf-8", closefd=False)
    sys.stdout = _writable(sys.stdout, 1)
    sys.stderr = _writable(sys.stderr, 2)


class WatchedStream(io.TextIOWrapper):
    """A text stream that remembers why it could not be written to; asked again, the system may not say so."""

    lost: OSError | None = None

    def write(self, text: str, /) -> int:
        """Write as any stream does. Raises OSError."""
        try:
            return super().write(text)
        except OSError as error:
            self.lost = error
            raise

    def flush(self) -> None:
        """Flush as any stream does. Raises OSError."""
        try:
            super().flush()
        except OSError as error:
            self.lost = error
            raise


def _writable(stream: TextIO | None, descriptor: int) -> TextIO:
    if stream is None:
        return os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", closefd=False)
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    lines = stream.line_buffering
    return WatchedStream(stream.detach(), encoding="utf-8", errors="replace", line_buffering=lines)


def drop_lost_streams() -> OSError | None:
    """Turn output streams that could not be written to into the null device.

    Returns why the first of them could not (a reader that went away, a full disk), or None when all are well.
    """
    first: OSError | None = None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, WatchedStream) and stream.lost is not None:
            first = first or stream.lost
            _silence(stream.fileno())
            stream.lost = None
    return first


def unwritten(lost: OSError) -> OutputError:
    """Return what a person is told when standard output could not be written to."""
    return OutputError("Standard output cannot be written ({reason}).", advice="", reason=lost.strerror)


def _silence(descriptor: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    if null == descriptor:
        os.set_inheritable(null, True)  # noqa: FBT003 (the function takes it by position only)
        return
    os.dup2(null, descriptor)
    os.close(null)
