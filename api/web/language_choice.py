"""`/language`: Chinese or English, kept in the browser and, of who is signed in, in the account."""

from __future__ import annotations

from fastapi import Response
from starlette.routing import Match

from api.language import LANGUAGES
from api.web.cookies import Cookie, keep
from api.web.own_site import local_path
from api.web.routing import PUBLIC, PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter()


@router.take("/language", PUBLIC)
def choose(visit: Visiting) -> Response:
    """Choose, and come back to the page where that was done."""
    chosen = visit.form.choice("language", LANGUAGES)
    back = local_path(visit.form.text("back", most=4000))
    response = visit.go(back if _is_page(visit, back) else "/")
    if chosen:
        keep(visit.request, response, Cookie.LANGUAGE, chosen)
        if visit.session is not None:
            visit.house.accounts.update_settings(visit.account_id, language=chosen, actor=visit.actor)
    return response


def _is_page(visit: Visit, path: str) -> bool:
    """Whether an address can be looked at: that of a form that was just refused may take forms only."""
    scope = {**visit.request.scope, "method": "GET", "path": path.partition("?")[0]}
    return any(route.matches(scope)[0] is Match.FULL for route in visit.request.app.routes)
