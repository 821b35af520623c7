"""SQLite databases as files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from access.errors import BackupError


def settle(file: Path) -> None:
    """Bring a database into its one file, without a log beside it, so that it can be renamed.

    Raises `BackupError` when somebody has it open.
    """
    try:
        with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise BackupError(
            path=file, reason="the library there is in use", advice="Stop the service and its workers first."
        ) from error
