"""`/desk/titles`: the catalogue as those see it who work with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from access.catalog.record import Record
from access.catalog.search.question import Query
from access.catalog.stored import load_titles
from access.catalog.tables import Title
from access.errors import UnknownNumberError
from access.language.runs import primary_subtag
from access.patrons.proofreading import Proofreading
from access.patrons.roles import Right
from access.production.orders import OrderView
from access.production.tables import Artefact
from access.storage.database import Database
from api.language import _
from api.language_names import language_name
from api.serving.doors import Number
from api.web.desk.words import WORDS
from api.web.numbering import numbered
from api.web.routing import PageRouter
from api.web.visit import Visiting

router = PageRouter("/desk/titles")
_ON_A_PAGE = 25
_MOST_FOUND = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """A title in a list; `has_source` tells whether it can be converted."""

    id: int
    name: str
    language: str
    people: tuple[str, ...]
    has_source: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A title with what was made of it: `artefacts` are those on the shelf. `changed` tells one state from another."""

    id: int
    record: Record
    source_name: str
    has_source: bool
    changed: str
    artefacts: tuple[Artefact, ...] = ()
    orders: Sequence[OrderView] = field(default=())


@router.show("", Right.SEE_PRODUCTION)
def show_all(visit: Visiting, q: str = "", page: int = 1) -> Response:
    """List titles, or those that a search finds."""
    text = q[:500]
    wanted = max(1, min(page, _MOST_FOUND // _ON_A_PAGE))
    hits = visit.service.search.search(Query(text, limit=_ON_A_PAGE, offset=(wanted - 1) * _ON_A_PAGE))
    pages = numbered(hits.total, wanted, on_a_page=_ON_A_PAGE)
    if pages.page != wanted:
        offset = (pages.page - 1) * _ON_A_PAGE
        hits = visit.service.search.search(Query(text, limit=_ON_A_PAGE, offset=offset))
    with visit.service.database.reading() as session:
        lines = _lines(session, [hit.title_id for hit in hits.titles])
    done = {"removed": _("The title is taken out of the catalogue.")}
    return visit.page("desk/titles.html", q=text, lines=lines, pages=pages, suggestions=hits.suggestions, done=done)


@router.show("/{number}", Right.SEE_PRODUCTION)
def show(visit: Visiting, number: Number) -> Response:
    """Show a title with what was made of it and what is being made."""
    with visit.service.database.reading() as session:
        title = held_title(session, number)
    orders, total = visit.service.orders(visit.actor).latest(title_id=number, limit=10)
    done = {
        "changed": _("The title is changed."),
        "taken": _("The book is in the catalogue."),
        "known": _("The catalogue has this book already; nothing was changed."),
        "merged": _("The book was joined to this title, which the catalogue had already."),
        "given": _("The title is given to be proofread."),
        "stays": _("The title stays in the catalogue."),
    }
    task = next((one for one in Proofreading(visit.service.database).list() if one.title_id == number), None)
    return visit.page(
        "desk/title.html",
        title=title,
        orders=orders,
        more_orders=total > len(orders),
        task=task,
        done=done,
        language_name=lambda tag: language_name(primary_subtag(tag)),
        **WORDS,
    )


def held_title(session: Session, number: int) -> Held:
    """Return a title with its artefacts. Raises UnknownNumberError."""
    found = load_titles(session, [number]).get(number)
    row = session.get(Title, number)
    if found is None or row is None:
        raise UnknownNumberError("There is no title with the number {number}.", number=number)
    wanted = select(Artefact).where(Artefact.title_id == number, Artefact.replaced.is_(None))
    artefacts = tuple(session.scalars(wanted.order_by(Artefact.format, Artefact.id)))
    for artefact in artefacts:
        session.expunge(artefact)
    return Held(number, found.record, found.source_name, bool(found.source), row.changed.isoformat(), artefacts)


def title_name(database: Database, number: int) -> tuple[str, str]:
    """Return a title's name and the name's language. Raises UnknownNumberError."""
    with database.reading() as session:
        row = session.execute(select(Title.name, Title.language).where(Title.id == number)).first()
    if row is None:
        raise UnknownNumberError("There is no title with the number {number}.", number=number)
    return row.name, row.language


def _lines(session: Session, numbers: Sequence[int]) -> list[Line]:
    known = load_titles(session, numbers)
    return [
        Line(
            number,
            known[number].record.name,
            known[number].record.language,
            tuple(person.name for person in known[number].record.contributors),
            bool(known[number].source),
        )
        for number in numbers
        if number in known
    ]
