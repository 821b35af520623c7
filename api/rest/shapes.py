"""Titles as the interface tells and takes them. Texts are Unicode, languages BCP 47 tags, moments ISO 8601 in UTC."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from access.book.language_tags import normalise_tag
from access.catalog.record import (
    MOST_CODE,
    MOST_COUNT,
    MOST_DESCRIPTION,
    MOST_NAME,
    NO_LANGUAGE,
    Contributor,
    Heading,
    HeldForm,
    Holding,
    Number,
    Record,
)
from access.catalog.search.question import Why
from access.catalog.tables import FormKind
from access.errors import InputError

Text = Annotated[str, Field(max_length=MOST_NAME)]
Code = Annotated[str, Field(max_length=MOST_CODE)]


class Shape(BaseModel):
    """What is sent: nothing in it may be unknown."""

    model_config = ConfigDict(extra="forbid")


class Person(Shape):
    """Somebody who had a part in a title. `role` is a MARC relator code, `pinyin` has tone digits and blanks."""

    name: Annotated[str, Field(min_length=1, max_length=MOST_NAME)]
    role: Annotated[str, Field(pattern="^[a-z]{3}$")] = "aut"
    pinyin: Text = ""


class Subject(Shape):
    """A subject heading or class number; `scheme` is `lcsh`, `cct`, `clc` or empty."""

    heading: Annotated[str, Field(min_length=1, max_length=MOST_NAME)]
    scheme: Code = ""


class Identifier(Shape):
    """`scheme` is `isbn`, `issn`, `uri` or `control:SOURCE`. An ISBN or ISSN that does not check is left out."""

    scheme: Annotated[str, Field(pattern="^(isbn|issn|uri|control:.+)$", max_length=MOST_CODE)]
    value: Annotated[str, Field(min_length=1, max_length=MOST_CODE)]


class Copy(Shape):
    """A copy in a branch, or `count` alike ones without a barcode."""

    branch: Annotated[str, Field(min_length=1, max_length=MOST_CODE)]
    barcode: Code = ""
    call_number: Code = ""
    count: Annotated[int, Field(ge=1, le=MOST_COUNT)] = 1


class Form(Shape):
    """A form in which a title can be read."""

    kind: FormKind
    language: Code = NO_LANGUAGE
    extent: Text = ""
    volumes: Annotated[int, Field(ge=0, le=MOST_COUNT)] = 0
    note: Text = ""
    copies: Annotated[list[Copy], Field(default_factory=list, max_length=1000)]


class TitleDraft(Shape):
    """A title as a librarian says it is. Pinyin that is not given is read."""

    name: Annotated[str, Field(min_length=1, max_length=MOST_NAME)]
    subtitle: Text = ""
    pinyin: Text = ""
    language: Code = NO_LANGUAGE
    contributors: Annotated[list[Person], Field(default_factory=list, max_length=200)]
    subjects: Annotated[list[Subject], Field(default_factory=list, max_length=500)]
    series: Text = ""
    series_number: Code = ""
    description: Annotated[str, Field(max_length=MOST_DESCRIPTION)] = ""
    publisher: Text = ""
    published: Code = ""
    identifiers: Annotated[list[Identifier], Field(default_factory=list, max_length=100)]
    forms: Annotated[list[Form], Field(default_factory=list, max_length=100)]

    def record(self) -> Record:
        """Return it as the catalogue takes it. Raises InputError for a language that there is not."""
        return Record(
            name=self.name,
            subtitle=self.subtitle,
            pinyin=self.pinyin,
            language=_tag(self.language),
            contributors=tuple(Contributor(one.name, one.role, one.pinyin) for one in self.contributors),
            subjects=tuple(Heading(one.heading, one.scheme) for one in self.subjects),
            series=self.series,
            series_number=self.series_number,
            description=self.description,
            publisher=self.publisher,
            published=self.published,
            numbers=tuple(Number(one.scheme, one.value) for one in self.identifiers),
            forms=tuple(
                HeldForm(
                    one.kind,
                    _tag(one.language),
                    one.extent,
                    one.volumes,
                    one.note,
                    tuple(Holding(copy.branch, copy.barcode, copy.call_number, copy.count) for copy in one.copies),
                )
                for one in self.forms
            ),
        )


class ToldPerson(BaseModel):
    """Somebody who had a part in a title."""

    name: str
    role: str
    pinyin: str


class ToldSubject(BaseModel):
    """A subject heading or class number."""

    heading: str
    scheme: str


class ToldIdentifier(BaseModel):
    """A number or address that the title is known by."""

    scheme: str
    value: str


class ToldCopy(BaseModel):
    """A copy in a branch, or `count` alike ones."""

    branch: str
    barcode: str
    call_number: str
    count: int


class ToldForm(BaseModel):
    """A form in which a title can be read."""

    kind: FormKind
    language: str
    extent: str
    volumes: int
    note: str
    copies: list[ToldCopy]


class TitleShape(BaseModel):
    """A title as it stands, however much of it there is. `has_source` tells whether it can be ordered."""

    id: int
    name: str
    subtitle: str
    pinyin: str
    language: str
    contributors: list[ToldPerson]
    subjects: list[ToldSubject]
    series: str
    series_number: str
    description: str
    publisher: str
    published: str
    identifiers: list[ToldIdentifier]
    forms: list[ToldForm]
    has_source: bool
    popularity: int
    created: datetime
    changed: datetime


class FoundTitle(BaseModel):
    """A title of a list; `why` tells how it was found."""

    id: int
    name: str
    subtitle: str
    language: str
    contributors: list[ToldPerson]
    forms: list[FormKind]
    why: Why


class FoundTitles(BaseModel):
    """A page of what was found.

    `total` counts all pages. When nothing was found, `elsewhere` counts what the same question finds without the
    filters, and `suggestions` are questions that find something.
    """

    total: int
    elsewhere: int
    suggestions: list[str]
    limit: int
    offset: int
    items: list[FoundTitle]


def draft_of(record: Record) -> dict[str, Any]:
    """Return what is known of a title as the fields of a `TitleDraft`."""
    return {
        "name": record.name,
        "subtitle": record.subtitle,
        "pinyin": record.pinyin,
        "language": record.language,
        "contributors": [{"name": one.name, "role": one.role, "pinyin": one.pinyin} for one in record.contributors],
        "subjects": [{"heading": one.heading, "scheme": one.scheme} for one in record.subjects],
        "series": record.series,
        "series_number": record.series_number,
        "description": record.description,
        "publisher": record.publisher,
        "published": record.published,
        "identifiers": [{"scheme": one.scheme, "value": one.value} for one in record.numbers],
        "forms": [
            {
                "kind": one.kind,
                "language": one.language,
                "extent": one.extent,
                "volumes": one.volumes,
                "note": one.note,
                "copies": [
                    {
                        "branch": copy.branch,
                        "barcode": copy.barcode,
                        "call_number": copy.call_number,
                        "count": copy.count,
                    }
                    for copy in one.copies
                ],
            }
            for one in record.forms
        ],
    }


def state_tag(title: BaseModel) -> str:
    """Return an entity tag (RFC 9110, 8.8.3) that changes with what is told of a title."""
    told = json.dumps(title.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _tag(language: str) -> str:
    if language in {"", NO_LANGUAGE}:
        return NO_LANGUAGE
    tag = normalise_tag(language)
    if tag is None:
        raise InputError("“{value}” is not a language.", advice="Give a tag such as zh or en.", value=language)
    return tag
