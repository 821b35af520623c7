"""Months and days, by which hours of work are looked at."""

from __future__ import annotations

import re
from datetime import date, timedelta

from babel.dates import format_date

from api.language import chosen_language

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_SHOWN = 24


def month_of(asked: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a month (`2026-11`); of this one where none was asked for."""
    match = _MONTH.fullmatch(asked)
    first = date(int(match[1]), int(match[2]), 1) if match else today.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)


def latest_months(today: date) -> list[tuple[str, str]]:
    """Return the latest months as choices of a form, this one first."""
    found = []
    first = today.replace(day=1)
    for _ in range(_SHOWN):
        found.append((f"{first:%Y-%m}", month_name(first)))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def month_name(day: date) -> str:
    """Return what the month of a day is called in the reader's language."""
    if chosen_language() == "zh":
        return format_date(day, "y年M月", locale="zh_Hans_CN")
    return format_date(day, "MMMM y", locale="en_GB")


def day_name(day: date) -> str:
    """Return a day of the calendar in the reader's language."""
    return format_date(day, "long", locale="zh_Hans_CN" if chosen_language() == "zh" else "en_GB")
