"""`/desk/artefacts`: what was made, how it was judged, and braille as dots."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import Response

from access.errors import UnknownNumberError
from access.patrons.roles import Right
from access.production.tables import Artefact
from access.storage.database import Database
from api.language import _
from api.serving.doors import Number
from api.targets import AUDIO_FORMATS, BRAILLE_FORMATS
from api.web.desk.titles import title_name
from api.web.desk.words import WORDS
from api.web.reading.words import length_name
from api.web.routing import PageRouter
from api.web.visit import Visiting

router = PageRouter("/desk/artefacts")
_KEPT_BOOKS = 4
Pages = Sequence[Sequence[Sequence[str]]]
"""Volumes of pages of rows."""
_FACT_WORDS = {
    "volumes": "Volumes",
    "pages": "Braille pages",
    "cells": "Cells in a line",
    "lines": "Lines on a page",
    "files": "Files",
}


_FEW = 2
"""Empty rows that are shown as they are; more of them are told in a sentence."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a page, counted from 1, with its print, which is empty where nobody knows it.

    One without cells stands for all from `number` to `last`, which are empty.
    """

    number: int
    last: int
    cells: str
    text: str


@dataclass(frozen=True, slots=True)
class BraillePage:
    """A page as it is looked at.

    `tag` is the language of the cells (BCP 47 with the script `Brai`).
    """

    volume: int
    volumes: int
    page: int
    pages: int
    rows: tuple[ShownRow, ...]
    tag: str


@router.show("/{number}", Right.SEE_PRODUCTION)
def show(visit: Visiting, number: Number) -> Response:
    """Show an output with the report of its check."""
    artefact = _artefact(visit.service.database, number)
    name, language = title_name(visit.service.database, artefact.title_id)
    report: dict[str, Any] = {}
    if artefact.report:
        report = json.loads(visit.service.contents.path(artefact.report).read_bytes())
    facts = {**report, **artefact.facts}
    return visit.page(
        "desk/artefact.html",
        artefact=artefact,
        name=name,
        name_language=language,
        has_report=bool(artefact.report),
        findings=[str(one) for one in report.get("findings", ())],
        checked_by=str(report.get("checked_by", "")),
        facts=[(_(words), facts[key]) for key, words in _FACT_WORDS.items() if isinstance(facts.get(key), int)],
        seconds=facts.get("seconds"),
        is_braille=artefact.format in BRAILLE_FORMATS,
        is_talking=artefact.format in AUDIO_FORMATS,
        length_name=length_name,
        **WORDS,
    )


@router.show("/{number}/braille", Right.SEE_PRODUCTION)
def braille(visit: Visiting, number: Number, volume: int = 1, page: int = 1) -> Response:
    """Show a page of braille as dots, with its print where that is known. Raises UnknownNumberError."""
    artefact = _artefact(visit.service.database, number)
    if artefact.format not in BRAILLE_FORMATS:
        raise UnknownNumberError("This is not braille.", advice="Go back to the page of the title.")
    name, language = title_name(visit.service.database, artefact.title_id)
    found = _pages(visit.service.contents.path(artefact.content), artefact.format)
    if not any(found):
        raise UnknownNumberError("There is no page in this file.", advice="Look at the report of its check.")
    told = _print(visit.service.settings.cache / "works", found)
    chosen = max(1, min(volume, len(found)))
    place = max(1, min(page, len(found[chosen - 1])))
    rows = found[chosen - 1][place - 1] if found[chosen - 1] else ()
    beside = told[chosen - 1][place - 1] if told is not None else [""] * len(rows)
    shown = BraillePage(
        volume=chosen,
        volumes=len(found),
        page=place,
        pages=len(found[chosen - 1]),
        rows=tuple(_rows(rows, beside)),
        tag=f"{language.partition('-')[0]}-Brai",
    )
    return visit.page(
        "desk/braille.html",
        artefact=artefact,
        name=name,
        name_language=language,
        shown=shown,
        has_print=told is not None,
        volume_pages=[len(one) for one in found],
        earlier=_beside(found, chosen, place - 1),
        later=_beside(found, chosen, place + 1),
        **WORDS,
    )


def _rows(rows: Sequence[str], beside: Sequence[str]) -> Iterator[ShownRow]:
    """Give the rows of a page; many empty ones that follow each other are one."""
    numbered = enumerate(zip(rows, beside, strict=True), 1)
    for has_cells, some in groupby(numbered, lambda row: bool(row[1][0])):
        these = list(some)
        if has_cells or len(these) <= _FEW:
            yield from (ShownRow(number, number, cells, text) for number, (cells, text) in these)
        else:
            yield ShownRow(these[0][0], these[-1][0], "", "")


def _beside(found: Sequence[Sequence[object]], volume: int, page: int) -> tuple[int, int] | None:
    """The volume and page before the first or behind the last of a volume, or the page itself; None beyond the book."""
    if page < 1:
        return (volume - 1, len(found[volume - 2])) if volume > 1 else None
    if page > len(found[volume - 1]):
        return (volume + 1, 1) if volume < len(found) else None
    return volume, page


def _artefact(database: Database, number: int) -> Artefact:
    with database.reading() as session:
        found = session.get(Artefact, number)
        if found is None:
            raise UnknownNumberError("There is no artefact with the number {number}.", number=number)
        session.expunge(found)
        return found


@lru_cache(maxsize=_KEPT_BOOKS)
def _pages(path: Path, form: str) -> Pages:
    """The pages of a file. Its path is its content's hash, so it never changes. Raises UnknownNumberError."""
    from braille.publish.reading import read_brf, read_pef  # the room loads when it is first needed

    try:
        return read_brf(path) if form == "brf" else read_pef(path)
    except ValueError:
        raise UnknownNumberError("There is no page in this file.", advice="Look at the report of its check.") from None


def _print(works: Path, pages: Pages) -> Pages | None:
    """What stands in print beside the rows, where the works have it still."""
    from api.works.print_lines import print_of

    return print_of(works, pages)
