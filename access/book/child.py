"""The child process that reads one untrusted file: `python -m access.book.child STEM LANGUAGE < file > result`.

It limits itself before it looks at the file, so that a file made to do harm costs seconds and not the service.
"""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

MEBIBYTE = 1024 * 1024
MOST_MEMORY = 450 * MEBIBYTE
"""Address space in bytes, where the system can limit it (Linux)."""
SECONDS = 6
"""Processor time for any book."""
SECONDS_PER_MEBIBYTE = 3.0
"""Processor time more for each MiB of text above `FREE_MEBIBYTES`."""
FREE_MEBIBYTES = 3
MOST_SECONDS = 180
DEEPEST_RECURSION = 40_000
"""Frames: markup may be nested as deep as the parser allows (2048), with some frames a level."""


def limit(memory: int, seconds: int) -> None:
    """Limit this process to `memory` bytes and `seconds` of processor time, as far as the system can."""
    try:
        import resource
    except ImportError:
        return
    wanted = {"RLIMIT_CPU": (seconds, MOST_SECONDS), "RLIMIT_CORE": (0, 0)}
    if sys.platform.startswith("linux"):
        wanted["RLIMIT_AS"] = (memory, memory)
    for name, (soft, hard) in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        _, now = resource.getrlimit(kind)
        most = hard if now == resource.RLIM_INFINITY else min(hard, now)
        try:
            resource.setrlimit(kind, (min(soft, most), most))
        except (ValueError, OSError):
            continue


def allow_text(size: int) -> None:
    """Give a book with `size` bytes of text the processor time that an honest one needs."""
    extra = max(0.0, size / MEBIBYTE - FREE_MEBIBYTES) * SECONDS_PER_MEBIBYTE
    if extra:
        limit(MOST_MEMORY, min(int(SECONDS + extra), MOST_SECONDS))


def read(file: BinaryIO, stem: str, language: str | None) -> bytes:
    """Read a book of any kind and return the result, book or error, packed."""
    from access.book.sniff import Kind, sniff
    from access.book.transfer import pack
    from access.errors import DamagedBookError, TongduError, UnsafeBookError

    try:
        if sniff(file) is Kind.EPUB:
            from access.book.epub.reader import read_epub

            return pack(read_epub(file, stem=stem, language=language, on_size=allow_text))
        from access.book.plain_text import read_plain_text

        data = file.read()
        allow_text(len(data))
        return pack(read_plain_text(data, stem=stem, language=language))
    except TongduError as error:
        return pack(error)
    except MemoryError:
        pass
    except RecursionError:
        return pack(UnsafeBookError(reason="its parts are nested too deep"))
    except Exception as error:
        return pack(DamagedBookError(reason=f"it cannot be made sense of ({type(error).__name__}: {error})"[:300]))
    return pack(UnsafeBookError(reason="reading it needs too much memory"))


def main() -> None:
    """Read standard input, write the result to standard output."""
    limit(MOST_MEMORY, SECONDS)
    sys.setrecursionlimit(DEEPEST_RECURSION)
    stem, language = sys.argv[1], sys.argv[2] or None
    with os.fdopen(os.dup(0), "rb") as file, os.fdopen(os.dup(1), "wb") as out:
        out.write(read(file, stem, language))


if __name__ == "__main__":
    main()
