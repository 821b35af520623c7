"""Titles as a table (RFC 4180, UTF-8 with a mark, by which spreadsheets know it): a row for every copy or form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from access.catalog.csv_columns import COLUMNS, join_cell, marked
from access.catalog.record import HeldForm, Holding, Record

WRITTEN = tuple(column for column in COLUMNS if column not in {"author", "translator", "narrator"})
"""The columns that are written; contributors stand all in one, with their roles."""


def csv_header() -> str:
    """Return the first line."""
    return _line(WRITTEN)


def csv_rows(record: Record) -> str:
    """Return the lines of a title."""
    about = _about(record)
    return "".join(_line(dict(about, **held).get(column, "") for column in WRITTEN) for held in _held(record.forms))


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _about(record: Record) -> dict[str, str]:
    numbers = {
        scheme: join_cell(number.value for number in record.numbers if number.scheme == scheme)
        for scheme in ("isbn", "issn", "uri")
    }
    control = (number for number in record.numbers if number.scheme.startswith("control:"))
    return numbers | {
        "title": record.name,
        "subtitle": record.subtitle,
        "pinyin": record.pinyin,
        "language": record.language,
        "contributors": join_cell(marked(person.name, person.role) for person in record.contributors),
        "subjects": join_cell(marked(one.heading, one.scheme) for one in record.subjects if one.scheme != "clc"),
        "class": join_cell(one.heading for one in record.subjects if one.scheme == "clc"),
        "series": record.series,
        "series number": record.series_number,
        "description": record.description,
        "publisher": record.publisher,
        "published": record.published,
        "control numbers": join_cell(f"({one.scheme.removeprefix('control:')}){one.value}" for one in control),
    }


def _held(forms: tuple[HeldForm, ...]) -> Iterator[dict[str, str]]:
    for form in forms:
        about = {
            "form": form.kind.value,
            "form language": form.language,
            "extent": form.extent,
            "volumes": str(form.volumes) if form.volumes else "",
            "note": form.note,
        }
        for copy in form.copies:
            yield about | _copy(copy)
        if not form.copies:
            yield about
    if not forms:
        yield {}


def _copy(copy: Holding) -> dict[str, str]:
    count = str(copy.count) if not copy.barcode else ""
    barcode = join_cell([copy.barcode]) if copy.barcode else ""
    return {"branch": copy.branch, "barcode": barcode, "call number": copy.call_number, "copies": count}
