"""Orders, their parts, the workers that do them, and the artefacts they leave.

The service's own record of production: the durable engine keeps its notes in a database of its own, which may be lost
without losing an order.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from access.storage.tables import Plain, Table


class OrderState(StrEnum):
    """Where an order stands; the last three are ends, of which `failed` can be retried."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FAILED = "failed"
    DONE = "done"


class PartKind(StrEnum):
    """The steps of an order, in their order."""

    OPEN = "open"
    SPEAK = "speak"
    BRAILLE = "braille"
    PUBLISH = "publish"
    CHECK = "check"
    SHELVE = "shelve"
    TELL = "tell"


class Priority(StrEnum):
    """Who goes first: somebody who waits, before what is made in stock."""

    READER = "reader"
    BULK = "bulk"


class Order(Table):
    """What is asked for: a title in formats. `options` are those of the conversion (voices, codes, rate, sheet).

    `asked_by` is an opaque reference to whom to tell, never a name. `error` is a message of `access.errors` (`what`,
    `advice`, `details`). `attempt` counts the workflows that were started for it.
    """

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id"), index=True)
    formats: Mapped[list[str]]
    options: Mapped[dict[str, Plain]] = mapped_column(default=dict)
    priority: Mapped[str] = mapped_column(default=Priority.READER)
    asked_by: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=OrderState.WAITING, index=True)
    attempt: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(default="", info={"content": True})
    """Content hash of the book this order converts, fixed when it is first opened."""
    plan: Mapped[str] = mapped_column(default="")
    """What the opened source was put down as, with the lexicon of that moment; the maker's own key."""
    offered: Mapped[datetime | None]
    """When this attempt was handed to the engine; None while it is still to be."""
    error: Mapped[dict[str, Plain] | None]
    created: Mapped[datetime]
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]

    parts: Mapped[list[OrderPart]] = relationship(cascade="all, delete-orphan", order_by="OrderPart.id")


class OrderPart(Table):
    """A step of an order: a chapter to speak, a format to publish. `done` of `weight` (characters) is its progress."""

    __tablename__ = "order_parts"
    __table_args__ = (Index("ix_order_parts_step", "order_id", "kind", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    kind: Mapped[str]
    number: Mapped[int] = mapped_column(default=0)
    """The chapter, from 1, or the place of the format among the order's."""
    state: Mapped[str] = mapped_column(default=OrderState.WAITING)
    weight: Mapped[int] = mapped_column(default=1)
    done: Mapped[int] = mapped_column(default=0)
    fresh: Mapped[int] = mapped_column(default=0)
    """Blocks that were spoken anew, the others were kept."""
    result: Mapped[dict[str, Plain] | None]
    """What a later step needs of this one: the file that was made, the hash of a report."""
    attempts: Mapped[int] = mapped_column(default=0)
    worker_id: Mapped[str] = mapped_column(default="")
    error: Mapped[dict[str, Plain] | None]
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]


class Worker(Table):
    """A worker process and when it was last heard of: the lease by which the dead are told from the living."""

    __tablename__ = "workers"
    __table_args__ = ({"info": {"passing": True}},)  # of this hour: no backup holds it

    id: Mapped[str] = mapped_column(primary_key=True)
    """The engine's executor id, its own for every process."""
    host: Mapped[str]
    pid: Mapped[int]
    started: Mapped[datetime]
    seen: Mapped[datetime]


class Artefact(Table):
    """A finished output: content hash, size in bytes, media type, and what it was made from.

    `made_from` is the hash of source, lexicon, options and the version of the maker: the same again is not made again.
    `report` is the content hash of the check's report. A replaced artefact stays until nothing points at it.
    """

    __tablename__ = "artefacts"
    __table_args__ = (Index("ix_artefacts_made_from", "title_id", "format", "made_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"))
    format: Mapped[str]
    content: Mapped[str] = mapped_column(info={"content": True})
    name: Mapped[str]
    """The file's name for a download."""
    media_type: Mapped[str]
    size: Mapped[int]
    made_from: Mapped[str]
    report: Mapped[str] = mapped_column(default="", info={"content": True})
    facts: Mapped[dict[str, Plain]] = mapped_column(default=dict)
    """What a reader wants to know of it: seconds of sound, braille pages, volumes."""
    made: Mapped[datetime]
    replaced: Mapped[datetime | None]
