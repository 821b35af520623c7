"""A small library to put through storage: titles, sources, artefacts, orders."""

from access.catalog.tables import Form, FormKind, Identifier, Title
from access.clock import now
from access.production.tables import Artefact, Order
from access.storage.contents import ContentStore
from access.storage.database import Database


def add_title(database: Database, store: ContentStore, number: int, *, extra: int = 0) -> int:
    """Add a title with a source, an artefact with its report, a form that points at it, and an order; return its id."""
    source = store.add_bytes(f"source of {number}".encode())
    made = f"artefact of {number} ".encode() + bytes(extra)
    content, report = store.add_bytes(made), store.add_bytes(f"report on {number}".encode())
    with database.writing() as session:
        title = Title(name=f"第{number}本", source=source, created=now(), changed=now())
        title.identifiers = [Identifier(scheme="uri", value=f"urn:{number}")]
        session.add(title)
        session.flush()
        artefact = Artefact(
            title_id=title.id,
            format=FormKind.BRF,
            content=content,
            name=f"{number}.brf",
            media_type="text/plain",
            size=len(made),
            made_from=f"{number}",
            report=report,
            facts={"pages": number, "说明": [1.5, None, True]},
            made=now(),
        )
        session.add(artefact)
        session.flush()
        title.forms = [Form(kind=FormKind.BRF, artefact_id=artefact.id)]
        session.add(Order(title_id=title.id, formats=["brf"], source=source, state="running", created=now()))
        return title.id
