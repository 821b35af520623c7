"""Files of JSON lines, written and read one line at a time with their checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from access.errors import BackupError
from access.storage.backup.manifest import Lines

_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write_lines(path: Path, values: Iterable[object]) -> Lines:
    """Write values to a new file, a line each."""
    digest = hashlib.sha256()
    count = 0
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        for value in values:
            line = _line(value).encode("utf-8", "surrogatepass") + b"\n"
            file.write(line)
            digest.update(line)
            count += 1
    return Lines(count=count, sha256=digest.hexdigest())


def read_lines(file: BinaryIO, expected: Lines, backup: Path) -> Iterator[Any]:
    """Yield the values of a file, and at its end make sure that it was whole. Raises `BackupError`."""
    digest = hashlib.sha256()
    count = 0
    for line in file:
        digest.update(line)
        count += 1
        try:
            yield json.loads(line.decode("utf-8", "surrogatepass"))
        except ValueError as error:
            raise BackupError(path=backup, reason="it is damaged") from error
    if Lines(count=count, sha256=digest.hexdigest()) != expected:
        raise BackupError(path=backup, reason="it is damaged")
