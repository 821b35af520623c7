"""Making keys, telling by a secret whose key it is, and taking keys back.

A secret is 256 bits from the system's source of chance, so there is nothing to guess: a plain SHA-256 keeps it as well
as a slow hash, which is for passwords that people choose, and costs a request microseconds instead of a tenth of a
second. Whoever reads the table can make no key of it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from access.clock import now
from access.errors import KeyRefusedError, UnknownNumberError, UsageError
from access.keys.tables import ApiKey, Scope
from access.storage.audit import COMMAND
from access.storage.audit import record as audit
from access.storage.database import Database

_SHAPE = re.compile(r"tongdu_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_COARSE = timedelta(hours=1)
MOST_NAME = 200
"""Characters of what a key is for."""


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as it may be shown."""

    id: int
    prefix: str
    name: str
    scopes: tuple[Scope, ...]
    created: datetime
    expires: datetime | None
    revoked: datetime | None
    used: datetime | None

    @property
    def is_valid(self) -> bool:
        """Whether it opens anything now."""
        return self.revoked is None and (self.expires is None or now() < self.expires)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who showed a key: its number, and what it may do."""

    key_id: int
    scopes: frozenset[Scope]

    @property
    def actor(self) -> str:
        """The name in the audit."""
        return f"key:{self.key_id}"

    def may(self, scope: Scope) -> bool:
        """Tell whether the key has a scope, or all of them."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


class Keys:
    """The keys in a database. Every method raises `DatabaseAwayError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, name: str, scopes: Collection[Scope], *, expires: datetime | None = None, actor: str = COMMAND
    ) -> tuple[KeyView, str]:
        """Make a key; return it and its secret, which nobody can be told again. Raises UsageError without a scope."""
        if not scopes:
            raise UsageError("A key without a scope opens nothing.", advice="Say with --scope what it may do.")
        prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = ApiKey(
            prefix=prefix,
            digest=_digest(secret),
            name=name[:MOST_NAME],
            scopes=sorted({str(scope) for scope in scopes}),
            created=now(),
            expires=expires,
        )
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            audit(session, actor, "key.add", "key", row.id, scopes=list(row.scopes))
            return _view(row), f"tongdu_{prefix}_{secret}"

    def list(self) -> list[KeyView]:
        """Return all keys, those that were taken back too, in the order in which they were made."""
        with self._database.reading() as session:
            return [_view(row) for row in session.scalars(select(ApiKey).order_by(ApiKey.id))]

    def revoke(self, number: int, *, actor: str = COMMAND) -> KeyView:
        """Take a key back for good; one that was taken back stays so. Raises UnknownNumberError."""
        with self._database.writing() as session:
            row = session.get(ApiKey, number)
            if row is None:
                raise UnknownNumberError(
                    "There is no key with the number {number}.", advice="`tongdu keys list` lists them.", number=number
                )
            if row.revoked is None:
                row.revoked = now()
                audit(session, actor, "key.revoke", "key", number)
            return _view(row)

    def bearer(self, shown: str) -> Bearer:
        """Return whose key was shown. Raises KeyRefusedError for one that is unknown, was taken back or ran out."""
        match = _SHAPE.fullmatch(shown)
        if match is None:
            raise KeyRefusedError
        with self._database.reading() as session:
            row = session.scalar(select(ApiKey).where(ApiKey.prefix == match[1]))
            # The same work for an unknown prefix: how long an answer takes tells nothing.
            known = hmac.compare_digest(row.digest if row is not None else "0" * 64, _digest(match[2]))
            if row is None or not known or not _view(row).is_valid:
                raise KeyRefusedError
            return Bearer(row.id, frozenset(_scopes(row.scopes)))

    def note_use(self, numbers: Iterable[int]) -> None:
        """Write down that keys were used, by the hour: who looks at it wants to know which keys nobody needs."""
        moment = now()
        with self._database.writing() as session:
            session.execute(
                update(ApiKey)
                .where(ApiKey.id.in_(list(numbers)))
                .where(ApiKey.used.is_(None) | (ApiKey.used < moment - _COARSE))
                .values(used=moment.replace(minute=0, second=0, microsecond=0))
            )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def _scopes(names: Iterable[str]) -> tuple[Scope, ...]:
    """The scopes that this release knows; one of a newer release opens nothing here."""
    return tuple(Scope(name) for name in names if name in list(Scope))


def _view(row: ApiKey) -> KeyView:
    return KeyView(row.id, row.prefix, row.name, _scopes(row.scopes), row.created, row.expires, row.revoked, row.used)
