"""`/api/v1/artefacts`: what was made of titles, to be looked at and downloaded."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel
from sqlalchemy import select

from access.catalog.tables import Title
from access.errors import UnknownNumberError
from access.production.tables import Artefact
from api.serving.doors import ArtefactsReader, Number, Open
from api.serving.downloads import find_artefact, send_artefact
from api.serving.problems import problems

router = APIRouter(prefix="/api/v1", tags=["artefacts"])


class ArtefactShape(BaseModel):
    """A finished output. `content` is its SHA-256, `facts` what a reader wants to know (seconds, pages, volumes).

    `replaced` tells since when a newer one takes its place.
    """

    id: int
    title: int
    format: str
    name: str
    media_type: str
    size: int
    content: str
    facts: dict[str, Any]
    made: datetime
    replaced: datetime | None


@router.get("/titles/{number}/artefacts", summary="List what was made of a title", responses=problems(404))
def list_of_title(service: Open, _bearer: ArtefactsReader, number: Number) -> list[ArtefactShape]:
    """List what is on the shelf of a title, the newest of each format."""
    wanted = select(Artefact).where(Artefact.title_id == number, Artefact.replaced.is_(None))
    with service.database.reading() as session:
        if session.get(Title, number) is None:
            raise UnknownNumberError("There is no title with the number {number}.", number=number)
        return [_shape(row) for row in session.scalars(wanted.order_by(Artefact.format, Artefact.id))]


@router.get("/artefacts/{number}", summary="Show an artefact", responses=problems(404))
def show(service: Open, _bearer: ArtefactsReader, number: Number) -> ArtefactShape:
    """Show an artefact."""
    with service.database.reading() as session:
        return _shape(find_artefact(session, number))


@router.get(
    "/artefacts/{number}/file",
    summary="Download an artefact",
    response_class=FileResponse,
    responses={
        200: {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
        206: {"description": "A part.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
        304: {"description": "The one that the client has is the same."},
        **problems(404, 416),
    },
)
def download(
    service: Open,
    _bearer: ArtefactsReader,
    number: Number,
    request: Request,
    _if_none_match: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Response:
    """Send the file, or the part of it that `Range` asks for; its `ETag` is its content hash and never changes."""
    return send_artefact(service, request, number)


@router.get("/artefacts/{number}/report", summary="Show how an artefact was judged", responses=problems(404))
def report(service: Open, _bearer: ArtefactsReader, number: Number) -> dict[str, Any]:
    """Show the report of the check before it was shelved."""
    with service.database.reading() as session:
        content = find_artefact(session, number).report
    if not content:
        raise UnknownNumberError(number=number)
    told: dict[str, Any] = json.loads(service.contents.path(content).read_bytes())
    return told


def _shape(row: Artefact) -> ArtefactShape:
    return ArtefactShape(
        id=row.id,
        title=row.title_id,
        format=row.format,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        content=row.content,
        facts=dict(row.facts),
        made=row.made,
        replaced=row.replaced,
    )
