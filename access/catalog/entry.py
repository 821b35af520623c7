"""What a reader gives for each record of a file: the record, or why there is none, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from access.book.opened import BookWarning
from access.catalog.record import Record
from access.errors import TongduError


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the name of its file, and its number in it from 1, or its line, or neither."""

    file: str
    record: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A record or the error for which it was refused, and what had to be said about it."""

    place: Place
    result: Record | TongduError
    remarks: tuple[BookWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRemark:
    """Something to be said once about a whole file."""

    place: Place
    remark: BookWarning
