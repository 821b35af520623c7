"""Filling the library to try things out in: once, in a folder that has no other library."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

import access
from access.catalog.importing import import_entries
from access.catalog.marc.converting import Wish
from access.catalog.report import Line
from access.catalog.sources import SourceFormat, catalogue_entries
from access.catalog.tables import Title
from access.errors import OutputError, OutputExistsError
from access.language.title_lexicon import library_reader_factory
from access.patrons.accounts import Accounts
from access.patrons.proofreading import Proofreading
from access.production.orders import Orders
from access.settings import Settings
from access.storage.audit import AuditEntry, record
from access.storage.database import Database
from access.storage.opening import open_contents, open_service_database
from api.demo.people import HELPER, PEOPLE

ACTOR = "demo"
_BEGUN, _FILLED = "demo.begun", "demo.filled"
"""Deeds in the audit, by which a library of ours is known."""
_BOOKS = Path(__file__).parent / "books"
_CHINESE, _ENGLISH = "beiyuan.txt", "reading-room.txt"
_ORDERED = ("daisy202", "brf")


def fill(settings: Settings) -> None:
    """Bring people, books, an order and something to proofread into an empty library; a filled one stays as it is.

    What was broken off is gone on with. Raises OutputExistsError for a library of somebody else, StorageError and
    OutputError.
    """
    database = open_service_database(settings)
    try:
        if _has_done(database, _FILLED):
            return
        if not _has_done(database, _BEGUN):
            _refuse_others(database, settings.data)
            _note(database, _BEGUN)
        people = _people(Accounts(database))
        with TemporaryDirectory(prefix="tongdu-") as folder:
            titles = _import(database, settings, [*_sample_books(), *handbooks(Path(folder))])
        chinese = titles[_CHINESE]
        orders, proofreading = Orders(database, ACTOR), Proofreading(database)
        if not orders.latest(title_id=chinese)[1]:
            orders.place([chinese], _ORDERED)
        if not proofreading.has(people[HELPER], chinese):
            proofreading.give(chinese, people[HELPER], actor=ACTOR)
        _note(database, _FILLED)
    finally:
        database.close()


def _people(accounts: Accounts) -> dict[str, str]:
    """Make the accounts that there are not yet; return the ids of all by their logins."""
    there = {account.login: account.id for account in accounts.list(actor=ACTOR)}
    for person in PEOPLE:
        if person.login not in there:
            made = accounts.add(person.role, person.login, person.secret, person.name, person.language, actor=ACTOR)
            there[person.login] = made.id
    return there


def handbooks(folder: Path) -> Sequence[tuple[Path, str]]:
    """Build the handbook for readers into a folder; return its files with their languages.

    There are none where Tongdu was installed without its sources.
    """
    home = Path(access.__file__).resolve().parent.parent
    if not (home / "scripts" / "handbook.py").is_file():
        return ()
    command = [sys.executable, "-m", "scripts.handbook", "--out", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(home)}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise OutputError(path=folder, reason=done.stderr.decode("utf-8", "replace").strip())
    return [(path, path.stem.rpartition("-")[2]) for path in sorted(folder.glob("*.epub"))]


def _sample_books() -> Sequence[tuple[Path, str]]:
    return [(_BOOKS / _CHINESE, "zh"), (_BOOKS / _ENGLISH, "en")]


def _import(database: Database, settings: Settings, books: Sequence[tuple[Path, str]]) -> dict[str, int]:
    """Take books into the catalogue; return the titles' numbers by the names of the files."""
    reader = library_reader_factory(settings.data)()
    contents = open_contents(settings)
    titles: dict[str, int] = {}

    def note(line: Line) -> None:
        if line.title_id:
            titles[Path(line.place.file).name] = line.title_id

    for path, language in books:
        entries = catalogue_entries([path], Wish("", None, language), source_format=SourceFormat.BOOKS, encoding=None)
        import_entries(database, entries, reader, contents, actor=ACTOR, tell=note)
    return titles


def _has_done(database: Database, deed: str) -> bool:
    with database.reading() as session:
        return session.scalar(select(AuditEntry.number).where(AuditEntry.action == deed).limit(1)) is not None


def _note(database: Database, deed: str) -> None:
    with database.writing() as session:
        record(session, ACTOR, deed)


def _refuse_others(database: Database, folder: Path) -> None:
    """Leave a library alone that somebody works with: these people must not come into it."""
    with database.reading() as session:
        has_titles = session.scalar(select(Title.id).limit(1)) is not None
    if has_titles or not Accounts(database).is_empty():
        raise OutputExistsError(
            "There is a library in {path} already, and it is not one to try things out in.",
            advice="Choose an empty folder with --data.",
            path=folder,
        )
