"""The options of an order: put down as plain data when it is placed, and found again by each of its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from api.making import Choices, choose

if TYPE_CHECKING:
    from access.storage.tables import Plain  # the database is slow to load, and step processes have none


def options_from(
    *,
    voices: Sequence[str] = (),
    codes: Sequence[str] = (),
    rate: int = 100,
    language: str | None = None,
    cells: int | None = None,
    lines: int | None = None,
    volume_pages: int | None = None,
) -> dict[str, Plain]:
    """Return options as an order keeps them: those that are not the usual ones."""
    told: dict[str, Plain] = {
        "voices": list(voices),
        "codes": list(codes),
        "rate": rate if rate != 100 else None,
        "language": language,
        "cells": cells,
        "lines": lines,
        "volume_pages": volume_pages,
    }
    return {name: value for name, value in told.items() if value}


def choices_from(formats: Sequence[str], options: Mapping[str, Plain]) -> Choices:
    """Find what the options name. Raises MissingVoiceError, MissingTableError, and UsageError."""
    return choose(
        formats,
        voices=_names(options.get("voices")),
        codes=_names(options.get("codes")),
        rate=_number(options.get("rate")) or 100,
        cells=_number(options.get("cells")),
        lines=_number(options.get("lines")),
        volume_pages=_number(options.get("volume_pages")),
    )


def _names(value: Plain) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _number(value: Plain) -> int | None:
    return int(value) if isinstance(value, int | float | str) else None
