"""The end of an order: its outputs on the shelf, all at once, and who asked told.

What was on the shelf before is never written over: it is marked as replaced, and stays until nothing points at it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from access.catalog.shelf import hold_catalogue, tell_changed
from access.catalog.tables import Form, Title
from access.clock import now
from access.production.engine import Job
from access.production.parts import Parts, conclude
from access.production.tables import Artefact, Order, OrderState, PartKind
from access.storage.contents import ContentStore
from access.storage.database import Database


@dataclass(frozen=True, slots=True)
class _Kept:
    """An output whose bytes are in the contents."""

    format: str
    content: str
    report: str
    size: int
    made_from: str
    made: dict[str, Any]


def shelve(
    database: Database, contents: ContentStore, parts: Parts, job: Job, go_on: Callable[[], None] = lambda: None
) -> None:
    """Put the outputs of an order on the shelf. `go_on` is called between files and raises when nobody wants it.

    Raises UnreadableError when an output is gone, DiskFullError, OutputError and DatabaseAwayError.
    """
    with database.reading() as session:
        order = session.get(Order, job.order_id)
        ready = [] if order is None else _outputs(order)
    kept = []
    for name, made_from, made, report in ready:
        go_on()
        path = Path(made["path"])
        content = contents.add_file(path)
        kept.append(_Kept(name, content, contents.add_bytes(report.encode()), path.stat().st_size, made_from, made))
    go_on()
    with database.writing() as session:
        if kept:
            hold_catalogue(session)
        order = parts.finish_in(session, job)
        if order is None:
            return
        for output in kept:
            _put(session, order.title_id, output)
        if kept:
            tell_changed(session, [order.title_id])
        conclude(session, order)
    for output in kept:
        Path(output.made["path"]).unlink(missing_ok=True)


def tell(database: Database, parts: Parts, job: Job) -> None:
    """Finish an order and write down, in the same transaction, that who asked is to be told."""
    with database.writing() as session:
        order = parts.finish_in(session, job)
        if order is not None:
            conclude(session, order)


def _outputs(order: Order) -> list[tuple[str, str, dict[str, Any], str]]:
    """Format, what it was made from, what was published and the report of its check, for each output to be shelved."""
    if any(part.kind == PartKind.SHELVE and part.state == OrderState.DONE for part in order.parts):
        return []
    results: dict[tuple[str, int], dict[str, Any]] = {
        (part.kind, part.number): part.result or {} for part in order.parts
    }
    made_from = results[PartKind.OPEN, 0]["made_from"]
    return [
        (name, made_from[name], results[PartKind.PUBLISH, number], str(results[PartKind.CHECK, number]["report"]))
        for number, name in enumerate(order.formats, 1)
        if (PartKind.PUBLISH, number) in results
    ]


def _put(session: Session, title_id: int, output: _Kept) -> None:
    moment = now()
    session.execute(
        update(Artefact)
        .where(Artefact.title_id == title_id, Artefact.format == output.format, Artefact.replaced.is_(None))
        .values(replaced=moment)
    )
    artefact = Artefact(
        title_id=title_id,
        format=output.format,
        content=output.content,
        name=output.made["name"],
        media_type=output.made["media_type"],
        size=output.size,
        made_from=output.made_from,
        report=output.report,
        facts=output.made.get("facts") or {},
        made=moment,
        replaced=None,
    )
    session.add(artefact)
    session.flush()
    # A form without an artefact is another edition, a bought one on a branch's shelf; ours stands beside it.
    form = session.scalar(
        select(Form)
        .where(Form.title_id == title_id, Form.kind == output.format, Form.artefact_id.is_not(None))
        .limit(1)
    )
    if form is None:
        title = session.get_one(Title, title_id)
        form = Form(title_id=title_id, kind=output.format, language=title.language)
        session.add(form)
    form.artefact_id = artefact.id
    form.volumes = int(artefact.facts.get("volumes") or 0)  # type: ignore[arg-type]
