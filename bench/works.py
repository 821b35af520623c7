"""The works on the clock: small orders a minute with 1, 2 and 4 workers, and what the engine costs.

`python -m bench.works [ORDERS] [BOOK]`. Orders a minute are counted on PostgreSQL with a shared folder, from placing
to the end of the last, with workers that are warm already. The engine's cost is that of one order (DAISY 2.02 and BRF
of a book of normal length) done by one worker with one chapter at a time, against the same functions called by a
program of a few lines, the processes of both started before the clock. Time is processor time of all processes where
other programs run beside it, and time on the clock; both are shown.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from access.production.tables import OrderState  # noqa: E402
from tests.samples.postgres import PostgresServer  # noqa: E402
from tests.samples.works import Library, Opened, book, stop  # noqa: E402

ORDERS = 24
WORKERS = (1, 2, 4)
FORMATS = ("daisy202", "brf")
ROUNDS = 2

DIRECT = """
import json, sys, time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from access.production.making import Asked
from access.storage.contents import ContentStore
from api.works.maker import open_maker
folder, source, name = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
@cache
def maker():
    return open_maker({"works": str(folder / "works"), "speech": str(folder / "speech"), "lexicons": str(folder)})
def braille(asked):
    maker().braille(asked, lambda done: None)
def run(source, name, formats, beside):
    asked = Asked(source, name, formats, {}, "2026-01-01T00:00:00+00:00")
    opened = maker().open(asked)
    asked = replace(asked, plan=opened.plan)
    cells = beside.submit(braille, asked)
    for chapter in range(1, len(opened.chapters) + 1):
        maker().speak(asked, chapter, lambda done: None)
    cells.result()
    contents = ContentStore(folder / "contents")
    for format in formats:
        made = maker().publish(asked, format)
        checked = maker().check(asked, format, Path(made.path))
        assert not checked.findings
        contents.add_file(Path(made.path)); contents.add_bytes(checked.report.encode())
with ProcessPoolExecutor(1) as beside:
    run(sys.argv[4], "warm.txt", ("daisy202", "brf"), beside)
    print("ready", flush=True); sys.stdin.readline()
    began = time.monotonic()
    run(source, name, ("daisy202", "brf"), beside)
    print(json.dumps({"clock": time.monotonic() - began}), flush=True); sys.stdin.readline()
"""
"""The same functions, called by a program that has loaded all it needs. As in the works, the braille is made beside the
speech: two processes on one machine make each other slower, and that is not the engine's doing.
"""


def processor_seconds(processes: Sequence[psutil.Process]) -> float:
    """Processor time of processes and of their children, those that have ended included."""
    total = 0.0
    for process in processes:
        for each in [process, *process.children(recursive=True)]:
            times = each.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def directly(source: Path, warm: Path) -> tuple[float, float]:
    """Make a book's outputs directly; return seconds on the clock and of processors."""
    import json

    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-c", DIRECT, folder, str(source), source.name, str(warm)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        watched = [psutil.Process(process.pid)]
        before = processor_seconds(watched)
        process.stdin.write("\n")
        process.stdin.flush()
        told = json.loads(process.stdout.readline())
        seconds = processor_seconds(watched) - before
        process.communicate("\n")
        return float(told["clock"]), seconds


def by_the_works(source: Path, warm: Path, url: str) -> tuple[float, float]:
    """Order the same of one worker, warm; return seconds on the clock and of processors."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Library(Path(folder) / "library", url).open()
        worker = opened.library.worker("--jobs", "1")
        try:
            warm_number = opened.orders.place([opened.add("warm", warm)], FORMATS)
            opened.wait_for_end(warm_number)
            title = opened.add("book", source)
            watched = [psutil.Process(worker.pid)]
            before = processor_seconds(watched)
            (number,) = opened.orders.place([title], FORMATS)
            (view,) = opened.wait_for_end([number], patience=3600)
            seconds = processor_seconds(watched) - before
            assert view.state is OrderState.DONE, view
            assert view.ended is not None
            return (view.ended - view.created).total_seconds(), seconds
        finally:
            stop([worker])
            opened.close()


def orders_a_minute(count: int, workers: int, url: str) -> float:
    """Order `count` small books of so many workers, warm; return orders a minute."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Library(Path(folder) / "library", url).open()
        running = [opened.library.worker("--jobs", "1") for _ in range(workers)]
        try:
            warm = [opened.add(f"w{n}", book(1, paragraphs=1, salt=f"w{n}")) for n in range(4 * workers)]
            opened.wait_for_end(opened.orders.place(warm, FORMATS))
            titles = [opened.add(f"b{n}", book(1, paragraphs=1, salt=f"b{n}")) for n in range(count)]
            began = time.monotonic()
            numbers = opened.orders.place(titles, FORMATS)
            opened.wait_for(lambda: _ended(opened, numbers), "all orders have ended", 3600)
            return count / (time.monotonic() - began) * 60
        finally:
            stop(running)
            opened.close()


def _ended(opened: Opened, numbers: Sequence[int]) -> bool:
    done = opened.orders.list([OrderState.DONE], after=numbers[0] - 1)
    return len(done) == len(numbers)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of processors, of the best of some rounds."""

    clock: float
    processors: float


def minutes(count: int, server: PostgresServer) -> dict[int, float]:
    """Return orders a minute by the number of workers."""
    return {workers: orders_a_minute(count, workers, server.url("bench")) for workers in WORKERS}


def costs(source: Path, server: PostgresServer) -> tuple[Cost, Cost]:
    """Return what a book costs directly and as an order; the rounds of both take turns."""
    direct, works = [], []
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder) / "warm.txt"
        warm.write_text(book(1, paragraphs=1, salt="warm"), "utf-8")
        for _ in range(ROUNDS):
            direct.append(directly(source, warm))
            works.append(by_the_works(source, warm, server.url("bench")))
    return _best(direct), _best(works)


def _best(rounds: Sequence[tuple[float, float]]) -> Cost:
    return Cost(min(clock for clock, _ in rounds), min(processors for _, processors in rounds))


def print_minutes(found: Mapping[int, float]) -> None:
    """Print the table of orders a minute."""
    print("| workers | orders a minute |\n|---|---|")
    for workers, rate in found.items():
        print(f"| {workers} | {rate:.0f} |", flush=True)


def print_costs(source: Path, direct: Cost, works: Cost) -> None:
    """Print the table of what the engine costs."""
    print(f"\n{source.name}, {' and '.join(FORMATS)}, the best of {ROUNDS} rounds that take turns\n")
    print("| | on the clock | of processors |\n|---|---|---|")
    print(f"| the functions called directly | {direct.clock:.2f} s | {direct.processors:.2f} s |")
    print(f"| an order, one worker | {works.clock:.2f} s | {works.processors:.2f} s |")
    print(f"| the engine's cost | | {100 * (works.processors / direct.processors - 1):.1f} % |")


def main() -> None:
    """Measure and print tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS
    source = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT.parent / "shared" / "books" / "nahan.epub"
    print(f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f} before\n")
    with PostgresServer() as server:
        print_minutes(minutes(count, server))
        print_costs(source, *costs(source, server))


if __name__ == "__main__":
    main()
