"""`/api/v1/titles`: found, shown, added, changed and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, HTTPException, Query, Response
from sqlalchemy.orm import Session

from access.catalog.listed import listed_titles
from access.catalog.pinyin import with_pinyin
from access.catalog.record import Record, tidied
from access.catalog.search.question import Hit, Why
from access.catalog.search.question import Query as Question
from access.catalog.shelf import add_title, change_title, remove_title
from access.catalog.stored import load_titles
from access.catalog.tables import FormKind, Title
from access.errors import UnknownNumberError
from access.storage.audit import record as audit
from api.arguments import chosen_tag
from api.rest.shapes import FoundTitle, FoundTitles, TitleDraft, TitleShape, ToldPerson, draft_of, state_tag
from api.serving.doors import CatalogReader, CatalogWriter, Number, Open
from api.serving.problems import problems
from api.serving.service import Service

router = APIRouter(prefix="/api/v1/titles", tags=["titles"])
IfMatch = Annotated[
    str | None, Header(description="The `ETag` under which the title was read: then nobody's change is lost.")
]


@router.get("", summary="Find titles", responses=problems(400))
def find(
    service: Open,
    _bearer: CatalogReader,
    q: Annotated[
        str, Query(max_length=500, description="Words, pinyin, initials or telephone keys; empty for all titles.")
    ] = "",
    form: Annotated[list[FormKind], Query(max_length=20, description="Only titles with one of these forms.")] = [],  # noqa: B006
    language: Annotated[list[str], Query(max_length=20, description="Only forms in one of these languages.")] = [],  # noqa: B006
    branch: Annotated[str | None, Query(max_length=200, description="Only forms with a copy in this branch.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> FoundTitles:
    """Find titles, those that are asked for most often first among equals."""
    tags = tuple(tag for tag in map(chosen_tag, language) if tag)
    hits = service.search.search(Question(q, tuple(map(str, form)), tags, branch, limit, offset))
    with service.database.reading() as session:
        items = _found(session, hits.titles)
    return FoundTitles(
        total=hits.total,
        elsewhere=hits.elsewhere,
        suggestions=list(hits.suggestions),
        limit=limit,
        offset=offset,
        items=items,
    )


@router.post("", status_code=201, summary="Add a title", responses=problems(400, 409))
def add(service: Open, bearer: CatalogWriter, draft: TitleDraft, response: Response) -> TitleShape:
    """Add a title."""
    record = _read(service, draft)
    with service.database.writing() as session:
        number = add_title(session, record, service.reader)
        audit(session, bearer.actor, "title.add", "title", number)
        shape = _shape(session, number)
    service.catch_up()
    response.headers["Location"] = f"/api/v1/titles/{number}"
    response.headers["ETag"] = state_tag(shape)
    return shape


@router.get("/{number}", summary="Show a title", responses=problems(404))
def show(service: Open, _bearer: CatalogReader, number: Number, response: Response) -> TitleShape:
    """Show a title."""
    with service.database.reading() as session:
        shape = _shape(session, number)
    response.headers["ETag"] = state_tag(shape)
    return shape


@router.put("/{number}", summary="Change a title", responses=problems(400, 404, 409, 412))
def change(
    service: Open,
    bearer: CatalogWriter,
    number: Number,
    draft: Annotated[TitleDraft, Body()],
    response: Response,
    if_match: IfMatch = None,
) -> TitleShape:
    """Make a title what is sent; what is left out is empty then. Forms that say the same keep their artefacts."""
    record = _read(service, draft)
    with service.database.writing() as session:
        _expect(session, number, if_match)
        change_title(session, number, record, service.reader)
        audit(session, bearer.actor, "title.change", "title", number)
        session.flush()
        session.expire_all()
        shape = _shape(session, number)
    service.catch_up()
    response.headers["ETag"] = state_tag(shape)
    return shape


@router.delete("/{number}", status_code=204, summary="Take a title out", responses=problems(404, 409, 412))
def remove(service: Open, bearer: CatalogWriter, number: Number, if_match: IfMatch = None) -> None:
    """Take a title out with all that hangs on it; one that was ordered stays."""
    with service.database.writing() as session:
        _expect(session, number, if_match)
        remove_title(session, number)
        audit(session, bearer.actor, "title.remove", "title", number)
    service.catch_up()


def _read(service: Service, draft: TitleDraft) -> Record:
    """Tidy a draft and read its names before the database is held: the reader takes a while when it is first used."""
    return with_pinyin([tidied(draft.record())], service.reader)[0]


def _expect(session: Session, number: int, tag: str | None) -> None:
    found = state_tag(_shape(session, number))
    if tag is not None and tag.strip() not in {found, "*"}:
        raise HTTPException(412)


def _shape(session: Session, number: int) -> TitleShape:
    held = load_titles(session, [number]).get(number)
    row = session.get(Title, number)
    if held is None or row is None:
        raise UnknownNumberError("There is no title with the number {number}.", number=number)
    facts: dict[str, Any] = {
        "id": number,
        "has_source": bool(held.source),
        "popularity": row.popularity,
        "created": row.created,
        "changed": row.changed,
    }
    return TitleShape.model_validate(draft_of(held.record) | facts)


def _found(session: Session, hits: Sequence[Hit]) -> list[FoundTitle]:
    """Look up what was found, in its order; a title that was taken out a moment ago is left out."""
    why: dict[int, Why] = {hit.title_id: hit.why for hit in hits}
    return [
        FoundTitle(
            id=number,
            name=title.name,
            subtitle=title.subtitle,
            language=title.language,
            contributors=[ToldPerson(name=one.name, role=one.role, pinyin=one.pinyin) for one in title.contributors],
            forms=list(title.forms),
            why=why[number],
        )
        for number, title in listed_titles(session, list(why)).items()
    ]
