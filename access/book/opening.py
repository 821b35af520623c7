"""The door through which books come in.

A file is read by a child process (`access.book.child`) that limits its own memory and time, so that one that was made
to do harm, or is only broken, can neither hang, crash nor fill the program that opens it.
"""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import access
from access.book.language_tags import normalise_tag
from access.book.opened import OpenedBook
from access.book.transfer import unpack
from access.errors import (
    DamagedBookError,
    TongduError,
    UnknownFormatError,
    UnreadableError,
    UnsafeBookError,
    UsageError,
)

MOST_SECONDS = 300
"""Wall time after which a child that neither ends nor computes is given up."""
MOST_FILE = 4 * 1024**3
"""Bytes of a file that is opened at all."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Stands for a byte of a file name that is not text; it must not get into a book, where no file could hold it."""


def open_book(path: Path, *, language: str | None = None) -> OpenedBook:
    """Open an EPUB or a plain text file.

    `language` (a BCP 47 tag) overrides what the book says of its language. May be called from several threads at once.
    Raises UnreadableError, UnknownFormatError, DamagedBookError, UnsafeBookError, EncryptedBookError or NoTextError;
    UsageError if `language` is not a tag.
    """
    tag = normalise_tag(language) if language else None
    if language and tag is None:
        raise UsageError(
            "“{language}” is not a language.", advice="Give a tag such as zh, zh-TW or en.", language=language
        )
    descriptor = _open(path)
    try:
        finished = _run(descriptor, _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", path.stem), tag or "")
    finally:
        os.close(descriptor)
    if finished.returncode == 0:
        result = unpack(finished.stdout)
        if isinstance(result, UnknownFormatError) and _is_noise(result) and path.suffix.lower() == ".epub":
            raise DamagedBookError(reason="it is called .epub but is not an EPUB") from result
        if isinstance(result, TongduError):
            raise result
        return result
    raise _death(finished.returncode)


def _is_noise(error: UnknownFormatError) -> bool:
    """Whether the file was taken to be text only because it is nothing else."""
    return (
        error.what != UnknownFormatError.default_what or error.details.get("reason") == "it holds binary data, not text"
    )


def _open(path: Path) -> int:
    """Open a regular file for reading and return its descriptor."""
    flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableError(reason=reason) from error
    state = os.fstat(descriptor)
    try:
        if stat.S_ISDIR(state.st_mode):
            raise UnreadableError(reason="it is a folder", advice="Name the book itself.")
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableError(reason="it is not a file", advice="Name the book itself.")
        if state.st_size > MOST_FILE:
            raise UnreadableError(reason="it is larger than 4 GB", advice="")
    except UnreadableError:
        os.close(descriptor)
        raise
    return descriptor


def _run(descriptor: int, stem: str, language: str) -> subprocess.CompletedProcess[bytes]:
    # The folder that holds our packages is named, not guessed from the folder we were started in, which is not ours.
    home = str(Path(access.__file__).resolve().parent.parent)
    known = os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([home, known] if known else [home]), "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-m", "access.book.child", stem, language]
    try:
        return subprocess.run(
            command,
            stdin=descriptor,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DamagedBookError(reason="reading it takes too long") from error


def _death(code: int) -> TongduError:
    """Return what a child that died has to say about the book."""
    if code in {-getattr(signal, "SIGXCPU", 24), -9}:
        return UnsafeBookError(reason="reading it takes too long")
    return DamagedBookError(reason="reading it failed")
