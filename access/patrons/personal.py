"""Everything that is kept about a person, to be given to them, and to be erased (PIPL, articles 45 and 47)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from access.catalog.tables import Title
from access.clock import now
from access.errors import PromisesOpenError
from access.lending.tables import ReadingPosition
from access.notices.tables import Notice
from access.patrons.accounts import find_account, hold_accounts, keep_an_administrator, view_of
from access.patrons.sessions import actor_of
from access.patrons.tables import (
    Account,
    AccountSession,
    Application,
    Invitation,
    KnownPlace,
    ProofreadingDay,
    ProofreadingTask,
    TaskState,
)
from access.production.states import ENDS
from access.production.tables import Order
from access.storage.audit import AuditEntry
from access.storage.audit import record as audit
from access.storage.database import Database
from access.storage.tables import Plain

_Rows = list[dict[str, Plain]]


class Personal:
    """What is kept about the people of a database. Every method raises `DatabaseAwayError`.

    Methods that take an account's id raise UnknownNumberError when there is none. `actor` is who does it, as in the
    audit.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def export(self, account_id: str, *, actor: str) -> dict[str, Plain]:
        """Return everything that is kept about somebody as plain values: moments are ISO 8601 in UTC.

        Secrets are not in it, for the library has only digests of them.
        """
        with self._database.writing() as session:
            account = find_account(session, account_id)
            audit(session, actor, "account.export", "account", account_id)
            session.flush()
            told: dict[str, Plain] = {"exported": self._clock().isoformat(), "account": _account(account)}
            parts = {
                "sessions": _sessions(session, account_id),
                "known_places": _known_places(session, account_id),
                "positions": _positions(session, account_id),
                "orders": _orders(session, account_id),
                "notices": _notices(session, account_id),
                "proofreading": _tasks(session, account_id),
                "proofreading_days": _days(session, account_id),
                "applications": _applications(session, account_id),
                "deeds": _deeds(session, account_id),
            }
            return told | {name: list[Plain](rows) for name, rows in parts.items()}

    def erase(self, account_id: str, *, actor: str) -> None:
        """Erase an account and all that hangs on it; the audit keeps that the number was erased.

        Raises PromisesOpenError (with the numbers of orders and the names of titles) while the library is to make
        something for them, or they are to do something for it, and ConflictError for the only administrator.
        """
        with self._database.writing() as session:
            hold_accounts(session)
            account = find_account(session, account_id)
            keep_an_administrator(session, account)
            _refuse_open(session, account_id)
            asked = actor_of(account_id)
            session.execute(update(Order).where(Order.asked_by == asked).values(asked_by=""))
            session.execute(delete(Notice).where(Notice.recipient == asked))
            session.execute(delete(Application).where(Application.id.in_(_offers_of(session, account_id))))
            session.delete(account)
            audit(session, actor, "account.erase", "account", account_id, role=account.role)


def _refuse_open(session: Session, account_id: str) -> None:
    orders = list(
        session.scalars(
            select(Order.id)
            .where(Order.asked_by == actor_of(account_id), Order.state.not_in(ENDS))
            .order_by(Order.id)
            .with_for_update()
        )
    )
    given = select(Title.name).join(ProofreadingTask).where(ProofreadingTask.account_id == account_id)
    titles = list(session.scalars(given.where(ProofreadingTask.state == TaskState.GIVEN).order_by(ProofreadingTask.id)))
    if orders:
        raise PromisesOpenError(orders=", ".join(str(number) for number in orders))
    if titles:
        raise PromisesOpenError(
            "The account has titles to proofread: {titles}.",
            advice="Finish them or give them back before.",
            titles="; ".join(titles),
        )


def _offers_of(session: Session, account_id: str) -> list[str]:
    wanted = select(Invitation.application_id).where(Invitation.account_id == account_id)
    return [offer for offer in session.scalars(wanted) if offer is not None]


# --- parts of the export ----------------------------------------------------------------------------------------------


def _account(row: Account) -> dict[str, Plain]:
    view = view_of(row)
    return {
        "id": view.id,
        "role": view.role.value,
        "login": view.login,
        "name": view.name,
        "language": view.language,
        "preferences": dict(row.preferences),
        "created": _moment(view.created),
        "used": _moment(view.used),
        "closed": _moment(view.closed),
    }


def _sessions(session: Session, account_id: str) -> _Rows:
    rows = session.scalars(
        select(AccountSession).where(AccountSession.account_id == account_id).order_by(AccountSession.begun)
    )
    return [{"begun": _moment(row.begun), "seen": _moment(row.seen), "network": row.network} for row in rows]


def _known_places(session: Session, account_id: str) -> _Rows:
    rows = session.scalars(select(KnownPlace).where(KnownPlace.account_id == account_id).order_by(KnownPlace.until))
    return [{"digest": row.place, "until": _moment(row.until)} for row in rows]


def _positions(session: Session, account_id: str) -> _Rows:
    place = ReadingPosition
    wanted = select(place, Title.name).join(Title).where(place.account_id == account_id).order_by(place.kept)
    return [
        {"title": name, "chapter": row.chapter, "seconds": row.seconds, "kept": _moment(row.kept)}
        for row, name in session.execute(wanted)
    ]


def _orders(session: Session, account_id: str) -> _Rows:
    wanted = select(Order, Title.name).join(Title).where(Order.asked_by == actor_of(account_id)).order_by(Order.id)
    return [
        {
            "number": row.id,
            "title": name,
            "formats": _texts(row.formats),
            "options": dict(row.options),
            "state": row.state,
            "created": _moment(row.created),
            "ended": _moment(row.ended),
        }
        for row, name in session.execute(wanted)
    ]


def _notices(session: Session, account_id: str) -> _Rows:
    rows = session.scalars(select(Notice).where(Notice.recipient == actor_of(account_id)).order_by(Notice.id))
    return [
        {"kind": row.kind, "order": row.order_id, "made": _moment(row.made), "told": _moment(row.told)} for row in rows
    ]


def _tasks(session: Session, account_id: str) -> _Rows:
    task = ProofreadingTask
    wanted = select(task, Title.name).join(Title).where(task.account_id == account_id).order_by(task.id)
    return [
        {"title": name, "state": row.state, "given": _moment(row.given), "ended": _moment(row.ended)}
        for row, name in session.execute(wanted)
    ]


def _days(session: Session, account_id: str) -> _Rows:
    rows = session.scalars(
        select(ProofreadingDay).where(ProofreadingDay.account_id == account_id).order_by(ProofreadingDay.day)
    )
    return [{"day": row.day, "answers": row.answers, "minutes": row.seconds / 60} for row in rows]


def _applications(session: Session, account_id: str) -> _Rows:
    rows = session.scalars(select(Application).where(Application.id.in_(_offers_of(session, account_id))))
    return [
        {
            "name": row.name,
            "contact": row.contact,
            "offers": _texts(row.offers),
            "languages": row.languages,
            "times": row.times,
            "remark": row.remark,
            "created": _moment(row.created),
        }
        for row in rows
    ]


def _deeds(session: Session, account_id: str) -> _Rows:
    """What they did, and what others did with their record: who read it is told by the opaque number alone."""
    theirs = (AuditEntry.subject_kind == "account") & (AuditEntry.subject_id == account_id)
    wanted = select(AuditEntry).where(or_(AuditEntry.actor == actor_of(account_id), theirs))
    return [
        {
            "at": _moment(row.at),
            "actor": row.actor,
            "action": row.action,
            "subject": f"{row.subject_kind}:{row.subject_id}",
        }
        for row in session.scalars(wanted.order_by(AuditEntry.number))
    ]


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _texts(texts: Iterable[str]) -> list[Plain]:
    return list(texts)
