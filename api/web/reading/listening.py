"""`/titles/{number}/listen`: the talking book in the page, chapter by chapter, with its text and the reader's place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import select

from access.catalog.tables import FormKind, Title
from access.errors import UnknownNumberError
from access.lending.positions import MOST_SECONDS, Positions
from access.patrons.roles import Right
from access.production.tables import Artefact
from api.language import _, chosen_language
from api.serving.doors import Number
from api.web.forms import Form
from api.web.reading.book_text import Addresses, ChapterText, PageWords, chapter_text
from api.web.reading.words import clock, length_name, seconds_of, speed_name, speeds
from api.web.rendering import html_language
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting
from audio.play.daisy202 import Chapter, Heading, TalkingBook, talking_book

router = PageRouter("/titles/{number}/listen")
_SHORT = 1.0
"""Seconds; what begins so early in a chapter is the chapter's beginning."""
_TEXTS = 32


@dataclass(frozen=True, slots=True)
class Heard:
    """A title as it is listened to: its name and language in the catalogue, the artefact, and the book in it."""

    number: int
    name: str
    language: str
    artefact: int
    path: Path
    book: TalkingBook

    def chapter(self, number: int) -> Chapter:
        """Return a chapter. Raises UnknownNumberError."""
        if not 1 <= number <= len(self.book.chapters):
            raise UnknownNumberError("This book has no chapter {number}.", advice="Choose another.", number=number)
        return self.book.chapters[number - 1]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, and those below it; `length` stands at what begins a chapter, else it is empty."""

    name: str
    href: str
    length: str
    below: list[Entry]


def heard(visit: Visit, number: int) -> Heard:
    """Return a title that can be listened to. Raises UnknownNumberError, ContentMissingError, UnplayableBookError."""
    wanted = (
        select(Artefact.id, Artefact.content, Title.name, Title.language)
        .join(Title, Title.id == Artefact.title_id)
        .where(Artefact.title_id == number, Artefact.format == FormKind.DAISY202, Artefact.replaced.is_(None))
        .order_by(Artefact.id.desc())
        .limit(1)
    )
    with visit.service.database.reading() as session:
        found = session.execute(wanted).one_or_none()
    if found is None:
        raise UnknownNumberError(
            "There is no talking book of this title yet.", advice="Its page says what there is.", number=number
        )
    path = visit.service.contents.path(found.content)
    return Heard(number, found.name, found.language, found.id, path, talking_book(path))


@router.show("", Right.LISTEN)
def contents(visit: Visiting, number: Number) -> Response:
    """Show the chapters."""
    found = heard(visit, number)
    return visit.page(
        "reading/contents.html",
        heard=found,
        entries=_entries(found),
        length=length_name(sum(chapter.seconds for chapter in found.book.chapters)),
        place=Positions(visit.service.database).get(visit.account_id, number),
        clock=clock,
    )


@router.show("/{chapter}", Right.LISTEN)
def listen(
    visit: Visiting,
    number: Number,
    chapter: Number,
    begin: Annotated[float | None, Query(alias="from", ge=0, le=MOST_SECONDS)] = None,
) -> Response:
    """Show a chapter: its sound, from where the reader was, and its text."""
    found = heard(visit, number)
    place = Positions(visit.service.database).get(visit.account_id, number)
    kept = place.seconds if place is not None and place.chapter == chapter else None
    return visit.page(
        "reading/chapter.html",
        form=Form(values={"at": ""}),
        done={"kept": _("Your place is kept.")},
        **_facts(visit, found, found.chapter(chapter), begin if begin is not None else kept or 0.0, kept),
    )


@router.take("/{chapter}", Right.LISTEN)
def keep(visit: Visiting, number: Number, chapter: Number) -> Response:
    """Keep the reader's place, and the speed if it is told."""
    found = heard(visit, number)
    wanted, form = found.chapter(chapter), visit.form
    typed = form.text("at", most=20)
    seconds = seconds_of(typed) if typed else 0.0
    if seconds is None:
        form.wrong("at", _("Give minutes and seconds, for example 3:20."))
    elif seconds > wanted.seconds + _SHORT:
        form.wrong("at", _("This chapter is only {length} long.").format(length=clock(wanted.seconds)))
    if form.errors or seconds is None:
        return visit.again("reading/chapter.html", **_facts(visit, found, wanted, 0.0, None))
    Positions(visit.service.database).keep(visit.account_id, number, found.artefact, chapter, seconds)
    _keep_speed(visit)
    return visit.go(f"/titles/{number}/listen/{chapter}", done="kept")


def _keep_speed(visit: Visit) -> None:
    accounts = visit.house.accounts
    liked = accounts.get(visit.account_id).preferences
    told = visit.form.choice("speed", [name for name, _words in speeds(liked.speed)])
    if told and int(told) != liked.speed:
        accounts.update_settings(visit.account_id, preferences=replace(liked, speed=int(told)), actor=visit.actor)


def _facts(visit: Visit, found: Heard, chapter: Chapter, begin: float, kept: float | None) -> dict[str, Any]:
    """What the page of a chapter tells."""
    liked = visit.house.accounts.get(visit.account_id).preferences
    chapters = found.book.chapters
    return {
        "heard": found,
        "chapter": chapter,
        "before": chapters[chapter.number - 2] if chapter.number > 1 else None,
        "after": chapters[chapter.number] if chapter.number < len(chapters) else None,
        "text": _text(found.path, chapter.number, found.number, found.artefact, chosen_language()),
        "begin": round(min(begin, chapter.seconds), 1),
        "kept": kept,
        "speed": str(liked.speed),
        "speeds": speeds(liked.speed),
        "speed_name": speed_name(liked.speed),
        "text_size": liked.text_size,
        "clock": clock,
        "length_name": length_name,
    }


@lru_cache(maxsize=_TEXTS)
def _text(path: Path, chapter: int, title: int, artefact: int, _language: str) -> ChapterText:
    """The text of a chapter, on pages in a language; the book at `path` never changes."""
    book = talking_book(path)
    return chapter_text(
        book,
        book.chapters[chapter - 1],
        Addresses(
            lambda other, target: f"/titles/{title}/listen/{other}#{target}",
            lambda name: f"/artefacts/{artefact}/pictures/{name}",
        ),
        PageWords(html_language(), lambda label: _("Page {number}").format(number=label), _("Table")),
    )


def _entries(found: Heard) -> list[Entry]:
    """The contents as a tree by their levels."""
    roots: list[Entry] = []
    open_levels: list[tuple[int, list[Entry]]] = [(0, roots)]
    begun: set[int] = set()
    for heading in found.book.contents:
        while open_levels[-1][0] >= heading.level:
            open_levels.pop()
        entry = _entry(found, heading, begins=heading.chapter not in begun)
        begun.add(heading.chapter)
        open_levels[-1][1].append(entry)
        open_levels.append((heading.level, entry.below))
    return roots


def _entry(found: Heard, heading: Heading, *, begins: bool) -> Entry:
    href = f"/titles/{found.number}/listen/{heading.chapter}"
    if begins:
        return Entry(heading.name, href, length_name(found.chapter(heading.chapter).seconds), [])
    return Entry(heading.name, f"{href}?from={heading.begin:.1f}", "", [])
