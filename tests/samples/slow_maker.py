"""A maker whose steps wait for files, so that a test decides when each begins and ends; it starts processes of its own.

A chapter's step writes `begun-N` with its process and that of a child, then waits until `go-N` or `go` is there, says
how far it is, and dies, fails or ends as the file says.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from access.errors import DiskFullError, VoiceFailedError
from access.production.making import Advance, Asked, Checked, Made, Opened, Spoken
from access.storage.files import written_aside
from access.storage.tables import Plain

WEIGHT = 100


def open_slow_maker(settings: Mapping[str, Any]) -> SlowMaker:
    """Make it; `folder` holds the files, `chapters` is their number."""
    return SlowMaker(Path(settings["folder"]), int(settings.get("chapters", 3)))


class SlowMaker:
    """Makes next to nothing, as slowly as one likes."""

    def __init__(self, folder: Path, chapters: int) -> None:
        self._folder = folder
        self._chapters = chapters

    def open(self, asked: Asked) -> Opened:
        """Open nothing; the plan is the source's name, what its file says, and the formats."""
        text = Path(asked.source).read_text("utf-8")
        chapters = (WEIGHT,) * self._chapters if "daisy202" in asked.formats else ()
        return Opened(
            plan=f"plan of {text}",
            chapters=chapters,
            braille=WEIGHT if "brf" in asked.formats else 0,
            made_from={name: f"{name} of {text}" for name in asked.formats},
            made_of={name: "speak" if name == "daisy202" else "braille" for name in asked.formats},
        )

    def speak(self, asked: Asked, chapter: int, advance: Advance) -> Spoken:
        """Wait for the test."""
        self._wait(f"{chapter}", advance)
        return Spoken(1, 0)

    def braille(self, asked: Asked, advance: Advance) -> Mapping[str, Plain]:
        """Wait for the test."""
        self._wait("braille", advance)
        return {}

    def publish(self, asked: Asked, name: str) -> Made:
        """Write the plan's name into a file."""
        target = self._folder / "made" / f"{asked.plan}-{name}".replace("/", "_")
        with written_aside(target) as aside:
            aside.write_text(f"{name} of {asked.plan}", "utf-8")
        return Made(str(target), f"{name}.txt", "text/plain", {"volumes": 2})

    def check(self, asked: Asked, name: str, made: Path) -> Checked:
        """Find what the file `findings` says."""
        found = self._folder / "findings"
        findings = tuple(found.read_text().splitlines()) if found.exists() else ()
        return Checked(findings, json.dumps({"size": made.stat().st_size}))

    def _wait(self, name: str, advance: Advance) -> None:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        with written_aside(self._folder / f"begun-{name}") as aside:
            aside.write_text(f"{os.getpid()} {child.pid}")
        try:
            while not (told := self._told(name)):
                time.sleep(0.01)
        finally:
            child.kill()
            child.wait()
        advance(WEIGHT // 2)
        match told:
            case "die":
                os._exit(9)
            case "full":
                raise DiskFullError(path="here")
            case "fail":
                raise VoiceFailedError(name="slow", reason="it was told to")
            case _:
                return

    def _told(self, name: str) -> str:
        for file in (f"go-{name}", "go"):
            path = self._folder / file
            if path.exists():
                return path.read_text() or "end"
        return ""
