"""Libraries on either kind of database, filled and compared."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from access.catalog.tables import TitleChange
from access.clock import now
from access.production.tables import Order, OrderPart, Worker
from access.settings import Settings
from access.storage.audit import record
from access.storage.contents import ContentStore
from access.storage.database import Database
from access.storage.opening import open_contents, open_service_database
from access.storage.schema import schema
from tests.samples.small_library import add_title


class Place:
    """Where a library is or will be."""

    def __init__(self, kind: str, folder: Path, request: pytest.FixtureRequest) -> None:
        urls = {}
        if kind == "postgresql":
            urls["database_url"] = request.getfixturevalue("postgres").url(f"{folder.name}_library")
        self.settings = Settings(data=folder, **urls)
        self.store: ContentStore = open_contents(self.settings)

    def opened(self) -> Database:
        return open_service_database(self.settings)


def fill(place: Place, titles: int) -> None:
    database = place.opened()
    for number in range(titles):
        add_title(database, place.store, number)
    with database.writing() as session:
        record(session, "key:1", "title.read", "title", 1, 词=["读"])
        order = session.scalars(select(Order)).first()
        order.parts = [OrderPart(kind="open", state="done", result={"path": "x"}), OrderPart(kind="speak", number=1)]
        session.add(Worker(id="w", host="h", pid=1, started=now(), seen=now()))
        session.add(TitleChange(title_id=1, at=now()))
    with database.writing() as session:
        session.execute(text("DELETE FROM title_changes"))
    database.close()


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    skipped = {"orders", "order_parts", "workers", "identity"}
    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in schema().sorted_tables
            if table.name not in skipped
        }
