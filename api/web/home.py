"""`/`: the first page, for strangers and for everybody who is signed in."""

from __future__ import annotations

from fastapi import Response

from access.patrons.roles import Right
from api.language import _
from api.web.navigation import all_ways_of
from api.web.reading.places import begun_titles
from api.web.routing import PUBLIC, PageRouter
from api.web.visit import Visiting

router = PageRouter()


@router.show("/", PUBLIC)
def home(visit: Visiting) -> Response:
    """Show what somebody can do here."""
    house = visit.house
    return visit.page(
        "home.html",
        ways=all_ways_of(visit.may),
        is_new=visit.session is None and house.is_new(),
        new_offers=house.applications.count() if visit.may(Right.SEE_VOLUNTEERS) else 0,
        begun=begun_titles(visit),
        done={"begun": _("Your account is made, and you are signed in.")},
    )
