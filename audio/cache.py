"""Spoken blocks, kept between runs.

An entry is one file: a line of JSON (phrases, lengths, checksum), then the MP3. It is keyed by everything that its
sound was made from, written aside and renamed, and checked when it is read, so that a run that was killed at any moment
leaves only whole entries, and a damaged one is spoken again.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from access.errors import CacheError, DiskFullError, OutputError
from access.storage.files import written_aside

FORMAT = 1
_SUFFIX = ".speech"


@dataclass(frozen=True, slots=True)
class SpokenPhrase:
    """A phrase's place in the leaf's text (code points) and in the block's PCM (samples), both half open."""

    text_start: int
    text_end: int
    start: int
    end: int
    page_id: str = ""


@dataclass(frozen=True, slots=True)
class SpokenBlock:
    """A leaf as sound: its phrases and where its MP3 lies. `samples` is the decoded length, whole frames."""

    key: str
    sample_rate: int
    samples: int
    phrases: tuple[SpokenPhrase, ...]


def cache_key(*made_from: object) -> str:
    """Return the key of an entry made from these values (JSON-able)."""
    text = json.dumps([FORMAT, *made_from], ensure_ascii=False, separators=(",", ":"))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class SpeechCache:
    """The entries in one folder; safe for many processes at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}{_SUFFIX}"

    def find(self, key: str) -> SpokenBlock | None:
        """Return a whole entry, or None; marks it as used."""
        found = self._read(key)
        if found is None:
            return None
        with suppress(OSError):  # one that may be read but not marked is as good
            os.utime(self._path(key))
        return found[0]

    def sound(self, key: str) -> tuple[SpokenBlock, bytes]:
        """Return an entry and its MP3, read together: another run may have put its own in place meanwhile.

        Raises CacheError when it is gone or damaged.
        """
        found = self._read(key)
        if found is None:
            raise CacheError(path=self._folder, reason="it was changed while it was in use")
        return found

    def _read(self, key: str) -> tuple[SpokenBlock, bytes] | None:
        try:
            data = self._path(key).read_bytes()
            head, _, mp3 = data.partition(b"\n")
            entry = json.loads(head)
            if entry["checksum"] != _checksum(mp3):
                return None
            phrases = tuple(SpokenPhrase(*phrase) for phrase in entry["phrases"])
            return SpokenBlock(key, entry["sample_rate"], entry["samples"], phrases), mp3
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, block: SpokenBlock, mp3: bytes) -> None:
        """Store an entry. Raises CacheError."""
        head = {
            "checksum": _checksum(mp3),
            "sample_rate": block.sample_rate,
            "samples": block.samples,
            "phrases": [[p.text_start, p.text_end, p.start, p.end, p.page_id] for p in block.phrases],
        }
        try:
            with written_aside(self._path(block.key), durable=False) as aside:
                aside.write_bytes(json.dumps(head, separators=(",", ":")).encode() + b"\n" + mp3)
        except DiskFullError as error:
            raise CacheError(path=self._folder, reason="its disk is full") from error
        except OutputError as error:
            raise CacheError(path=self._folder, reason=error.details.get("reason", "")) from error

    def prune(self, *, most_bytes: int, unused_days: float) -> int:
        """Remove entries unused for long, then the longest unused until the rest fits; return how many went.

        What killed runs left half-written goes after a day. What may not be read or removed is left as it is: tidying
        up never fails a run that is done.
        """
        for used, _, path in self._files(".*"):
            if used < time.time() - 86_400:
                with suppress(OSError):
                    path.unlink()
        entries = sorted(self._files(f"*{_SUFFIX}"))
        total = sum(size for _, size, _ in entries)
        oldest = time.time() - unused_days * 86_400
        removed = 0
        for used, size, path in entries:
            if used >= oldest and total <= most_bytes:
                break
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue
            total -= size
            removed += 1
        return removed

    def _files(self, pattern: str) -> Iterator[tuple[float, int, Path]]:
        """Yield when it was last used, the bytes and the path of every file of this name that can be looked at."""
        with suppress(OSError):
            for path in self._folder.glob(f"??/{pattern}"):
                with suppress(OSError):
                    status = path.stat()
                    yield status.st_mtime, status.st_size, path


def _checksum(mp3: bytes) -> str:
    return blake2b(mp3, digest_size=16).hexdigest()
