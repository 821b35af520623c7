"""How a reader likes books: what orders and the listening page begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from access.catalog.tables import FormKind
from access.errors import UsageError
from access.storage.tables import Plain

_LIMITS = {"rate": (25, 400), "speed": (50, 300), "text_size": (100, 300), "cells": (0, 100), "lines": (0, 100)}
_FEWEST = {"cells": 10, "lines": 4}
_MOST_NAMES = 8
_MOST_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Preferences:
    """`formats` are those ordered by default; `voices` and `codes` are names, one for each language, as orders take
    them. `rate` is that of made speech, `speed` that of playing and `text_size` that of a book's text on a page, in
    percent. `cells` and `lines` of a braille sheet are 0 for the usual.

    Raises UsageError (`details["field"]` is which) for what cannot be.
    """

    formats: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    rate: int = 100
    speed: int = 100
    text_size: int = 100
    cells: int = 0
    lines: int = 0

    def __post_init__(self) -> None:
        for name, (least, most) in _LIMITS.items():
            value = getattr(self, name)
            if not least <= value <= most or 0 < value < _FEWEST.get(name, 0):
                raise UsageError(
                    "{value} is not from {least} to {most}.",
                    advice="",
                    field=name,
                    value=value,
                    least=max(least, _FEWEST.get(name, 0)),
                    most=most,
                )
        for name in self.formats:
            if name not in list(FormKind):
                raise UsageError("“{name}” is not a format.", advice="", field="formats", name=name[:_MOST_LETTERS])
        for field, names in (("voices", self.voices), ("codes", self.codes)):
            if len(names) > _MOST_NAMES or any(not name or len(name) > _MOST_LETTERS for name in names):
                raise UsageError("These are too many names, or too long ones.", advice="", field=field)

    def plain(self) -> dict[str, Plain]:
        """Return what is kept: what is not as usual."""
        usual = Preferences()
        told: dict[str, Plain] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != getattr(usual, field.name):
                told[field.name] = list(value) if isinstance(value, tuple) else value
        return told


def preferences_from(kept: Mapping[str, Plain]) -> Preferences:
    """Return what was kept, by this release or another: what cannot be understood here is as usual."""
    found = Preferences()
    for field in fields(Preferences):
        value = kept.get(field.name)
        given = tuple(str(name) for name in value) if isinstance(value, list) else value
        if given is None or type(given) is not type(getattr(found, field.name)):
            continue
        told = {other.name: getattr(found, other.name) for other in fields(Preferences)}
        try:
            found = Preferences(**(told | {field.name: given}))
        except UsageError:
            continue
    return found
