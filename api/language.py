"""The reader's language: English message ids to sentences in Chinese or English.

The catalogues are gettext `.po` files in `api/locale`; they are few and small, so they are read as they are, without a
compiled copy that could fall behind.
"""

from __future__ import annotations

import gettext
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from unicodedata import category

from access.book.opened import BookWarning
from access.errors import TongduError

CATALOGUES = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh")
_spoken: ContextVar[str] = ContextVar("spoken", default="")
"""The language of who is being answered; empty where it is whoever started the program."""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Answer in a language of `LANGUAGES` while the block lasts, in this task and the threads that it asks."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def asked_language(header: str) -> str:
    """Return `zh` or `en` by what a client says that it reads (`Accept-Language`, RFC 9110, 12.5.4), or empty."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _semicolon, quality = part.strip().partition(";q=")
        language = tag.strip().lower().split("-")[0]
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if language in LANGUAGES and weight > 0:
            wanted.append((-weight, place, language))
    return min(wanted)[2] if wanted else ""


_NOT_SHOWN = {"Cc", "Zl", "Zp"}
"""Categories of characters that end a line or steer a terminal."""


def chosen_language(environment: Mapping[str, str] | None = None) -> str:
    """Return `zh` or `en`: TONGDU_LANGUAGE, else the system's (LC_ALL, LC_MESSAGES, LANG), else English.

    While somebody is being answered (`speaking`) it is theirs.
    """
    if environment is None and _spoken.get():
        return _spoken.get()
    variables = os.environ if environment is None else environment
    for name in ("TONGDU_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = variables.get(name, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return "en"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the translations into a language; English needs none."""
    source = CATALOGUES / f"{language}.po"
    if not source.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """Translate a message id into the reader's language."""
    return catalogue(chosen_language()).gettext(message) if message else ""


class _Places(dict[str, object]):
    """Details for a message; a place nobody filled stays as it is written, and texts among them are translated."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def filled(message: str, details: Mapping[str, object]) -> str:
    """Translate a message id and fill its places; reasons that are message ids themselves are translated too."""
    places = {name: _(value) if isinstance(value, str) else value for name, value in details.items()}
    return _(message).format_map(_Places(places))


def on_one_line(text: str) -> str:
    """Show control characters and line ends, which names of files may hold, as replacement characters."""
    return "".join("\N{REPLACEMENT CHARACTER}" if category(sign) in _NOT_SHOWN else sign for sign in text)


def told(error: TongduError, *, with_place: bool = True) -> str:
    """An error as sentences in the reader's language: where (unless that is known), what, what to do."""
    gap = "" if chosen_language() == "zh" else " "
    what = filled(error.what, error.details)
    advice = filled(error.advice, error.details)
    head = _("{where}: {what}").format(where=error.where, what=what) if error.where and with_place else what
    return on_one_line(f"{head}{gap}{advice}".strip())


def told_warning(warning: BookWarning) -> str:
    """A warning as a sentence in the reader's language."""
    what = filled(warning.what, warning.details)
    return on_one_line(_("{where}: {what}").format(where=warning.where, what=what) if warning.where else what)
