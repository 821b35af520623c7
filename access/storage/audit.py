"""Who did what to what, and when: rows that can be added and never changed, which the database itself sees to.

`actor` and `subject_id` are opaque (`key:3`, a title's number), never what a person is called. Staff's reading of what
is about a person is recorded too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, Index, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from access.clock import now
from access.storage.tables import Plain, Table

COMMAND = "command"
"""The actor of what is done at the command line: somebody with a shell on the machine."""


class AuditEntry(Table):
    """One deed."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject_kind", "subject_id"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    subject_kind: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Plain]] = mapped_column(default=dict)


_APPEND_ONLY = "'the audit is append-only'"
_TRIGGERS = {
    "sqlite": (
        f"CREATE TRIGGER audit_never_updated BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, {_APPEND_ONLY}); END",
        f"CREATE TRIGGER audit_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, {_APPEND_ONLY}); END",
    ),
    "postgresql": (
        f"""CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION {_APPEND_ONLY}; END $$""",
        """CREATE TRIGGER audit_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()""",
    ),
}


def protect_audit(connection: Connection) -> None:
    """Put triggers on the table that was just made. A migration that makes the table anew calls this again."""
    for statement in _TRIGGERS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


@event.listens_for(AuditEntry.__table__, "after_create")
def _made(_table: object, connection: Connection, **_facts: object) -> None:
    protect_audit(connection)


def record(
    session: Session, actor: str, action: str, subject_kind: str = "", subject_id: object = "", **details: Plain
) -> None:
    """Add a deed, in the transaction in which it is done."""
    session.add(
        AuditEntry(
            at=now(),
            actor=actor,
            action=action,
            subject_kind=subject_kind,
            subject_id=str(subject_id),
            details=details,
        )
    )


def entries(
    session: Session,
    *,
    actor: str | None = None,
    action: str | None = None,
    subject: tuple[str, object] | None = None,
    before: int | None = None,
    limit: int = 100,
) -> Iterator[AuditEntry]:
    """Yield deeds, the latest first: of an actor, of a kind, to a subject (kind and id), below a number."""
    wanted = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit)
    if actor is not None:
        wanted = wanted.where(AuditEntry.actor == actor)
    if action is not None:
        wanted = wanted.where(AuditEntry.action == action)
    if subject is not None:
        wanted = wanted.where(AuditEntry.subject_kind == subject[0], AuditEntry.subject_id == str(subject[1]))
    if before is not None:
        wanted = wanted.where(AuditEntry.number < before)
    yield from session.scalars(wanted)
