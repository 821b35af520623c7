"""Ordering what is not there yet: `/titles/{number}/order`, and `/orders`, one's own orders."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from access.catalog.listed import listed_titles
from access.errors import (
    ConflictError,
    MissingResourceError,
    UnknownNumberError,
    UsageError,
)
from access.patrons.preferences import Preferences
from access.patrons.roles import Right
from access.production.states import ORDER_MOVES, Event
from access.production.tables import OrderState, Priority
from access.storage.tables import Plain
from api.language import _
from api.serving.doors import Number
from api.web.form_names import form_name
from api.web.forms import Form
from api.web.numbering import numbered
from api.web.reading.title import TitlePage, title_page
from api.web.reading.words import forms_name
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting
from api.works.names import time_left_name

router = PageRouter()
_ON_A_PAGE = 20
_MOST_PAGES = 100_000
_FORM_HINT_WORDS = {
    "daisy202": "To listen to in the page, or on a player or telephone that plays DAISY.",
    "epub3": "To listen to and to read along, on a telephone or computer.",
    "brf": "For a braille display or an embosser.",
    "pef": "For an embosser.",
}
_STANDING_WORDS = {
    OrderState.WAITING: "It waits for its turn.",
    OrderState.RUNNING: "It is being made.",
    OrderState.PAUSED: "The library has put it off for now.",
    OrderState.CANCELLED: "It was cancelled.",
    OrderState.FAILED: "It could not be made; the library sees that and looks after it.",
    OrderState.DONE: "It is ready.",
}


@router.show("/titles/{number}/order", Right.ORDER_FORMS)
def ask(visit: Visiting, number: Number) -> Response:
    """Ask which formats are wanted: of those that there are none of, what the reader likes is chosen already."""
    title = title_page(visit, number)
    liked = visit.house.accounts.get(visit.account_id).preferences.formats
    chosen = [name for name in title.orderable if name in liked]
    return visit.page("reading/order.html", form=Form(values={"formats": chosen}), **_facts(title))


@router.take("/titles/{number}/order", Right.ORDER_FORMS)
def place(visit: Visiting, number: Number) -> Response:
    """Order, or ask again."""
    title, form = title_page(visit, number), visit.form
    formats = tuple(form.choices("formats", title.orderable, needed=_("Choose at least one format.")))
    if not form.errors:
        try:
            options = _options(visit.house.accounts.get(visit.account_id).preferences, formats)
            orders = visit.service.orders(visit.actor)
            orders.place([number], formats, options=options, priority=Priority.READER, asked_by=visit.actor)
        except (UsageError, MissingResourceError) as error:
            form.refused(error, "formats")
    if form.errors:
        return visit.again("reading/order.html", **_facts(title))
    return visit.go("/orders", done="ordered")


@router.show("/orders", Right.ORDER_FORMS)
def own(visit: Visiting, page: Annotated[int, Query(ge=1, le=_MOST_PAGES)] = 1) -> Response:
    """Show one's own orders, the last first."""
    orders = visit.service.orders(visit.actor)
    found, total = orders.latest(asked_by=visit.actor, offset=(page - 1) * _ON_A_PAGE, limit=_ON_A_PAGE)
    return visit.page(
        "reading/orders.html",
        orders=found,
        languages=_languages(visit, [view.title_id for view in found]),
        pages=numbered(total, page, on_a_page=_ON_A_PAGE),
        address="/orders",
        forms_name=forms_name,
        standing=lambda state: _(_STANDING_WORDS[state]),
        time_left_name=time_left_name,
        may_cancel=lambda state: (state, Event.CANCEL) in ORDER_MOVES,
        going_on=any(view.state in {OrderState.WAITING, OrderState.RUNNING} for view in found),
        done={
            "ordered": _("Your order is placed. This page tells how it goes."),
            "cancelled": _("The order is cancelled."),
            "ended": _("The order had ended before; nothing was changed."),
        },
    )


@router.take("/orders/{number}/cancel", Right.ORDER_FORMS)
def cancel(visit: Visiting, number: Number) -> Response:
    """Cancel an order of one's own; nobody else's is there for them."""
    orders = visit.service.orders(visit.actor)
    try:
        is_own = orders.view(number).asked_by == visit.actor
    except UnknownNumberError:
        is_own = False
    if not is_own:
        raise UnknownNumberError("There is no order with the number {number}.", number=number)
    try:
        orders.cancel(number)
    except ConflictError:
        return visit.go("/orders", done="ended")
    return visit.go("/orders", done="cancelled")


def _facts(title: TitlePage) -> dict[str, Any]:
    return {
        "title": title,
        "options": [(name, form_name(name), _(_FORM_HINT_WORDS[name])) for name in title.orderable],
    }


def _languages(visit: Visit, numbers: list[int]) -> dict[int, str]:
    with visit.service.database.reading() as session:
        return {number: title.language for number, title in listed_titles(session, numbers).items()}


def _options(liked: Preferences, formats: tuple[str, ...]) -> dict[str, Plain]:
    """How the reader likes it made. Raises UsageError, MissingVoiceError and MissingTableError."""
    from api.works.options import choices_from, options_from  # the rooms that make outputs take a while to load

    options = options_from(
        voices=liked.voices,
        codes=liked.codes,
        rate=liked.rate,
        cells=liked.cells or None,
        lines=liked.lines or None,
    )
    choices_from(formats, options)
    return options
