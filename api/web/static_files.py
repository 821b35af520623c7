"""`/static`: styles, scripts and the icon."""

from __future__ import annotations

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from api.web.house import house_of
from api.web.routing import PUBLIC, PageRouter

router = PageRouter()


@router.show("/static/{digest}/{name}", PUBLIC)
def static(request: Request, digest: str, name: str) -> Response:
    """Send a file; a browser may keep it for good, since its address changes with it."""
    found = house_of(request).statics.answer(request, digest, name)
    if found is None:
        raise HTTPException(404)
    return found
