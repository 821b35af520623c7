"""`/desk/today`: what there is to do, at one look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import Response
from sqlalchemy import select

from access.catalog.tables import Title
from access.clock import now
from access.patrons.proofreading import Proofreading
from access.patrons.roles import Right
from access.production.tables import OrderState
from access.storage.database import Database
from api.web.desk.words import WORDS
from api.web.routing import PageRouter
from api.web.visit import Visiting

router = PageRouter("/desk")
NEW_DAYS = 7
"""How long a title is new."""
_MOST = 10
"""Of each kind; the rest is behind a link."""


@dataclass(frozen=True, slots=True)
class NewTitle:
    """A title that came in lately; `has_source` tells whether it can be converted."""

    id: int
    name: str
    language: str
    created: datetime
    has_source: bool


@router.show("/today", Right.SEE_WORK)
def today(visit: Visiting) -> Response:
    """Show the orders that run, wait and failed, offers of volunteers, proofreading that waits, and new titles."""
    orders = visit.service.orders(visit.actor)
    groups = [
        (state, *orders.latest([state], limit=_MOST))
        for state in (OrderState.FAILED, OrderState.RUNNING, OrderState.WAITING, OrderState.PAUSED)
    ]
    given = Proofreading(visit.service.database).list()
    return visit.page(
        "desk/today.html",
        groups=groups,
        offers=visit.house.applications.count() if visit.may(Right.SEE_VOLUNTEERS) else 0,
        given=len(given),
        titles=_new_titles(visit.service.database),
        days=NEW_DAYS,
        **WORDS,
    )


def _new_titles(database: Database) -> list[NewTitle]:
    wanted = (
        select(Title.id, Title.name, Title.language, Title.created, Title.source)
        .where(Title.created >= now() - timedelta(days=NEW_DAYS))
        .order_by(Title.id.desc())
        .limit(_MOST)
    )
    with database.reading() as session:
        return [
            NewTitle(row.id, row.name, row.language, row.created, bool(row.source)) for row in session.execute(wanted)
        ]
