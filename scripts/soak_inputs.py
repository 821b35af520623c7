"""Give hundreds of damaged and hostile inputs to the reader and to the command line, and print a table by kind.

`python scripts/soak_inputs.py [SEEDS] [KIND…]`. Every input must be refused (exit 3, one or two sentences, no
traceback, nothing left behind) within 10 seconds and 500 MB; those that are only hurt may also give a book.
Bounded: SEEDS (6) inputs of every kind, and half an hour. Exit 1 when a promise was broken or fewer than 200 inputs
were tried.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from access.book.opening import open_book  # noqa: E402
from access.errors import InputError  # noqa: E402
from tests.acceptance.damaged_books import KINDS, MAYBE_KINDS, PLACES, put_damaged  # noqa: E402
from tests.acceptance.watching import convert, faults_of_any_end, faults_of_refusal  # noqa: E402

SEEDS = 6
ENOUGH = 200
SECONDS = 10.0
MEGABYTES = 500.0
MOST_TIME = 1800.0


@dataclass(slots=True)
class Row:
    """What became of the inputs of one kind."""

    tried: int = 0
    refused: int = 0
    read: int = 0
    slowest: float = 0.0
    largest: float = 0.0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one input."""

    kind: str
    refused: bool
    seconds: float
    megabytes: float
    faults: tuple[str, ...]


def try_input(kind: str, seed: int) -> Tried:
    """Give one input to the reader and to the command line."""
    folder = Path(tempfile.mkdtemp(prefix="tongdu-soak-"))
    try:
        path = put_damaged(kind, seed, folder)
        started = time.monotonic()
        faults: list[str] = []
        try:
            open_book(path)
            refused = False
        except InputError:
            refused = True
        except Exception as error:  # anything else is what the soak looks for
            refused = False
            faults.append(f"the reader raised {error!r}")
        reading = time.monotonic() - started
        if reading > SECONDS:
            faults.append(f"the reader took {reading:.1f} s")
        watched = convert(path, folder, SECONDS)
        if kind in MAYBE_KINDS:
            faults += faults_of_any_end(watched, seconds=SECONDS if watched.code else 60.0, megabytes=MEGABYTES)
        else:
            faults += [] if refused else ["the reader gave a book"]
            faults += faults_of_refusal(watched, folder, seconds=SECONDS, megabytes=MEGABYTES)
        if refused != (watched.code == 3):
            faults.append(f"the reader {'refused it' if refused else 'read it'}, the command ended with {watched.code}")
        slowest = max(reading, watched.seconds if watched.code else 0.0)
        return Tried(kind, refused, slowest, watched.megabytes, tuple(f"seed {seed}: {fault}" for fault in faults))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def soak(seeds: int, kinds: list[str]) -> dict[str, Row]:
    """Try the inputs, as many at once as there are cores, until all are tried or the time is over."""
    rows = {kind: Row() for kind in kinds}
    end = time.monotonic() + MOST_TIME
    inputs = [(kind, seed) for seed in range(seeds) for kind in kinds if kind not in PLACES or seed == 0]

    def within_time(item: tuple[str, int]) -> Tried | None:
        return try_input(*item) if time.monotonic() < end else None

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for tried in pool.map(within_time, inputs):
            if tried is None:
                continue
            row = rows[tried.kind]
            row.tried += 1
            row.refused += tried.refused
            row.read += not tried.refused
            row.slowest = max(row.slowest, tried.seconds)
            row.largest = max(row.largest, tried.megabytes)
            row.faults += tried.faults
    return rows


def main() -> int:
    """Run the soak and print its table."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    kinds = sys.argv[2:] or [*KINDS, *PLACES, *MAYBE_KINDS]
    rows = soak(seeds, kinds)
    print(f"{'kind':26}{'tried':>6}{'refused':>8}{'read':>6}{'slowest':>9}{'largest':>9}  faults")
    for kind, row in rows.items():
        print(
            f"{kind:26}{row.tried:6}{row.refused:8}{row.read:6}{row.slowest:7.1f} s{row.largest:6.0f} MB  "
            f"{len(row.faults) or ''}"
        )
    faults = [f"{kind}, {fault}" for kind, row in rows.items() for fault in row.faults]
    certain = sum(row.tried for kind, row in rows.items() if kind not in MAYBE_KINDS)
    print(
        f"{sum(row.tried for row in rows.values())} inputs, {certain} of them sure to be refused; {len(faults)} faults"
    )
    print("\n".join(faults))
    too_few = not sys.argv[1:] and certain < ENOUGH
    if too_few:
        print(f"Fewer than {ENOUGH} inputs were tried.")
    return 1 if faults or too_few else 0


if __name__ == "__main__":
    sys.exit(main())
