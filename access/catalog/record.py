"""One record of a title, immutable: what every reader gives, what merging joins and what every writer takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from access.book.language_tags import normalise_tag
from access.catalog.numbers import isbn13, issn
from access.catalog.tables import FormKind
from access.errors import RefusedRecordError
from access.language.pinyin import SYLLABLES

NO_LANGUAGE = "und"
MOST_NAME = 1000
"""Characters of a name, a heading and the like; what is longer is cut off."""
MOST_DESCRIPTION = 20_000
MOST_CODE = 200
"""Characters of a number, a barcode, a branch's code: they stand in indexes, which take no longer ones."""
MOST_COUNT = 1_000_000
UNNAMED_BRANCH = "main"
"""The branch of copies whose record names none."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body; `role` is a MARC relator code, `pinyin` with tone digits and blanks, or empty."""

    name: str
    role: str = "aut"
    pinyin: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A subject heading, its parts joined by `--`, or a class number; `scheme` as in `access.catalog.tables`."""

    heading: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier; `scheme` is `isbn` (13 digits), `issn`, `uri` or `control:SOURCE`."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A copy in a branch, or `count` alike ones without a barcode."""

    branch: str
    barcode: str = ""
    call_number: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class HeldForm:
    """An accessible form and its copies. `extent` is as printed, `volumes` 0 when it is not known."""

    kind: FormKind
    language: str = NO_LANGUAGE
    extent: str = ""
    volumes: int = 0
    note: str = ""
    copies: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a title.

    `language` is a BCP 47 tag, `und` when it is not known. `pinyin` is that of the name as a person wrote it, empty
    when it is to be found by reading. `book` is the file whose content is the title's source, for records that come
    from books themselves.
    """

    name: str
    subtitle: str = ""
    pinyin: str = ""
    language: str = NO_LANGUAGE
    contributors: tuple[Contributor, ...] = ()
    subjects: tuple[Heading, ...] = ()
    series: str = ""
    series_number: str = ""
    description: str = ""
    publisher: str = ""
    published: str = ""
    numbers: tuple[Number, ...] = ()
    forms: tuple[HeldForm, ...] = ()
    book: Path | None = None

    @property
    def first_author(self) -> str:
        """The name of the first contributor whose role is author, else of the first one, else empty."""
        authors = (person.name for person in self.contributors if person.role == "aut")
        return next(authors, self.contributors[0].name if self.contributors else "")


def tidied(record: Record) -> Record:
    """Return a record that may be kept: blanks folded, no control characters, numbers checked, nothing twice.

    Numbers that do not check are dropped, as cataloguers put prices and remarks there. Raises RefusedRecordError when
    it has no name.
    """
    name = tidy(record.name, MOST_NAME)
    if not any(map(str.isalnum, name)):
        raise RefusedRecordError(reason="it has no title")
    language = normalise_tag(record.language) or NO_LANGUAGE
    series = tidy(record.series, MOST_NAME)
    return replace(
        record,
        name=name,
        subtitle=tidy(record.subtitle, MOST_NAME),
        pinyin=toned_pinyin(record.pinyin),
        language=language,
        contributors=_once(_tidy_person(person) for person in record.contributors),
        subjects=_once(_tidy_heading(heading) for heading in record.subjects),
        series=series,
        series_number=tidy(record.series_number, MOST_CODE) if series else "",
        description=tidy(record.description, MOST_DESCRIPTION),
        publisher=tidy(record.publisher, MOST_NAME),
        published=tidy(record.published, MOST_CODE),
        numbers=_once(_tidy_number(number) for number in record.numbers),
        forms=_joined(_tidy_form(form, language) for form in record.forms),
    )


_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_BLANKS = re.compile(r"\s+")


def tidy(text: str, most: int = MOST_NAME) -> str:
    """Return text in NFC with blanks folded, without control characters, of at most `most` characters."""
    if not text:
        return ""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = _UNWANTED.sub("", text)
    return _BLANKS.sub(" ", text).strip()[:most].rstrip()


def toned_pinyin(written: str) -> str:
    """Return pinyin if every syllable of it has a tone digit, else nothing: without tones it tells too little."""
    syllables = written.lower().replace("ü", "v").replace("u:", "v").split()
    good = all(syllable[:-1] in SYLLABLES and syllable[-1] in "12345" for syllable in syllables)
    return " ".join(syllables)[:MOST_NAME] if good else ""


_Part = TypeVar("_Part")


def _once(parts: Iterable[_Part | None]) -> tuple[_Part, ...]:
    """What is there, each once, in its order."""
    return tuple(dict.fromkeys(part for part in parts if part is not None))


def _tidy_person(person: Contributor) -> Contributor | None:
    name = tidy(person.name, MOST_NAME)
    role = person.role if re.fullmatch("[a-z]{3}", person.role) else "ctb"
    return Contributor(name, role, toned_pinyin(person.pinyin)) if name else None


def _tidy_heading(heading: Heading) -> Heading | None:
    text = tidy(heading.heading, MOST_NAME)
    return Heading(text, tidy(heading.scheme, MOST_CODE).lower()) if text else None


def _tidy_number(number: Number) -> Number | None:
    value = tidy(number.value, MOST_CODE)
    if number.scheme == "isbn":
        value = isbn13(value)
    elif number.scheme == "issn":
        value = issn(value)
    return Number(tidy(number.scheme, MOST_CODE), value) if value else None


def _tidy_form(form: HeldForm, language: str) -> HeldForm:
    return replace(
        form,
        language=normalise_tag(form.language) or language,
        extent=tidy(form.extent, MOST_NAME),
        volumes=form.volumes if 0 <= form.volumes <= MOST_COUNT else 0,
        note=tidy(form.note, MOST_NAME),
        copies=_once(_tidy_copy(copy) for copy in form.copies),
    )


def _tidy_copy(copy: Holding) -> Holding | None:
    branch = tidy(copy.branch, MOST_CODE)
    barcode = tidy(copy.barcode, MOST_CODE)
    if not branch and not barcode and not copy.call_number.strip():
        return None
    count = 1 if barcode else min(max(copy.count, 1), MOST_COUNT)
    return Holding(branch or UNNAMED_BRANCH, barcode, tidy(copy.call_number, MOST_CODE), count)


def _joined(forms: Iterable[HeldForm]) -> tuple[HeldForm, ...]:
    """Forms that are the same but for their copies are one; a barcode is on one copy only."""
    found: dict[tuple[object, ...], HeldForm] = {}
    barcodes: set[str] = set()
    for whole in forms:
        form = replace(whole, copies=tuple(copy for copy in whole.copies if copy.barcode not in barcodes))
        barcodes |= {copy.barcode for copy in form.copies if copy.barcode}
        key = (form.kind, form.language, form.extent, form.volumes, form.note)
        known = found.get(key)
        found[key] = replace(known, copies=_once((*known.copies, *form.copies))) if known else form
    return tuple(found.values())
