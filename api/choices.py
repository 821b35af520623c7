"""What is chosen once for each language."""

from __future__ import annotations

from collections.abc import Iterable

from access.errors import UsageError


def one_each(option: str, chosen: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map languages to names, given as pairs of both; the same name twice is one.

    Raises UsageError naming `option` when a language has two names: which is meant cannot be known.
    """
    names: dict[str, str] = {}
    for language, name in chosen:
        if names.setdefault(language, name) != name:
            raise UsageError(
                "{option} was given two names for one language: {first} and {second}.",
                advice="Give one name for each language.",
                option=option,
                first=names[language],
                second=name,
            )
    return names
