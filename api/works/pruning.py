"""Taking away plans that nobody needs any more. Apart from the plans, since a worker that tidies opens none."""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

BOOK = "book"
"""The file of a plan's folder that holds the book; it is touched when the plan is used."""


def prune_plans(folder: Path, needed: Collection[str], unused_days: float) -> int:
    """Remove the plans in a folder that nobody needs and nobody used for this long; return how many."""
    oldest = time.time() - unused_days * 86_400
    removed = 0
    for plan in folder.glob("*/"):
        with suppress(OSError):
            if plan.name not in needed and (plan / BOOK).stat().st_mtime < oldest:
                shutil.rmtree(plan)
                removed += 1
    return removed
