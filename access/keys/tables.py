"""Keys of programs: never the secret itself, only what tells that somebody has it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from access.storage.tables import Table


class Scope(StrEnum):
    """What a key may do. `admin` may do everything the others may."""

    CATALOG_READ = "catalog:read"
    CATALOG_WRITE = "catalog:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    ARTEFACTS_READ = "artefacts:read"
    METRICS_READ = "metrics:read"
    ADMIN = "admin"


class ApiKey(Table):
    """A key. `prefix` is the part of it that is no secret, by which it is looked up; `digest` is SHA-256 of the secret.

    `name` says what it is for, to those who manage keys; it stands in no log. `used` is told by the hour.
    """

    __tablename__ = "api_keys"
    __table_args__ = ({"sqlite_autoincrement": True},)  # the audit speaks of keys by number: none is given twice

    id: Mapped[int] = mapped_column(primary_key=True)
    prefix: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    scopes: Mapped[list[str]]
    created: Mapped[datetime]
    expires: Mapped[datetime | None]
    revoked: Mapped[datetime | None]
    used: Mapped[datetime | None]
