"""The outbox: what somebody is still to be told, written in the same transaction as what happened.

A row is the promise to tell; a channel keeps it and writes down when.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from access.storage.tables import Table


class NoticeKind(StrEnum):
    """What there is to tell."""

    ORDER_DONE = "order-done"
    ORDER_FAILED = "order-failed"


class Notice(Table):
    """Something to tell. `recipient` is an opaque reference to whom, never a name or a number."""

    __tablename__ = "notices_outbox"
    __table_args__ = (Index("ix_notices_outbox_waiting", "told", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="SET NULL"), index=True)
    recipient: Mapped[str] = mapped_column(default="")
    made: Mapped[datetime]
    told: Mapped[datetime | None]
