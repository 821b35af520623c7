"""A whole novel as a DAISY talking book, against the bare voice and encoder on the same text in the same run.

`scripts/bench audio [BOOK]`; without a book it takes Pride and Prejudice where it lies beside the repository, else the
handbook's English edition.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from pathlib import Path

from access.book.opening import open_book
from access.book.walk import Role, leaves
from access.language.sentences import sentences
from bench.measure import measure

ROOT = Path(__file__).parent.parent
NOVEL = ROOT.parent / "shared" / "books" / "pride-and-prejudice.epub"
HANDBOOK = ROOT / "build" / "handbook" / "tongdu-handbook-en.epub"
FLOOR_VOICE = "gmw/en"
MOST_TIMES_THE_FLOOR = 2.5
MOST_MEMORY = 400 * 2**20


def main() -> int:
    """Measure, print, and leave with 1 when a bound is passed."""
    book = Path(sys.argv[1]) if len(sys.argv) > 1 else NOVEL if NOVEL.exists() else HANDBOOK
    with tempfile.TemporaryDirectory(prefix="tongdu-bench-") as folder:
        text = Path(folder) / "sentences.txt"
        text.write_text("\n".join(_sentences(book)), "utf-8")
        floor = json.loads(measure([sys.executable, str(ROOT / "bench" / "floor.py"), str(text), FLOOR_VOICE]).output)
        command = [sys.executable, "-m", "api", "convert", str(book), "--to", "daisy202", "--out", f"{folder}/out"]
        environment = {**os.environ, "TONGDU_CACHE": f"{folder}/cache"}
        first = measure([*command, "--json"], environment)
        again = measure([*command, "--json"], environment)
    summary = next(json.loads(line) for line in first.output.splitlines() if '"summary"' in line)
    ratio = first.seconds / floor["seconds"]
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"book: {book.name}, {summary['audio_seconds'] / 3600:.2f} hours of sound")
    print(f"floor (voice and encoder, two processes): {floor['seconds']:.1f} s")
    print(f"tongdu convert to DAISY 2.02: {first.seconds:.1f} s, {ratio:.2f} times the floor")
    print(f"again, everything kept: {again.seconds:.1f} s")
    print(f"largest process: {first.largest_process / 2**20:.0f} MiB")
    held = ratio <= MOST_TIMES_THE_FLOOR and first.largest_process <= MOST_MEMORY and first.exit_code == 0
    print("within its bounds" if held else "OUT OF ITS BOUNDS")
    return 0 if held else 1


def _sentences(book: Path) -> list[str]:
    found = []
    for leaf in leaves(open_book(book).book):
        if leaf.role is not Role.PAGE:
            found += [" ".join(leaf.text[start:end].split()) for start, end in sentences(leaf.text, leaf.language)]
    return found


if __name__ == "__main__":
    sys.exit(main())
