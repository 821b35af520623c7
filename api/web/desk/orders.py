"""`/desk/orders`: production, followed and steered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from access.errors import UnknownNumberError
from access.patrons.roles import Right
from access.production.orders import OrderView
from access.production.progress import PartView
from access.production.states import ORDER_MOVES, Event
from access.production.tables import OrderState, PartKind
from api.language import _, told
from api.serving.doors import Number
from api.web.desk.words import STEPS, WORDS, group_name
from api.web.numbering import numbered
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/desk/orders")
_ON_A_PAGE = 25
_OPEN = (OrderState.FAILED, OrderState.RUNNING, OrderState.WAITING, OrderState.PAUSED)
_CHOICES = {
    "open": _OPEN,
    **{str(state): (state,) for state in _OPEN},
    "ended": (OrderState.DONE, OrderState.CANCELLED),
}
ANNOUNCED_PERCENT = 10
"""So far an order goes on before a screen reader is told of it again."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An order as its page shows it.

    `stage` changes when there is something worth saying aloud, which `sentence` says. `chapters` counts those that
    are done and all; `now` are the parts that are worked on.
    """

    view: OrderView
    stage: str
    sentence: str
    chapters: tuple[int, int]
    now: tuple[PartView, ...]
    fresh: int

    @property
    def has_ended(self) -> bool:
        """Whether nothing will change by itself any more."""
        return self.view.state not in {OrderState.WAITING, OrderState.RUNNING}


@router.show("", Right.SEE_PRODUCTION)
def show_all(visit: Visiting, state: str = "open", page: int = 1) -> Response:
    """List orders, the last placed first."""
    chosen = state if state in _CHOICES else "all"
    states = _CHOICES.get(chosen, ())
    orders = visit.service.orders(visit.actor)
    wanted = max(1, min(page, 100_000))
    found, total = orders.latest(states, offset=(wanted - 1) * _ON_A_PAGE, limit=_ON_A_PAGE)
    pages = numbered(total, wanted, on_a_page=_ON_A_PAGE)
    if pages.page != wanted:
        found, _total = orders.latest(states, offset=(pages.page - 1) * _ON_A_PAGE, limit=_ON_A_PAGE)
    return visit.page(
        "desk/orders.html",
        orders=found,
        pages=pages,
        state=chosen,
        states=[
            ("open", _("Orders that have not ended")),
            *((str(one), group_name(one)) for one in _OPEN),
            ("ended", _("Orders that ended")),
            ("all", _("All orders")),
        ],
        **WORDS,
    )


@router.show("/{number}", Right.SEE_PRODUCTION)
def show(visit: Visiting, number: Number) -> Response:
    """Show an order and how far it is."""
    followed = _followed(visit, number)
    done = {
        "placed": _("The order is placed. It begins as soon as there is room."),
        "pause": _("The order is paused. What is done is kept."),
        "resume": _("The order goes on."),
        "cancel": _("The order is cancelled."),
        "retry": _("What failed is done again; what was finished is kept."),
    }
    return visit.page(
        "desk/order.html", order=followed.view, followed=followed, steps=_steps(visit, followed), done=done, **_words()
    )


@router.show("/{number}/state", Right.SEE_PRODUCTION)
def state(visit: Visiting, number: Number) -> Response:
    """Give the part of the page that changes, for the script that follows the order."""
    followed = _followed(visit, number)
    return visit.page("desk/order_state.html", order=followed.view, followed=followed, **_words())


@router.show("/{number}/cancel", Right.STEER_PRODUCTION)
def ask_to_cancel(visit: Visiting, number: Number) -> Response:
    """Ask whether an order is to be cancelled: that is for good."""
    return visit.page("desk/cancel_order.html", order=visit.service.orders(visit.actor).view(number))


@router.take("/{number}/{step}", Right.STEER_PRODUCTION)
def steer(visit: Visiting, number: Number, step: str) -> Response:
    """Pause, resume, cancel or retry an order. Raises ConflictError for what cannot be done as it stands."""
    orders = visit.service.orders(visit.actor)
    match step:
        case "pause":
            orders.pause(number)
        case "resume":
            orders.resume(number)
        case "cancel":
            orders.cancel(number)
        case "retry":
            orders.retry(number)
        case _:
            raise UnknownNumberError("This cannot be done with an order.", advice="Go back to the page of the order.")
    return visit.go(f"/desk/orders/{number}", done=step)


def _words() -> dict[str, Any]:
    return {**WORDS, "told": told}


def _steps(visit: Visit, followed: Followed) -> list[Event]:
    if not visit.may(Right.STEER_PRODUCTION):
        return []
    return [event for event in STEPS if (followed.view.state, event) in ORDER_MOVES]


def _followed(visit: Visit, number: int) -> Followed:
    view = visit.service.orders(visit.actor).view(number)
    chapters = [part for part in view.parts if part.kind is PartKind.SPEAK]
    states = Counter(part.state for part in chapters)
    running = view.state is OrderState.RUNNING
    tens = view.percent // ANNOUNCED_PERCENT * ANNOUNCED_PERCENT
    name = WORDS["order_state"](view.state)
    return Followed(
        view=view,
        stage=f"{view.state}-{tens if running else ''}",
        sentence=_("The order is {state}, {percent} percent.").format(
            state=name, percent=tens if running else view.percent
        ),
        chapters=(states[OrderState.DONE], len(chapters)),
        now=tuple(part for part in view.parts if part.state is OrderState.RUNNING),
        fresh=sum(part.fresh for part in chapters),
    )
