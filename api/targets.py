"""Where a conversion puts its outputs."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from access.errors import OutputError, OutputExistsError, UsageError
from api.folders import nearest_writable
from api.ledger import Ledger

FORMATS = ("daisy202", "epub3", "brf", "pef")
AUDIO_FORMATS = frozenset({"daisy202", "epub3"})
BRAILLE_FORMATS = frozenset({"brf", "pef"})
_LONGEST_NAME = 255
"""Bytes that file systems allow in a name."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The outputs of one book: `folder` / `stem` plus what each format adds."""

    source: Path
    folder: Path
    stem: str

    @property
    def book(self) -> str:
        """What the book is called in messages: its file name, or its path when that has none (`.`)."""
        return self.source.name or str(self.source)

    @property
    def daisy202(self) -> Path:
        """The DAISY 2.02 folder."""
        return self.folder / f"{self.stem}.daisy202"

    @property
    def epub3(self) -> Path:
        """The EPUB file."""
        return self.folder / f"{self.stem}.epub"

    @property
    def pef(self) -> Path:
        """The PEF file."""
        return self.folder / f"{self.stem}.pef"

    @property
    def brf_stem(self) -> Path:
        """What a BRF file's name begins with."""
        return self.folder / self.stem

    def brf(self, volume: int, of: int) -> Path:
        """The BRF file of a volume, counted from 1."""
        return self.folder / (f"{self.stem}.brf" if of == 1 else f"{self.stem}-{volume}.brf")

    def single(self, name: str) -> Path:
        """The one output of a format other than BRF."""
        return {"daisy202": self.daisy202, "epub3": self.epub3, "pef": self.pef}[name]


def plan_targets(sources: Sequence[Path], folder: Path, formats: Sequence[str]) -> tuple[Targets, ...]:
    """Choose a stem for every book and make sure that nothing of anybody else's stands in the way.

    A book given twice is converted once. Books that share a stem keep their extension in it. Raises UsageError when two
    books would still write the same files, OutputExistsError when an output is an input or was not made by us,
    OutputError when the folder cannot be written to or an output's name is too long.
    """
    nearest_writable(folder, advice="Choose another folder with --out.")
    unique = list({source.resolve(): source for source in reversed(sources)}.values())[::-1]
    shared = Counter(_folded(source.stem) for source in unique)
    planned = tuple(
        Targets(source, folder, source.name if shared[_folded(source.stem)] > 1 else source.stem or source.name)
        for source in unique
    )
    names = Counter(_folded(targets.stem) for targets in planned)
    for targets in planned:
        if names[_folded(targets.stem)] > 1:
            raise UsageError(
                "Two of the books are called “{name}” and would write the same files.",
                advice="Convert them into different folders with --out.",
                name=targets.book,
            )
    ledger = Ledger(folder)
    for targets in planned:
        for name in formats:
            wanted = targets.brf(1, 1) if name == "brf" else targets.single(name)
            _check_place(wanted, unique, ledger)
    return planned


def check_volumes(targets: Targets, volumes: int, sources: Sequence[Path]) -> None:
    """Make sure that the BRF files of this many volumes may be written. Raises OutputExistsError or OutputError."""
    ledger = Ledger(targets.folder)
    for volume in range(1, volumes + 1):
        _check_place(targets.brf(volume, volumes), sources, ledger)


def stale_volumes(targets: Targets, written: Sequence[Path]) -> tuple[str, ...]:
    """Return the names of BRF files of this book that an earlier run made and this one did not."""
    kept = {path.name for path in written}
    numbered = f"{targets.stem}-"
    return tuple(
        name
        for name in Ledger(targets.folder).made_names()
        if name not in kept
        and name.endswith(".brf")
        and (name == f"{targets.stem}.brf" or (name.startswith(numbered) and name[len(numbered) : -4].isdigit()))
    )


@contextmanager
def no_empty_folder(folder: Path) -> Iterator[None]:
    """Remove the output folder afterwards, and parents made for it, when they are new and nothing was put into them."""
    missing = [path for path in (folder, *folder.parents) if not _exists(path)]
    try:
        yield
    finally:
        with suppress(OSError):
            for path in missing:
                path.rmdir()


def _check_place(wanted: Path, sources: Sequence[Path], ledger: Ledger) -> None:
    if len(os.fsencode(wanted.name)) > _LONGEST_NAME:
        raise OutputError(
            "The name “{name}” is too long for a file.", advice="Give the book a shorter name.", name=wanted.name
        )
    _refuse_inputs(wanted, sources)
    ledger.check(wanted)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _refuse_inputs(wanted: Path, sources: Sequence[Path]) -> None:
    for source in sources:
        if wanted.resolve() == source.resolve() or (_exists(wanted) and _exists(source) and wanted.samefile(source)):
            raise OutputExistsError(
                "“{path}” is one of the books to convert and would be written over.",
                advice="Choose another folder with --out.",
                path=wanted,
            )


def _folded(name: str) -> str:
    """Names as a file system that ignores case and composes letters sees them."""
    return unicodedata.normalize("NFC", name).casefold()
