"""Waiting for something to become so, which is not the same as sleeping and hoping."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120.0


def wait_until(is_so: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Look again and again until something is so; fail after `patience` seconds."""
    end = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(f"waited too long until {what}")
        time.sleep(0.02)
