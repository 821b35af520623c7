"""The process that does steps: `python -m access.production.step_child FACTORY SETTINGS`.

It reads requests from standard input, a line of JSON each, and answers with lines of JSON: progress as it goes, then a
result or an error. When its input ends, because its worker let it go or was killed, it ends itself and every process of
its group, whatever it is doing.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast

from access.errors import DiskFullError, TongduError
from access.production.failures import error_as_plain, own_fault
from access.production.making import Maker, as_plain, asked_from_plain

_TELL_SECONDS = 2.0
"""Progress is told no more often than this."""


def main() -> None:
    """Answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the worker decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    if not os.environ.get("TONGDU_DEBUG"):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.dup2(2, 1)  # engines of speech print
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin, requests), name="listen", daemon=True).start()
    module, _, name = sys.argv[1].partition(":")
    maker: Maker | None = None
    while True:
        request = requests.get()
        try:
            if maker is None:
                make = cast("Callable[[dict[str, Any]], Maker]", getattr(importlib.import_module(module), name))
                maker = make(json.loads(sys.argv[2]))
            answer: dict[str, Any] = {"result": _done(maker, request, out)}
        except TongduError as error:
            answer = {"error": error_as_plain(error)}
        except OSError as error:
            full = error.errno in {errno.ENOSPC, errno.EDQUOT}
            fault = DiskFullError(path=error.filename) if full else own_fault(error)
            answer = {"error": error_as_plain(fault)}
        except Exception as error:
            if os.environ.get("TONGDU_DEBUG"):
                sys.excepthook(type(error), error, error.__traceback__)
            answer = {"error": error_as_plain(own_fault(error))}
        _say(out, answer)


def _listen(source: IO[str], requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    for line in source:
        requests.put(json.loads(line))
    os.killpg(0, signal.SIGKILL)


def _done(maker: Maker, request: dict[str, Any], out: IO[str]) -> dict[str, Any]:
    asked = asked_from_plain(request["asked"])
    last = [0.0]

    def advance(done: int) -> None:
        moment = time.monotonic()
        if moment >= last[0] + _TELL_SECONDS:
            last[0] = moment
            _say(out, {"done": done})

    match request["step"]:
        case "open":
            return as_plain(maker.open(asked))
        case "speak":
            return as_plain(maker.speak(asked, request["number"], advance))
        case "braille":
            return as_plain(maker.braille(asked, advance))
        case "publish":
            return as_plain(maker.publish(asked, request["format"]))
        case "check":
            return as_plain(maker.check(asked, request["format"], Path(request["made"])))
        case step:
            raise ValueError(f"there is no step {step}")


def _say(out: IO[str], told: dict[str, Any]) -> None:
    out.write(json.dumps(told, ensure_ascii=False) + "\n")
    out.flush()


if __name__ == "__main__":
    main()
