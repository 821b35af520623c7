"""`/api/v1/artefacts`: what was made of titles, to be looked at and downloaded."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Header, HTTPException, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from access.catalog.tables import Title
from access.errors import UnknownNumberError
from access.production.tables import Artefact
from api.serving.doors import ArtefactsReader, Number, Open
from api.serving.problems import problems

router = APIRouter(prefix="/api/v1", tags=["artefacts"])
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


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
        return _shape(_get(session, number))


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
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Send the file, or the part of it that `Range` asks for; its `ETag` is its content hash and never changes."""
    with service.database.reading() as session:
        artefact = _get(session, number)
        session.expunge(artefact)
    path = service.contents.path(artefact.content)
    tag = f'"{artefact.content}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": disposition(artefact.name, f"{artefact.format}-{artefact.id}"),
    }
    if if_none_match is not None and _names(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    size = path.stat().st_size
    if not _is_satisfiable(request, size):
        raise HTTPException(416, headers={"Content-Range": f"bytes */{size}"})
    return FileResponse(path, headers=headers, media_type=artefact.media_type)


@router.get("/artefacts/{number}/report", summary="Show how an artefact was judged", responses=problems(404))
def report(service: Open, _bearer: ArtefactsReader, number: Number) -> dict[str, Any]:
    """Show the report of the check before it was shelved."""
    with service.database.reading() as session:
        content = _get(session, number).report
    if not content:
        raise UnknownNumberError(number=number)
    told: dict[str, Any] = json.loads(service.contents.path(content).read_bytes())
    return told


def disposition(name: str, plain: str) -> str:
    """Return how a download is called (RFC 6266): by its name in UTF-8, and in ASCII for who cannot read that."""
    suffix = re.sub(r"[^A-Za-z0-9.]", "", name[name.rfind(".") :]) if "." in name else ""
    ascii_name = name if re.fullmatch(r"[A-Za-z0-9._ -]+", name) else f"{plain}{suffix}"
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def _names(header: str, tag: str) -> bool:
    return header.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in header.split(","))


def _is_satisfiable(request: Request, size: int) -> bool:
    """Whether the file has the part that is asked for; what cannot be made sense of is no range (RFC 9110, 14.2)."""
    asked = request.headers.get("range")
    if asked is None:
        return True
    match = _RANGE.fullmatch(asked.strip().replace(" ", ""))
    first, last = (match[1], match[2]) if match else ("", "")
    if match is None or not (first or last) or (first and last and int(first) > int(last)):
        scope_headers = request.scope["headers"]
        request.scope["headers"] = [(name, value) for name, value in scope_headers if name != b"range"]
        return True
    if request.headers.get("if-range") is not None:
        return True
    return int(first) < size if first else int(last) > 0 and size > 0


def _get(session: Session, number: int) -> Artefact:
    row = session.get(Artefact, number)
    if row is None:
        raise UnknownNumberError("There is no artefact with the number {number}.", number=number)
    return row


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
