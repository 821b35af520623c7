"""Where the service's search index lies."""

from __future__ import annotations

from access.catalog.search.index import SearchIndex
from access.settings import Settings
from access.storage.database import Database


def open_search(settings: Settings, database: Database) -> SearchIndex:
    """Return the index of the service's titles, in the folder of what can be made again."""
    return SearchIndex(settings.cache / "search", database)
