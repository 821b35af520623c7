"""What several commands do with their arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import typer

from access.errors import UsageError
from api.language import _


def split(values: Iterable[str] | None) -> tuple[str, ...]:
    """Values given with commas, by repeating the option, or both."""
    return tuple(part.strip() for value in values or () for part in value.split(",") if part.strip())


def between(least: int, most: int) -> Callable[[Any], Any]:
    """Return what checks that a number is from `least` to `most`, both counted in."""

    def checked(value: int | None) -> int | None:
        if value is not None and not least <= value <= most:
            message = _("{value} is not from {least} to {most}.").format(value=value, least=least, most=most)
            raise typer.BadParameter(message)
        return value

    return checked


def chosen_formats(values: Iterable[str] | None) -> tuple[str, ...]:
    """Return the formats named, each once, in our order. Raises UsageError for one that there is not."""
    from api.targets import FORMATS

    asked = split(values)
    for name in asked:
        if name not in FORMATS:
            raise UsageError(
                "“{name}” is not a format.", advice="Choose of {formats}.", name=name, formats=_(", ").join(FORMATS)
            )
    return tuple(name for name in FORMATS if name in asked)


def chosen_tag(value: str | None) -> str | None:
    """Return a language's proper tag (BCP 47), None for none. Raises UsageError for what names no language."""
    if value is None:
        return None
    from access.book.language_tags import normalise_tag

    tag = normalise_tag(value)
    if tag is None:
        raise UsageError("“{value}” is not a language.", advice="Give a tag such as zh or en.", value=value)
    return tag
