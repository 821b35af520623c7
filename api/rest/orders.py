"""`/api/v1/orders`: what is to be made of which titles, and how it goes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from access.production.orders import OrderView
from access.production.tables import OrderState, PartKind, Priority
from access.storage.tables import Plain
from api.rest.shapes import Shape
from api.serving.doors import MOST_NUMBER, Number, Open, OrdersReader, OrdersWriter
from api.serving.problems import problems

router = APIRouter(prefix="/api/v1/orders", tags=["orders"])
_Name = Annotated[str, Field(min_length=1, max_length=100)]


class Format(StrEnum):
    """What can be made."""

    DAISY202 = "daisy202"
    EPUB3 = "epub3"
    BRF = "brf"
    PEF = "pef"


class Action(StrEnum):
    """What can be done with an order."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"


class Options(Shape):
    """How it is to be made; what is left out is as usual. `rate` is in percent, sheets are in cells and lines."""

    voices: Annotated[list[_Name], Field(default_factory=list, max_length=10)]
    codes: Annotated[list[_Name], Field(default_factory=list, max_length=10)]
    rate: Annotated[int, Field(ge=25, le=400)] = 100
    language: Annotated[str | None, Field(max_length=35)] = None
    cells: Annotated[int | None, Field(ge=10, le=100)] = None
    lines: Annotated[int | None, Field(ge=4, le=100)] = None
    volume_pages: Annotated[int | None, Field(ge=3, le=10_000)] = None


class OrderDraft(Shape):
    """Titles and what is to be made of them. Without `formats` it is what was made of them before, as before."""

    titles: Annotated[list[Annotated[int, Field(ge=1, le=MOST_NUMBER)]], Field(min_length=1, max_length=1000)]
    formats: Annotated[list[Format], Field(default_factory=list, max_length=4)]
    priority: Priority = Priority.READER
    options: Options | None = None


class ErrorShape(BaseModel):
    """Why something failed, in the language of who asks."""

    kind: str
    text: str


class PartShape(BaseModel):
    """A step: `done` of `weight` characters; `fresh` counts the passages that were spoken anew."""

    kind: PartKind
    number: int
    state: OrderState
    weight: int
    done: int
    fresh: int
    started: datetime | None
    ended: datetime | None
    error: ErrorShape | None


class OrderShape(BaseModel):
    """An order as it stands; `name` is its title's, `seconds_left` a guess by the pace so far."""

    order: int
    title: int
    name: str
    formats: list[str]
    priority: Priority
    state: OrderState
    percent: int
    seconds_left: int | None
    created: datetime
    started: datetime | None
    ended: datetime | None
    error: ErrorShape | None


class WholeOrder(OrderShape):
    """An order with its parts."""

    parts: list[PartShape]


class Orders(BaseModel):
    """Orders in the order in which they were placed; `after` asks for the next page, null when there is none."""

    items: list[OrderShape]
    after: int | None


class Placed(BaseModel):
    """The numbers of new orders."""

    orders: list[int]


@router.get("", summary="List orders", responses=problems())
def list_them(
    service: Open,
    bearer: OrdersReader,
    state: Annotated[list[OrderState], Query(max_length=6)] = [],  # noqa: B006
    title: Annotated[int | None, Query(ge=1, le=MOST_NUMBER)] = None,
    after: Annotated[int, Query(ge=0, le=MOST_NUMBER, description="Only orders above this number.")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Orders:
    """List orders, of some states or of a title only where that is asked for."""
    found = service.orders(bearer.actor).list(state, title_id=title, after=after, limit=limit)
    return Orders(
        items=[OrderShape.model_validate(_plain(view)) for view in found],
        after=found[-1].id if len(found) == limit else None,
    )


@router.post("", status_code=201, summary="Order titles", responses=problems(400, 404, 409))
def place(service: Open, bearer: OrdersWriter, draft: OrderDraft, response: Response) -> Placed:
    """Place orders, all of them or none."""
    orders = service.orders(bearer.actor)
    titles = list(dict.fromkeys(draft.titles))
    if draft.formats:
        formats = tuple(str(name) for name in Format if name in draft.formats)
        options = _options(draft.options, formats)
        placed = orders.place(titles, formats, options=options, priority=draft.priority, asked_by=bearer.actor)
    else:
        placed = [
            number
            for title in titles
            for number in orders.reorder(title, priority=draft.priority, asked_by=bearer.actor)
        ]
    if len(placed) == 1:
        response.headers["Location"] = f"/api/v1/orders/{placed[0]}"
    return Placed(orders=placed)


@router.get("/{number}", summary="Show an order", responses=problems(404))
def show(service: Open, bearer: OrdersReader, number: Number) -> WholeOrder:
    """Show an order with its parts."""
    return WholeOrder.model_validate(_plain(service.orders(bearer.actor).view(number), parts=True))


@router.post("/{number}/{action}", summary="Steer an order", responses=problems(404, 409))
def steer(service: Open, bearer: OrdersWriter, number: Number, action: Action) -> WholeOrder:
    """Pause, resume, cancel or retry an order; what cannot be done as it stands is a conflict."""
    orders = service.orders(bearer.actor)
    match action:
        case Action.PAUSE:
            orders.pause(number)
        case Action.RESUME:
            orders.resume(number)
        case Action.CANCEL:
            orders.cancel(number)
        case Action.RETRY:
            orders.retry(number)
    return WholeOrder.model_validate(_plain(orders.view(number), parts=True))


def _options(wanted: Options | None, formats: tuple[str, ...]) -> dict[str, Plain]:
    """Check that what is named is here. Raises UsageError, MissingVoiceError and MissingTableError."""
    from api.arguments import chosen_tag
    from api.works.options import choices_from, options_from  # the rooms that make outputs take a while to load

    options = options_from(**wanted.model_dump() | {"language": chosen_tag(wanted.language)}) if wanted else {}
    choices_from(formats, options)
    return options


def _plain(view: OrderView, *, parts: bool = False) -> dict[str, Any]:
    from api.works.desk import as_plain

    return as_plain(view, parts=parts)
