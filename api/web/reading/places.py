"""Where somebody stopped listening, for the first page."""

from __future__ import annotations

from dataclasses import dataclass

from access.catalog.listed import ListedTitle, listed_titles
from access.lending.positions import Position, Positions
from access.patrons.roles import Right
from api.web.reading.words import clock
from api.web.visit import Visit

_MOST = 3


@dataclass(frozen=True, slots=True)
class Begun:
    """A title that somebody has begun, and where they are in it; `at` is the time into the chapter."""

    title: ListedTitle
    place: Position
    at: str

    @property
    def href(self) -> str:
        """Where it goes on."""
        return f"/titles/{self.title.number}/listen/{self.place.chapter}"


def begun_titles(visit: Visit) -> list[Begun]:
    """Return the titles that somebody listened to last; none of a stranger, or of who may not listen."""
    if not visit.may(Right.LISTEN):
        return []
    database = visit.service.database
    places = {place.title_id: place for place in Positions(database).list(visit.account_id, limit=_MOST)}
    with database.reading() as session:
        titles = listed_titles(session, list(places))
    return [Begun(title, places[number], clock(places[number].seconds)) for number, title in titles.items()]
