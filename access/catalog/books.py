"""Titles from the books themselves: a folder of EPUBs and texts, searched to its depth, or single files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from access.book.model import Metadata
from access.book.opening import open_book
from access.catalog.entry import Entry, Place
from access.catalog.record import Contributor, Heading, HeldForm, Number, Record
from access.catalog.tables import FormKind
from access.errors import TongduError

SUFFIXES = (".epub", ".txt")
"""In the order in which books are preferred as a title's source: an EPUB has structure, a text has to be guessed at."""
_OF_THE_FILE = frozenset({"bkp", "blw", "cov", "mrk", "tyg", "tyd", "trc", "pfr", "prt", "dst", "pbd"})
"""Roles of those who made the e-book and not the work: they would crowd a catalogue that is listened to."""


def book_files(place: Path) -> list[Path]:
    """Return the books in a folder and the folders in it, EPUBs first, by name; hidden ones and links are passed over.

    For a file, return the file itself, whatever it is called. Raises OSError when a folder cannot be read.
    """
    if not place.is_dir():
        return [place]
    found = []
    for folder, inner, names in os.walk(place, onerror=_raise):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        paths = (Path(folder, name) for name in names if not name.startswith("."))
        found += [path for path in paths if path.suffix.lower() in SUFFIXES and not path.is_symlink()]
    return sorted(found, key=lambda path: (SUFFIXES.index(path.suffix.lower()), path.as_posix()))


def _raise(error: OSError) -> None:
    raise error


def book_entries(files: list[Path], above: Path, language: str | None = None) -> Iterator[Entry]:
    """Yield an entry for each book, with the reader's error for one that cannot be read.

    Names in the entries are relative to `above`; `language` (BCP 47) is that of all of them, whatever they say.
    """
    for path in files:
        place = Place(path.relative_to(above).as_posix() if path.is_relative_to(above) else path.name)
        try:
            opened = open_book(path, language=language)
        except TongduError as error:
            yield Entry(place, error)
            continue
        yield Entry(place, record_of_book(opened.book.metadata, path), opened.warnings)


def record_of_book(about: Metadata, path: Path) -> Record:
    """Return what a book says of itself, as a title of which the library has the text."""
    is_epub = path.suffix.lower() == ".epub"
    return Record(
        name=about.title,
        language=about.language,
        contributors=tuple(
            Contributor(person.name, person.role) for person in about.contributors if person.role not in _OF_THE_FILE
        ),
        subjects=tuple(Heading(re.sub(r"\s*--\s*", "--", subject)) for subject in about.subjects),
        description=re.sub(r"<[^>]{1,200}>", " ", about.description or ""),
        publisher=about.publisher or "",
        published=(about.date or "").split("T", 1)[0],
        # A text has none of its own: the reader made one from its content.
        numbers=_numbers(about) if is_epub else (),
        forms=(HeldForm(FormKind.ETEXT, about.language),),
        book=path,
    )


def _numbers(about: Metadata) -> tuple[Number, ...]:
    isbn = re.match(r"(?:urn:)?isbn:\s*(.+)", about.identifier, re.IGNORECASE)
    bare = re.fullmatch(r"[\d -]{9,16}[\dXx]", about.identifier)
    if isbn or bare:
        return (Number("isbn", isbn[1] if isbn else about.identifier),)
    return (Number("uri", about.identifier),) if ":" in about.identifier else ()


def better_source(known: str, found: str) -> bool:
    """Whether a book called `found` should take the place of one called `known` as a title's source.

    An EPUB takes the place of a text, a new file that of an older one of the same name, any book that of none.
    """
    if not known:
        return True
    if known == found:
        return True
    kinds = [Path(name).suffix.lower() for name in (known, found)]
    return kinds[1] == ".epub" and kinds[0] != ".epub"
