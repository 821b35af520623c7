"""`/proofreading`: what was given to whoever is signed in, titles that may be chosen, and their own hours."""

from __future__ import annotations

from fastapi import Response
from sqlalchemy import func, or_, select

from access.catalog.record import NO_LANGUAGE
from access.catalog.tables import Title
from access.clock import now
from access.patrons.proofreading import Proofreading
from access.patrons.roles import Right
from api.language import _
from api.serving.doors import Number
from api.web.months import day_name, latest_months, month_of
from api.web.numbering import numbered
from api.web.reading.words import length_name
from api.web.routing import PageRouter
from api.web.visit import Visiting

router = PageRouter("/proofreading")
_ON_A_PAGE = 50


@router.show("", Right.PROOFREAD_GIVEN)
def show_given(visit: Visiting, page: int = 1) -> Response:
    """List what was given to who asks; for proofreaders also every title that can be proofread."""
    tasks = Proofreading(visit.service.database).list(visit.account_id)
    chinese = or_(Title.language.in_(["zh", NO_LANGUAGE]), Title.language.startswith("zh-"))
    wanted = select(Title.id, Title.name, Title.language).where(Title.source != "", chinese)
    may_all = visit.may(Right.PROOFREAD_ANY)
    with visit.service.database.reading() as session:
        total = (session.scalar(select(func.count()).select_from(wanted.subquery())) or 0) if may_all else 0
        pages = numbered(total, page, on_a_page=_ON_A_PAGE)
        cut = wanted.order_by(Title.id.desc()).offset((pages.page - 1) * _ON_A_PAGE).limit(_ON_A_PAGE)
        titles = session.execute(cut).all() if may_all else []
    done = {
        "finished": _("Thank you. The library sees that you are done."),
        "returned": _("The title is given back. Thank you for what you did."),
    }
    return visit.page(
        "proofreading/given.html",
        tasks=tasks,
        titles=[(row.id, row.name, row.language) for row in titles],
        may_all=may_all,
        pages=pages,
        done=done,
    )


@router.take("/tasks/{number}/finish", Right.PROOFREAD_GIVEN)
def finish(visit: Visiting, number: Number) -> Response:
    """Say that one is done with a title."""
    Proofreading(visit.service.database).finish(number, visit.account_id)
    return visit.go("/proofreading", done="finished")


@router.take("/tasks/{number}/give-back", Right.PROOFREAD_GIVEN)
def give_back(visit: Visiting, number: Number) -> Response:
    """Give a title back that one will not do."""
    Proofreading(visit.service.database).give_back(number, visit.account_id)
    return visit.go("/proofreading", done="returned")


@router.show("/hours", Right.OWN_HOURS)
def hours(visit: Visiting, month: str = "") -> Response:
    """Show one's own hours in a month."""
    today = now().astimezone().date()
    first, last = month_of(month, today)
    days = Proofreading(visit.service.database).days(visit.account_id, first, last)
    return visit.page(
        "proofreading/hours.html",
        days=days,
        minutes=sum(day.minutes for day in days),
        answers=sum(day.answers for day in days),
        month=f"{first:%Y-%m}",
        months=latest_months(today),
        length_name=length_name,
        day_name=day_name,
    )
