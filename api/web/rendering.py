"""Templates (Jinja): escaped by default, strict about what they are given, in the language of who is answered.

A template finds beside its values:

- `_("There are {count} titles.", count=3)`: a sentence of the catalogue (`api/locale`), its places filled and escaped;
- `govuk.button({…})`, `govuk.table({…})`: the components of GOV.UK Frontend by their names, with `_` for `-`;
- `static("pages.css")`: the address of a built file;
- `day`, `moment`, `number`, `size`: filters for what is counted and dated, in the language;
- `in_language(text, tag)`: a text in another language than the page's, marked for speech and braille; `marked(name)`
  where the language is not known;
- `language` and `html_language`: `zh` or `en`, and the tag of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup, escape

from access.language.scripts import HAN
from api.language import _, chosen_language
from api.web.forms import Form
from api.web.names import role_name
from api.web.navigation import ways_of
from api.web.statics import Statics

FOLDER = Path(__file__).parent / "templates"
_HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}
_BABEL_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
_HAN = re.compile(f"[{HAN}]")
_UNITS = ("B", "kB", "MB", "GB")


def templates(statics: Statics) -> Environment:
    """Return the environment in which all pages are rendered."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals |= {
        "_": sentence,
        "govuk": Components(),
        "static": statics.url,
        "in_language": in_language,
        "marked": marked,
        "built": not statics.missing,
        "wrong": _wrong,
        "error_links": _error_links,
        "field_items": _field_items,
        "role_name": role_name,
        "ways_of": ways_of,
    }
    environment.filters |= {"day": day, "moment": moment, "number": number, "size": size}
    environment.context_class = _Spoken
    return environment


class _Spoken(Context):
    """What a template is given, with the language of this answer."""

    def resolve_or_missing(self, key: str) -> Any:
        """Return a value; the language is looked up when it is asked for."""
        if key == "language":
            return chosen_language()
        if key == "html_language":
            return html_language()
        return super().resolve_or_missing(key)


class Components:
    """The macros of GOV.UK Frontend, loaded when a template first calls them.

    They are written for Jinja's forgiving kind of undefined values, so they live in an environment of their own.
    """

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            autoescape=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._macros: dict[str, Callable[..., Markup]] = {}

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        """Return the macro of a component: `error_summary` is `govukErrorSummary`. Raises AttributeError."""
        if name.startswith("_"):
            raise AttributeError(name)
        found = self._macros.get(name)
        if found is None:
            path = f"govuk_frontend_jinja/components/{name.replace('_', '-')}/macro.html"
            called = "govuk" + "".join(part.capitalize() for part in name.split("_"))
            macro: Callable[..., Markup] = getattr(self._environment.get_template(path).module, called)
            found = self._macros[name] = macro
        return found


def sentence(message: str, **places: object) -> Markup:
    """Return a message of the catalogue in the language of who is answered, its places filled, escaped for HTML."""
    text = escape(_(message))
    return text.format(**places) if places else text


def html_language() -> str:
    """Return the language tag of the page (BCP 47)."""
    return _HTML_LANGUAGES[chosen_language()]


def in_language(text: str, tag: str) -> Markup:
    """Return a text, marked with its language when that is known and not the page's."""
    if not tag or tag.partition("-")[0].lower() == chosen_language():
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(tag, text)


def marked(text: str) -> Markup:
    """Return a name whose language nobody wrote down: one with Chinese characters is marked so on an English page."""
    return in_language(text, "zh-CN" if _HAN.search(text) else "")


def day(when: datetime) -> str:
    """Return the day of a moment, where the service stands."""
    return format_date(when.astimezone(), "long", locale=_locale())


def moment(when: datetime) -> str:
    """Return a moment to the minute, where the service stands."""
    shape = "y年M月d日 HH:mm" if chosen_language() == "zh" else "d MMMM y, HH:mm"
    return format_datetime(when.astimezone(), shape, locale=_locale())


def number(count: float) -> str:
    """Return a number as the language writes it."""
    return format_decimal(count, locale=_locale())


def size(count: int) -> str:
    """Return a size in bytes as a person says it."""
    amount, unit = float(count), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{format_decimal(round(amount, 1 if unit else 0), locale=_locale())} {_UNITS[unit]}"


def _wrong(form: Form, name: str) -> dict[str, str] | None:
    """What is wrong with a field, as the components take it."""
    return {"text": form.errors[name], "visuallyHiddenText": _("Error")} if name in form.errors else None


def _error_links(errors: Mapping[str, str]) -> list[dict[str, str]]:
    """The list at the head of a page, each with a link to its field."""
    return [{"text": text, "href": f"#{name}"} for name, text in errors.items()]


def _field_items(options: Iterable[Sequence[str]]) -> list[dict[str, object]]:
    """Choices as the components take them, from values with words and perhaps a hint."""
    return [
        {"value": value, "text": words, **({"hint": {"text": hint[0]}} if hint else {})}
        for value, words, *hint in options
    ]


def _locale() -> str:
    return _BABEL_LOCALES[chosen_language()]
