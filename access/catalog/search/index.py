"""Search over the catalogue, kept up with its changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from tantivy import Index, IndexWriter
from tantivy import Query as EngineQuery

from access.catalog.search.feed import (
    Change,
    all_titles,
    change_numbered,
    changed_titles,
    newest_change,
    oldest_change,
    titles,
)
from access.catalog.search.finding import Finder
from access.catalog.search.question import Hits, Listed, Query
from access.catalog.search.schema import STATE, State, document, register, schema, state_document
from access.catalog.search.store import DamagedIndexError, Opened, Store
from access.errors import DiskFullError, SearchIndexError
from access.storage.database import Database
from access.storage.files import folder_made_aside

_BUILDING_BYTES = 256_000_000
_FOLLOWING_BYTES = 30_000_000
_CHANGES_AT_ONCE = 2000
_Answer = TypeVar("_Answer")


class _Writing:
    """The engine's writer while a block lasts; what it did not commit is dropped. Tells what goes wrong as ours."""

    def __init__(self, index: Index, folder: Path, memory: int) -> None:
        self._folder = folder
        with self._told():
            self._writer = index.writer(memory, 1)

    def __enter__(self) -> IndexWriter:
        return self._writer

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            with self._told():
                self._writer.wait_merging_threads()
        elif isinstance(error, ValueError | OSError):
            with self._told():
                raise error

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            if "No space left" in str(error) or "quota" in str(error):
                raise DiskFullError(path=self._folder) from error
            raise SearchIndexError(path=self._folder, reason=str(error)) from error


class SearchIndex:
    """The index in `folder` of the titles in `database`, for any number of processes and threads on one machine.

    One process writes at a time, the others go on reading. What is missing, damaged, of another release or of another
    database is made anew by who comes first. A search touches the database only then.
    """

    def __init__(self, folder: Path, database: Database) -> None:
        self._database = database
        self._store = Store(folder, database.url)
        self._opened: Opened | None = None
        self._opening = threading.Lock()
        self._mistrusted = False

    # --- asking ---------------------------------------------------------------------------------------------------

    def search(self, query: Query) -> Hits:
        """Find titles. Raises `SearchIndexError` or `DatabaseAwayError` only when the index has to be made first."""
        return self._asked(lambda opened: Finder(opened.index.schema, opened.searcher).search(query))

    def listing(self, listed: Listed, of: str = "", query: Query | None = None) -> Hits:
        """List titles: the newest; or those with a subject heading or by a contributor, `of`, by popularity.

        `query` gives filters and page; its text is not looked at. Raises as `search` does.
        """
        asked = query or Query("")
        return self._asked(lambda opened: Finder(opened.index.schema, opened.searcher).listing(listed, of, asked))

    @property
    def state(self) -> State:
        """What the index holds now."""
        return self._current().state

    def _asked(self, answer: Callable[[Opened], _Answer]) -> _Answer:
        try:
            return answer(self._current())
        except (OSError, ValueError):
            # Damage that opening did not show; but a second time it is a fault of ours, and told as one.
            if self._mistrusted:
                raise
            self._mistrusted = True
            self.rebuild()
            return answer(self._current())

    def _current(self) -> Opened:
        """Return the index as of the last commit; make it when there is none that can be read."""
        opened = self._opened
        stamp = self._store.stamp()
        # Between the two renames of a new index there is none for a moment: the old one still answers.
        if opened is not None and stamp in (None, opened.stamp):
            return opened
        with self._opening:
            try:
                self._opened = self._store.open()
            except DamagedIndexError:
                self._make_if_needed()
                self._opened = self._store.open()
            return self._opened

    # --- keeping up -----------------------------------------------------------------------------------------------

    def follow(self) -> int:
        """Take in what changed in the catalogue since last time; return how many changed titles were looked at.

        Returns 0 at once when another process is writing: what it writes is seen here too. Raises `DatabaseAwayError`,
        `DiskFullError` or `SearchIndexError`; the index then stands at an earlier change and can be searched.
        """
        newest = newest_change(self._database)
        if self._holds(self._current(), newest):
            return 0
        looked_at = 0
        with self._store.writing(wait=False) as mine:
            if not mine:
                return 0
            opened = self._sound()
            if opened is None or not self._can_follow(opened):
                self._build()
                return self._current().state.titles
            while not self._holds(opened, newest) and opened.state.change < newest.number:
                looked_at += self._take_in(opened)
                opened = self._store.open()
        return looked_at

    def rebuild(self) -> None:
        """Make the index anew, aside, and put it in the old one's place. Raises as `follow` does."""
        with self._store.writing(wait=True):
            self._build()

    def _make_if_needed(self) -> None:
        with self._store.writing(wait=True):
            if self._sound() is None:
                self._build()

    def _sound(self) -> Opened | None:
        try:
            return self._store.open()
        except DamagedIndexError:
            return None

    def _holds(self, opened: Opened, change: Change) -> bool:
        return (opened.state.change, opened.state.mark) == (change.number, change.mark)

    def _can_follow(self, opened: Opened) -> bool:
        """Tell whether the feed goes on where the index stands: not if it was purged further, or is another's."""
        state = opened.state
        if state.change < oldest_change(self._database).number:
            return state.change == oldest_change(self._database).number - 1
        return self._holds(opened, change_numbered(self._database, state.change))

    def _take_in(self, opened: Opened) -> int:
        """Write the next changes, in one commit with the number of the last."""
        last, changed = changed_titles(self._database, opened.state.change, _CHANGES_AT_ONCE)
        records = titles(self._database, changed)
        count = opened.state.titles - Finder(opened.index.schema, opened.searcher).count(changed) + len(records)
        with _Writing(opened.index, self._store.folder, _FOLLOWING_BYTES) as writer:
            # By query: the engine's binding does not find a number that is deleted by term.
            writer.delete_documents_by_query(EngineQuery.term_set_query(opened.index.schema, "id", changed))
            for record in records:
                writer.add_document(document(record))
            writer.delete_documents_by_term(STATE, STATE)
            writer.add_document(state_document(State(last.number, count, last.mark)))
            writer.commit()
        return len(changed)

    def _build(self) -> None:
        newest = newest_change(self._database)
        count = 0
        with folder_made_aside(self._store.current) as folder:
            index = Index(schema(), str(folder))
            register(index)
            with _Writing(index, self._store.folder, _BUILDING_BYTES) as writer:
                for record in all_titles(self._database):
                    writer.add_document(document(record))
                    count += 1
                writer.add_document(state_document(State(newest.number, count, newest.mark)))
                writer.commit()
            self._store.write_about(folder)
