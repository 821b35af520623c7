"""Keeping a library: its settings, its tables, its backups, and whether it is whole."""

from __future__ import annotations

import json
from pathlib import Path

from access.errors import TongduError
from access.settings import Origin, Settings
from access.storage import migrations
from access.storage.audit import COMMAND, record
from access.storage.backup.restoring import restore_backup
from access.storage.backup.taking import take_backup
from access.storage.checking import Fault, check_library
from access.storage.database import Database
from access.storage.opening import open_contents, open_service_database, reach_database
from api.language import _, filled


def show_settings(*, as_json: bool) -> None:
    """Print every setting, its value, and where it comes from; secrets are hidden. Raises `SettingsError`."""
    for setting in Settings().sources():
        if as_json:
            entry = {"name": setting.name, "value": setting.value, "from": setting.origin, "where": setting.where}
            print(json.dumps(entry, ensure_ascii=False))
            continue
        origins = {
            Origin.ENVIRONMENT: _("{name}: {value}, from the environment, {where}"),
            Origin.FILE: _("{name}: {value}, from the file {where}"),
        }
        line = origins.get(setting.origin, _("{name}: {value}, the default"))
        print(line.format(name=setting.name, value=setting.value, where=setting.where))


def migrate() -> None:
    """Bring the database to this release. Raises `StorageError`."""
    database = reach_database(Settings())
    try:
        before, after = migrations.migrate(database)
    finally:
        database.close()
    if before == after:
        print(_("The database is up to date, at {revision}.").format(revision=after))
    elif before is None:
        print(_("The tables were made, at {revision}.").format(revision=after))
    else:
        print(_("The database went from {before} to {revision}.").format(before=before, revision=after))


def backup(target: Path) -> None:
    """Save the library. Raises `OutputExistsError`, `StorageError` and `OutputError`."""
    settings = Settings()
    database = open_service_database(settings)
    try:
        manifest = take_backup(database, open_contents(settings), settings.data, target)
        _recorded(database, "library.saved")
    finally:
        database.close()
    print(
        _("Saved: {rows} rows, {files} files of {size}, {lexicons} lexicons.").format(
            rows=manifest.rows,
            files=manifest.contents.count,
            size=_told_size(manifest.content_bytes),
            lexicons=manifest.lexicons.count,
        )
    )
    if manifest.missing:
        print(
            _("{count} files that the library speaks of were not there; `tongdu check-library` lists them.").format(
                count=manifest.missing
            )
        )
    print(_("The backup is in {path}.").format(path=target))


def restore(source: Path, *, replace: bool) -> int:
    """Bring a library back; return 0, or 1 when it is not whole. Raises `StorageError` and `OutputError`."""
    settings = Settings()
    restored = restore_backup(source, settings, replace=replace)
    database = open_service_database(settings)
    try:
        _recorded(database, "library.restored")
    finally:
        database.close()
    print(
        _("Restored: {rows} rows, {files} files, {lexicons} lexicons.").format(
            rows=restored.manifest.rows,
            files=restored.manifest.contents.count,
            lexicons=restored.manifest.lexicons.count,
        )
    )
    for kept in restored.kept:
        print(_("What was there before is now {place}.").format(place=kept))
    return _tell_faults(list(restored.faults), as_json=False)


def check(*, quick: bool, as_json: bool) -> int:
    """Look for faults and tell them; return 0, or 1 when there are any. Raises `StorageError`."""
    settings = Settings()
    database = open_service_database(settings)
    try:
        faults = list(check_library(database, open_contents(settings), read_contents=not quick))
    finally:
        database.close()
    return _tell_faults(faults, as_json=as_json)


def _recorded(database: Database, action: str) -> None:
    """Write into the audit what was done with all that the library knows of its readers."""
    with database.writing() as session:
        record(session, COMMAND, action, "library")


def _tell_faults(faults: list[Fault], *, as_json: bool) -> int:
    for fault in faults:
        if as_json:
            print(json.dumps({"fault": fault.what, **fault.details}, ensure_ascii=False))
        else:
            print(filled(fault.what, fault.details))
    if not as_json:
        count = len(faults)
        print(_("{count} faults were found.").format(count=count) if faults else _("The library is whole."))
    return TongduError.exit_code if faults else 0


def _told_size(size: int) -> str:
    for power, unit in ((3, "GB"), (2, "MB"), (1, "KB")):
        if size >= 1000**power:
            return f"{size / 1000**power:.1f} {unit}"
    return _("{count} bytes").format(count=size)
