"""Letting a browser be signed in, and not any more."""

from __future__ import annotations

from fastapi import Response

from access.patrons.accounts import AccountView
from access.patrons.sessions import LONGEST
from api.web.cookies import Cookie, drop, keep, kept
from api.web.visit import Visit


def let_in(visit: Visit, account: AccountView, target: str, *, done: str = "") -> Response:
    """Begin a session in this browser and lead on; one that it had ends.

    A reader stays signed in when the browser is closed; staff do not.
    """
    house, request = visit.house, visit.request
    before = kept(request, Cookie.SESSION)
    if before:
        house.sessions.end(before)
    token = house.sessions.begin(account.id, visit.network)
    response = visit.go(target, done=done)
    reader = account.role.is_reader
    seconds = int(LONGEST[reader].total_seconds()) if reader else None
    keep(request, response, Cookie.SESSION, token, seconds=seconds)
    keep(request, response, Cookie.DEVICE, house.accounts.remember_browser(account.id))
    drop(request, response, Cookie.VISITOR)
    if account.language:
        keep(request, response, Cookie.LANGUAGE, account.language)
    return response


def let_out(visit: Visit, target: str, *, done: str = "") -> Response:
    """End the session of this browser and lead on."""
    before = kept(visit.request, Cookie.SESSION)
    if before:
        visit.house.sessions.end(before)
    response = visit.go(target, done=done)
    drop(visit.request, response, Cookie.SESSION)
    return response
