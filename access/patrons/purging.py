"""What is kept of people and not needed any more goes: to be called about once a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from access.clock import now
from access.patrons.applications import Applications
from access.patrons.invitations import Invitations
from access.patrons.sessions import Sessions
from access.patrons.throttle import Throttle
from access.storage.database import Database


def purge_people(database: Database, clock: Callable[[], datetime] = now) -> None:
    """Drop sessions that ended, tries that are forgotten, old offers and invitations. Raises `DatabaseAwayError`."""
    Sessions(database, clock).purge()
    Throttle(database, clock).purge()
    Applications(database, clock).purge()
    Invitations(database, clock).purge()
