"""How to come in: the authentication document (Authentication for OPDS 1.0), which also answers whoever has no key."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from api.language import _
from api.opds.publications import AUTHENTICATION_PATH
from api.opds.shapes import AUTHENTICATION, FEED

AUTHENTICATION_LINK = f'<{AUTHENTICATION_PATH}>; rel="http://opds-spec.org/auth/document"; type="{AUTHENTICATION}"'


def authentication_document(request: Request) -> dict[str, Any]:
    """Return the document: a key is the password of HTTP Basic, whatever the user is called."""
    prefix = request.scope.get("root_path", "")
    here = str(request.base_url).rstrip("/").removesuffix(prefix)
    return {
        "id": f"{here}{prefix}{AUTHENTICATION_PATH}",
        "title": request.app.state.service.settings.library,
        "description": _("Give the key that the library gave you as the password; any user name will do."),
        "links": [{"rel": "start", "href": f"{here}{prefix}/opds", "type": FEED}],
        "authentication": [
            {
                "type": "http://opds-spec.org/auth/basic",
                "labels": {"login": _("User name"), "password": _("Key")},
            }
        ],
    }


def login_needed(request: Request) -> JSONResponse:
    """Answer 401 with the document."""
    return JSONResponse(
        authentication_document(request),
        401,
        headers={"WWW-Authenticate": 'Basic realm="Tongdu", charset="UTF-8"'},
        media_type=AUTHENTICATION,
    )
