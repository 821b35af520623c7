"""What a backup says about itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from access.errors import BackupError

MANIFEST = "manifest.json"
LEXICONS = "lexicons.jsonl"
CONTENTS = "contents.jsonl"


def rows_name(table: str) -> str:
    """Return the name of the file with the rows of a table."""
    return f"rows/{table}.jsonl"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Lines(_Part):
    """A file of lines: how many, and the SHA-256 of all its bytes."""

    count: int
    sha256: str


class SavedColumn(_Part):
    """A column and how its values are written."""

    name: str
    kind: Literal["plain", "moment", "json", "bytes"]


class SavedTable(_Part):
    """A table, its columns in the order of the values. `next_key` is the number that its next row would get."""

    name: str
    columns: tuple[SavedColumn, ...]
    lines: Lines
    next_key: int | None = None


class Manifest(_Part):
    """All of a backup; tables stand behind those that they refer to. `missing` counts files that were not there."""

    format: Literal[1] = 1
    made: datetime
    made_by: str
    revision: str
    tables: tuple[SavedTable, ...]
    lexicons: Lines
    contents: Lines
    content_bytes: int
    missing: int = 0

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(table.lines.count for table in self.tables)


def read_manifest(content: bytes, path: Path) -> Manifest:
    """Read a manifest. Raises `BackupError` when it is not one of ours, or of a format we do not know."""
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        raise BackupError(path=path, reason="its manifest is damaged or of another release") from error
