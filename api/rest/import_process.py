"""An import that somebody sent, in a process of its own: its memory and time are limited, and it can be broken off.

`python -m api.rest.import_process` reads what is asked for, a line of JSON, from standard input, and writes the report
as one object of JSON. It ends with whoever started it: when its input ends, or its time is over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog

import access
from access.errors import TongduError, TooLargeError
from access.production.failures import error_as_plain, error_from_plain, own_fault
from access.settings import Settings
from api.language import chosen_language, speaking

MOST_SECONDS = 1800.0
"""Wall time of an import."""
MOST_MEMORY = 2 * 1024**3
"""Address space in bytes: an honest import was measured to need a tenth of it."""
MOST_PROCESSOR = 1200
_NO_MEMORY, _NOBODY_WAITS = 71, 72
"""How the process ends when it cannot say so."""
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
    home = str(Path(access.__file__).resolve().parent.parent)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "api.rest.import_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("TONGDU_DEBUG") else subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": home, "PYTHONUTF8": "1"},
        start_new_session=True,  # Ctrl-C is for the service, which decides what becomes of this
    )
    assert process.stdin is not None
    assert process.stdout is not None
    wanted = {"settings": _as_plain(settings), "asked": asdict(asked), "language": chosen_language()}
    timer = threading.Timer(MOST_SECONDS, process.kill)
    timer.start()
    try:
        # The input stays open: its end is the sign that nobody waits any more.
        process.stdin.write(json.dumps(wanted).encode() + b"\n")
        process.stdin.flush()
        answer = process.stdout.read()
        code = process.wait()
    finally:
        timer.cancel()
        process.stdin.close()
        process.stdout.close()
        process.wait()
    if code != 0 or not answer:
        _log.warning("an import was broken off", code=code)
        raise TooLargeError(
            "The import took too long or too much memory and was broken off; what was taken in until then stands."
        )
    told: dict[str, Any] = json.loads(answer)
    if "error" in told:
        raise error_from_plain(told["error"])
    return told


def main() -> None:
    """Do what standard input says."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    wanted = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, name="end with input", daemon=True).start()
    _limit()
    with speaking(wanted["language"]):
        try:
            told = _report(Settings(**wanted["settings"]), Asked(**wanted["asked"]))
        except TongduError as error:
            told = {"error": error_as_plain(error)}
        except MemoryError:
            os._exit(_NO_MEMORY)
        except Exception as error:
            told = {"error": error_as_plain(own_fault(error))}
    out.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
    out.close()
    os._exit(0)  # without waiting for the thread that reads the input


def _end_with_input() -> None:
    while os.read(0, 1024):
        pass
    os._exit(_NOBODY_WAITS)


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_PROCESSOR, MOST_PROCESSOR + 10))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


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


def _as_plain(settings: Settings) -> dict[str, object]:
    # All of them are set, so that nothing depends on the environment of the child.
    return {name: str(value) if isinstance(value, Path) else value for name, value in settings.model_dump().items()}


if __name__ == "__main__":
    main()
