"""Writing outputs aside and putting them in place whole.

An output is made under a hidden name beside the place where it will stand (so that the final rename stays on one file
system and is atomic) and renamed when it is complete. The hidden name tells machine, process and run, so that what a
killed run left behind can be told from the work of one that is still running:
`.<name>.tongdu-<machine>-<pid>-<run>-<n>`.
"""

from __future__ import annotations

import errno
import itertools
import os
import platform
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from itertools import takewhile
from pathlib import Path

from access.errors import DiskFullError, OutputError, OutputExistsError

FULL = {errno.ENOSPC, errno.EDQUOT}
_LONGEST_NAME = 180
"""Bytes of a name kept in the hidden one: file systems allow 255 in all."""
_MACHINE = blake2b(platform.node().encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
_RUN = secrets.token_hex(4)
"""Tells this run from an earlier one that had the same process number, which is common in containers."""
_numbers = itertools.count()
_HIDDEN_TAIL = re.compile(r"(?P<machine>[0-9a-f]{8})-(?P<pid>\d+)-(?P<run>[0-9a-f]{8})-\d+(?P<old>-old)?\Z")


@contextmanager
def written_aside(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield a path beside `path` to write a file to; when the block ends well, it replaces `path` in one step.

    The block creates the file at the yielded path and closes it. When the block fails in any way, the file is removed
    and whatever stood at `path` still stands there. Missing parent folders are made. An `OSError` of the block is taken
    to be one of writing. Without `durable` the file is whole after a killed process but not after a power cut, and what
    earlier runs left beside it is not looked for: for many small files whose readers check them.

    Raises `DiskFullError` when there is no room and `OutputError` for every other failure of the file system.
    """
    with _translated(path):
        if durable:
            _make_folder(path.parent)
            _clean_leftovers(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
        aside = _hidden(path)
        try:
            yield aside
            if durable:
                _sync(aside)
            aside.replace(path)
        except BaseException:
            _remove(aside)
            raise
        if durable:
            _sync_folder(path.parent)


@contextmanager
def folder_made_aside(path: Path) -> Iterator[Path]:
    """Yield an empty folder beside `path`; when the block ends well, it takes the place of `path` whole.

    A folder that stands at `path` is moved away first and removed afterwards: the caller has made sure that it may be.
    If the run is killed between the two renames, the next call for the same `path` puts the old folder back. When the
    block fails in any way, the new folder is removed and the old one still stands.

    Raises `OutputExistsError` when something that is not a folder stands at `path`, `DiskFullError` when there is no
    room and `OutputError` for every other failure of the file system.
    """
    with _translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _clean_leftovers(path)
        if (path.exists() or path.is_symlink()) and not path.is_dir():
            raise OutputExistsError(path=path)
        aside = _hidden(path)
        try:
            aside.mkdir()
            yield aside
            _sync_tree(aside)
            _swap_folder(aside, path)
        except BaseException:
            _remove(aside)
            raise
        _sync_folder(path.parent)


@contextmanager
def working_folder(parent: Path) -> Iterator[Path]:
    """Yield an empty hidden folder inside `parent` and remove it afterwards, whatever happens.

    What killed runs left there before is removed first. Raises `DiskFullError` and `OutputError`.
    """
    place = parent / "work"
    with _translated(parent):
        parent.mkdir(parents=True, exist_ok=True)
        _clean_leftovers(place)
        folder = _hidden(place)
        folder.mkdir()
    try:
        with _translated(parent):
            yield folder
    finally:
        _remove(folder)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn an `OSError` into the error a person sees."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFullError(path=path) from error
        raise OutputError(path=path, reason=error.strerror or str(error)) from error


def _make_folder(folder: Path) -> None:
    """Make a folder and its missing parents so that a power cut does not take them away again."""
    missing = list(takewhile(lambda parent: not parent.exists(), (folder, *folder.parents)))
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        _sync_folder(made.parent)


def _hidden_stem(path: Path) -> str:
    name = path.name
    encoded = os.fsencode(name)
    if len(encoded) > _LONGEST_NAME:
        digest = blake2b(encoded, digest_size=8).hexdigest()
        name = encoded[: _LONGEST_NAME - 20].decode("utf-8", "ignore") + digest
    return f".{name}.tongdu-"


def _hidden(path: Path) -> Path:
    return path.with_name(f"{_hidden_stem(path)}{_MACHINE}-{os.getpid()}-{_RUN}-{next(_numbers)}")


def _swap_folder(aside: Path, path: Path) -> None:
    old = path.with_name(_hidden(path).name + "-old")
    stood = path.is_dir()
    if stood:
        path.rename(old)
    try:
        aside.rename(path)
    except OSError:
        if stood:
            old.rename(path)
        raise
    if stood:
        _remove(old)


def _clean_leftovers(path: Path) -> None:
    """Remove what killed runs left beside `path`; put back an old folder whose replacement never came."""
    stem = _hidden_stem(path)
    for found in [entry for entry in path.parent.iterdir() if entry.name.startswith(stem)]:
        tail = _HIDDEN_TAIL.match(found.name[len(stem) :])
        if tail is None or tail["machine"] != _MACHINE or _still_running(int(tail["pid"]), tail["run"]):
            continue
        if tail["old"] and not path.exists():
            found.rename(path)
        else:
            _remove(found)


def _still_running(pid: int, run: str) -> bool:
    if pid == os.getpid():
        return run == _RUN
    if os.name != "posix":
        return True  # there is no harmless way to ask there without further packages
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _remove(path: Path) -> None:
    """Remove a file, link or folder if it is there; a failure to tidy up never hides the real error."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _sync(path: Path) -> None:
    # Files may be made read-only before they are in place; elsewhere than on POSIX only what is written is synced.
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(path: Path) -> None:
    if os.name != "posix":
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems cannot do this for folders
            raise
    finally:
        os.close(descriptor)


def _sync_tree(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            _sync(Path(parent) / name)
        _sync_folder(Path(parent))
