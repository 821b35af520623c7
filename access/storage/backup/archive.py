"""The two shapes of a backup: a folder, or the same in one tar file, which is written and read from end to end."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from access.errors import BackupError
from access.storage.backup.manifest import MANIFEST
from access.storage.contents import ContentStore

_CONTENTS = "contents"


class Archive(Protocol):
    """A backup that is read. Files are asked for in the order in which they were written, contents last."""

    path: Path

    def open(self, name: str) -> BinaryIO:
        """Open the next file. Raises `BackupError` when it is not there."""

    def contents(self) -> Iterator[tuple[str, int, BinaryIO]]:
        """Yield hash, size and bytes of every content."""


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """Yield the backup at a path. Raises `BackupError` when there is none, or when it breaks off while it is read."""
    try:
        if path.is_dir():
            yield _Folder(path)
        else:
            with tarfile.open(path, "r:") as tar:
                yield _Tar(path, tar)
    except tarfile.TarError as error:
        raise BackupError(path=path, reason="it is no backup, or it breaks off") from error
    except OSError as error:
        raise BackupError(path=path, reason=error.strerror or str(error)) from error


class _Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        if not (path / MANIFEST).is_file():
            raise BackupError(path=path, reason="it is no backup")

    def open(self, name: str) -> BinaryIO:
        try:
            return (self.path / name).open("rb")
        except OSError as error:
            raise BackupError(path=self.path / name, reason=error.strerror or str(error)) from error

    def contents(self) -> Iterator[tuple[str, int, BinaryIO]]:
        store = ContentStore(self.path / _CONTENTS)
        for content in store:
            with store.open(content) as file:
                yield content, store.size(content), file


class _Tar:
    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self.path = path
        self._tar = tar

    def open(self, name: str) -> BinaryIO:
        member = self._next()
        if member is None or member.name != name:
            raise BackupError(path=self.path, reason="it is no backup, or it breaks off")
        return self._bytes_of(member)

    def contents(self) -> Iterator[tuple[str, int, BinaryIO]]:
        while (member := self._next()) is not None:
            with self._bytes_of(member) as file:
                yield member.name.rpartition("/")[2], member.size, file

    def _next(self) -> tarfile.TarInfo | None:
        self._tar.members = []  # type: ignore[attr-defined]  # it would remember every file, and there may be millions
        return self._tar.next()

    def _bytes_of(self, member: tarfile.TarInfo) -> BinaryIO:
        file = self._tar.extractfile(member) if member.isreg() else None
        if file is None:
            raise BackupError(path=self.path, reason="it is no backup, or it breaks off")
        return file  # type: ignore[return-value]


def fill_folder(folder: Path, contents: Iterator[str], store: ContentStore) -> None:
    """Copy contents into the folder of a backup as they are: one that is damaged is told when it is restored."""
    copies = ContentStore(folder / _CONTENTS)
    for content in contents:
        target = copies.place(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(store.path(content), target)


def fill_tar(target: Path, names: list[str], folder: Path, contents: Iterator[str], store: ContentStore) -> None:
    """Write a tar file: the named files of a folder in their order, then contents."""
    with tarfile.open(target, "w:", format=tarfile.PAX_FORMAT) as tar:
        for name in names:
            _add(tar, name, folder / name)
        for content in contents:
            place = store.place(content)
            _add(tar, f"{_CONTENTS}/{place.relative_to(store.folder).as_posix()}", place)


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    # Neither owners nor permissions nor times: they are this machine's.
    member = tarfile.TarInfo(name)
    member.size = path.stat().st_size
    with path.open("rb") as file:
        tar.addfile(member, file)
    tar.members = []  # type: ignore[attr-defined]  # it would remember every file, and there may be millions
