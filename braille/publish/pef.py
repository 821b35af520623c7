"""Portable Embosser Format 1.0 (namespace 2008, version 2008-1; public draft of 12 February 2009)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from access.book.model import Metadata
from access.errors import InvalidOutputError
from access.storage.files import written_aside
from braille.layout.page import BLANK, PageShape, Volume

PEF_NAMESPACE = "http://www.daisy.org/ns/2008/pef"
PEF_FORMAT = "application/x-pef+xml"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")


def write_pef(volumes: Sequence[Volume], metadata: Metadata, shape: PageShape, path: Path) -> None:
    """Write all volumes into one PEF file, each as a volume with one section.

    A date is given only where the book's own is a whole one. Raises `InvalidOutputError` when a row or page does not
    fit `shape` or there is no page, `DiskFullError` and `OutputError`.
    """
    if not volumes or not all(volume.pages for volume in volumes):
        raise InvalidOutputError(format="PEF", reason="a volume has no page")
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_head(metadata))
        for volume in volumes:
            file.writelines(_volume(volume, shape))
        file.write("</body>\n</pef>\n")


def _head(metadata: Metadata) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<pef xmlns="{PEF_NAMESPACE}" version="2008-1">\n<head>\n<meta xmlns:dc="{_DUBLIN_CORE}">\n'
    for name, text in _dublin_core(metadata):
        yield f"<dc:{name}>{escape(_NOT_XML.sub('', text))}</dc:{name}>\n"
    yield "</meta>\n</head>\n<body>\n"


def _dublin_core(metadata: Metadata) -> Iterator[tuple[str, str]]:
    yield "format", PEF_FORMAT
    yield "identifier", metadata.identifier
    yield "title", metadata.title
    for contributor in metadata.contributors:
        yield ("creator" if contributor.role == "aut" else "contributor"), contributor.name
    if _LANGUAGE.match(metadata.language):
        yield "language", metadata.language
    if metadata.date and _is_date(metadata.date):
        yield "date", metadata.date
    for subject in metadata.subjects:
        yield "subject", subject
    for name in ("publisher", "rights", "description", "source"):
        text = getattr(metadata, name)
        if text:
            yield name, text


def _is_date(text: str) -> bool:
    if not _DATE.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _volume(volume: Volume, shape: PageShape) -> Iterator[str]:
    size = f"cols={quoteattr(str(shape.cells))} rows={quoteattr(str(shape.lines))}"
    duplex = "true" if shape.interpoint else "false"
    yield f'<volume {size} rowgap="0" duplex="{duplex}">\n<section>\n'
    for number, page in enumerate(volume.pages, 1):
        if len(page.rows) > shape.lines or any(len(row.cells) > shape.cells for row in page.rows):
            raise InvalidOutputError(
                format="PEF", reason=f"page {number} of volume {volume.number} is larger than the sheet"
            )
        yield "<page>\n"
        for row in page.rows:
            cells = row.cells.rstrip(BLANK)
            yield f"<row>{cells}</row>\n" if cells else "<row/>\n"
        yield "</page>\n"
    yield "</section>\n</volume>\n"
