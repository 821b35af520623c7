"""All pages put together. A new feature's router is named here."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from fastapi import FastAPI, Request, Response
from starlette.responses import RedirectResponse

from api.web import home, language_choice, static_files
from api.web.administration import audit, invitations, people, settings
from api.web.desk import artefacts, giving, imports, orders, placing, readers, title_form, titles, today
from api.web.entry import account, begin, invitation, sign_in
from api.web.proofreading import asking, given
from api.web.reading import files, listening, ordering, own_data, shelves, title
from api.web.reading import settings as reading_settings
from api.web.routing import SignInNeeded, undeclared
from api.web.safety import PAGE_HEADERS
from api.web.volunteers import offers, public_form

ROUTERS = (
    static_files.router,
    home.router,
    language_choice.router,
    sign_in.router,
    begin.router,
    invitation.router,
    account.router,
    reading_settings.router,
    own_data.router,
    shelves.router,
    title.router,
    listening.router,
    ordering.router,
    files.router,
    people.router,
    invitations.router,
    audit.router,
    settings.router,
    public_form.router,
    offers.router,
    today.router,
    titles.router,
    title_form.router,
    placing.router,
    imports.router,
    orders.router,
    artefacts.router,
    readers.router,
    giving.router,
    given.router,
    asking.router,
)


def add_pages(app: FastAPI, is_for_programs: Callable[[str], bool]) -> None:
    """Register all pages. Raises RuntimeError when a route says neither who may have it nor that it is public."""
    for router in ROUTERS:
        router.add_to(app)
    app.add_exception_handler(SignInNeeded, _sign_in)
    found = undeclared(app.routes, is_for_programs)
    if found:
        raise RuntimeError(f"these routes do not say what they need: {', '.join(found)}")


async def _sign_in(_request: Request, error: Exception) -> Response:
    return RedirectResponse(cast("SignInNeeded", error).target, 303, headers=dict(PAGE_HEADERS))
