"""Dates as the metadata of talking books wants them."""

from __future__ import annotations

import re

_DATE = re.compile(r"(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?:T.*)?\Z", re.ASCII)


def iso_date(written: str | None) -> str | None:
    """Return the date of an ISO 8601 date or time (`1923`, `1923-08`, `1923-08-01T00:00:00Z`), or `None`."""
    found = _DATE.match(written.strip()) if written is not None else None
    return found.group(1) if found is not None else None
