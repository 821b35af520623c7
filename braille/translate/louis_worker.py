"""The process in which liblouis runs.

It is started as a program, by path, and imports nothing but the standard library and liblouis' binding, so that it is
ready in a few milliseconds. liblouis is not safe with threads and ends its process on some errors: here it can hurt
nobody else.

Messages are a length in four bytes (big endian) and that many bytes of JSON, requests on standard input and answers on
standard output. The process ends when its standard input does, which also happens when its parent is killed.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import IO, Any

DOTS_IO = 4
UNICODE_BRAILLE = 64
NO_UNDEFINED = 128
MODE = DOTS_IO | UNICODE_BRAILLE

_LONGEST_LOADING = 10
"""Seconds after which a binding that is still loading is given up."""
_BINDINGS = (
    "/usr/lib/python3/dist-packages/louis/__init__.py",  # Debian's python3-louis
    "/usr/local/lib/python3/dist-packages/louis/__init__.py",
)
_BINDING_PATTERNS = (
    ("/opt/homebrew", "lib/python3*/site-packages/louis/__init__.py"),
    ("/usr/local", "lib/python3*/site-packages/louis/__init__.py"),
    ("/usr/local", "lib/python3*/dist-packages/louis/__init__.py"),
)


def _binding_paths() -> list[str]:
    """Every binding on this machine, the environment's own first."""
    own = None
    with contextlib.suppress(ImportError, ValueError):  # a module of that name that cannot be looked up
        own = importlib.util.find_spec("louis")
    found = [own.origin] if own is not None and own.origin else []
    found += [path for path in _BINDINGS if Path(path).is_file()]
    for root, pattern in _BINDING_PATTERNS:
        found += [str(path) for path in sorted(Path(root).glob(pattern), reverse=True)]
    return list(dict.fromkeys(found))


def _load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("louis", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def version_numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, for comparing: `3.24.0` gives (3, 24, 0)."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _survives(path: str) -> bool:
    """Say whether a process that loads this binding lives to tell of it.

    A binding whose library is of another make may end the process, or never come back, instead of raising an error.
    """
    try:
        tried = subprocess.run(
            [sys.executable, "-P", __file__, path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST_LOADING,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def newest_binding() -> tuple[ModuleType | None, str, str]:
    """Return the newest binding that loads, its path, and why there is none.

    Of two of the same version the one found first is taken, which is the environment's own. Where there are several,
    each is first loaded in a process of its own, so that a broken one costs nothing but itself.
    """
    best: tuple[tuple[int, ...], ModuleType, str] | None = None
    reason = "liblouis' Python binding is not installed"
    paths = _binding_paths()
    for path in paths:
        if len(paths) > 1 and not _survives(path):
            reason = f"liblouis' Python binding {path} does not load"
            continue
        try:
            module = _load(path)
            numbers = version_numbers(module.version())
        except (Exception, SystemExit) as error:  # a broken binding may raise anything; the next one may work
            reason = f"liblouis' Python binding {path} does not load: {error}"
            continue
        if best is None or numbers > best[0]:
            best = (numbers, module, path)
    return (best[1], best[2], "") if best else (None, "", reason)


class LouisServer:
    """Answers requests with liblouis."""

    def __init__(self) -> None:
        self.louis, self.path, self.reason = newest_binding()
        if self.louis is not None:
            with contextlib.suppress(AttributeError):
                self.louis.setLogLevel(60000)  # off: what goes wrong is told by the answers

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request; `error` in the answer says what went wrong."""
        if request["op"] == "hello":
            version = self.louis.version() if self.louis is not None else None
            return {"version": version, "path": self.path, "reason": self.reason}
        if self.louis is None:
            return {"error": self.reason}
        try:
            return getattr(self, "_" + request["op"])(**request["with"])  # type: ignore[no-any-return]
        except Exception as error:  # the binding raises RuntimeError and, on odd input, ctypes' and codecs' own
            return {"error": str(error)[:200] or type(error).__name__}

    def _check(self, table: str) -> dict[str, Any]:
        assert self.louis is not None
        self.louis.checkTable([table])
        return {}

    def _undefined(self, table: str, characters: str) -> dict[str, Any]:
        """Of the characters (none of them a blank), those for which the table has no dots."""
        assert self.louis is not None
        wide = self.louis.charSize() > 2
        missing = []
        for character in characters:
            if (not wide and ord(character) > 0xFFFF) or 0xD800 <= ord(character) <= 0xDFFF:
                missing.append(character)
            elif character != " ":
                cells = self.louis.translate([table], character, mode=MODE | NO_UNDEFINED)[0]
                if not any(ord(cell) & 0x3F for cell in cells):  # none, or blanks, or dots 7 and 8 alone
                    missing.append(character)
        return {"undefined": "".join(missing)}

    def _translate(self, table: str, text: str, forms: list[tuple[int, int, int]]) -> dict[str, Any]:
        assert self.louis is not None
        typeform = None
        if forms:
            typeform = [0] * len(text)
            for start, end, form in forms:
                for index in range(start, end):
                    typeform[index] |= form
        cells, positions, _, _ = self.louis.translate([table], text, typeform, mode=MODE)
        return {"cells": cells, "positions": positions}


def read_message(stream: IO[bytes]) -> Any:
    """Read one message; None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    body = stream.read(length)
    return json.loads(body) if len(body) == length else None


def write_message(stream: IO[bytes], message: Any) -> None:
    """Write one message."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    stream.write(struct.pack(">I", len(body)) + body)


def main() -> None:
    """Answer batches of requests, one answer a request, until the input ends."""
    requests = sys.stdin.buffer
    # What C code prints must not get between the answers: they go to a copy of standard output.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    server = LouisServer()
    while (batch := read_message(requests)) is not None:
        for request in batch:
            write_message(answers, server.answer(request))
        answers.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:  # only try whether this binding loads
        os._exit(0 if version_numbers(_load(sys.argv[1]).version()) else 1)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
    os._exit(0)  # nothing is left to write, and liblouis' own clean-up may not return
