"""Errors as rows and lines keep them: the class's name, the three sentences and their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from access import errors
from access.errors import TongduError

if TYPE_CHECKING:
    from access.storage.tables import Plain  # the database is slow to load, and step processes have none

_KINDS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, TongduError)}


def error_as_plain(error: TongduError) -> dict[str, Plain]:
    """Return what an error says, fit for JSON."""
    return {
        "kind": type(error).__name__,
        "what": error.what,
        "advice": error.advice,
        "where": error.where,
        "details": {name: _plain(value) for name, value in error.details.items()},
    }


def error_from_plain(told: dict[str, Plain]) -> TongduError:
    """Return the error that was put down; one of a class that is no more is a plain TongduError."""
    kind = _KINDS.get(str(told.get("kind", "")), TongduError)
    details = told.get("details")
    return kind(
        str(told.get("what", "")),
        advice=str(told.get("advice", "")),
        where=str(told.get("where", "")),
        **cast("dict[str, object]", details if isinstance(details, dict) else {}),
    )


def own_fault(error: BaseException) -> TongduError:
    """Return the error that tells of a fault of ours."""
    return TongduError(
        "Tongdu itself failed ({reason}).",
        advice="Please report this together with the book.",
        reason=f"{type(error).__name__}: {error}",
    )


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(entry) for entry in value]
    return str(value)
