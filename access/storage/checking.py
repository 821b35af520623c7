"""Whether a library is whole: rows that find each other, files that are there and what their names say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import ForeignKeyConstraint, Select, func, not_, or_, select, text
from sqlalchemy.orm import Session, aliased

from access.catalog.tables import Form
from access.errors import ContentMissingError
from access.production.tables import Artefact
from access.storage.contents import ContentStore
from access.storage.database import Database
from access.storage.schema import referenced_contents, schema


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be; `what` is a message id with places for the details."""

    what: str
    details: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.what.format_map(self.details)


def check_library(database: Database, store: ContentStore, *, read_contents: bool = True) -> Iterator[Fault]:
    """Yield what is wrong with a library, nothing when all is well; it may be in use.

    Every content that a row refers to is there and (unless `read_contents` is off, for that takes as long as reading
    them all) still has its hash; every reference to another row finds it; every artefact has the size it tells; every
    form that points at an artefact points at one of its own title; an SQLite file is sound. Raises
    `DatabaseAwayError`.
    """
    with database.snapshot() as session:
        yield from check_session(session, store, read_contents=read_contents)


def check_session(session: Session, store: ContentStore, *, read_contents: bool = True) -> Iterator[Fault]:
    """Do the same with what a session sees."""
    if session.get_bind().dialect.name == "sqlite":
        for said in session.scalars(text("PRAGMA integrity_check")):
            if said != "ok":
                yield Fault("The database file is damaged: {reason}.", {"reason": said})
    yield from _lost_references(session)
    yield from _artefacts(session, store)
    yield from _forms(session)
    yield from _contents(session, store, read_contents=read_contents)


def _lost_references(session: Session) -> Iterator[Fault]:
    for table in schema().sorted_tables:
        for constraint in sorted(table.foreign_key_constraints, key=lambda found: str(found.name)):
            count = session.scalar(_lost(constraint)) or 0
            if count:
                details: dict[str, object] = {
                    "count": count,
                    "table": table.name,
                    "other": constraint.referred_table.name,
                }
                yield Fault("{count} rows of {table} refer to rows of {other} that are not there.", details)


def _lost(constraint: ForeignKeyConstraint) -> Select[int]:
    child, parent = constraint.table, constraint.referred_table.alias()
    pairs = [(child.c[element.parent.name], parent.c[element.column.name]) for element in constraint.elements]
    there = select(1).select_from(parent).where(*(ours == theirs for ours, theirs in pairs)).exists()
    return select(func.count()).select_from(child).where(*(ours.is_not(None) for ours, _ in pairs), not_(there))


def _artefacts(session: Session, store: ContentStore) -> Iterator[Fault]:
    wanted = select(Artefact.id, Artefact.content, Artefact.size).order_by(Artefact.id)
    for number, content, size in session.execute(wanted.execution_options(yield_per=1000)):
        try:
            found = store.size(content)
        except ContentMissingError:
            continue  # told once, with all other contents
        if found != size:
            details: dict[str, object] = {"number": number, "found": found, "size": size}
            yield Fault("The file of artefact {number} has {found} bytes instead of {size}.", details)


def _forms(session: Session) -> Iterator[Fault]:
    made = aliased(Artefact)
    wanted = (
        select(Form.id)
        .outerjoin(made, made.id == Form.artefact_id)
        .where(Form.artefact_id.is_not(None), or_(made.id.is_(None), made.title_id != Form.title_id))
        .order_by(Form.id)
    )
    for number in session.scalars(wanted):
        yield Fault("Form {number} points at a file that is not of its title.", {"number": number})


def _contents(session: Session, store: ContentStore, *, read_contents: bool) -> Iterator[Fault]:
    for content in referenced_contents(session):
        try:
            sound = store.verify(content) if read_contents else store.size(content) >= 0
        except (ContentMissingError, OSError):
            yield Fault("The file with the content hash {hash} is missing.", {"hash": content})
            continue
        if not sound:
            yield Fault("The file with the content hash {hash} is damaged.", {"hash": content})
