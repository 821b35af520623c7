"""`/desk/titles/N/order`: a title is ordered in formats, with voices, braille codes and a rate."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from fastapi import Response

from access.errors import ConflictError, MissingResourceError, UsageError
from access.language.runs import primary_subtag
from access.patrons.roles import Right
from access.production.tables import Priority
from api.language import _, chosen_language
from api.language_names import language_name
from api.serving.doors import Number
from api.targets import FORMATS
from api.web.desk.titles import title_name
from api.web.form_names import form_name
from api.web.forms import Form
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/desk/titles")
LEAST_RATE, MOST_RATE = 25, 400
"""Percent of a voice's usual pace."""
_PAGE = "desk/place_order.html"
_PRIORITY_WORDS = {
    Priority.READER: "A reader waits for it",
    Priority.BULK: "In stock, when nobody waits",
}


@dataclass(frozen=True, slots=True)
class Choosable:
    """A voice or a code that works on this machine; `zh` and `en` are what it is called, as far as that is known."""

    name: str
    language: str
    zh: str
    en: str

    @property
    def said(self) -> str:
        """What it is called in the reader's language, and its language."""
        told = self.zh if self.zh and chosen_language() == "zh" else _(self.en)
        return f"{told or self.name} ({self.name}, {self.language})"


@router.show("/{number}/order", Right.STEER_PRODUCTION)
def ask(visit: Visiting, number: Number) -> Response:
    """Ask what is to be made of a title, and how."""
    form = Form(values={"rate": 100, "priority": str(Priority.READER)})
    return _shown(visit, number, 200, form)


@router.take("/{number}/order", Right.STEER_PRODUCTION)
def place(visit: Visiting, number: Number) -> Response:
    """Order it."""
    form = visit.form
    formats = form.choices("formats", FORMATS, needed=_("Choose at least one form."))
    _name, language = title_name(visit.service.database, number)
    voices = [form.choice(f"voice-{tag}", [one.name for one in some]) for tag, some in _useful(_voices(), language)]
    codes = [form.choice(f"code-{tag}", [one.name for one in some]) for tag, some in _useful(_codes(), language)]
    rate = form.number("rate", LEAST_RATE, MOST_RATE) or 100
    priority = form.choice("priority", list(Priority)) or str(Priority.READER)
    if not form.errors:
        from api.works.options import choices_from, options_from  # the rooms that make outputs take a while to load

        options = options_from(voices=[one for one in voices if one], codes=[one for one in codes if one], rate=rate)
        try:
            choices_from(formats, options)
            (order,) = visit.service.orders(visit.actor).place(
                [number], formats, options=options, priority=Priority(priority), asked_by=visit.actor
            )
        except (ConflictError, MissingResourceError, UsageError) as error:
            form.refused(error, "formats")
    if form.errors:
        return _shown(visit, number, 422, form)
    return visit.go(f"/desk/orders/{order}", done="placed")


def _shown(visit: Visit, number: int, status: int, form: Form) -> Response:
    name, language = title_name(visit.service.database, number)
    return visit.page(
        _PAGE,
        status=status,
        form=form,
        number=number,
        name=name,
        name_language=language,
        formats=[(one, form_name(one)) for one in FORMATS],
        voices=_said(_useful(_voices(), language)),
        codes=_said(_useful(_codes(), language)),
        priorities=[(str(one), _(words)) for one, words in _PRIORITY_WORDS.items()],
        rates=(LEAST_RATE, MOST_RATE),
    )


def _useful(found: Sequence[Choosable], language: str) -> list[tuple[str, list[Choosable]]]:
    """Chinese, English and the title's own language, each with what speaks or writes it, where there is anything."""
    tags = dict.fromkeys(["zh", "en", primary_subtag(language)])
    some = [(tag, [one for one in found if primary_subtag(one.language) == tag]) for tag in tags]
    return [(tag, these) for tag, these in some if these]


def _said(found: Sequence[tuple[str, Sequence[Choosable]]]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Tag and name of each language, and what can be chosen for it."""
    return [(tag, language_name(tag), [(one.name, one.said) for one in some]) for tag, some in found]


@cache
def _voices() -> tuple[Choosable, ...]:
    """The voices, listed once: no engine is opened for that. On Linux the system's own are espeak's once more."""
    from audio.voices.catalogue import all_voices
    from audio.voices.system import SystemDriver

    left_out = SystemDriver.name if sys.platform == "linux" else ""
    found = (one for one in all_voices() if one.driver != left_out)
    return tuple(Choosable(one.name, one.language, "", one.description) for one in found)


@cache
def _codes() -> tuple[Choosable, ...]:
    from braille.translate.codes import CHOSEN_CODES, codes_here

    found = (code for code in codes_here() if code.name in CHOSEN_CODES)
    return tuple(Choosable(one.name, one.language, one.description_zh, one.description) for one in found)
