"""What stands on the shelf: titles with outputs that can be downloaded, found by language, form or subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from access.catalog.record import Record
from access.catalog.search.index import SearchIndex
from access.catalog.search.question import Query
from access.catalog.stored import load_titles
from access.catalog.tables import Subject, Title
from access.production.tables import Artefact
from access.storage.tables import Plain

MADE_FORMS = ("daisy202", "epub3", "brf", "pef")
MOST_SUBJECTS = 200
_LOOKED_THROUGH = 1000
"""Hits that are looked through for a page; most have something on the shelf."""
_HITS = 100


@dataclass(frozen=True, slots=True)
class Output:
    """What can be downloaded: its number, format and media type, when it was made, and its bytes.

    `facts` are those that a reader wants to know: `seconds` of sound, `volumes` and `pages` of braille.
    """

    id: int
    format: str
    media_type: str
    made: datetime
    size: int
    facts: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A title on the shelf, its number, and its outputs, the newest of each format."""

    number: int
    record: Record
    artefacts: tuple[Output, ...]

    @property
    def made(self) -> datetime:
        """When it last changed for a reader."""
        return max(artefact.made for artefact in self.artefacts)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which titles: by a language's primary subtag, a format, a subject heading."""

    language: str = ""
    form: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Titles of a page; `total` of all pages where it is known, `following` where the next begins, if there is one."""

    titles: list[Shelved] = field(default_factory=list)
    total: int | None = None
    following: int | None = None


def browse(session: Session, wanted: Wanted, limit: int, offset: int) -> Page:
    """Return a page of titles, those first whose outputs were made last."""
    chosen = _chosen(wanted)
    total = session.scalar(select(func.count(Artefact.title_id.distinct())).where(*chosen)) or 0
    newest = (
        select(Artefact.title_id)
        .where(*chosen)
        .group_by(Artefact.title_id)
        .order_by(func.max(Artefact.made).desc(), Artefact.title_id.desc())
        .limit(limit)
        .offset(offset)
    )
    numbers = list(session.scalars(newest))
    following = offset + limit if offset + limit < total else None
    return Page(shelved(session, numbers), total, following)


def search(session: Session, index: SearchIndex, text: str, limit: int, offset: int) -> Page:
    """Return a page of what is found on the shelf; `offset` counts all that is found, on the shelf or not."""
    found: list[Shelved] = []
    place = offset
    while place < offset + _LOOKED_THROUGH:
        hits = index.search(Query(text, MADE_FORMS, limit=_HITS, offset=place))
        on_shelf = {one.number: one for one in shelved(session, [hit.title_id for hit in hits.titles])}
        for hit in hits.titles:
            place += 1
            if hit.title_id in on_shelf:
                found.append(on_shelf[hit.title_id])
            if len(found) == limit:
                return Page(found, None, place if place < hits.total else None)
        if place >= hits.total or not hits.titles:
            return Page(found)
    return Page(found, None, place)


def shelved(session: Session, numbers: Sequence[int]) -> list[Shelved]:
    """Return those of these titles that have something on the shelf, in their order."""
    titles = load_titles(session, numbers)
    found = outputs(session, numbers)
    return [
        Shelved(number, titles[number].record, found[number])
        for number in numbers
        if number in found and number in titles
    ]


def outputs(session: Session, numbers: Sequence[int]) -> dict[int, tuple[Output, ...]]:
    """Return what is on the shelf of titles, by title and format; a title with nothing on it is left out."""
    columns = (Artefact.id, Artefact.format, Artefact.media_type, Artefact.made, Artefact.size, Artefact.facts)
    wanted = (
        select(Artefact.title_id, *columns)
        .where(Artefact.title_id.in_(numbers), Artefact.replaced.is_(None))
        .order_by(Artefact.format, Artefact.id)
    )
    found: dict[int, tuple[Output, ...]] = {}
    for title, number, name, media_type, made, size, facts in session.execute(wanted):
        found[title] = (*found.get(title, ()), Output(number, name, media_type, made, size, facts))
    return found


def languages(session: Session) -> list[tuple[str, int]]:
    """Return the languages of titles on the shelf, primary subtags, with how many titles there are in each."""
    counted = (
        select(Title.language, func.count(Title.id.distinct()))
        .join(Artefact, Artefact.title_id == Title.id)
        .where(Artefact.replaced.is_(None))
        .group_by(Title.language)
    )
    found: dict[str, int] = {}
    for tag, count in session.execute(counted):
        primary = tag.split("-")[0]
        found[primary] = found.get(primary, 0) + count
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def forms(session: Session) -> list[tuple[str, int]]:
    """Return the formats on the shelf with how many titles there are in each."""
    counted = (
        select(Artefact.format, func.count(Artefact.title_id.distinct()))
        .where(Artefact.replaced.is_(None))
        .group_by(Artefact.format)
    )
    counts = {name: count for name, count in session.execute(counted)}  # noqa: C416
    return [(name, counts[name]) for name in MADE_FORMS if name in counts]


def subjects(session: Session) -> list[tuple[int, str, int]]:
    """Return the subject headings with the most titles on the shelf: a number of each, the heading, how many titles.

    Class numbers are left out: they are not for reading.
    """
    wanted = (
        select(func.min(Subject.id), Subject.heading, func.count(Artefact.title_id.distinct()))
        .select_from(Artefact)
        .join(Subject, Subject.title_id == Artefact.title_id)
        .where(Artefact.replaced.is_(None), Subject.scheme != "clc")
        .group_by(Subject.heading)
        .order_by(func.count(Artefact.title_id.distinct()).desc(), Subject.heading)
        .limit(MOST_SUBJECTS)
    )
    return [(number, heading, count) for number, heading, count in session.execute(wanted)]


def subject_heading(session: Session, number: int) -> str | None:
    """Return a heading by the number that `subjects` gave it; headings are names too, which no address should hold."""
    return session.scalar(select(Subject.heading).where(Subject.id == number))


def _chosen(wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [Artefact.replaced.is_(None)]
    if wanted.form:
        chosen.append(Artefact.format == wanted.form)
    if wanted.language:
        of_language = (Title.language == wanted.language) | Title.language.startswith(f"{wanted.language}-")
        chosen.append(Artefact.title_id.in_(select(Title.id).where(of_language)))
    if wanted.subject:
        about = select(Subject.title_id).where(Subject.heading == wanted.subject)
        chosen.append(Artefact.title_id.in_(about))
    return chosen
