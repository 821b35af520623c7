"""Taking a backup while the service goes on."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from sqlalchemy.orm import Session

from access.clock import now
from access.errors import ContentMissingError, OutputExistsError
from access.language.title_lexicon import library_path, title_path
from access.storage.backup.archive import fill_folder, fill_tar
from access.storage.backup.lines import write_lines
from access.storage.backup.manifest import CONTENTS, LEXICONS, MANIFEST, Lines, Manifest, SavedTable, rows_name
from access.storage.backup.rows import all_rows, next_key, saved_columns
from access.storage.contents import ContentStore
from access.storage.database import Database
from access.storage.files import folder_made_aside, working_folder, written_aside
from access.storage.migrations import expected_revision, require_revision
from access.storage.schema import lasting_tables, referenced_contents


def take_backup(database: Database, store: ContentStore, data: Path, target: Path) -> Manifest:
    """Write a backup of the database, the contents it refers to, and the lexicons in the data folder.

    A target that ends with `.tar` becomes one file, every other a folder; it appears when it is whole. Nobody waits for
    it: the rows are those of one moment, and no content is swept meanwhile. Raises `OutputExistsError` when something
    stands at the target, `DatabaseVersionError`, `DatabaseAwayError`, `DiskFullError` and `OutputError`.
    """
    if target.exists() or target.is_symlink():
        raise OutputExistsError(
            "“{path}” exists already, so no backup was made.", advice="Choose another name for it.", path=target
        )
    require_revision(database)
    with store.kept():
        if target.suffix.lower() == ".tar":
            with working_folder(target.parent) as folder, written_aside(target) as aside:
                manifest, names = _write_snapshot(database, store, data, folder)
                fill_tar(aside, names, folder, _listed(folder), store)
        else:
            with folder_made_aside(target) as folder:
                manifest, _names = _write_snapshot(database, store, data, folder)
                fill_folder(folder, _listed(folder), store)
    return manifest


def lexicon_files(data: Path) -> Iterator[Path]:
    """Yield the lexicons in a data folder: the library's, then those of titles in the order of their names."""
    library = library_path(data)
    if library.is_file():
        yield library
    yield from sorted(title_path(data, "").parent.glob("*.json"))


def _write_snapshot(database: Database, store: ContentStore, data: Path, folder: Path) -> tuple[Manifest, list[str]]:
    """Write all but the contents themselves; return the manifest and the files in the order they are read in."""
    tables = []
    with database.snapshot() as session:
        for table in lasting_tables():
            lines = write_lines(folder / rows_name(table.name), all_rows(session, table))
            columns = saved_columns(table)
            tables.append(SavedTable(name=table.name, columns=columns, lines=lines, next_key=next_key(session, table)))
        contents, size, missing = _write_contents_list(session, store, folder)
    manifest = Manifest(
        made=now(),
        made_by=f"Tongdu {metadata.version('tongdu')}",
        revision=expected_revision(),
        tables=tuple(tables),
        lexicons=write_lines(folder / LEXICONS, _lexicons(data)),
        contents=contents,
        content_bytes=size,
        missing=missing,
    )
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", "utf-8")
    return manifest, [MANIFEST, *(rows_name(table.name) for table in tables), LEXICONS, CONTENTS]


def _write_contents_list(session: Session, store: ContentStore, folder: Path) -> tuple[Lines, int, int]:
    """Write the list of contents; return it with the bytes of all of them, and how many were not there."""
    total = missing = 0

    def present() -> Iterator[list[object]]:
        nonlocal total, missing
        for content in referenced_contents(session):
            try:
                size = store.size(content)
            except ContentMissingError:
                missing += 1
                continue
            total += size
            yield [content, size]

    lines = write_lines(folder / CONTENTS, present())
    return lines, total, missing


def _listed(folder: Path) -> Iterator[str]:
    with (folder / CONTENTS).open("rb") as file:
        for line in file:
            yield json.loads(line)[0]


def _lexicons(data: Path) -> Iterator[list[object]]:
    for path in lexicon_files(data):
        yield [path.relative_to(data).as_posix(), b64encode(path.read_bytes()).decode("ascii")]
