"""What is brought to the catalogue: files and folders, told apart by what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from access.catalog.books import SUFFIXES, book_entries, book_files
from access.catalog.csv_columns import column_of
from access.catalog.csv_reading import csv_entries
from access.catalog.entry import Entry, FileRemark, Place
from access.catalog.marc.converting import Wish
from access.catalog.marc.reading import MarcFormat, is_iso2709, is_xml, marc_entries
from access.errors import InputError, TongduError, UnknownFormatError, UnreadableError


class SourceFormat(StrEnum):
    """What a file is taken to be; `auto` looks into it."""

    AUTO = "auto"
    MARC21 = "marc21"
    CNMARC = "cnmarc"
    CSV = "csv"
    BOOKS = "books"


_HEAD = 2048
_MARC_FORMATS = {SourceFormat.MARC21: MarcFormat.MARC21, SourceFormat.CNMARC: MarcFormat.CNMARC}


def catalogue_entries(
    paths: Iterable[Path],
    wish: Wish,
    *,
    source_format: SourceFormat = SourceFormat.AUTO,
    encoding: str | None = None,
) -> Iterator[Entry | FileRemark]:
    """Yield what files and folders hold, in their order; a folder is taken for one of books.

    `encoding` forces that of ISO 2709 and tables (`utf-8`, `gb18030`, `marc-8`). A file that cannot be read is an entry
    with the error, and the next one follows.
    """
    for path in paths:
        try:
            yield from _entries_of(path, wish, source_format, encoding)
        except TongduError as error:
            yield Entry(Place(path.name or str(path)), error)
        except OSError as error:
            reason = error.strerror or str(error)
            yield Entry(Place(path.name or str(path)), UnreadableError(reason=reason))


def _entries_of(
    path: Path, wish: Wish, source_format: SourceFormat, encoding: str | None
) -> Iterator[Entry | FileRemark]:
    if path.is_dir():
        yield from book_entries(book_files(path), path, wish.language)
        return
    kind = source_format if source_format is not SourceFormat.AUTO else _kind(path)
    if kind is SourceFormat.BOOKS:
        yield from book_entries([path], path.parent, wish.language)
    elif kind is SourceFormat.CSV:
        if encoding == "marc-8":
            raise InputError(
                "A table cannot be in MARC-8.", advice="Give --encoding utf-8 or gb18030, or leave it out."
            )
        yield from csv_entries(path, wish, encoding=encoding)
    else:
        yield from _marc(path, wish, _MARC_FORMATS.get(kind), encoding)


def _marc(path: Path, wish: Wish, form: MarcFormat | None, encoding: str | None) -> Iterator[Entry]:
    found = False
    with path.open("rb") as file:
        for entry in marc_entries(file, path.name, wish, form=form, encoding=encoding):
            found = True
            yield entry
        if not found and file.tell():
            raise InputError("There are no records of MARC in this file.", advice="Give a file of ISO 2709 or MARCXML.")


def _kind(path: Path) -> SourceFormat:
    """Tell what a file is by its beginning, and by its name where that says nothing."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if is_iso2709(head) or is_xml(head):
        return SourceFormat.AUTO  # MARC, of which each record tells the format
    suffix = path.suffix.lower()
    if suffix in {".csv", ".tsv"}:
        return SourceFormat.CSV
    if suffix in {".mrc", ".marc", ".iso", ".iso2709", ".xml", ".marcxml", ".cnmarc"}:
        return SourceFormat.AUTO
    if _begins_as_table(head):
        return SourceFormat.CSV
    if suffix in SUFFIXES or head.startswith(b"PK"):
        return SourceFormat.BOOKS
    raise UnknownFormatError(
        "This is neither a book nor a file of records that Tongdu reads.",
        advice="--format says what it is, if you know it.",
    )


def _begins_as_table(head: bytes) -> bool:
    for encoding in ("utf-8-sig", "gb18030"):
        first = head.decode(encoding, "replace").split("\n", 1)[0]
        for delimiter in ",;\t":
            names = [name.strip(' "\r') for name in first.split(delimiter)]
            known = {column_of(name) for name in names} - {""}
            if len(known) > 1 and "title" in known:
                return True
    return False
