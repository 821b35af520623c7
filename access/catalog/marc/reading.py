"""Files of MARC records: their carrier, format and encoding told by what is in them, record by record."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

from access.catalog.entry import Entry, Place
from access.catalog.marc.cnmarc import from_cnmarc
from access.catalog.marc.converting import Converted, Wish
from access.catalog.marc.fields import MarcRecord
from access.catalog.marc.iso2709 import RawRecord, decoded, raw_records
from access.catalog.marc.marc21 import from_marc21
from access.catalog.marc.xml import xml_records
from access.errors import RefusedRecordError

_CODED_100 = re.compile(r"[0-9]{8}[a-z]")


class MarcFormat(StrEnum):
    """The two formats."""

    MARC21 = "marc21"
    CNMARC = "cnmarc"


def marc_entries(
    file: BinaryIO, name: str, wish: Wish, *, form: MarcFormat | None = None, encoding: str | None = None
) -> Iterator[Entry]:
    """Yield what a file of MARC records holds, one entry a record, the damaged ones with the reason.

    `form` and `encoding` (one of `access.catalog.marc.encodings.ENCODINGS`; XML says its own) force what is otherwise
    told from each record. Raises OSError when the file cannot be read.
    """
    head = file.read(512)
    file.seek(0)
    found: Iterator[MarcRecord | RawRecord | RefusedRecordError]
    found = xml_records(file) if is_xml(head) else raw_records(file)
    for number, record in enumerate(found, 1):
        place = Place(name, number)
        try:
            if isinstance(record, RefusedRecordError):
                raise record
            converted = _converted(record, wish, form, encoding)
            yield Entry(place, converted.record, converted.remarks)
        except RefusedRecordError as error:
            yield Entry(place, error)


def is_xml(head: bytes) -> bool:
    """Whether a file that begins so is XML."""
    if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        head = head.decode("utf-16", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")


def is_iso2709(head: bytes) -> bool:
    """Whether a file that begins so holds records of ISO 2709."""
    return re.match(rb"[\r\n \x00]*[0-9]{5}[ -~]{5}22[0-9]{5}", head) is not None


def _converted(record: MarcRecord | RawRecord, wish: Wish, form: MarcFormat | None, encoding: str | None) -> Converted:
    form = form or _format_of(record)
    if isinstance(record, RawRecord):
        record = decoded(record, marc21=form is MarcFormat.MARC21, forced=encoding)
    return from_cnmarc(record, wish) if form is MarcFormat.CNMARC else from_marc21(record, wish)


def _format_of(record: MarcRecord | RawRecord) -> MarcFormat:
    """Tell the format: the title stands in 200 or in 245; else by the coded data that begins 100 of CNMARC."""
    if isinstance(record, RawRecord):
        tags = {field.tag for field in record.fields}
        coded = next((value for field in record.fields if field.tag == "100" for _, value in field.subfields), b"")
        start = coded[:9].decode("ascii", "replace")
    else:
        tags = set(record.by_tag)
        start = record.first("100").first("a")
    if ("200" in tags) != ("245" in tags):
        return MarcFormat.CNMARC if "200" in tags else MarcFormat.MARC21
    return MarcFormat.CNMARC if _CODED_100.match(start) else MarcFormat.MARC21
