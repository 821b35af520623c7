"""Run the tests that are marked long: whole books through the command, and from an empty folder to a reader's app.

`python scripts/soak_books.py`. The books are those of `../shared/books`; what is not there is left out.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Leave with pytest's exit code."""
    options = ["--long", "-m", "long", "-v", "--tb=short", "--numprocesses", "2", "--dist", "load"]
    done = subprocess.run([sys.executable, "-m", "pytest", *options, "tests/acceptance"], cwd=ROOT, check=False)
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
