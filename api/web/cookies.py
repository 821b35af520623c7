"""The cookies of the pages: all of them HttpOnly and SameSite=Lax, Secure where the page came by HTTPS (RFC 6265bis).

Whose name begins with `__Host-` a browser takes by HTTPS only, for this host alone; by plain HTTP, on a library's own
network, the same name is used without it.
"""

from __future__ import annotations

from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response

_YEAR = 365 * 24 * 3600


class Cookie(StrEnum):
    """What is kept in a browser."""

    SESSION = "tongdu_session"
    """Whoever has it is signed in."""
    VISITOR = "tongdu_visitor"
    """What a stranger's forms are bound to."""
    LANGUAGE = "tongdu_language"
    DEVICE = "tongdu_device"
    """That somebody signed in here before, which keeps others' wrong tries from standing in their way."""


LASTING = {Cookie.LANGUAGE: _YEAR, Cookie.DEVICE: _YEAR}
"""Seconds for which a cookie is kept when nobody says otherwise; the others go with the browser."""


def is_secure(request: Request) -> bool:
    """Tell whether a request came by HTTPS, to a proxy on this machine at least."""
    return request.url.scheme == "https"


def kept(request: Request, cookie: Cookie) -> str:
    """Return what a browser keeps, or an empty text."""
    return request.cookies.get(_name(request, cookie), "")


def keep(request: Request, response: Response, cookie: Cookie, value: str, *, seconds: int | None = None) -> None:
    """Let the browser keep something, `seconds` long, else as long as `LASTING` says."""
    response.set_cookie(
        _name(request, cookie),
        value,
        max_age=seconds if seconds is not None else LASTING.get(cookie),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def drop(request: Request, response: Response, cookie: Cookie) -> None:
    """Let the browser forget something."""
    response.delete_cookie(_name(request, cookie), path="/", secure=is_secure(request), httponly=True, samesite="lax")


def _name(request: Request, cookie: Cookie) -> str:
    if cookie is Cookie.LANGUAGE:
        return str(cookie)  # no secret, and read before it is known how the page came
    return f"__Host-{cookie}" if is_secure(request) else str(cookie)
