"""`/titles/{number}`: all about a title, and what can be done with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from access.catalog.record import NO_LANGUAGE, HeldForm, Record
from access.catalog.stored import HeldTitle, load_titles
from access.catalog.tables import Branch, Form, FormKind, Subject
from access.errors import UnknownNumberError
from access.lending.positions import Positions
from access.patrons.roles import Right
from access.production.orders import OrderView
from access.production.tables import OrderState
from api.language import _
from api.language_names import language_name
from api.serving.doors import Number
from api.shelf import Output, outputs
from api.targets import FORMATS
from api.web.form_names import form_name, person_role_name
from api.web.reading.words import clock, forms_name, length_name
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting
from api.works.names import state_name, time_left_name

router = PageRouter("/titles")
GOING_ON = (OrderState.WAITING, OrderState.RUNNING, OrderState.PAUSED)
"""States of orders of which something is to be expected."""


@dataclass(frozen=True, slots=True)
class OnShelf:
    """An output that can be read now; `facts` are its length, volumes and pages in words."""

    output: Output
    name: str
    facts: str
    can_be_heard: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A form that stands in the library's branches; `facts` are how many volumes, where, and what is noted of it."""

    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What the page of a title tells. `orderable` are formats that can be made and are neither there nor on the way."""

    number: int
    record: Record
    language: str
    subjects: tuple[tuple[int, str], ...]
    on_shelf: tuple[OnShelf, ...]
    elsewhere: tuple[Elsewhere, ...]
    going_on: tuple[OrderView, ...]
    orderable: tuple[str, ...]
    has_source: bool


@router.show("/{number}", Right.READ_CATALOGUE)
def show(visit: Visiting, number: Number) -> Response:
    """Show a title."""
    place = Positions(visit.service.database).get(visit.account_id, number)
    return visit.page(
        "reading/title.html",
        title=title_page(visit, number),
        place=place if visit.may(Right.LISTEN) else None,
        clock=clock,
        forms_name=forms_name,
        person_role_name=person_role_name,
        order_state=state_name,
        time_left_name=time_left_name,
    )


def title_page(visit: Visit, number: int) -> TitlePage:
    """Return what there is to tell of a title. Raises UnknownNumberError."""
    going_on, _total = visit.service.orders(visit.actor).latest(GOING_ON, title_id=number)
    liked = visit.house.accounts.get(visit.account_id).preferences.formats
    with visit.service.database.reading() as session:
        held = load_titles(session, [number]).get(number)
        if held is None:
            raise UnknownNumberError("There is no title with the number {number}.", number=number)
        made = outputs(session, [number]).get(number, ())
        taken = {output.format for output in made} | {name for order in going_on for name in order.formats}
        return TitlePage(
            number=number,
            record=held.record,
            language=_language(held.record.language),
            subjects=_subjects(session, number),
            on_shelf=_on_shelf(made, liked),
            elsewhere=_elsewhere(session, held),
            going_on=tuple(going_on),
            orderable=tuple(name for name in FORMATS if name not in taken) if held.source else (),
            has_source=bool(held.source),
        )


def _language(tag: str) -> str:
    return language_name(tag.partition("-")[0]) if tag != NO_LANGUAGE else ""


def _subjects(session: Session, number: int) -> tuple[tuple[int, str], ...]:
    """The headings with their numbers; class numbers are not for reading."""
    wanted = select(Subject.id, Subject.heading).where(Subject.title_id == number, Subject.scheme != "clc")
    return tuple((row.id, row.heading) for row in session.execute(wanted.order_by(Subject.position, Subject.id)))


def _on_shelf(made: Sequence[Output], liked: Collection[str]) -> tuple[OnShelf, ...]:
    """What can be read now, what the reader likes before the rest."""
    order = {name: place for place, name in enumerate(FORMATS)}
    sorted_made = sorted(made, key=lambda one: (one.format not in liked, order.get(one.format, len(order))))
    return tuple(
        OnShelf(output, form_name(output.format), _facts(output), output.format == FormKind.DAISY202)
        for output in sorted_made
    )


def _facts(output: Output) -> str:
    told = []
    seconds, volumes, pages = (output.facts.get(name) for name in ("seconds", "volumes", "pages"))
    if isinstance(seconds, int | float):
        told.append(length_name(seconds))
    if isinstance(volumes, int) and volumes:
        told.append(_("volumes: {count}").format(count=volumes))
    if isinstance(pages, int):
        told.append(_("braille pages: {count}").format(count=pages))
    return _(", ").join(told)


def _elsewhere(session: Session, held: HeldTitle) -> tuple[Elsewhere, ...]:
    """The forms that the library has beside what was made here."""
    ours = set(session.scalars(select(Form.id).where(Form.title_id == held.id, Form.artefact_id.is_not(None))))
    forms = [form for own, form in zip(held.form_ids, held.record.forms, strict=True) if own not in ours]
    codes = {copy.branch for form in forms for copy in form.copies}
    branches = {row.code: row.name or row.code for row in session.scalars(select(Branch).where(Branch.code.in_(codes)))}
    return tuple(Elsewhere(form_name(form.kind), tuple(_held(form, branches))) for form in forms)


def _held(form: HeldForm, branches: dict[str, str]) -> list[str]:
    told = [form.extent] if form.extent else []
    if form.volumes:
        told.append(_("volumes: {count}").format(count=form.volumes))
    copies: dict[str, int] = {}
    for copy in form.copies:
        copies[copy.branch] = copies.get(copy.branch, 0) + copy.count
    told += [
        _("copies in {branch}: {count}").format(branch=branches.get(code, code), count=count)
        for code, count in copies.items()
    ]
    return [*told, form.note] if form.note else told
