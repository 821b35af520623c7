"""Work for `api.serving.limited_process`: `python -m tests.samples.limited_work`."""

from __future__ import annotations

import os
import threading
from typing import Any

from access.errors import NoTextError
from api.language import chosen_language
from api.serving.limited_process import answer


def _do(wanted: dict[str, Any]) -> dict[str, Any]:
    match wanted["what"]:
        case "language":
            return {"language": chosen_language()}
        case "error":
            raise NoTextError
        case "fault":
            raise ValueError("no")
        case "memory":
            return {"much": len(bytearray(3 * 1024**3))}
        case "death":
            os._exit(9)
        case "noise":
            print("this belongs to nobody")
            return {"said": "x"}
        case _:
            threading.Event().wait()
    return {}


if __name__ == "__main__":
    answer(_do, memory=1024**3, processor=30)
