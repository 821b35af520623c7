"""Titles as they stand in a list: enough to choose one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from access.catalog.record import Contributor
from access.catalog.tables import FormKind, Title


@dataclass(frozen=True, slots=True)
class ListedTitle:
    """A title: its number, its names, who had a part in it, and the kinds of its forms, each once and sorted."""

    number: int
    name: str
    subtitle: str
    language: str
    contributors: tuple[Contributor, ...]
    forms: tuple[FormKind, ...]


def listed_titles(session: Session, numbers: Sequence[int]) -> dict[int, ListedTitle]:
    """Return titles by their numbers, in the order that is given; one that was taken out meanwhile is left out."""
    wanted = (
        select(Title).where(Title.id.in_(numbers)).options(selectinload(Title.contributions), selectinload(Title.forms))
    )
    known = {title.id: title for title in session.scalars(wanted)}
    return {number: _listed(known[number]) for number in numbers if number in known}


def _listed(title: Title) -> ListedTitle:
    return ListedTitle(
        number=title.id,
        name=title.name,
        subtitle=title.subtitle,
        language=title.language,
        contributors=tuple(Contributor(one.name, one.role, one.pinyin) for one in title.contributions),
        forms=tuple(sorted({FormKind(form.kind) for form in title.forms})),
    )
