"""Where each reader is in a title."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Double, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from access.storage.tables import Table


class ReadingPosition(Table):
    """A reader's place: so many seconds into a chapter (counted from 1) of an artefact. It goes with the account."""

    __tablename__ = "reading_positions"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), primary_key=True, index=True)
    artefact_id: Mapped[int | None] = mapped_column(ForeignKey("artefacts.id", ondelete="SET NULL"), index=True)
    chapter: Mapped[int]
    seconds: Mapped[float] = mapped_column(Double)
    kept: Mapped[datetime]
