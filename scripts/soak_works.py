"""Kill workers with -9 at random moments while they do orders, on SQLite and on PostgreSQL, 50 times on each.

`python scripts/soak_works.py [KILLS] [sqlite|postgresql]`. Three workers share the work; whenever one is killed another
takes its place. Held against every run: each order ends well, no finished block is spoken and no finished chapter begun
again, what was on the shelf is untouched to the byte, and every output equals that of an undisturbed run in text,
phrases and order.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.samples.disturbance import disturb
from tests.samples.postgres import PostgresServer, postgres_programs

KILLS = 50
SEED = 62_426


def soak(name: str, url: str, kills: int) -> bool:
    """Run one soak and print what it found; return whether all held."""
    began = time.monotonic()
    outcome = disturb(url, kills, SEED, lambda line: print(f"{name}: {line}", flush=True))
    for fault in outcome.faults:
        print(f"{name}: FAULT: {fault}", flush=True)
    print(
        f"{name}: {outcome.kills} kills, {outcome.orders} orders, {outcome.blocks} blocks, "
        f"{outcome.blocks_whole_at_kills} of them whole before the last kill, {len(outcome.faults)} faults, "
        f"{time.monotonic() - began:.0f} s",
        flush=True,
    )
    return not outcome.faults


def main() -> None:
    """Soak both databases; leave with 1 when a promise was broken."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    chosen = sys.argv[2:] or ["sqlite", "postgresql"]
    held = True
    if "sqlite" in chosen:
        held &= soak("SQLite", "", kills)
    if "postgresql" in chosen:
        if postgres_programs() is None:
            print("PostgreSQL is not installed; this half was left out.", flush=True)
        else:
            with PostgresServer() as server:
                held &= soak("PostgreSQL", server.url("soak"), kills)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
