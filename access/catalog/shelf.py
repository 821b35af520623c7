"""Adding, changing and removing titles: the one place that writes them, and tells the followers that it did.

Every change leaves a row of `TitleChange` in the same transaction. Writers wait for each other until the commit, so
that these rows are numbered in the order of commits: SQLite has one writer anyway, PostgreSQL is asked for a lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import TableClause, delete, insert, select, text, update
from sqlalchemy.orm import Session

from access.catalog.keys import match_key
from access.catalog.pinyin import with_pinyin
from access.catalog.record import HeldForm, Record, tidied
from access.catalog.stored import HeldTitle, load_titles
from access.catalog.tables import Branch, Contribution, Copy, Form, Identifier, Subject, Title, TitleChange
from access.clock import now
from access.errors import ConflictError, InputError
from access.language.reading import Reader
from access.production.tables import Order
from access.storage.tables import Table

_LOCK = 0x746F6E67_64750001
"""The number of PostgreSQL's lock on the catalogue ("tongdu", 1)."""
_SCALARS = (
    "name", "subtitle", "pinyin", "language", "series", "series_number", "description", "publisher", "published",
)  # fmt: skip


def hold_catalogue(session: Session) -> None:
    """Wait until no other transaction changes titles, and keep others waiting until this one ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def tell_changed(session: Session, titles: Iterable[int]) -> None:
    """Note that titles changed, for whoever writes to what hangs on one, a form that was made for example."""
    numbers = sorted(set(titles))
    if numbers:
        hold_catalogue(session)
        moment = now()
        session.execute(insert(TitleChange), [{"title_id": number, "at": moment} for number in numbers])


def add_title(session: Session, record: Record, reader: Reader, *, source: str = "", source_name: str = "") -> int:
    """Add a title and return its number; pinyin that is not given is read.

    `source` is the content hash of its book, `source_name` what that file was called. Raises RefusedRecordError for a
    record without a name and UsageError for a barcode that another title has.
    """
    hold_catalogue(session)
    held = HeldTitle(None, with_pinyin([tidied(record)], reader)[0], source, source_name)
    _refuse_foreign_barcodes(session, held)
    add_held(session, [held])
    assert held.id is not None
    tell_changed(session, [held.id])
    return held.id


def change_title(session: Session, number: int, record: Record, reader: Reader) -> None:
    """Make a title what a librarian says it is; forms that say the same as before keep their numbers and artefacts.

    Pinyin is read anew where it is not given. Raises InputError when there is no such title, RefusedRecordError for a
    record without a name and UsageError for a barcode that another title has.
    """
    hold_catalogue(session)
    known = load_titles(session, [number]).get(number)
    if known is None:
        raise no_such_title(number)
    changed = replace(known, record=with_pinyin([tidied(record)], reader)[0], form_ids=[])
    _refuse_foreign_barcodes(session, changed)
    for table in (Identifier, Contribution, Subject):
        session.execute(delete(table).where(table.title_id == number))
    kept = _drop_forms(session, known, changed.record.forms)
    _update_scalars(session, changed)
    _insert_parts(session, [(changed, Record(""))])
    for form in changed.record.forms:
        changed.form_ids.append(kept.pop(_told(form), 0) or _insert_forms(session, [(number, form)])[0])
    _insert_copies(session, [(changed.form_ids[place], (), form) for place, form in enumerate(changed.record.forms)])
    tell_changed(session, [number])


def remove_title(session: Session, number: int) -> None:
    """Take a title out with all that hangs on it.

    Raises InputError when there is no such title, UsageError when somebody ordered it: orders are promises.
    """
    hold_catalogue(session)
    if session.scalar(select(Order.id).where(Order.title_id == number).limit(1)) is not None:
        raise ConflictError("Title {number} was ordered, so it stays in the catalogue.", number=number)
    if session.scalar(delete(Title).where(Title.id == number).returning(Title.id)) is None:
        raise no_such_title(number)
    tell_changed(session, [number])


def no_such_title(number: int) -> InputError:
    """Return the error for a title's number that there is not."""
    return InputError("There is no title {number}.", advice="`tongdu catalog search` finds titles.", number=number)


def add_held(session: Session, titles: Sequence[HeldTitle]) -> None:
    """Insert new titles and set their numbers. The caller holds the catalogue and tells of the change."""
    if not titles:
        return
    moment = now()
    rows = [_scalars(held) | {"created": moment, "changed": moment} for held in titles]
    numbers = _inserted(session, Title, rows)
    for held, number in zip(titles, numbers, strict=True):
        held.id = number
    _insert_parts(session, [(held, Record("")) for held in titles])
    forms = [(number, form) for held, number in zip(titles, numbers, strict=True) for form in held.record.forms]
    ids = iter(_insert_forms(session, forms))
    for held in titles:
        held.form_ids = [next(ids) for _ in held.record.forms]
    pairs = ((held.form_ids[place], (), form) for held in titles for place, form in enumerate(held.record.forms))
    _insert_copies(session, list(pairs))


def extend_held(session: Session, held: HeldTitle, before: Record) -> None:
    """Store what was joined to a title: everything new stands behind what was there (`merging.joined`)."""
    _update_scalars(session, held)
    _insert_parts(session, [(held, before)])
    assert held.id is not None
    number = held.id
    for form_id, old, new in zip(held.form_ids, before.forms, held.record.forms, strict=False):
        if _told(old) != _told(new):
            session.execute(update(Form).where(Form.id == form_id).values(**_form_row(new)))
    added = held.record.forms[len(before.forms) :]
    held.form_ids += _insert_forms(session, [(number, form) for form in added])
    old_copies = [*(form.copies for form in before.forms), *(() for _ in added)]
    _insert_copies(session, list(zip(held.form_ids, old_copies, held.record.forms, strict=True)))


def _scalars(held: HeldTitle) -> dict[str, Any]:
    record = held.record
    row: dict[str, Any] = {name: getattr(record, name) for name in _SCALARS}
    return row | {"source": held.source, "source_name": held.source_name, "match_key": match_key(record)}


def _update_scalars(session: Session, held: HeldTitle) -> None:
    session.execute(update(Title).where(Title.id == held.id).values(**_scalars(held), changed=now()))


def _insert_parts(session: Session, titles: Iterable[tuple[HeldTitle, Record]]) -> None:
    """Insert the numbers, contributors and subjects of titles that stand behind those they had before."""
    numbers, people, subjects = [], [], []
    for held, before in titles:
        record = held.record
        numbers += [
            {"title_id": held.id, "scheme": number.scheme, "value": number.value}
            for number in record.numbers[len(before.numbers) :]
        ]
        people += [
            {"title_id": held.id, "position": place, "name": one.name, "pinyin": one.pinyin, "role": one.role}
            for place, one in enumerate(record.contributors)
            if place >= len(before.contributors)
        ]
        subjects += [
            {"title_id": held.id, "position": place, "heading": one.heading, "scheme": one.scheme}
            for place, one in enumerate(record.subjects)
            if place >= len(before.subjects)
        ]
    _insert_all(session, Identifier, numbers)
    _insert_all(session, Contribution, people)
    _insert_all(session, Subject, subjects)


def _insert_all(session: Session, table: type[Table], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(_plain(table)), rows)


def _inserted(session: Session, table: type[Title] | type[Form], rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows, all with the same columns, and return their numbers in the same order."""
    wanted = insert(_plain(table)).returning(table.id, sort_by_parameter_order=True)
    return list(session.connection().execute(wanted, rows).scalars())


def _plain(table: type[Table]) -> TableClause:
    """The table itself: rows go in much quicker than by way of its class."""
    return cast(TableClause, table.__table__)


def _insert_forms(session: Session, forms: list[tuple[int, HeldForm]]) -> list[int]:
    if not forms:
        return []
    return _inserted(session, Form, [{"title_id": title, **_form_row(form)} for title, form in forms])


def _form_row(form: HeldForm) -> dict[str, Any]:
    return {
        "kind": form.kind.value,
        "language": form.language,
        "extent": form.extent,
        "volumes": form.volumes,
        "note": form.note,
    }


def _told(form: HeldForm) -> tuple[object, ...]:
    return form.kind, form.language, form.extent, form.volumes, form.note


def _insert_copies(session: Session, forms: list[tuple[int, tuple[object, ...], HeldForm]]) -> None:
    """Insert the copies of forms that stand behind those they had before."""
    new = [(form_id, copy) for form_id, before, form in forms for copy in form.copies[len(before) :]]
    if not new:
        return
    branches = _branch_ids(session, {copy.branch for _, copy in new})
    rows = [
        {
            "form_id": form_id,
            "branch_id": branches[copy.branch],
            "barcode": copy.barcode or None,
            "call_number": copy.call_number,
            "count": copy.count,
        }
        for form_id, copy in new
    ]
    _insert_all(session, Copy, rows)


def _branch_ids(session: Session, codes: set[str]) -> dict[str, int]:
    """Return the numbers of branches by code; those that are not known are added, to be named by a librarian."""
    known = _known_branches(session)
    missing = sorted(codes - known.keys())
    _insert_all(session, Branch, [{"code": code, "name": ""} for code in missing])
    if missing:
        known = _known_branches(session)
    return known


def _known_branches(session: Session) -> dict[str, int]:
    return {branch.code: branch.id for branch in session.execute(select(Branch.code, Branch.id))}


def _drop_forms(session: Session, known: HeldTitle, wanted: tuple[HeldForm, ...]) -> dict[tuple[object, ...], int]:
    """Delete the forms that are not wanted any more and all copies; return the numbers of those that stay."""
    kept: dict[tuple[object, ...], int] = {}
    stay = {_told(form) for form in wanted}
    for number, form in zip(known.form_ids, known.record.forms, strict=True):
        session.execute(delete(Copy).where(Copy.form_id == number))
        if _told(form) in stay and _told(form) not in kept:
            kept[_told(form)] = number
        else:
            session.execute(delete(Form).where(Form.id == number))
    return kept


def _refuse_foreign_barcodes(session: Session, held: HeldTitle) -> None:
    barcodes = {copy.barcode for form in held.record.forms for copy in form.copies if copy.barcode}
    for barcode, owner in barcode_owners(session, barcodes).items():
        if owner != held.id:
            raise ConflictError("The barcode {barcode} is on a copy of title {number}.", barcode=barcode, number=owner)


def barcode_owners(session: Session, barcodes: Iterable[str]) -> dict[str, int]:
    """Return the titles on whose copies barcodes are."""
    wanted = select(Copy.barcode, Form.title_id).join(Form, Form.id == Copy.form_id)
    rows = session.execute(wanted.where(Copy.barcode.in_(list(barcodes))))
    return {barcode: title for barcode, title in rows if barcode is not None}
