"""Where keys are made and taken back, in lines that can be listened to or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from access.clock import now
from access.errors import UsageError
from access.keys.service import Keys, KeyView
from access.keys.tables import Scope
from access.settings import Settings
from access.storage.opening import open_service_database
from api.arguments import split
from api.language import _


def add_key(name: str, scopes: Sequence[str], *, days: int | None, as_json: bool) -> None:
    """Make a key and show it, this once. Raises UsageError for a scope that there is not, and StorageError."""
    wanted = [_scope(scope) for scope in split(scopes)]
    expires = now() + timedelta(days=days) if days is not None else None
    with _keys() as keys:
        made, secret = keys.add(name.strip(), wanted, expires=expires)
    if as_json:
        print(json.dumps({**_plain(made), "secret": secret}, ensure_ascii=False))
        return
    print(_line(made))
    print(_("The key is shown this once; keep it where only its program can read it:"))
    print(secret)


def list_keys(*, as_json: bool) -> None:
    """List all keys. Raises StorageError."""
    with _keys() as keys:
        found = keys.list()
    for key in found:
        print(json.dumps(_plain(key), ensure_ascii=False) if as_json else _line(key))
    if not found and not as_json:
        print(_("There are no keys yet; `tongdu keys add` makes one."))


def revoke_key(number: int) -> None:
    """Take a key back. Raises UnknownNumberError and StorageError."""
    with _keys() as keys:
        print(_line(keys.revoke(number)))


@contextmanager
def _keys() -> Iterator[Keys]:
    database = open_service_database(Settings())
    try:
        yield Keys(database)
    finally:
        database.close()


def _scope(name: str) -> Scope:
    try:
        return Scope(name)
    except ValueError:
        raise UsageError(
            "“{name}” is not a scope.", advice="Choose of {scopes}.", name=name, scopes=_(", ").join(Scope)
        ) from None


def _line(key: KeyView) -> str:
    facts = [_("Key {number}").format(number=key.id), key.name, " ".join(key.scopes)]
    if key.revoked is not None:
        facts.append(_("taken back {day}").format(day=_day(key.revoked)))
    elif key.expires is not None:
        told = _("runs out {day}") if key.is_valid else _("ran out {day}")
        facts.append(told.format(day=_day(key.expires)))
    facts.append(_("last used {day}").format(day=_day(key.used)) if key.used else _("never used"))
    return _(", ").join(fact for fact in facts if fact)


def _plain(key: KeyView) -> dict[str, object]:
    return {
        "key": key.id,
        "prefix": key.prefix,
        "name": key.name,
        "scopes": list(key.scopes),
        "valid": key.is_valid,
        "created": key.created.isoformat(),
        "expires": key.expires.isoformat() if key.expires else None,
        "revoked": key.revoked.isoformat() if key.revoked else None,
        "used": key.used.isoformat() if key.used else None,
    }


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
