"""`/account/data` and `/account/erase`: what the library knows of somebody, given to them, and forgotten."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Response

from access.errors import ConflictError, SignInRefusedError, TooManyTriesError
from access.patrons.personal import Personal
from access.patrons.roles import Right
from access.production.states import ENDS
from access.production.tables import OrderState
from api.language import _
from api.serving.downloads import disposition
from api.web.cookies import Cookie, drop, kept
from api.web.entry.signed_in import let_out
from api.web.reading.words import forms_name
from api.web.routing import PageRouter
from api.web.safety import PAGE_HEADERS
from api.web.visit import Visit, Visiting

router = PageRouter("/account")
_OPEN = [state for state in OrderState if state not in ENDS]
_FILE = "tongdu-my-data.json"


@router.show("/data", Right.OWN_SETTINGS)
def ask_data(visit: Visiting) -> Response:
    """Tell what is kept, and offer it."""
    return visit.page("reading/data.html")


@router.take("/data", Right.OWN_SETTINGS)
def data(visit: Visiting) -> Response:
    """Send everything that is kept about who asks, as JSON (RFC 8259)."""
    told = Personal(visit.service.database).export(visit.account_id, actor=visit.actor)
    content = json.dumps(told, ensure_ascii=False, indent=2).encode()
    headers = {**PAGE_HEADERS, "Content-Disposition": disposition(_FILE, "my-data")}
    return Response(content, headers=headers, media_type="application/json")


@router.show("/erase", Right.OWN_SETTINGS)
def ask_erase(visit: Visiting) -> Response:
    """Tell what erasing means and what stands in its way, and ask for the secret."""
    return visit.page("reading/erase.html", **_facts(visit))


@router.take("/erase", Right.OWN_SETTINGS)
def erase(visit: Visiting) -> Response:
    """Erase the account of who asks and has its secret; the browser forgets it too."""
    form, accounts = visit.form, visit.house.accounts
    secret = form.secret("secret", needed=_("Enter your pass phrase or PIN."))
    if not form.errors:
        login = accounts.get(visit.account_id).login
        try:
            accounts.authenticate(login, secret, visit.network, kept(visit.request, Cookie.DEVICE))
            Personal(visit.service.database).erase(visit.account_id, actor=visit.actor)
        except SignInRefusedError:
            form.wrong("secret", _("This is not your secret."))
        except (TooManyTriesError, ConflictError) as error:
            form.refused(error, "secret")
    if form.errors:
        return visit.again("reading/erase.html", **_facts(visit))
    response = let_out(visit, "/sign-in", done="erased")
    drop(visit.request, response, Cookie.DEVICE)
    return response


def _facts(visit: Visit) -> dict[str, Any]:
    """The orders that stand in the way."""
    orders, _total = visit.service.orders(visit.actor).latest(_OPEN, asked_by=visit.actor, limit=100)
    return {"orders": orders, "forms_name": forms_name}
