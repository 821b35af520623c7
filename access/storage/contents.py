"""Files by what is in them: sources and artefacts, each once, in a folder that all workers share.

A file's name is the SHA-256 of its bytes, in two levels of folders: `ab/cd/abcd…`. It never changes once it is there. A
row of the database speaks of a content only after it was added, and adds it again before it speaks of it anew: that is
what keeps `sweep` from taking what is about to be needed.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO

from access.errors import ContentMissingError, OutputError, UnreadableError
from access.storage.files import written_aside

_HASH = re.compile(r"[0-9a-f]{64}\Z")
_SWEPT = ".swept"
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep took away: files and their bytes."""

    files: int
    size: int


class ContentStore:
    """The contents in a folder, which is made when the first comes in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add_file(self, path: Path) -> str:
        """Keep a copy of a file; return its hash.

        Raises `UnreadableError` when it cannot be read or changes meanwhile, `DiskFullError` and `OutputError`.
        """
        try:
            with path.open("rb") as file:
                expected = hashlib.file_digest(file, "sha256").hexdigest()
                file.seek(0)
                return self.add_stream(file, expected=expected, size=os.fstat(file.fileno()).st_size)
        except OSError as error:
            raise UnreadableError(where=path.name, reason=error.strerror or str(error)) from error

    def add_bytes(self, content: bytes) -> str:
        """Keep bytes; return their hash. Raises `DiskFullError` and `OutputError`."""
        return self.add_stream(BytesIO(content), expected=hashlib.sha256(content).hexdigest(), size=len(content))

    def add_stream(self, stream: BinaryIO, *, expected: str, size: int) -> str:
        """Keep `size` bytes of a stream whose hash is known beforehand; return it.

        Raises `UnreadableError` when the stream is another than expected, `DiskFullError` and `OutputError`.
        """
        target = self.place(expected)
        if self._touch(target, size):
            return expected
        with written_aside(target) as aside:
            with aside.open("wb") as file:
                digest = _copy(stream, file)
            if digest != expected:
                raise UnreadableError(reason="it changed while it was read")
            aside.chmod(0o444)
        return expected

    def place(self, content: str) -> Path:
        """Return where a content lies if it is here. Raises `ContentMissingError` for what is no hash."""
        if not _HASH.match(content):
            raise ContentMissingError(hash=content)
        return self.folder / content[:2] / content[2:4] / content

    def path(self, content: str) -> Path:
        """Return where a content lies. Raises `ContentMissingError`."""
        place = self.place(content)
        if not place.is_file():
            raise ContentMissingError(hash=content)
        return place

    def open(self, content: str) -> BufferedReader:
        """Open a content for reading. Raises `ContentMissingError`."""
        return self.path(content).open("rb")

    def size(self, content: str) -> int:
        """Return how many bytes a content has. Raises `ContentMissingError`."""
        return self.path(content).stat().st_size

    def verify(self, content: str) -> bool:
        """Read a content and tell whether it still has its hash. Raises `ContentMissingError`."""
        with self.open(content) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == content

    def __iter__(self) -> Iterator[str]:
        """Yield every content that is here, in the order of their hashes."""
        for outer in _folders(self.folder):
            for inner in _folders(outer):
                yield from sorted(entry.name for entry in inner.iterdir() if _HASH.match(entry.name))

    def sweep(self, referenced: Iterable[str], older_than: datetime) -> Swept:
        """Take away what nothing refers to and nobody added since a moment; what a broken write left goes too.

        `referenced` yields hashes in ascending order, as `referenced_contents` does: millions need no memory.
        Does nothing while a backup holds the folder. Raises `ValueError` when they are not in order.
        """
        before = older_than.timestamp()
        files = size = 0
        with self._lock(shared=False) as held:
            if not held:
                return Swept(0, 0)
            self._tidy(before)
            # All of them before the first is taken: by then the order is known to be right.
            for content in list(_missing_from(_ascending(referenced), iter(self))):
                taken = self._take(self.place(content), before)
                files += taken is not None
                size += taken or 0
        return Swept(files, size)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """While the block lasts nothing is swept, by any process: what a snapshot refers to can be copied."""
        with self._lock(shared=True):
            yield

    def _touch(self, target: Path, size: int) -> bool:
        """Tell whether a content is here, and if so, keep a sweep from taking it as old."""
        try:
            if target.stat().st_size != size:
                return False  # cut off by a failing disk: write it anew
            os.utime(target)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise OutputError(path=target, reason=error.strerror or str(error)) from error
        return True

    def _take(self, place: Path, before: float) -> int | None:
        """Remove a content that was last added before a moment; return its size.

        It is moved away first and looked at again: who adds the same content now either has touched it, which is seen
        here, or finds it gone and writes it anew.
        """
        if place.stat().st_mtime >= before:
            return None
        swept = place.with_name(f".{place.name}{_SWEPT}")
        place.rename(swept)
        facts = swept.stat()
        if facts.st_mtime >= before and not place.exists():
            swept.rename(place)
            return None
        swept.unlink()
        return facts.st_size

    def _tidy(self, before: float) -> None:
        """Give back what a killed sweep had moved away, remove what killed writers left long ago."""
        for hidden in self.folder.glob("*/*/.*"):
            place = hidden.with_name(hidden.name[1 : -len(_SWEPT)])
            if hidden.name.endswith(_SWEPT) and not place.exists():
                hidden.rename(place)
            elif hidden.stat().st_mtime < before:
                hidden.unlink()

    @contextmanager
    def _lock(self, *, shared: bool) -> Iterator[bool]:
        """Hold the folder, with others or alone; yield whether that could be had without waiting."""
        if os.name != "posix":
            yield True
            return
        import fcntl

        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


def _copy(source: BinaryIO, target: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest()


def _folders(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    return sorted(entry for entry in parent.iterdir() if len(entry.name) == 2 and entry.is_dir())


def _ascending(hashes: Iterable[str]) -> Iterator[str]:
    last = ""
    for content in hashes:
        if content < last:
            raise ValueError(f"{content} comes behind {last}")
        last = content
        yield content


def _missing_from(known: Iterator[str], found: Iterator[str]) -> Iterator[str]:
    """Yield what is found and not known; both are in ascending order."""
    upcoming = next(known, None)
    for content in found:
        while upcoming is not None and upcoming < content:
            upcoming = next(known, None)
        if upcoming != content:
            yield content
    for _rest in known:
        pass
