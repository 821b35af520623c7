"""`/`: the first page, for strangers and for everybody who is signed in."""

from __future__ import annotations

from fastapi import Response

from api.web.navigation import ways_of
from api.web.routing import PUBLIC, PageRouter
from api.web.visit import Visiting

router = PageRouter()


@router.show("/", PUBLIC)
def home(visit: Visiting) -> Response:
    """Show what somebody can do here."""
    return visit.page("home.html", ways=[way for way in ways_of(visit.may, "") if way.path != "/"])
