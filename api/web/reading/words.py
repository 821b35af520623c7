"""Lengths, places and speeds as they are said and typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from api.language import _
from api.web.form_names import form_name

SPEEDS = (50, 75, 100, 125, 150, 175, 200, 250, 300)
"""Percent."""
TEXT_SIZES = (100, 125, 150, 200, 300)
"""Percent."""
_PLACE = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6}(?:\.\d{1,6})?)")


def length_name(seconds: float) -> str:
    """Return a length of sound as a person says it: `4 h 12 min`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def clock(seconds: float) -> str:
    """Return a place in a chapter as players show it: `3:20`, `1:02:03`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_of(typed: str) -> float | None:
    """Return the seconds of a place as it is typed (`3:20`, `1:02:03`, `200`); None when it is none."""
    found = _PLACE.fullmatch(normalize("NFKC", typed).strip())
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds)


def forms_name(kinds: Iterable[str]) -> str:
    """Return what several forms are called."""
    return _(", ").join(map(form_name, kinds))


def speed_name(percent: int) -> str:
    """Return what a speed is called: `1.5 times`."""
    return _("{number} times").format(number=f"{percent / 100:g}") if percent != 100 else _("As it was spoken")


def speeds(current: int) -> list[tuple[str, str]]:
    """Return the speeds that can be chosen, with their names; the current one is among them."""
    return [(str(percent), speed_name(percent)) for percent in sorted({*SPEEDS, current})]
