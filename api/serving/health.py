"""Whether the service can do its work: what is looked at, and why it could not."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import text

from access.errors import TongduError
from access.storage.database import Database
from access.storage.migrations import require_revision
from access.storage.opening import sqlite_file
from api.language import _
from api.serving.service import Service

LEAST_FREE = 256 * 1024**2
"""Bytes below which nothing more should be begun."""
_FRESH_SECONDS = 2.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `reason` is a message id, empty when all is well."""

    name: str
    reason: str = ""

    @property
    def told(self) -> str:
        """The reason in the reader's language."""
        return _(self.reason) if self.reason else ""


class Health:
    """Looks at a service, at most every two seconds however often somebody asks, one at a time."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._last: tuple[float, list[Check]] = (0.0, [])

    def checks(self) -> list[Check]:
        """Return what was found."""
        with self._lock:
            when, found = self._last
            if not found or time.monotonic() - when > _FRESH_SECONDS:
                found = [
                    self._looked("database", self._database),
                    self._looked("tables", self._tables),
                    self._looked("contents", self._contents),
                    self._looked("engine", self._engine),
                    self._looked("disk", self._disk),
                ]
                self._last = time.monotonic(), found
            return found

    def _looked(self, name: str, look: Callable[[], str]) -> Check:
        try:
            return Check(name, look())
        except (TongduError, OSError, sqlite3.Error) as error:
            _log.warning("not ready", check=name, fault=type(error).__name__)
            return Check(name, _REASONS[name])

    def _database(self) -> str:
        with self._service.database.reading() as session:
            session.execute(text("SELECT 1"))
        return ""

    def _tables(self) -> str:
        require_revision(self._service.database)
        return ""

    def _contents(self) -> str:
        folder = self._service.settings.contents
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ready")
            file.flush()
            os.fsync(file.fileno())
        return ""

    def _engine(self) -> str:
        """The engine's own database; the first worker makes it, so it may not be there yet."""
        url = self._service.settings.works_url
        file = sqlite_file(url)
        if file is not None:
            if file.exists():
                with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
                    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return ""
        database = Database(url)
        try:
            with database.reading() as session:
                session.execute(text("SELECT 1"))
        except TongduError as error:
            if "does not exist" not in str(error):
                raise
        finally:
            database.close()
        return ""

    def _disk(self) -> str:
        settings = self._service.settings
        for folder in (settings.data, settings.contents, settings.cache):
            if shutil.disk_usage(_existing(folder)).free < LEAST_FREE:
                return _REASONS["disk"]
        return ""


_REASONS = {
    "database": "The database does not answer.",
    "tables": "The tables of the database are not those of this release, or cannot be looked at.",
    "contents": "The folder of the contents cannot be written.",
    "engine": "The database of the durable engine does not answer.",
    "disk": "There is hardly any room left on a disk.",
}


def _existing(folder: Path) -> Path:
    return next((parent for parent in (folder, *folder.parents) if parent.exists()), folder)
