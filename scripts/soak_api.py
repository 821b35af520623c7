"""Thousands of random requests, valid and not, at the real service: `scripts/soak api`.

Each operation of the interface's own description is asked for again and again, by several at once. A 5xx, an answer
that is not described, or a fault in the log breaks a promise. SOAK_SECONDS is how long it goes on (600), SOAK_SEED
begins another random sequence.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent))

from access.keys.tables import Scope
from tests.samples.interface_trial import operations, try_operation
from tests.samples.live_service import live_service

SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
SEED = int(os.environ.get("SOAK_SEED", "1"))
AT_ONCE = 2
EXAMPLES = 20


def trial(url: str, secret: str, numbers: list[int], number: int) -> tuple[int, list[str]]:
    """Ask until the time is over or something broke; return how many requests, and what broke."""
    end = time.monotonic() + SECONDS
    tried, broken = 0, ""
    while time.monotonic() < end and not broken:
        for operation in operations(url):
            if time.monotonic() < end and not broken:
                more, broken = _many(operation, secret, numbers, number)
                tried += more
        number += AT_ONCE
    return tried, [broken] if broken else []


def _many(operation: Any, secret: str, numbers: list[int], number: int) -> tuple[int, str]:
    tried = 0

    def try_it(data: st.DataObject) -> None:
        nonlocal tried
        tried += 1
        try_operation(operation, data, secret, numbers)

    few = 2 if "imports" in operation.label or "exports" in operation.label else EXAMPLES
    quietly = settings(
        max_examples=few,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    try:
        seed(number)(quietly(given(data=st.data())(try_it)))()
    except BaseException as error:
        return tried, f"{operation.label}, seed {number}: {type(error).__name__}: {error}"
    return tried, ""


def main() -> int:
    """Run the trials; return 1 when a promise was broken."""
    with tempfile.TemporaryDirectory() as folder, live_service(Path(folder)) as live:
        secret = live.secret(Scope.ADMIN)
        numbers = live.titles + list(live.artefacts.values())
        # Each in a process of its own: what makes up the requests must not be shared by threads.
        with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as pool:
            begun = [pool.submit(trial, live.url, secret, numbers, SEED * 1000 + place) for place in range(AT_ONCE)]
            ended = [one.result() for one in begun]
        faults = [event for event in live.events if event.get("fault")]
    broken = [told for _, some in ended for told in some]
    print(f"{sum(tried for tried, _ in ended)} requests, {len(broken)} broken promises, {len(faults)} faults logged")
    for told in [*broken, *map(str, faults[:5])]:
        print(told)
    return 1 if broken or faults else 0


if __name__ == "__main__":
    sys.exit(main())
