"""`/api/v1/exports`: the catalogue as a file that other systems read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from access.catalog.tables import FormKind
from api.arguments import chosen_tag
from api.serving.doors import CatalogReader, Open
from api.serving.problems import problems

router = APIRouter(prefix="/api/v1/exports", tags=["exports"])


class Target(StrEnum):
    """What a file is written as."""

    MARC21 = "marc21"
    MARC21_XML = "marc21-xml"
    CNMARC = "cnmarc"
    CNMARC_GBK = "cnmarc-gbk"
    CNMARC_XML = "cnmarc-xml"
    CSV = "csv"


_KINDS = {
    Target.MARC21: ("application/marc", "mrc"),
    Target.MARC21_XML: ("application/marcxml+xml", "xml"),
    Target.CNMARC: ("application/marc", "mrc"),
    Target.CNMARC_GBK: ("application/marc", "mrc"),
    Target.CNMARC_XML: ("application/xml", "xml"),
    Target.CSV: ("text/csv; charset=utf-8", "csv"),
}
"""Media types (RFC 2220, RFC 4180) and extensions."""
_PIECE_BYTES = 256 * 1024


@router.get(
    "/{target}",
    summary="Export titles",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file; `Tongdu-Written` and `Tongdu-Left-Out` count titles.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("application/marc", "application/marcxml+xml", "application/xml", "text/csv")
            },
        },
        **problems(400, 507),
    },
)
def export(
    service: Open,
    bearer: CatalogReader,
    target: Target,
    language: Annotated[str | None, Query(max_length=200, description="Only titles in this language.")] = None,
    form: Annotated[FormKind | None, Query(description="Only titles with this form.")] = None,
) -> StreamingResponse:
    """Write all titles, or those in a language or with a form, and send the file.

    It is written whole before the first byte is sent: an export that fails on the way is an error and not half a file.
    """
    from access.catalog.exporting import TargetFormat, export_titles  # takes a while to load

    tag = chosen_tag(language)
    parent = service.settings.cache / "exports"
    parent.mkdir(parents=True, exist_ok=True)
    media_type, suffix = _KINDS[target]
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        file = Path(folder) / f"catalogue.{suffix}"
        written = TargetFormat(target)
        report = export_titles(service.database, file, written, actor=bearer.actor, language=tag, form=form)
        size = file.stat().st_size
        source = file.open("rb")  # its name goes, and it with the last who reads it, however that ends
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="catalogue-{target.value}.{suffix}"',
        "Tongdu-Written": str(report.written),
        "Tongdu-Left-Out": str(len(report.left_out)),
    }
    return StreamingResponse(_pieces(source), headers=headers, media_type=media_type)


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    with source:
        while piece := source.read(_PIECE_BYTES):
            yield piece
