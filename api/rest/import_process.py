"""An import that somebody sent, in a limited process of its own (`api.serving.limited_process`)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog

from access.errors import TooLargeError
from access.settings import Settings
from api.serving.limited_process import answer, result_of, settings_as_plain

MOST_SECONDS = 1800.0
"""Wall time of an import."""
MOST_MEMORY = 2 * 1024**3
"""Address space in bytes: an honest import was measured to need a tenth of it."""
MOST_PROCESSOR = 1200
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be imported, and how; `most_lines` of the report are wanted."""

    file: str
    source_format: str
    encoding: str | None
    source: str
    form: str | None
    language: str | None
    actor: str
    most_lines: int


def run_import(settings: Settings, asked: Asked) -> dict[str, Any]:
    """Import; return the report.

    Raises what the import raises, and TooLargeError when it takes too long: what was taken in until then stands.
    """
    wanted = {"settings": settings_as_plain(settings), "asked": asdict(asked)}
    told = result_of(__name__, wanted, seconds=MOST_SECONDS)
    if told is None:
        _log.warning("an import was broken off")
        raise TooLargeError(
            "The import took too long or too much memory and was broken off; what was taken in until then stands."
        )
    return told


def main() -> None:
    """Do what standard input says."""
    answer(_imported, memory=MOST_MEMORY, processor=MOST_PROCESSOR)


def _imported(wanted: dict[str, Any]) -> dict[str, Any]:
    return _report(Settings(**wanted["settings"]), Asked(**wanted["asked"]))


def _report(settings: Settings, asked: Asked) -> dict[str, Any]:
    from access.catalog.importing import import_entries
    from access.catalog.marc.converting import Wish
    from access.catalog.report import Line, Outcome
    from access.catalog.sources import SourceFormat, catalogue_entries
    from access.catalog.tables import FormKind
    from access.language.title_lexicon import library_reader_factory
    from access.storage.opening import open_contents, open_service_database
    from api.commands.catalog_work import told_line

    lines: list[dict[str, Any]] = []
    told = 0
    telling = {Outcome.MERGED, Outcome.REFUSED, Outcome.REMARK}

    def tell(line: Line) -> None:
        nonlocal told
        if line.outcome not in telling and not line.remarks and told >= asked.most_lines // 10:
            return
        told += 1
        if len(lines) < asked.most_lines:
            place = line.place
            lines.append(
                {
                    "outcome": line.outcome.value,
                    "record": place.record or None,
                    "line": place.line or None,
                    "title": line.title_id,
                    "text": told_line(line),
                }
            )

    wish = Wish(asked.source, FormKind(asked.form) if asked.form else None, asked.language)
    entries = catalogue_entries(
        [Path(asked.file)], wish, source_format=SourceFormat(asked.source_format), encoding=asked.encoding
    )
    database = open_service_database(settings)
    try:
        report = import_entries(
            database,
            entries,
            library_reader_factory(settings.data)(),
            open_contents(settings),
            actor=asked.actor,
            tell=tell,
        )
    finally:
        database.close()
    return {**report.as_json(), "lines": lines, "left_out": told - len(lines)}


if __name__ == "__main__":
    main()
