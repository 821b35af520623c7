"""The folder of the index: who may write, what is opened, and how a new one takes the place of the old.

::

    FOLDER/.lock          held by the one process that writes
    FOLDER/current/       the engine's files
    FOLDER/current/about  the version of its shape and whose titles it holds

The engine commits by renaming one small file, `meta.json`: a reader sees all of a commit or nothing of it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import URL
from tantivy import Index, Searcher
from tantivy import Query as EngineQuery

from access.catalog.search.schema import STATE, VERSION, State, read_state, register
from access.errors import SearchIndexError

ABOUT = "about"
_META = "meta.json"


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened index as it was at one commit."""

    index: Index
    searcher: Searcher
    state: State
    stamp: tuple[int, ...]


class DamagedIndexError(Exception):
    """The index is missing, damaged, of another version or of another database: it has to be made anew."""


class Store:
    """The folder of one index."""

    def __init__(self, folder: Path, database: URL) -> None:
        self.folder = folder
        self.current = folder / "current"
        self._about = about(database)

    def stamp(self) -> tuple[int, ...] | None:
        """Return what changes with every commit and every new index, None when there is no index."""
        try:
            facts = (self.current / _META).stat()
        except OSError:
            return None
        return facts.st_ino, facts.st_mtime_ns, facts.st_size

    def open(self) -> Opened:
        """Open the index that stands there. Raises `DamagedIndexError`."""
        stamp = self.stamp()
        try:
            if stamp is None or (self.current / ABOUT).read_text("utf-8") != self._about:
                raise DamagedIndexError
            index = Index.open(str(self.current))
            index.config_reader("manual")
            register(index)
            searcher = index.searcher()
            return Opened(index, searcher, state_of(index, searcher), stamp)
        except (OSError, ValueError) as error:
            raise DamagedIndexError(str(error)) from error

    def write_about(self, folder: Path) -> None:
        """Say in a new index what it is."""
        (folder / ABOUT).write_text(self._about, "utf-8")

    @contextmanager
    def writing(self, *, wait: bool) -> Iterator[bool]:
        """Hold the right to write; yield whether it was to be had. It ends with the process, however that ends.

        Raises `SearchIndexError` when the folder cannot be made or written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / ".lock").open("a+b")
        except OSError as error:
            raise SearchIndexError(path=self.folder, reason=error.strerror or str(error)) from error
        with file:
            yield _lock(file.fileno(), wait=wait)


def about(database: URL) -> str:
    """Return what an index must say of itself to be used: its version, and a digest of where its titles are from."""
    where = database.set(password=None).render_as_string()
    return json.dumps({"version": VERSION, "database": blake2b(where.encode(), digest_size=16).hexdigest()})


def state_of(index: Index, searcher: Searcher) -> State:
    """Return what an opened index holds. Raises `DamagedIndexError` when it does not hold what it says."""
    found = searcher.search(EngineQuery.term_query(index.schema, STATE, STATE, "basic"), limit=1).hits
    if not found:
        raise DamagedIndexError
    state = read_state(searcher.doc(found[0][1])["kept"][0])
    if searcher.num_docs != state.titles + 1:
        raise DamagedIndexError
    return state


def _lock(descriptor: int, *, wait: bool) -> bool:
    """Lock a file until it is closed; return whether that was possible."""
    if os.name == "posix":
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
    import msvcrt

    while True:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            if not wait:
                return False
        else:
            return True
