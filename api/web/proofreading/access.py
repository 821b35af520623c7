"""Who may proofread which title."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from access.catalog.tables import Title
from access.errors import ConflictError, UnknownNumberError
from access.patrons.proofreading import Proofreading
from access.patrons.roles import Right
from api.web.proofreading.preparing import Source
from api.web.visit import Visit


@dataclass(frozen=True, slots=True)
class ProofreadTitle:
    """A title as proofreaders see it. `task` is the number under which it was given to who asks, 0 where it was not."""

    id: int
    name: str
    language: str
    source: Source
    task: int


def proofread_title(visit: Visit, number: int) -> ProofreadTitle:
    """Return a title that who asks may proofread: any for proofreaders, for others what was given to them.

    Raises UnknownNumberError for any other, and ConflictError for one without a source.
    """
    tasks = Proofreading(visit.service.database).list(visit.account_id)
    task = next((one.id for one in tasks if one.title_id == number), 0)
    if not task and not visit.may(Right.PROOFREAD_ANY):
        raise UnknownNumberError("This was not given to you to proofread.", advice="", number=number)
    columns = (Title.name, Title.language, Title.source, Title.source_name)
    with visit.service.database.reading() as session:
        row = session.execute(select(*columns).where(Title.id == number)).first()
    if row is None:
        raise UnknownNumberError("There is no title with the number {number}.", number=number)
    if not row.source:
        raise ConflictError(
            "The library has no text of the title {number} that could be proofread.",
            advice="Upload the book first.",
            number=number,
        )
    return ProofreadTitle(number, row.name, row.language, Source(row.source, row.source_name), task)
