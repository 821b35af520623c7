"""The catalogue into files that other systems read, and that import reads back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from lxml import etree
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from access.catalog.csv_writing import csv_header, csv_rows
from access.catalog.marc.cnmarc_writing import to_cnmarc
from access.catalog.marc.fields import MarcRecord
from access.catalog.marc.iso2709 import to_iso2709
from access.catalog.marc.marc21_writing import to_marc21
from access.catalog.marc.xml import NAMESPACE, xml_element
from access.catalog.record import Record
from access.catalog.stored import MOST_AT_ONCE, load_titles
from access.catalog.tables import Form, FormKind, Title
from access.errors import RefusedRecordError
from access.language.runs import primary_subtag
from access.storage.audit import record as audit
from access.storage.database import Database
from access.storage.files import written_aside


class TargetFormat(StrEnum):
    """What a file is written as."""

    MARC21 = "marc21"
    MARC21_XML = "marc21-xml"
    CNMARC = "cnmarc"
    CNMARC_GBK = "cnmarc-gbk"
    CNMARC_XML = "cnmarc-xml"
    CSV = "csv"


@dataclass(slots=True)
class ExportReport:
    """How many titles were written, and which were left out and why."""

    written: int = 0
    left_out: list[tuple[int, RefusedRecordError]] = field(default_factory=list)


def export_titles(
    database: Database,
    path: Path,
    target: TargetFormat,
    *,
    actor: str,
    language: str | None = None,
    form: FormKind | None = None,
) -> ExportReport:
    """Write titles to a file, all or those in a language (its first subtag) or with a form, in the order of numbers.

    The file is put in place whole. The run is recorded in the audit by its counts. Raises OutputError, DiskFullError
    and StorageError.
    """
    report = ExportReport()
    with written_aside(path) as aside, aside.open("wb") as file, database.reading() as session:
        write_titles(file, _titles(session, language, form), target, report)
    with database.writing() as session:
        audit(session, actor, "catalog.export", "catalog", written=report.written, left_out=len(report.left_out))
    return report


@dataclass(frozen=True, slots=True)
class NumberedTitle:
    """A title with its number and when it came in (UTC)."""

    number: int
    created: datetime
    record: Record


def _titles(session: Session, language: str | None, form: FormKind | None) -> Iterator[NumberedTitle]:
    wanted = select(Title.id, Title.created).order_by(Title.id).limit(MOST_AT_ONCE)
    if language is not None:
        primary = primary_subtag(language)
        wanted = wanted.where(or_(Title.language == primary, Title.language.startswith(f"{primary}-", autoescape=True)))
    if form is not None:
        wanted = wanted.where(Title.id.in_(select(Form.title_id).where(Form.kind == form.value)))
    last = 0
    while rows := session.execute(wanted.where(Title.id > last)).all():
        titles = load_titles(session, [number for number, _ in rows])
        for number, created in rows:
            yield NumberedTitle(number, created.astimezone(UTC), titles[number].record)
        last = rows[-1][0]


def write_titles(file: BinaryIO, titles: Iterator[NumberedTitle], target: TargetFormat, report: ExportReport) -> None:
    """Write titles as they come, one in memory at a time, and count them in the report."""
    write = _write_xml if target in {TargetFormat.MARC21_XML, TargetFormat.CNMARC_XML} else _write_plain
    write(file, titles, target, report)


def _marc(title: NumberedTitle, target: TargetFormat) -> MarcRecord:
    if target in {TargetFormat.MARC21, TargetFormat.MARC21_XML}:
        return to_marc21(title.record, str(title.number), title.created.date())
    gbk = target is TargetFormat.CNMARC_GBK
    return to_cnmarc(title.record, str(title.number), title.created.date(), gbk=gbk)


def _write_plain(file: BinaryIO, titles: Iterator[NumberedTitle], target: TargetFormat, report: ExportReport) -> None:
    if target is TargetFormat.CSV:
        file.write(csv_header().encode("utf-8-sig"))
    # GB 18030 is GBK, and four bytes for each character that GBK lacks.
    encoding = "gb18030" if target is TargetFormat.CNMARC_GBK else "utf-8"
    for title in titles:
        try:
            if target is TargetFormat.CSV:
                file.write(csv_rows(title.record).encode())
            else:
                file.write(to_iso2709(_marc(title, target), encoding))
        except RefusedRecordError as error:
            report.left_out.append((title.number, error))
        else:
            report.written += 1


def _write_xml(file: BinaryIO, titles: Iterator[NumberedTitle], target: TargetFormat, report: ExportReport) -> None:
    file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'.encode())
    for title in titles:
        element = xml_element(_marc(title, target))
        file.write(etree.tostring(element, encoding="utf-8") + b"\n")
        report.written += 1
    file.write(b"</collection>\n")
