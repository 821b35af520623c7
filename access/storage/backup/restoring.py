"""Restoring a backup into a place where nothing is, or instead of what is there."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.orm import Session

from access.clock import now
from access.errors import BackupError, DatabaseVersionError, UnreadableError
from access.language.title_lexicon import library_path, title_path
from access.production.tables import Order, OrderPart, OrderState, PartKind
from access.settings import Settings
from access.storage.backup.archive import Archive, opened_archive
from access.storage.backup.engine_notes import put_engine_notes_aside
from access.storage.backup.lines import read_lines
from access.storage.backup.manifest import CONTENTS, LEXICONS, MANIFEST, Manifest, read_manifest, rows_name
from access.storage.backup.rows import insert_rows
from access.storage.backup.taking import lexicon_files
from access.storage.backup.target import new_database, taken
from access.storage.checking import Fault, check_session
from access.storage.contents import ContentStore
from access.storage.files import working_folder, written_aside
from access.storage.migrations import expected_revision, is_known, migrate_connection


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `faults` are those of its check, `kept` is where what was there before lies now."""

    manifest: Manifest
    faults: Sequence[Fault]
    kept: Sequence[str]


def restore_backup(source: Path, settings: Settings, *, replace: bool = False) -> Restored:
    """Bring the library of a backup to where the settings say, whichever kind of database it was and will be.

    Nothing may use it meanwhile. Only an empty database is filled, unless `replace`: then the old one, with its
    lexicons and the engine's notes, is kept aside. When anything fails, what was there is there still. Orders that were
    under way wait, and begin again. Damaged or missing contents do not keep the rest from being restored: they are
    among the faults.

    Raises `BackupError`, `DatabaseVersionError` for a backup of a newer release, `DatabaseAwayError`, `DiskFullError`
    and `OutputError`.
    """
    moment = now()
    store = ContentStore(settings.contents)
    with opened_archive(source) as archive:
        with archive.open(MANIFEST) as file:
            manifest = read_manifest(file.read(), source)
        if not is_known(manifest.revision):
            raise DatabaseVersionError(
                "The backup was made by a newer Tongdu ({found}; this one knows up to {expected}).",
                advice="Install the newer release.",
                found=manifest.revision,
                expected=expected_revision(),
            )
        with (
            working_folder(settings.data) as work,
            new_database(settings.database_url, replace=replace, moment=moment) as (connection, kept),
        ):
            with _refusing_damage(archive):
                _bring_rows(connection, archive, manifest)
                _bring_lexicons(archive, manifest, work)
            if not replace:
                _refuse_other_lexicons(work, settings.data)
            damaged = _bring_contents(archive, manifest, store)
            with Session(connection) as session:
                begin_orders_again(session)
                faults = [*damaged, *check_session(session, store)]
                session.flush()
            aside = put_engine_notes_aside(settings.works_url, moment)
            if replace:
                aside += _keep_lexicons(settings.data, f"lexicons.replaced-{moment:%Y%m%d-%H%M%S}")
            _place_lexicons(work, settings.data)
    return Restored(manifest, faults, [*kept, *aside])


def begin_orders_again(session: Session) -> None:
    """Make orders that have not ended begin again with opening the book.

    What their steps left on the disk of a worker is not in a backup. What was spoken is found in the cache, if there is
    one. The attempt is a new one, so that the engine takes none of its jobs for one that it has done.
    """
    unended = Order.state.not_in([OrderState.DONE, OrderState.CANCELLED])
    theirs = OrderPart.order_id.in_(select(Order.id).where(unended))
    session.execute(delete(OrderPart).where(theirs, OrderPart.kind != PartKind.OPEN))
    anew = {"state": OrderState.WAITING, "done": 0, "fresh": 0, "attempts": 0, "worker_id": ""}
    gone = {"result": None, "error": None, "started": None, "ended": None}
    session.execute(update(OrderPart).where(theirs).values(**anew, **gone))
    session.execute(update(Order).where(unended).values(attempt=Order.attempt + 1, offered=None))
    session.execute(update(Order).where(Order.state == OrderState.RUNNING).values(state=OrderState.WAITING))


@contextmanager
def _refusing_damage(archive: Archive) -> Iterator[None]:
    """What is damaged is not always seen by its checksum first."""
    try:
        yield
    except OperationalError:
        raise
    except DBAPIError as error:
        raise BackupError(path=archive.path, reason=str(error.orig).partition("\n")[0]) from error
    except (ValueError, TypeError, StatementError) as error:
        raise BackupError(path=archive.path, reason="it is damaged") from error


def _bring_rows(connection: Connection, archive: Archive, manifest: Manifest) -> None:
    migrate_connection(connection, manifest.revision)
    for table in manifest.tables:
        with archive.open(rows_name(table.name)) as file:
            insert_rows(connection, table, read_lines(file, table.lines, archive.path))
    migrate_connection(connection)


def _bring_contents(archive: Archive, manifest: Manifest, store: ContentStore) -> list[Fault]:
    """Bring all contents into the store; return those that are damaged. Raises `BackupError` when some are cut off."""
    with archive.open(CONTENTS) as file:
        for _line in read_lines(file, manifest.contents, archive.path):
            pass  # their names say it all; a list that is damaged says that the backup is
    count = 0
    damaged = []
    for content, size, file in archive.contents():
        count += 1
        try:
            store.add_stream(file, expected=content, size=size)
        except UnreadableError:
            damaged.append(Fault("The file with the content hash {hash} is damaged in the backup.", {"hash": content}))
    if count != manifest.contents.count:
        raise BackupError(path=archive.path, reason="files are missing from it")
    return damaged


# --- lexicons ---------------------------------------------------------------------------------------------------------


def _bring_lexicons(archive: Archive, manifest: Manifest, work: Path) -> None:
    with archive.open(LEXICONS) as file:
        for name, content in read_lines(file, manifest.lexicons, archive.path):
            place = work / PurePosixPath(name)
            if place not in {library_path(work), title_path(work, "").parent / place.name}:
                raise BackupError(path=archive.path, reason="it is damaged")
            with written_aside(place) as aside:
                aside.write_bytes(b64decode(content))


def _refuse_other_lexicons(work: Path, data: Path) -> None:
    """Raise `BackupError` when a lexicon that is there would be lost. The same one may have come by an earlier try."""
    for there in lexicon_files(data):
        coming = work / there.relative_to(data)
        if not coming.exists() or coming.read_bytes() != there.read_bytes():
            raise taken(there)


def _keep_lexicons(data: Path, aside: str) -> list[str]:
    """Move the lexicons that are there away; return the folder where they lie then, nothing when there were none."""
    old = list(lexicon_files(data))
    for there in old:
        kept = data / aside / there.relative_to(data)
        kept.parent.mkdir(parents=True, exist_ok=True)
        there.rename(kept)
    return [str(data / aside)] if old else []


def _place_lexicons(work: Path, data: Path) -> None:
    for coming in lexicon_files(work):
        place = data / coming.relative_to(work)
        place.parent.mkdir(parents=True, exist_ok=True)
        coming.replace(place)
