"""Files as they are sent: whole or in part (RFC 9110, 14), not twice (13.1), and by their names (RFC 6266)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import anyio
from fastapi import HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from access.errors import UnknownNumberError
from access.production.tables import Artefact
from api.serving.service import Service

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of a file: `size` bytes from `start`."""

    path: Path
    start: int
    size: int


def find_artefact(session: Session, number: int) -> Artefact:
    """Return an artefact. Raises UnknownNumberError."""
    row = session.get(Artefact, number)
    if row is None:
        raise UnknownNumberError("There is no artefact with the number {number}.", number=number)
    return row


def send_artefact(service: Service, request: Request, number: int) -> Response:
    """Answer with an artefact as a download. Raises UnknownNumberError, ContentMissingError, and what `send` raises."""
    with service.database.reading() as session:
        artefact = find_artefact(session, number)
        content, media_type = artefact.content, artefact.media_type
        named = disposition(artefact.name, f"{artefact.format}-{artefact.id}")
    path = service.contents.path(content)
    whole = Extent(path, 0, path.stat().st_size)
    return send(request, whole, tag=content, media_type=media_type, headers={"Content-Disposition": named})


def send(
    request: Request, extent: Extent, *, tag: str, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a file, or with the part that `Range` asks for; `tag` is the same as long as the bytes are.

    Raises HTTPException (416) when the file has no such part.
    """
    quoted = f'"{tag}"'
    told = {"ETag": quoted, "Cache-Control": "private, no-cache", "Accept-Ranges": "bytes", **(headers or {})}
    known = request.headers.get("if-none-match")
    if known is not None and _names(known, quoted):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    part = _part(request, extent.size, quoted)
    first, last = part or (0, extent.size - 1)
    told["Content-Length"] = str(last - first + 1)
    if part is not None:
        told["Content-Range"] = f"bytes {first}-{last}/{extent.size}"
    status = HTTPStatus.OK if part is None else HTTPStatus.PARTIAL_CONTENT
    pieces = _pieces(Extent(extent.path, extent.start + first, last - first + 1))
    return StreamingResponse(pieces, status, headers=told, media_type=media_type)


def disposition(name: str, plain: str) -> str:
    """Return how a download is called (RFC 6266): by its name in UTF-8, and in ASCII for who cannot read that."""
    suffix = re.sub(r"[^A-Za-z0-9.]", "", name[name.rfind(".") :]) if "." in name else ""
    ascii_name = name if re.fullmatch(r"[A-Za-z0-9._ -]+", name) else f"{plain}{suffix}"
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


async def _pieces(extent: Extent) -> AsyncIterator[bytes]:
    rest = extent.size
    async with await anyio.open_file(extent.path, "rb") as file:
        await file.seek(extent.start)
        while rest > 0 and (piece := await file.read(min(_PIECE, rest))):
            rest -= len(piece)
            yield piece


def _names(header: str, tag: str) -> bool:
    return header.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in header.split(","))


def _part(request: Request, size: int, tag: str) -> tuple[int, int] | None:
    """The first and last byte that are asked for, None for all: what cannot be made sense of is no range."""
    match = _RANGE.fullmatch(request.headers.get("range", "").strip().replace(" ", ""))
    first, last = (match[1], match[2]) if match else ("", "")
    if not (first or last) or (first and last and int(first) > int(last)):
        return None
    if request.headers.get("if-range", tag) != tag:
        return None
    start = int(first) if first else size - min(size, int(last))
    if start >= size:
        raise HTTPException(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"})
    return start, min(size - 1, int(last)) if first and last else size - 1
