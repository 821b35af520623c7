"""Kill a conversion with -9 at random moments, again and again: nothing finished is ever spoken again.

`python scripts/soak_kills.py [TIMES] [BOOK]`. Every round: a fresh cache, a conversion to DAISY that is killed
somewhere on its way, then the same command to its end. Held against each round: the blocks that were whole when it was
killed are all kept, every block spoken afterwards was not there before, no half-made output or hidden left-over is
seen, and no worker outlives its parent.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
HANDBOOK = ROOT / "build" / "handbook" / "tongdu-handbook-zh.epub"
ROUNDS = 50
SEED = 20_260
WORKERS_END_WITHIN = 10.0


def convert(book: Path, folder: Path) -> subprocess.Popen[str]:
    """Start a conversion to DAISY with its cache in `folder`."""
    command = [
        sys.executable,
        "-m",
        "api",
        "convert",
        str(book),
        "--to",
        "daisy202",
        "--out",
        str(folder / "out"),
        "--json",
    ]
    environment = {**os.environ, "TONGDU_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment)


def entries(folder: Path) -> set[str]:
    """Names of the kept blocks."""
    return {path.name for path in (folder / "cache").rglob("*.speech")}


def finish(process: subprocess.Popen[str]) -> dict[str, object]:
    """Wait for a conversion and return its summary."""
    output, _ = process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"the conversion ended with {process.returncode}:\n{output}")
    return next(event for event in map(json.loads, output.splitlines()) if event["event"] == "summary")


def kill(process: subprocess.Popen[str]) -> None:
    """Kill the parent alone with -9, then wait for its workers to notice."""
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _, alive = psutil.wait_procs(workers, timeout=WORKERS_END_WITHIN)
    if alive:
        raise SystemExit(f"{len(alive)} worker processes outlived their parent")


def one_round(book: Path, moment: float) -> dict[str, int]:
    """Kill a conversion after `moment` seconds and finish it; return counts, or leave with what went wrong."""
    with tempfile.TemporaryDirectory(prefix="tongdu-soak-") as name:
        folder = Path(name)
        process = convert(book, folder)
        time.sleep(moment)
        ended = process.poll() is not None
        if not ended:
            kill(process)
        seen = [path.name for path in (folder / "out").glob("*") if not path.name.startswith(".")] if not ended else []
        before = entries(folder)
        summary = finish(convert(book, folder))
        after = entries(folder)
        spoken = int(str(summary["spoken_blocks"]))
        hidden = [path.name for path in (folder / "out").glob(".*") if path.name != ".tongdu.json"]
        hidden += [path.name for path in (folder / "cache").rglob(".*") if path.stat().st_mtime < time.time() - 86_400]
        if not before <= after or spoken != len(after - before):
            raise SystemExit(f"spoken again: {spoken} spoken, {len(after - before)} new, {len(before)} were whole")
        if seen and not (folder / "out" / seen[0] / "ncc.html").exists():
            raise SystemExit(f"a half-made output was seen: {seen}")
        if hidden:
            raise SystemExit(f"left behind: {hidden}")
        return {"whole": len(before), "spoken": spoken, "blocks": len(after)}


def main() -> None:
    """Run the rounds and print what each found."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    book = Path(sys.argv[2]) if len(sys.argv) > 2 else HANDBOOK
    with tempfile.TemporaryDirectory(prefix="tongdu-soak-") as name:
        began = time.monotonic()
        blocks = int(str(finish(convert(book, Path(name)))["spoken_blocks"]))
        whole = time.monotonic() - began
    print(f"{book.name}: {blocks} blocks, {whole:.1f} seconds undisturbed", flush=True)
    chance = random.Random(SEED)
    for number in range(1, rounds + 1):
        moment = chance.uniform(0.2, whole * 0.98)
        found = one_round(book, moment)
        print(
            f"round {number}: killed after {moment:.1f} s with {found['whole']} blocks whole, "
            f"{found['spoken']} spoken afterwards, {found['blocks']} in all",
            flush=True,
        )
    print(f"{rounds} kills: no finished block was spoken again, nothing half-made was seen, no worker was left")


if __name__ == "__main__":
    main()
