"""Titles as records: what the tables hold, loaded for many titles at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.catalog.record import Contributor, Heading, HeldForm, Holding, Number, Record
from access.catalog.tables import Branch, Contribution, Copy, Form, FormKind, Identifier, Subject, Title

MOST_AT_ONCE = 500
"""Titles that are loaded together; databases take no lists of any length."""


@dataclass(slots=True)
class HeldTitle:
    """A title: its number (None while it is new), what is known of it, and its source.

    `form_ids` are the numbers of `record.forms`, as far as they are stored.
    """

    id: int | None
    record: Record
    source: str = ""
    source_name: str = ""
    form_ids: list[int] = field(default_factory=list)


def load_titles(session: Session, ids: Collection[int]) -> dict[int, HeldTitle]:
    """Return the titles with these numbers, as many as there are, in the order of their numbers."""
    found: dict[int, HeldTitle] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), MOST_AT_ONCE):
        found |= _load(session, wanted[start : start + MOST_AT_ONCE])
    return found


def _load(session: Session, ids: list[int]) -> dict[int, HeldTitle]:
    parts = _Parts(session, ids)
    columns = (
        Title.id, Title.name, Title.subtitle, Title.pinyin, Title.language, Title.series, Title.series_number,
        Title.description, Title.publisher, Title.published, Title.source, Title.source_name,
    )  # fmt: skip
    found = {}
    for row in session.execute(select(*columns).where(Title.id.in_(ids)).order_by(Title.id)):
        record = Record(
            name=row.name,
            subtitle=row.subtitle,
            pinyin=row.pinyin,
            language=row.language,
            contributors=tuple(parts.contributors.get(row.id, ())),
            subjects=tuple(parts.subjects.get(row.id, ())),
            series=row.series,
            series_number=row.series_number,
            description=row.description,
            publisher=row.publisher,
            published=row.published,
            numbers=tuple(parts.numbers.get(row.id, ())),
            forms=tuple(parts.forms.get(row.id, ())),
        )
        found[row.id] = HeldTitle(row.id, record, row.source, row.source_name, parts.form_ids.get(row.id, []))
    return found


class _Parts:
    """What hangs on titles, by title."""

    def __init__(self, session: Session, ids: list[int]) -> None:
        self.numbers: dict[int, list[Number]] = {}
        self.contributors: dict[int, list[Contributor]] = {}
        self.subjects: dict[int, list[Heading]] = {}
        self.forms: dict[int, list[HeldForm]] = {}
        self.form_ids: dict[int, list[int]] = {}
        for title, scheme, value in session.execute(
            select(Identifier.title_id, Identifier.scheme, Identifier.value)
            .where(Identifier.title_id.in_(ids))
            .order_by(Identifier.id)
        ):
            self.numbers.setdefault(title, []).append(Number(scheme, value))
        for title, name, role, pinyin in session.execute(
            select(Contribution.title_id, Contribution.name, Contribution.role, Contribution.pinyin)
            .where(Contribution.title_id.in_(ids))
            .order_by(Contribution.position, Contribution.id)
        ):
            self.contributors.setdefault(title, []).append(Contributor(name, role, pinyin))
        for title, heading, scheme in session.execute(
            select(Subject.title_id, Subject.heading, Subject.scheme)
            .where(Subject.title_id.in_(ids))
            .order_by(Subject.position, Subject.id)
        ):
            self.subjects.setdefault(title, []).append(Heading(heading, scheme))
        copies = _copies(session, ids)
        for row in session.execute(select(*_FORM_COLUMNS).where(Form.title_id.in_(ids)).order_by(Form.id)):
            held = HeldForm(
                FormKind(row.kind), row.language, row.extent, row.volumes, row.note, tuple(copies.get(row.id, ()))
            )
            self.forms.setdefault(row.title_id, []).append(held)
            self.form_ids.setdefault(row.title_id, []).append(row.id)


_FORM_COLUMNS = (Form.id, Form.title_id, Form.kind, Form.language, Form.extent, Form.volumes, Form.note)


def _copies(session: Session, ids: list[int]) -> dict[int, list[Holding]]:
    found: dict[int, list[Holding]] = {}
    wanted = (
        select(Copy.form_id, Branch.code, Copy.barcode, Copy.call_number, Copy.count)
        .join(Form, Form.id == Copy.form_id)
        .join(Branch, Branch.id == Copy.branch_id)
        .where(Form.title_id.in_(ids))
        .order_by(Copy.id)
    )
    for form, branch, barcode, call_number, count in session.execute(wanted):
        found.setdefault(form, []).append(Holding(branch, barcode or "", call_number, count))
    return found


def in_portions(values: Collection[str]) -> Iterator[list[str]]:
    """Yield values in lists short enough for a question to a database."""
    listed = list(values)
    for start in range(0, len(listed), MOST_AT_ONCE):
        yield listed[start : start + MOST_AT_ONCE]
