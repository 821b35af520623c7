"""`/api/v1/imports`: a file of records or a book into the catalogue, with the report of what became of each record."""

from __future__ import annotations

import asyncio
import re
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote

from anyio import to_thread
from fastapi import APIRouter, Header, Query, Request
from pydantic import BaseModel

from access.catalog.report import Outcome
from access.catalog.tables import FormKind
from access.errors import BusyError, DiskFullError, OutputError
from access.storage.files import FULL
from api.arguments import chosen_tag
from api.rest.import_process import Asked, run_import
from api.serving.doors import CatalogWriter, Open
from api.serving.problems import problems

router = APIRouter(prefix="/api/v1/imports", tags=["imports"])
MOST_LINES = 1000
"""Lines of a report that are sent; the counts are of all."""
_NAME = re.compile(r"filename\*\s*=\s*UTF-8''([^;\s]+)|filename\s*=\s*\"([^\"]*)\"|filename\s*=\s*([^;\s]+)", re.I)
_PIECE_BYTES = 1024 * 1024


class SourceFormat(StrEnum):
    """What a file is taken to be."""

    AUTO = "auto"
    MARC21 = "marc21"
    CNMARC = "cnmarc"
    CSV = "csv"
    BOOKS = "books"


class ImportLine(BaseModel):
    """What became of a record. `record` counts in the file from 1, `text` says it in the language of who asks."""

    outcome: Outcome
    record: int | None = None
    line: int | None = None
    title: int | None = None
    text: str


class ImportAnswer(BaseModel):
    """The counts of an import, and a line for each record that was merged or refused or that had to be spoken of.

    Records that were taken or brought nothing new are told too where there are few. `left_out` counts lines for which
    there was no room.
    """

    taken: int
    merged: int
    unchanged: int
    refused: int
    lines: list[ImportLine]
    left_out: int


@router.post(
    "",
    summary="Import records or a book",
    responses=problems(400, 408, 413, 429, 507),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
                "application/marc": {"schema": {"type": "string", "format": "binary"}},
                "application/epub+zip": {"schema": {"type": "string", "format": "binary"}},
                "text/csv": {"schema": {"type": "string", "format": "binary"}},
            },
        }
    },
)
async def bring(
    service: Open,
    bearer: CatalogWriter,
    request: Request,
    source_format: Annotated[
        SourceFormat, Query(alias="format", description="`auto` looks inside.")
    ] = SourceFormat.AUTO,
    encoding: Annotated[str | None, Query(pattern="^(utf-8|gb18030|marc-8)$")] = None,
    source: Annotated[
        str, Query(max_length=100, description="The system that the records' control numbers are of.")
    ] = "",
    form: Annotated[FormKind | None, Query(description="The form of records that tell of none.")] = None,
    language: Annotated[str | None, Query(max_length=200, description="The language of a book.")] = None,
    content_disposition: Annotated[str | None, Header(description="`filename` says what the file is called.")] = None,
) -> ImportAnswer:
    """Take the body, one file, into the catalogue: MARC 21 or CNMARC (ISO 2709, MARCXML), a table (CSV), an EPUB.

    One import goes on at a time. What it has taken in stands even if it is broken off; sent again, that is unchanged.
    """
    tag = chosen_tag(language)
    gate: asyncio.Lock = request.app.state.importing
    if gate.locked():
        raise BusyError("Another import is going on.")
    async with gate:
        parent = service.settings.cache / "uploads"
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=parent) as folder:
            file = Path(folder) / _file_name(content_disposition or "")
            await _received(request, file)
            asked = Asked(
                str(file), source_format, encoding, source, form.value if form else None, tag, bearer.actor, MOST_LINES
            )
            told = await to_thread.run_sync(run_import, service.settings, asked, abandon_on_cancel=True)
        await to_thread.run_sync(service.catch_up)
    return ImportAnswer.model_validate(told)


async def _received(request: Request, file: Path) -> None:
    """Write the body to a file as it comes. Raises DiskFullError and OutputError."""
    try:
        with file.open("wb") as target:
            held = bytearray()
            async for piece in request.stream():
                held += piece
                if len(held) >= _PIECE_BYTES:
                    await to_thread.run_sync(target.write, bytes(held))
                    held.clear()
            await to_thread.run_sync(target.write, bytes(held))
    except OSError as error:
        if error.errno in FULL:
            raise DiskFullError(path=file) from error
        raise OutputError(path=file, reason=error.strerror or str(error)) from error


def _file_name(header: str) -> str:
    """What the client calls the file: it tells a book's title where nothing else does. Never a path."""
    match = _NAME.search(header)
    return file_name("" if match is None else unquote(match[1]) if match[1] else match[2] or match[3] or "")


def file_name(given: str) -> str:
    """Return what a file may be called here, from what somebody calls it. Never a path."""
    name = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|\ud800-\udfff]+", " ", given).strip(" .")
    return name.encode()[-180:].decode("utf-8", "ignore") or "upload"
