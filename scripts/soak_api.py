"""Thousands of random requests, valid and not, at the real service: `scripts/soak api`.

Each operation of the interface's own description is asked for again and again, with keys of one scope and of all, by
several at once. A 5xx, an answer that is not described, or a fault in the log breaks a promise. SOAK_SECONDS is how
long it goes on (600), SOAK_SEED begins another random sequence.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy  # noqa: F401 - hypothesis looks at it while the service, in this process too, begins to load it
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent))

from access.keys.tables import Scope
from tests.samples.interface_trial import operations, try_operation
from tests.samples.live_service import LiveService, live_service

SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
SEED = int(os.environ.get("SOAK_SEED", "1"))
AT_ONCE = 2
EXAMPLES = 20


class Trial:
    """Requests by several threads, and what came of them."""

    def __init__(self, live: LiveService) -> None:
        self._live = live
        self._end = time.monotonic() + SECONDS
        self.tried = 0
        self.broken: list[str] = []

    def run(self) -> None:
        """Try until the time is over or something broke."""
        threads = [threading.Thread(target=self._go_on, args=(SEED * 1000 + number,)) for number in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _go_on(self, number: int) -> None:
        while time.monotonic() < self._end and not self.broken:
            for operation in operations(self._live.url):
                if time.monotonic() < self._end and not self.broken:
                    self._many(operation, number)
            number += AT_ONCE

    def _many(self, operation: Any, number: int) -> None:
        live = self._live
        secret = live.secret(Scope.ADMIN)
        numbers = live.titles + list(live.artefacts.values())

        def try_it(data: st.DataObject) -> None:
            self.tried += 1
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
        except Exception as error:
            self.broken.append(f"{operation.label}, seed {number}: {error}")


def main() -> int:
    """Run the trial; return 1 when a promise was broken."""
    with tempfile.TemporaryDirectory() as folder, live_service(Path(folder)) as live:
        trial = Trial(live)
        trial.run()
        faults = [event for event in live.events if event.get("fault")]
    print(f"{trial.tried} requests, {len(trial.broken)} broken promises, {len(faults)} faults logged")
    for told in [*trial.broken, *map(str, faults[:5])]:
        print(told)
    return 1 if trial.broken or faults else 0


if __name__ == "__main__":
    sys.exit(main())
