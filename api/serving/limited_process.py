"""Work that is done in a process of its own: its memory and time are limited, it can be broken off, and it ends with
whoever started it.

`result_of` starts `python -m MODULE` and writes what is wanted, a line of JSON, to its standard input; the module's
`main` is one call of `answer`, which writes one object of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import access
from access.errors import TongduError
from access.production.failures import error_as_plain, error_from_plain, own_fault
from access.settings import Settings
from api.language import chosen_language, speaking

_NO_MEMORY, _NOBODY_WAITS = 71, 72
"""How the process ends when it cannot say so."""


def result_of(module: str, wanted: Mapping[str, object], *, seconds: float) -> dict[str, Any] | None:
    """Have a module do what is wanted, in the language of who is answered; return its answer.

    None when it took longer than `seconds` (wall time), more memory than it may, or died. Raises the TongduError that
    it ended with.
    """
    home = str(Path(access.__file__).resolve().parent.parent)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("TONGDU_DEBUG") else subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": home, "PYTHONUTF8": "1"},
        start_new_session=True,  # Ctrl-C is for the service, which decides what becomes of this
    )
    assert process.stdin is not None
    assert process.stdout is not None
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        # The input stays open: its end is the sign that nobody waits any more.
        process.stdin.write(json.dumps({**wanted, "language": chosen_language()}).encode() + b"\n")
        process.stdin.flush()
        answer = process.stdout.read()
        code = process.wait()
    except BrokenPipeError:
        return None
    finally:
        timer.cancel()
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        process.wait()
    if code != 0 or not answer:
        return None
    told: dict[str, Any] = json.loads(answer)
    if "error" in told:
        raise error_from_plain(told["error"])
    return told


def answer(do: Callable[[dict[str, Any]], dict[str, Any]], *, memory: int, processor: int) -> None:
    """Do what standard input says, within `memory` bytes of address space and `processor` seconds, and end."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    wanted = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, name="end with input", daemon=True).start()
    _limit(memory, processor)
    with speaking(wanted["language"]):
        try:
            told = do(wanted)
        except TongduError as error:
            told = {"error": error_as_plain(error)}
        except MemoryError:
            os._exit(_NO_MEMORY)
        except Exception as error:
            told = {"error": error_as_plain(own_fault(error))}
    out.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
    out.close()
    os._exit(0)  # without waiting for the thread that reads the input


def settings_as_plain(settings: Settings) -> dict[str, object]:
    """Return settings for the process: all of them, so that nothing depends on its environment."""
    return {name: str(value) if isinstance(value, Path) else value for name, value in settings.model_dump().items()}


def _end_with_input() -> None:
    while os.read(0, 1024):
        pass
    os._exit(_NOBODY_WAITS)


def _limit(memory: int, processor: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 10))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
