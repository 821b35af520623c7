"""Whether a form was sent from a page of ours: what the browser tells of its origin, and a token only our pages have.

The headers are those of Fetch Metadata (`Sec-Fetch-Site`) and of RFC 6454 (`Origin`). The token is the session's own;
a stranger's is made from a cookie, which another site can neither read nor set.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

from access.errors import FormRefusedError
from api.web.cookies import Cookie, kept

FIELD = "token"
"""The form field that carries the token."""


def check_origin(request: Request) -> None:
    """Raise FormRefusedError when the browser says that a form comes from elsewhere.

    A browser that says neither is an old one, or none; then the token alone decides.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise FormRefusedError
        return
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise FormRefusedError


def visitor_of(request: Request) -> str:
    """Return what a stranger's browser keeps, or something new that it is to keep."""
    found = kept(request, Cookie.VISITOR)
    return found if len(found) == 43 else secrets.token_urlsafe(32)


def token_of(secret: str) -> str:
    """Return the token that belongs to the secret of a session or a stranger's cookie."""
    return hashlib.sha256(f"form:{secret}".encode()).hexdigest()


def check_token(shown: str, secret: str) -> None:
    """Raise FormRefusedError unless the token that came with a form belongs to a secret."""
    if not hmac.compare_digest(shown.encode(), token_of(secret).encode()):
        raise FormRefusedError


def local_path(asked: str, otherwise: str = "/") -> str:
    """Return an address on this service that was asked for, or another when it would lead elsewhere."""
    if not asked.startswith("/") or asked.startswith(("//", "/\\")) or any(ord(sign) < 33 for sign in asked):
        return otherwise
    parts = urlsplit(asked)
    return asked if not parts.scheme and not parts.netloc else otherwise
