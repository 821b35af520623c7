"""Errors as pages: what happened, what to do, and the ways on, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from access.errors import KeyRefusedError, TongduError
from api.language import _, filled
from api.serving.problems import RETRY_SECONDS, status_of
from api.web.forms import Form
from api.web.house import house_of
from api.web.safety import PAGE_HEADERS
from api.web.visit import Visit

_PAGE_TITLES = {
    HTTPStatus.FORBIDDEN: "This is not open to you",
    HTTPStatus.NOT_FOUND: "There is no such page",
    HTTPStatus.METHOD_NOT_ALLOWED: "This cannot be done here",
    HTTPStatus.REQUEST_TIMEOUT: "It came too slowly",
    HTTPStatus.CONFLICT: "This cannot be done now",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is too large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "What was sent cannot be used",
    HTTPStatus.TOO_MANY_REQUESTS: "Please wait a moment",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here",
    HTTPStatus.SERVICE_UNAVAILABLE: "The pages cannot be shown now",
    HTTPStatus.INSUFFICIENT_STORAGE: "The disk of the service is full",
}
_PAGE_ADVICE = {
    HTTPStatus.NOT_FOUND: "The address may be wrong or old. Begin again from the first page.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Begin again from the first page.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Nothing that was finished is lost. Try again; if it stays so, tell the library.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Nothing that was finished is lost. Try again in a little while.",
}


def told_page(request: Request, error: TongduError) -> HTMLResponse:
    """Answer with an error."""
    status = status_of(error)
    if isinstance(error, KeyRefusedError):
        status = HTTPStatus.FORBIDDEN
    private = status == HTTPStatus.INTERNAL_SERVER_ERROR
    # What is wrong on our side may name folders and machines: that is for the log and for who keeps the service.
    places = dict.fromkeys(error.details, "…") if private else error.details
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not _is_about_pages(error):
        return fault_page(request, status)
    return fault_page(request, status, filled(error.what, places), filled(error.advice, places))


def fault_page(
    request: Request, status: int, what: str = "", advice: str = "", headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """Answer with a status, and what is to be said beyond its title."""
    found = HTTPStatus(status)
    given = dict(headers or {})
    if found in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        given.setdefault("Retry-After", str(RETRY_SECONDS))
    values: dict[str, Any] = {
        "title": _(_PAGE_TITLES.get(found, "Something went wrong here")),
        "what": what,
        "advice": advice or _(_PAGE_ADVICE.get(found, "")),
        "number": getattr(request.state, "number", "") if found >= HTTPStatus.INTERNAL_SERVER_ERROR else "",
        "form": Form(),
    }
    visit = getattr(request.state, "visit", None)
    if isinstance(visit, Visit):
        response = visit.page("fault.html", status=found, **values)
        response.headers.update(given)
        return response
    html = house_of(request).render("fault.html", {**values, "said": "", "visit": None})
    return HTMLResponse(html, found, headers={**PAGE_HEADERS, **given})


def _is_about_pages(error: TongduError) -> bool:
    from access.errors import MissingPagesError

    return isinstance(error, MissingPagesError)
