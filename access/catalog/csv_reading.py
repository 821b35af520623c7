"""Titles from a table (RFC 4180): UTF-8 or GB 18030, with commas, semicolons or tabs, names of columns in any order.

Rows that follow each other and say the same of a title are one record with several forms or copies. A row that cannot
be made sense of, an open quotation mark above all, costs only itself.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from access.book.opened import BookWarning
from access.catalog.csv_columns import TITLE_COLUMNS, column_of, split_cell, unmarked
from access.catalog.entry import Entry, FileRemark, Place
from access.catalog.languages import language_tag
from access.catalog.marc.accessible import Evidence, kind_told, volumes_in
from access.catalog.marc.converting import Wish, count_of, remarks_of
from access.catalog.record import MOST_DESCRIPTION, Contributor, Heading, HeldForm, Holding, Number, Record
from access.catalog.roles import DEFAULT_ROLE, role_of, split_statement
from access.catalog.tables import FormKind
from access.errors import InputError, RefusedRecordError

_MOST_LINES = 200
"""Lines that one row may take; an open quotation mark is not looked after further."""
_DELIMITERS = ",;\t"
_CHUNK = 1 << 20
_CONTROL = re.compile(r"\(([^()]+)\)\s*(\S.*)")

Row = dict[str, str]


def csv_entries(path: Path, wish: Wish, *, encoding: str | None = None) -> Iterator[Entry | FileRemark]:
    """Yield what a table holds, one entry a title, and before it which columns are not known.

    `encoding` (`utf-8`, `gb18030`) forces what is otherwise told from the file. Raises InputError when the first line
    names no column of titles, OSError when the file cannot be read.
    """
    with path.open(encoding=encoding or _encoding(path), errors="surrogateescape", newline="") as file:
        lines = _Lines(file)
        header = lines.header()
        columns = [column_of(name) for name in header]
        if "title" not in columns:
            raise InputError(
                "The first line of “{file}” names no column of titles.",
                advice="Name the columns in the first line, for example title, author, language, isbn, form.",
                file=path.name,
            )
        unknown = [name.strip() for name, column in zip(header, columns, strict=True) if name.strip() and not column]
        if unknown:
            remark = BookWarning(
                "Columns that are not known were passed over: {columns}.", "", {"columns": ", ".join(unknown)}
            )
            yield FileRemark(Place(path.name), remark)
        yield from _entries(lines, columns, path.name, wish)


def _encoding(path: Path) -> str:
    """Tell the encoding: a mark, else UTF-8 if all of it can be, else GB 18030."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        block = head
        try:
            while block:
                decoder.decode(block)
                block = file.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) or _mostly_utf8(head) else "gb18030"
    return "utf-8-sig"


def _mostly_utf8(head: bytes) -> bool:
    """Whether a file that is not quite UTF-8 is still less like GB 18030."""
    wrong = {name: head.decode(name, "replace").count("\ufffd") for name in ("utf-8", "gb18030")}
    return wrong["utf-8"] < wrong["gb18030"]


class _Lines:
    """The rows of a table and the lines that they begin on."""

    def __init__(self, file: Iterator[str]) -> None:
        self._file = file
        self._ahead: list[str] = []
        self._line = 0
        self._delimiter = ","

    def header(self) -> list[str]:
        """Take the first line that is not empty, and tell by it what stands between cells."""
        for line in self._file:
            self._line += 1
            if line.strip(" \r\n,;\t"):
                self._delimiter = max(_DELIMITERS, key=line.count)
                return self._cells(line)
        return []

    def __iter__(self) -> Iterator[tuple[int, list[str] | RefusedRecordError]]:
        while (line := self._next()) is not None:
            number = self._line
            taken = [line]
            while self._is_open("".join(taken)) and len(taken) < _MOST_LINES and (more := self._next()) is not None:
                taken.append(more)
            if self._is_open("".join(taken)):
                self._ahead = [*taken[1:], *self._ahead]
                self._line -= len(taken) - 1
                yield number, RefusedRecordError(reason="a quotation mark in it is not closed")
            elif line.strip():
                yield number, self._row("".join(taken))

    def _next(self) -> str | None:
        line = self._ahead.pop(0) if self._ahead else next(self._file, None)
        self._line += line is not None
        return line

    def _is_open(self, text: str) -> bool:
        """Whether a text ends inside a quoted cell."""
        if '"' not in text:
            return False
        gap = re.escape(self._delimiter)
        rest = re.sub(rf'(?:(?<=^)|(?<={gap}))\s*"(?:[^"]|"")*"(?={gap}|\s*$)', "", text)
        return re.search(rf'(?:^|{gap})\s*"', rest) is not None

    def _row(self, text: str) -> list[str] | RefusedRecordError:
        if re.search("[\ud800-\udfff]", text):
            return RefusedRecordError(reason="its characters are in no encoding that is known, or are damaged")
        try:
            return self._cells(text)
        except csv.Error:
            return RefusedRecordError(reason="its cells cannot be told apart")

    def _cells(self, text: str) -> list[str]:
        return next(csv.reader([text], delimiter=self._delimiter, skipinitialspace=True), [])


@dataclass(slots=True)
class _Open:
    """A record whose rows may not all be read yet."""

    key: tuple[str, ...]
    place: Place
    record: Record
    remarks: tuple[BookWarning, ...]


def _entries(lines: _Lines, columns: list[str], name: str, wish: Wish) -> Iterator[Entry]:
    held: _Open | None = None
    for number, cells in lines:
        place = Place(name, line=number)
        result = cells if isinstance(cells, RefusedRecordError) else _row_of(cells, columns)
        if isinstance(result, RefusedRecordError):
            if held:
                yield Entry(held.place, held.record, held.remarks)
                held = None
            yield Entry(place, result)
            continue
        key = tuple(result.get(column, "") for column in TITLE_COLUMNS)
        forms, remarks = _forms(result, wish)
        if held and held.key == key:
            held.record = replace(held.record, forms=(*held.record.forms, *forms))
            held.remarks = tuple(dict.fromkeys((*held.remarks, *remarks)))
            continue
        if held:
            yield Entry(held.place, held.record, held.remarks)
        held = _Open(key, place, replace(_title(result, wish), forms=forms), remarks)
    if held:
        yield Entry(held.place, held.record, held.remarks)


def _row_of(cells: list[str], columns: list[str]) -> Row | RefusedRecordError:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return RefusedRecordError(reason="it has more cells than the first line")
    row: Row = {}
    for column, cell in zip(columns, cells, strict=False):
        bare = cell.strip()[:MOST_DESCRIPTION]
        if column and bare:
            row[column] = f"{row[column]}; {bare}" if column in row else bare
    return row


def _title(row: Row, wish: Wish) -> Record:
    return Record(
        name=row.get("title", ""),
        subtitle=row.get("subtitle", ""),
        pinyin=row.get("pinyin", ""),
        language=language_tag(row.get("language", "")),
        contributors=tuple(_contributors(row)),
        subjects=tuple(_subjects(row)),
        series=row.get("series", ""),
        series_number=row.get("series number", ""),
        description=row.get("description", ""),
        publisher=row.get("publisher", ""),
        published=row.get("published", ""),
        numbers=tuple(_numbers(row, wish)),
    )


def _contributors(row: Row) -> Iterator[Contributor]:
    for value in split_cell(row.get("contributors", "")):
        name, role = unmarked(value)
        if role:
            yield Contributor(name, role_of(role))
        else:
            yield from (Contributor(part, told) for part, told in split_statement(value))
    for column, role in (("author", DEFAULT_ROLE), ("translator", "trl"), ("narrator", "nrt")):
        for value in split_cell(row.get(column, "")):
            yield from (Contributor(part.strip(), role) for part in re.split("[，、]", value) if part.strip())


def _subjects(row: Row) -> Iterator[Heading]:
    for value in split_cell(row.get("subjects", "")):
        yield Heading(*unmarked(value))
    for value in split_cell(row.get("class", "")):
        yield Heading(value, "clc")


def _numbers(row: Row, wish: Wish) -> Iterator[Number]:
    for value in split_cell(row.get("control numbers", "")):
        told = _CONTROL.fullmatch(value)
        if told:
            yield Number(f"control:{told[1].strip()}", told[2])
        elif wish.source:
            yield Number(f"control:{wish.source}", value)
    for scheme in ("isbn", "issn", "uri"):
        yield from (Number(scheme, value) for value in split_cell(row.get(scheme, "")))


def _forms(row: Row, wish: Wish) -> tuple[tuple[HeldForm, ...], tuple[BookWarning, ...]]:
    copies = _copies(row)
    written = row.get("form", "")
    kind = FormKind(written) if written in list(FormKind) else kind_told(Evidence(words=written)) or wish.form
    if kind is None:
        return (), remarks_of(len(copies), 0)
    extent = row.get("extent", "")
    volumes = row.get("volumes", "")
    number = int(volumes) if volumes.isascii() and volumes.isdigit() else volumes_in(volumes) or volumes_in(extent)
    language = language_tag(row.get("form language", ""))
    return (HeldForm(kind, language, extent, number, row.get("note", ""), copies),), ()


def _copies(row: Row) -> tuple[Holding, ...]:
    branch, call = row.get("branch", ""), row.get("call number", "")
    barcodes = split_cell(row.get("barcode", ""))
    if barcodes:
        return tuple(Holding(branch, barcode, call) for barcode in barcodes)
    return (Holding(branch, "", call, count_of(row.get("copies", ""))),) if branch or call else ()
