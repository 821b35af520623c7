"""The gate: nothing of an archive is looked at before it has passed here.

What is dangerous is refused with an error, what is only wrong is mended or left out; reading goes through
`Archive.read`, which never unpacks more than it was asked for.
"""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from access.errors import DamagedBookError, EncryptedBookError, UnsafeBookError

MEBIBYTE = 1024 * 1024
MOST_ENTRIES = 20_000
MOST_UNPACKED = 4096 * MEBIBYTE
BOMB_SIZE = 64 * MEBIBYTE
BOMB_RATIO = 50
MOST_TEXT = 24 * MEBIBYTE
"""Bytes of one part that is read as text."""

_END_MARK = b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF
"""Bytes of the end record with the longest comment."""
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class EntryError(Exception):
    """One entry cannot be unpacked; `reason` says why. The reader turns it into a warning or an error."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive under its normalised name; sizes in bytes."""

    name: str
    size: int
    packed: int


class Archive:
    """An archive that has passed the gate."""

    def __init__(
        self, archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], duplicates: tuple[str, ...]
    ) -> None:
        self._archive = archive
        self._entries = entries
        self._folded: dict[str, str] = {}
        for name in entries:
            self._folded.setdefault(_fold(name), name)
        self._by_last: dict[str, list[str]] = {}
        for name in entries:
            self._by_last.setdefault(_fold(name.rpartition("/")[2]), []).append(name)
        self.duplicates = duplicates

    @property
    def names(self) -> tuple[str, ...]:
        """Normalised names of all files, in the order of the archive."""
        return tuple(self._entries)

    def entry(self, name: str) -> Entry:
        """Return name and sizes of a file; raises KeyError."""
        info = self._entries[name]
        return Entry(name, info.file_size, info.compress_size)

    def find(self, name: str) -> str | None:
        """Return the name of the file that is meant by `name`: itself, or the same in other case or normal form."""
        if name in self._entries:
            return name
        return self._folded.get(_fold(name))

    def find_in_any_folder(self, name: str) -> str | None:
        """Return the one file that has the same last part of its name, if there is only one."""
        same = self._by_last.get(_fold(name.rpartition("/")[2]), [])
        return same[0] if len(same) == 1 else None

    def read(self, name: str, limit: int = MOST_TEXT) -> bytes:
        """Unpack one file; raises EntryError if it is larger than `limit` bytes, damaged, or not there."""
        info = self._entries.get(name)
        if info is None:
            raise EntryError("it is not in the archive")
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedBookError(reason="its archive has a password")
        if info.compress_type not in _METHODS:
            raise EntryError("it is packed in a way that EPUB does not allow")
        if info.file_size > limit:
            raise EntryError("it is too large")
        try:
            with self._archive.open(info) as stream:
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise EntryError("it is damaged") from error
        if len(data) > limit:
            raise EntryError("it is too large")
        return data


def open_archive(file: BinaryIO) -> Archive:
    """Open a ZIP archive if it is safe.

    Raises UnsafeBookError (a bomb, a name that leads out of it, a link), EncryptedBookError (a password) or
    DamagedBookError (not readable as an archive).
    """
    _check_count(file)
    try:
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise DamagedBookError(reason="its archive cannot be opened; the file was probably cut off") from error
    _check_sizes(infos)
    entries: dict[str, zipfile.ZipInfo] = {}
    duplicates: list[str] = []
    for info in infos:
        name = _safe_name(info)
        if info.is_dir() or not name:
            continue
        if name in entries:
            duplicates.append(name)
            continue
        entries[name] = info
    if entries and all(info.flag_bits & _ENCRYPTED for info in entries.values()):
        raise EncryptedBookError(reason="its archive has a password")
    return Archive(archive, entries, tuple(duplicates))


def _check_count(file: BinaryIO) -> None:
    """Refuse by the number of entries that the archive itself tells (APPNOTE.TXT 4.3.16), before all are listed."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - _LONGEST_END))
    tail = file.read()
    file.seek(0)
    record = tail[tail.rfind(_END_MARK) :] if _END_MARK in tail else b""
    told = int.from_bytes(record[10:12], "little")
    # The largest number says that the true one stands elsewhere; it is counted later.
    if MOST_ENTRIES < told < 0xFFFF:
        raise _too_many()


def _too_many() -> UnsafeBookError:
    return UnsafeBookError(reason="its archive holds too many files")


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_ENTRIES:
        raise _too_many()
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MOST_UNPACKED:
        raise UnsafeBookError(reason="it would unpack to more than 4 GB")
    packed = sum(info.compress_size for info in infos)
    if unpacked > BOMB_SIZE and unpacked > BOMB_RATIO * max(packed, 1):
        raise UnsafeBookError(reason="it is a small file that would unpack to a huge one")
    for info in infos:
        if info.file_size > BOMB_SIZE and info.file_size > BOMB_RATIO * max(info.compress_size, 1):
            raise UnsafeBookError(reason="it holds a small file that would unpack to a huge one")


def _safe_name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name with `/` between its parts; refuse one that leads out of the archive, and links."""
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or (len(name) > 1 and name[1] == ":" and name[0].isalpha()):
        raise UnsafeBookError(reason="a file in its archive has an absolute name")
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise UnsafeBookError(reason="a file in its archive has a name that leads out of it")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnsafeBookError(reason="its archive holds a link to another file")
    return "/".join(parts)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
