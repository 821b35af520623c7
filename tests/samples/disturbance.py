"""Workers killed with -9 at random moments while they do orders, and what must hold in spite of it."""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from access.production.tables import OrderState, PartKind
from tests.samples.works import Library, Opened, book, stop, what_is_read

WORKERS = 3
FORMATS = ("daisy202", "brf")
_OPEN_ORDERS = 3
"""As many orders are kept open while there are still kills to come."""


@dataclass
class Seen:
    """What was finished at the moments of the kills."""

    blocks: dict[Path, int] = field(default_factory=dict)
    """Files of spoken blocks and their inodes: a block that is spoken again is another file."""
    chapters: dict[tuple[int, int], int] = field(default_factory=dict)
    """Chapters that were done, by order and number, and how often they had been begun."""
    artefacts: dict[int, tuple[str, str, str]] = field(default_factory=dict)

    def look(self, opened: Opened) -> None:
        """Note what is finished now."""
        for path in (opened.library.folder / "cache" / "speech").rglob("*.speech"):
            self.blocks.setdefault(path, path.stat().st_ino)
        for view in opened.orders.list():
            for part in opened.parts(view.id):
                if part.kind == PartKind.SPEAK and part.state == OrderState.DONE:
                    self.chapters.setdefault((view.id, part.number), part.attempts)
        for artefact in opened.artefacts():
            self.artefacts.setdefault(artefact.id, (artefact.format, artefact.content, artefact.report))

    def faults(self, opened: Opened) -> list[str]:
        """Say what of it is not as it was."""
        found = [f"a finished block was spoken again: {path.name}" for path, inode in self.blocks.items()
                 if path.stat().st_ino != inode]  # fmt: skip
        now = Seen()
        now.look(opened)
        found += [
            f"chapter {number} of order {order} was begun again after it was finished"
            for (order, number), attempts in self.chapters.items()
            if now.chapters.get((order, number)) != attempts
        ]
        for number, (name, content, report) in self.artefacts.items():
            if now.artefacts.get(number) != (name, content, report):
                found.append(f"the row of artefact {number} changed")
            found += [f"{name}: its bytes changed" for each in (content, report) if not opened.contents.verify(each)]
        return found


@dataclass(frozen=True)
class Outcome:
    """What a disturbed run came to. `spoken` are blocks, `faults` what did not hold."""

    kills: int
    orders: int
    blocks_whole_at_kills: int
    blocks: int
    faults: tuple[str, ...]


def disturb(url: str, kills: int, seed: int, say: Callable[[str], object] | TextIO | None = None) -> Outcome:
    """Kill workers of a library in the database `url` (SQLite in its folder where empty) again and again."""
    tell = say if callable(say) else (lambda _: None)
    with tempfile.TemporaryDirectory(prefix="tongdu-disturbed-") as name:
        opened = Library(Path(name) / "library", url).open()
        try:
            return _disturb(opened, kills, random.Random(seed), tell)
        finally:
            opened.close()


def _disturb(opened: Opened, kills: int, chance: random.Random, tell: Callable[[str], object]) -> Outcome:
    library, seen = opened.library, Seen()
    orders: dict[int, tuple[int, str, str]] = {}
    workers = [library.worker("--jobs", "1") for _ in range(WORKERS)]
    try:
        for kill in range(1, kills + 1):
            _keep_busy(opened, orders)
            moment = _work_a_while(opened, workers, chance)
            seen.look(opened)
            victim = workers.pop(chance.randrange(len(workers)))
            victim.kill()
            victim.wait(30)
            workers.append(library.worker("--jobs", "1"))
            tell(
                f"kill {kill} after {moment:.1f} s: {len(seen.blocks)} blocks and {len(seen.chapters)} chapters whole, "
                f"{len(seen.artefacts)} outputs on the shelf, {len(orders)} orders"
            )
        views = opened.wait_for_end(orders)
    finally:
        stop(workers)
    faults = [f"order {view.id} is {view.state}: {view.failures}" for view in views if view.state != OrderState.DONE]
    faults += seen.faults(opened)
    faults += _against_undisturbed(opened, orders)
    return Outcome(kills, len(orders), len(seen.blocks), len(opened.blocks()), tuple(faults))


def _work_a_while(opened: Opened, workers: list[subprocess.Popen[str]], chance: random.Random) -> float:
    """Let them work until something was finished since the last kill, and then for a random moment; return seconds."""
    began = time.monotonic()
    before = _finished(opened)
    opened.wait_for(lambda: _finished(opened) != before, "something is finished")
    try:
        workers[0].wait(chance.uniform(0.0, 2.5))
    except subprocess.TimeoutExpired:
        return time.monotonic() - began
    raise AssertionError("a worker ended by itself")


def _finished(opened: Opened) -> tuple[int, int]:
    return len(opened.blocks()), sum(
        part.state is OrderState.DONE for view in opened.orders.list() for part in view.parts
    )


def _keep_busy(opened: Opened, orders: dict[int, tuple[int, str, str]]) -> None:
    unfinished = [view for view in opened.orders.list() if view.state in {OrderState.WAITING, OrderState.RUNNING}]
    for _ in range(_OPEN_ORDERS - len(unfinished)):
        salt = f"n{len(orders)}"
        language = "en" if len(orders) % 3 == 1 else "zh"
        # Long books to be killed in the midst of, and short ones that come to their end in between.
        text = book(3 + len(orders) % 3, language=language, paragraphs=16 if len(orders) % 3 == 0 else 2, salt=salt)
        title = opened.add(salt, text, language)
        (number,) = opened.orders.place([title], FORMATS)
        orders[number] = (title, text, language)


def _against_undisturbed(opened: Opened, orders: dict[int, tuple[int, str, str]]) -> list[str]:
    """Do the same orders again in another library, in peace, and compare."""
    found = []
    with tempfile.TemporaryDirectory(prefix="tongdu-undisturbed-") as name:
        calm = Library(Path(name) / "library").open()
        try:
            titles = {
                calm.add(f"n{place}", text, language): title
                for place, (title, text, language) in enumerate(orders.values())
            }
            calm.orders.place(titles, FORMATS)
            done = calm.library.command("worker", "--until-idle")
            if done.returncode:
                return [f"the undisturbed run ended with {done.returncode}: {done.stderr}"]
            for theirs, ours in titles.items():
                expected, got = _read(calm, theirs), _read(opened, ours)
                found += [
                    f"title {ours}: {key} is another than undisturbed"
                    for key in expected
                    if expected[key] != got.get(key)
                ]
                found += [f"title {ours}: {key} is there and should not be" for key in got.keys() - expected.keys()]
            if len(calm.blocks()) != len(opened.blocks()):
                found.append(f"{len(opened.blocks())} blocks, undisturbed {len(calm.blocks())}")
        finally:
            calm.close()
    return found


def _read(opened: Opened, title: int) -> dict[str, object]:
    return {
        artefact.format: what_is_read(opened.contents.path(artefact.content).read_bytes(), artefact.format)
        for artefact in opened.artefacts(title)
        if artefact.replaced is None
    }
