"""`/desk/titles/N/edit` and `/remove`: a title put right, or taken out of the catalogue."""

from __future__ import annotations

from dataclasses import replace

from fastapi import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.book.language_tags import normalise_tag
from access.catalog.pinyin import with_pinyin
from access.catalog.record import MOST_DESCRIPTION, NO_LANGUAGE, Contributor, Heading, Record, tidied
from access.catalog.shelf import change_title, remove_title
from access.catalog.tables import Copy
from access.catalog.tables import Form as TitleForm
from access.errors import ConflictError, RefusedRecordError
from access.lending.tables import ReadingPosition
from access.patrons.roles import Right
from access.patrons.tables import ProofreadingTask
from access.production.tables import Artefact, Order
from access.storage.audit import record as audit
from api.language import _
from api.serving.doors import Number
from api.web.desk.titles import Held, held_title
from api.web.form_names import person_roles
from api.web.forms import Form
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/desk/titles")
_MOST_PEOPLE = 60
"""Contributors that the form shows; those behind them stay as they are."""
_EMPTY_ROWS = 2
_MOST_SUBJECTS = 20_000
_TIE_COLUMNS = {
    "orders": Order.title_id,
    "forms": Artefact.title_id,
    "readers": ReadingPosition.title_id,
    "proofreading": ProofreadingTask.title_id,
}
_TIE_WORDS = {
    "orders": "Orders: {count}",
    "forms": "Finished forms: {count}",
    "copies": "Copies in the branches: {count}",
    "readers": "Readers who are in the midst of it: {count}",
    "proofreading": "Proofreading that was given: {count}",
}


@router.show("/{number}/edit", Right.EDIT_CATALOGUE)
def ask(visit: Visiting, number: Number) -> Response:
    """Show what the catalogue says of a title, to be put right."""
    with visit.service.database.reading() as session:
        title = held_title(session, number)
    return _shown(visit, title, 200, _form_of(title))


@router.take("/{number}/edit", Right.EDIT_CATALOGUE)
def change(visit: Visiting, number: Number) -> Response:
    """Change a title, unless somebody else did meanwhile."""
    with visit.service.database.reading() as session:
        title = held_title(session, number)
    seen = visit.form.text("seen")
    record = _taken(visit.form, title.record)
    if not visit.form.errors:
        try:
            # Read before the database is held: the reader takes a while when it is first used.
            record = with_pinyin([tidied(record)], visit.service.reader)[0]
            with visit.service.database.writing() as session:
                if held_title(session, number).changed != seen:
                    raise ConflictError(
                        "Somebody else changed this title meanwhile.",
                        advice="Load the page again, and put in what is still to be changed.",
                    )
                change_title(session, number, record, visit.service.reader)
                audit(session, visit.actor, "title.change", "title", number)
        except (ConflictError, RefusedRecordError) as error:
            visit.form.refused(error, "name")
    if visit.form.errors:
        return _shown(visit, title, 422, visit.form)
    visit.service.catch_up()
    return visit.go(f"/desk/titles/{number}", done="changed")


@router.show("/{number}/remove", Right.EDIT_CATALOGUE)
def ask_to_remove(visit: Visiting, number: Number) -> Response:
    """Ask whether a title is to be taken out, or tell what keeps it."""
    with visit.service.database.reading() as session:
        return visit.page("desk/remove_title.html", title=held_title(session, number), ties=ties_of(session, number))


@router.take("/{number}/remove", Right.EDIT_CATALOGUE)
def remove(visit: Visiting, number: Number) -> Response:
    """Take a title out of the catalogue when nothing points at it."""
    with visit.service.database.writing() as session:
        if ties_of(session, number):
            return visit.go(f"/desk/titles/{number}/remove")
        remove_title(session, number)
        audit(session, visit.actor, "title.remove", "title", number)
    visit.service.catch_up()
    return visit.go("/desk/titles", done="removed")


def ties_of(session: Session, number: int) -> list[str]:
    """Return what points at a title, a sentence each in the reader's language; without any it may go."""
    copies = select(func.count()).select_from(Copy).join(TitleForm, TitleForm.id == Copy.form_id)
    wanted = {
        "copies": copies.where(TitleForm.title_id == number),
        **{
            name: select(func.count()).select_from(column.class_).where(column == number)
            for name, column in _TIE_COLUMNS.items()
        },
    }
    counts = {name: session.scalar(question) or 0 for name, question in wanted.items()}
    return [_(_TIE_WORDS[name]).format(count=count) for name, count in counts.items() if count]


def _form_of(title: Held) -> Form:
    record = title.record
    values: dict[str, object] = {
        "name": record.name,
        "subtitle": record.subtitle,
        "language": "" if record.language == NO_LANGUAGE else record.language,
        "description": record.description,
        "subjects": "\n".join(one.heading for one in record.subjects),
        "seen": title.changed,
    }
    for place, person in enumerate(record.contributors[:_MOST_PEOPLE], 1):
        values |= {f"person-{place}": person.name, f"role-{place}": person.role}
    return Form(values=values)


def _shown(visit: Visit, title: Held, status: int, form: Form) -> Response:
    people = title.record.contributors[:_MOST_PEOPLE]
    return visit.page(
        "desk/edit_title.html",
        status=status,
        form=form,
        title=title,
        rows=range(1, len(people) + _EMPTY_ROWS + 1),
        roles=person_roles(*(person.role for person in people)),
    )


def _taken(form: Form, before: Record) -> Record:
    """Return the record as it was filled in; what the form has no field for stays."""
    name = form.text("name", needed=_("Enter the name of the title."), most=1000)
    language = form.text("language")
    if language and normalise_tag(language) is None:
        form.wrong("language", _("“{value}” is not a language. Give a tag such as zh or en.").format(value=language))
    headings = {one.heading: one for one in before.subjects}
    lines = form.text("subjects", lines=True, most=_MOST_SUBJECTS).splitlines()
    return replace(
        before,
        name=name,
        subtitle=form.text("subtitle", most=1000),
        pinyin=before.pinyin if name == before.name else "",
        language=language or NO_LANGUAGE,
        contributors=(*_people(form, before), *before.contributors[_MOST_PEOPLE:]),
        subjects=tuple(headings.get(line.strip(), Heading(line.strip())) for line in lines if line.strip()),
        description=form.text("description", lines=True, most=MOST_DESCRIPTION),
    )


def _people(form: Form, before: Record) -> tuple[Contributor, ...]:
    known = {(person.name, person.role): person for person in before.contributors}
    count = min(len(before.contributors), _MOST_PEOPLE) + _EMPTY_ROWS
    codes = [code for code, _name in person_roles(*(person.role for person in before.contributors))]
    found = []
    for place in range(1, count + 1):
        name = form.text(f"person-{place}", most=1000)
        role = form.choice(f"role-{place}", codes) or "aut"
        if name:
            found.append(known.get((name, role), Contributor(name, role)))
    return tuple(found)
