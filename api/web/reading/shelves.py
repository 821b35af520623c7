"""`/titles`: found by words and pinyin, new ones, and what they are about.

What is searched for stands in the address, so that what was found can be come back to; no log has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query as Asked
from fastapi import Response
from sqlalchemy.orm import Session

from access.catalog.listed import ListedTitle, listed_titles
from access.catalog.record import NO_LANGUAGE
from access.catalog.search.question import Hits, Listed, Query, Why
from access.catalog.tables import FormKind
from access.errors import UnknownNumberError
from access.patrons.roles import Right
from api import shelf
from api.language import _
from api.language_names import language_name
from api.reasons import reason
from api.serving.doors import Number
from api.web.form_names import form_name
from api.web.forms import Form
from api.web.numbering import numbered
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/titles")
ON_A_PAGE = 20
_MOST_LETTERS = 500
_LAST_PAGE = 5000
Page = Annotated[int, Asked(ge=1, le=_LAST_PAGE)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A title in a list: `facts` are its forms and language in words, `reason` how it was found, or empty."""

    title: ListedTitle
    facts: str
    reason: str = ""


@router.show("", Right.READ_CATALOGUE)
def find(
    visit: Visiting,
    q: str = "",
    form: Annotated[list[str], Asked(max_length=20)] = [],  # noqa: B006
    language: str = "",
    page: Page = 1,
) -> Response:
    """Find titles; without a question and filters, only ask for one."""
    text = q.strip()[:_MOST_LETTERS]
    forms = [str(kind) for kind in FormKind if kind in form]
    with visit.service.database.reading() as session:
        spoken = [tag for tag, _count in shelf.languages(session)]
        tag = language if language in spoken else ""
        hits = _search(visit, Query(text, tuple(forms), (tag,) if tag else (), None, ON_A_PAGE), page)
        titles = _shown(session, hits) if hits is not None else []
    asked = {"q": text, "form": forms, "language": tag}
    return visit.page(
        "reading/find.html",
        form=Form(values=asked),
        hits=hits,
        titles=titles,
        pages=numbered(hits.total, page, on_a_page=ON_A_PAGE) if hits is not None else None,
        address=_address(asked),
        without_filters=_address({"q": text}),
        suggestions=[(one, _address({**asked, "q": one})) for one in (hits.suggestions if hits is not None else ())],
        forms=[(str(kind), form_name(kind)) for kind in FormKind],
        languages=[("", _("Any language")), *((one, language_name(one)) for one in spoken)],
        filtered=bool(forms or tag),
    )


@router.show("/new", Right.READ_CATALOGUE)
def new(visit: Visiting, page: Page = 1) -> Response:
    """Show what was made last."""
    with visit.service.database.reading() as session:
        found = shelf.browse(session, shelf.Wanted(), ON_A_PAGE, (page - 1) * ON_A_PAGE)
        titles = listed_titles(session, [one.number for one in found.titles])
    return visit.page(
        "reading/new.html",
        titles=[_in_list(title) for title in titles.values()],
        pages=numbered(found.total or 0, page, on_a_page=ON_A_PAGE),
        address="/titles/new",
    )


@router.show("/subjects", Right.READ_CATALOGUE)
def subjects(visit: Visiting) -> Response:
    """Show what most titles on the shelf are about."""
    with visit.service.database.reading() as session:
        return visit.page("reading/subjects.html", subjects=shelf.subjects(session))


@router.show("/subjects/{number}", Right.READ_CATALOGUE)
def about(visit: Visiting, number: Number, page: Page = 1) -> Response:
    """Show all titles with a subject heading, those first that are asked for most."""
    with visit.service.database.reading() as session:
        heading = shelf.subject_heading(session, number)
        if heading is None:
            raise UnknownNumberError(number=number)
        asked = Query("", limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE)
        hits = visit.service.search.listing(Listed.SUBJECT, heading, asked)
        titles = _shown(session, hits, told=False)
    return visit.page(
        "reading/subject.html",
        heading=heading,
        titles=titles,
        pages=numbered(hits.total, page, on_a_page=ON_A_PAGE),
        address=f"/titles/subjects/{number}",
    )


def _search(visit: Visit, asked: Query, page: int) -> Hits | None:
    if not asked.text and not asked.forms and not asked.languages:
        return None
    return visit.service.search.search(
        Query(asked.text, asked.forms, asked.languages, None, asked.limit, (page - 1) * asked.limit)
    )


def _shown(session: Session, hits: Hits, *, told: bool = True) -> list[Shown]:
    why = {hit.title_id: hit.why for hit in hits.titles}
    titles = listed_titles(session, list(why))
    return [_in_list(title, why[number] if told else None) for number, title in titles.items()]


def _in_list(title: ListedTitle, why: Why | None = None) -> Shown:
    facts: Sequence[str] = [form_name(kind) for kind in title.forms] or [_("no form yet")]
    spoken = [language_name(title.language.partition("-")[0])] if title.language != NO_LANGUAGE else []
    return Shown(title, _(", ").join([*facts, *spoken]), reason(why) if why is not None else "")


def _address(asked: Mapping[str, object]) -> str:
    """The address of a search; the page's number can be added to it."""
    return f"/titles?{urlencode({name: value for name, value in asked.items() if value}, doseq=True)}"
