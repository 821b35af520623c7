"""Titles, who made them, what they are about, the accessible forms there are of them, and copies by branch.

Names follow the library's words: a *title* is a work as the library lists it, a *form* is a way to read it (DAISY,
braille volumes, …), a *copy* stands in a *branch*.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from access.storage.tables import Table


class FormKind(StrEnum):
    """The accessible forms that the catalogue tells apart."""

    DAISY202 = "daisy202"
    EPUB3 = "epub3"
    MP3 = "mp3"
    BRF = "brf"
    PEF = "pef"
    BRAILLE_VOLUMES = "braille-volumes"
    LARGE_PRINT = "large-print"
    DESCRIBED_FILM = "described-film"
    ETEXT = "etext"


class Title(Table):
    """A title. `language` is a BCP 47 tag; `published` is as printed; `pinyin` is the name's base reading, tone digits,
    one syllable a Han character, blanks between (a librarian may put it right).

    `source` is the content hash of the book that orders convert, or empty when the library only has other forms.
    `match_key` is made from name and first author by `access.catalog.keys`, for finding what an import brings again.
    """

    __tablename__ = "titles"
    __table_args__ = ({"sqlite_autoincrement": True},)  # the number of a title that was taken out is not given again

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    subtitle: Mapped[str] = mapped_column(default="")
    pinyin: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="und")
    series: Mapped[str] = mapped_column(default="")
    series_number: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    publisher: Mapped[str] = mapped_column(default="")
    published: Mapped[str] = mapped_column(default="")
    popularity: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(default="", index=True, info={"content": True})
    source_name: Mapped[str] = mapped_column(default="")
    match_key: Mapped[str] = mapped_column(default="", index=True)
    created: Mapped[datetime]
    changed: Mapped[datetime]

    identifiers: Mapped[list[Identifier]] = relationship(cascade="all, delete-orphan", order_by="Identifier.id")
    contributions: Mapped[list[Contribution]] = relationship(
        cascade="all, delete-orphan", order_by="Contribution.position"
    )
    subjects: Mapped[list[Subject]] = relationship(cascade="all, delete-orphan", order_by="Subject.position")
    forms: Mapped[list[Form]] = relationship(cascade="all, delete-orphan", order_by="Form.id")


class Identifier(Table):
    """A number that the world or a system knows a title by; `scheme` is `isbn` (13 digits), `issn`, `uri`, or
    `control:SOURCE` for a record's control number (MARC 001) in its source's system.
    """

    __tablename__ = "title_identifiers"
    __table_args__ = (Index("ix_title_identifiers_value", "scheme", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), index=True)
    scheme: Mapped[str]
    value: Mapped[str]


class Contribution(Table):
    """A person or body and what they did; `role` is a MARC relator code (`aut`, `trl`, `nrt`, `edt`, …)."""

    __tablename__ = "contributions"

    id: Mapped[int] = mapped_column(primary_key=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    pinyin: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="aut")


class Subject(Table):
    """A subject heading or class number; `scheme` is `lcsh`, `cct` (中国分类主题词表), `clc` (中图法), or empty."""

    __tablename__ = "subjects"

    id: Mapped[int] = mapped_column(primary_key=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    heading: Mapped[str]
    scheme: Mapped[str] = mapped_column(default="")


class Form(Table):
    """A form a title can be read in. `artefact_id` is set when we made it and it can be downloaded."""

    __tablename__ = "forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    title_id: Mapped[int] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    language: Mapped[str] = mapped_column(default="und")
    extent: Mapped[str] = mapped_column(default="")
    """As printed in a catalogue: `3 volumes`, `5 小时 20 分`."""
    volumes: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    artefact_id: Mapped[int | None] = mapped_column(ForeignKey("artefacts.id", ondelete="SET NULL"), index=True)

    copies: Mapped[list[Copy]] = relationship(cascade="all, delete-orphan", order_by="Copy.id")


class Branch(Table):
    """A branch of the library; `code` is what records call it."""

    __tablename__ = "branches"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")


class Copy(Table):
    """A thing on a shelf, or `count` alike ones that have no barcode."""

    __tablename__ = "copies"
    __table_args__ = (UniqueConstraint("barcode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("forms.id", ondelete="CASCADE"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), index=True)
    barcode: Mapped[str | None]
    call_number: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=1)


class TitleChange(Table):
    """That a title changed: the feed that search indexes follow. One row a change, never changed, purged when old.

    Numbers are handed out in the order of commits, because who writes one holds a lock until the commit: a reader that
    has seen number n has seen everything below it.
    """

    __tablename__ = "title_changes"
    __table_args__ = ({"sqlite_autoincrement": True},)  # purging the newest must not give its number again

    number: Mapped[int] = mapped_column(primary_key=True)
    title_id: Mapped[int] = mapped_column(index=True)
    """No foreign key: a title that was taken out is told here too."""
    at: Mapped[datetime]
