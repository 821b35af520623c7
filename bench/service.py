"""The service on the clock: search over a million titles, orders a minute, the engine's cost, pages; with a chart.

`scripts/bench service [--titles N] [--orders N] [--book FILE] [--keep FOLDER] [--chart FILE]` prints tables and draws
the chart into docs/benchmarks-service.svg. `--keep` uses what `scripts/bench search --keep` left.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from access.storage.database import Database, sqlite_url  # noqa: E402
from bench import pages, search, works  # noqa: E402
from bench.chart import Bars, draw  # noqa: E402
from tests.samples.postgres import PostgresServer  # noqa: E402

AIM_P99 = 30.0
"""Milliseconds."""
AIM_OVERHEAD = 3.0
"""Percent."""


def main() -> None:
    """Measure everything, print tables, draw the chart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=works.ORDERS)
    parser.add_argument("--book", type=Path, default=ROOT.parent / "shared" / "books" / "nahan.epub")
    parser.add_argument("--keep", type=Path, help="a folder for database and index, used again when it is there")
    parser.add_argument("--chart", type=Path, default=ROOT / "docs" / "benchmarks-service.svg")
    chosen = parser.parse_args()
    print(f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f} before\n")
    with ExitStack() as stack:
        folder = chosen.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongdu-service-")))
        folder.mkdir(parents=True, exist_ok=True)
        taken = search.measure("SQLite", Database(sqlite_url(folder / "library.db")), folder / "index", chosen.titles)
        server = stack.enter_context(PostgresServer())
        rates = works.minutes(chosen.orders, server)
        direct, ordered = works.costs(chosen.book, server)
    shown = pages.measure()
    cuts = statistics.quantiles(taken, n=100)
    overhead = 100 * (ordered.processors / direct.processors - 1)
    print(f"\n| search over {chosen.titles:,} titles | milliseconds | aim |\n|---|---|---|")
    print(f"| p50 | {cuts[49]:.1f} | |\n| p99 | {cuts[98]:.1f} | {AIM_P99:.0f} |\n")
    works.print_minutes(rates)
    works.print_costs(chosen.book, direct, ordered)
    print("\n| page | requests a second | of the bare page |\n|---|---|---|")
    for figure in shown:
        print(f"| {figure.name} | {figure.rate:,.0f} | {figure.share:.0%} |")
    draw(
        chosen.chart,
        "The service on the clock",
        [
            Bars(
                f"Search over {chosen.titles:,} titles, milliseconds",
                {"p50": cuts[49], "p99": cuts[98], "p99, aim": AIM_P99},
            ),
            Bars("Orders a minute on PostgreSQL, by workers", {str(number): rate for number, rate in rates.items()}),
            Bars("Requests a second, by page", {figure.name: figure.rate for figure in shown}),
            Bars("Cost of the engine, percent of processor time", {"measured": overhead, "aim": AIM_OVERHEAD}),
        ],
    )
    print(f"\nThe chart is in {chosen.chart.name}.")


if __name__ == "__main__":
    main()
