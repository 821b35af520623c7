"""What the doors of the service stand before: one library, opened once for the life of the process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import cached_property

import structlog
from sqlalchemy.exc import SQLAlchemyError

from access.catalog.search.opening import open_search
from access.errors import TongduError
from access.keys.service import Keys
from access.language.reading import Reader, Reading
from access.patrons.purging import purge_people
from access.production.orders import Orders
from access.settings import Settings
from access.storage.opening import open_contents, open_service_database

_log = structlog.get_logger(__name__)
_FOLLOW_SECONDS = 2.0
"""How far the search index may lie behind what others change."""
_FORGET_SECONDS = 86_400.0
_CATCH_UP_SECONDS = 5.0
"""How long who changed something waits for it to be found; a large import is found later."""


class Service:
    """A library that is open. Made by `Service(settings)`, which raises what opening the database raises.

    Between `begin` and `end` a thread keeps the search index up with the catalogue, writes down which keys were used,
    and once a day forgets what is kept of people and not needed any more.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = open_service_database(settings)
        self.contents = open_contents(settings)
        self.search = open_search(settings, self.database)
        self.keys = Keys(self.database)
        self.reader: Reader = _PatientReader(self._load_reader)
        self._used: set[int] = set()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._round = threading.Condition()
        self._rounds = 0
        self._forget_at = 0.0
        self._ending = False

    def orders(self, actor: str) -> Orders:
        """Return the orders, as somebody (`key:3`) steers them."""
        return Orders(self.database, actor)

    # --- what goes on beside --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin to keep up."""
        self._ending = False
        self._keeper.start()

    def end(self) -> None:
        """Stop keeping up and let go of the database."""
        self._ending = True
        self._wake.set()
        if self._keeper.is_alive():
            self._keeper.join()
        self.database.close()

    def used(self, key: int) -> None:
        """Take note that a key was used; it is written down soon, not in the midst of a request."""
        with self._lock:
            self._used.add(key)

    def catch_up(self) -> None:
        """Wait until the search index has taken in what was changed before, for some seconds at most."""
        end = time.monotonic() + _CATCH_UP_SECONDS
        with self._round:
            wanted = self._rounds + 2  # the round that may be going on could have looked before the change
            while self._rounds < wanted and not self._ending:
                self._wake.set()
                if not self._round.wait(max(0.0, end - time.monotonic())):
                    return

    @cached_property
    def _keeper(self) -> threading.Thread:
        return threading.Thread(target=self._keep_up, name="keep up", daemon=True)

    def _keep_up(self) -> None:
        while not self._ending:
            for task in (self.search.follow, self._write_uses, self._forget_people):
                try:
                    task()
                except (TongduError, SQLAlchemyError, OSError) as error:
                    _log.warning("keeping up failed; it will be tried again", fault=type(error).__name__)
            with self._round:
                self._rounds += 1
                self._round.notify_all()
            self._wake.wait(_FOLLOW_SECONDS)
            self._wake.clear()

    def _write_uses(self) -> None:
        with self._lock:
            used, self._used = self._used, set()
        if not used:
            return
        try:
            self.keys.note_use(used)
        except BaseException:
            with self._lock:
                self._used |= used
            raise

    def _forget_people(self) -> None:
        """Once a day, and when it begins, drop what is kept of people and not needed any more."""
        if time.monotonic() >= self._forget_at:
            purge_people(self.database)
            self._forget_at = time.monotonic() + _FORGET_SECONDS

    def _load_reader(self) -> Reader:
        from access.language.title_lexicon import library_reader_factory

        return library_reader_factory(self.settings.data)()


class _PatientReader:
    """Reads pinyin with what is loaded when it is first needed: some seconds that start-up does not pay."""

    def __init__(self, load: Callable[[], Reader]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._loaded: Reader | None = None

    @property
    def version(self) -> str:
        """The reader's."""
        with self._lock:
            return self._ready().version

    def read(self, text: str) -> Reading:
        """Read a text."""
        return self.read_many([text])[0]

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        """Read texts, one caller at a time."""
        with self._lock:
            return self._ready().read_many(texts)

    def _ready(self) -> Reader:
        self._loaded = self._loaded or self._load()
        return self._loaded
