"""Imports that somebody began on a page: done beside, in the limited process, with a report that can be read later."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from anyio import to_thread

from access.errors import BusyError, DiskFullError, OutputError, TongduError
from access.production.failures import error_as_plain, error_from_plain, own_fault
from access.storage.files import FULL, written_aside
from api.rest.import_process import Asked, run_import
from api.rest.imports import MOST_LINES, file_name
from api.serving.service import Service

KEPT_DAYS = 30
"""After which a report is taken away."""
_running: dict[str, asyncio.Task[None]] = {}
"""Held so that nothing is forgotten before it is done."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an import: its report (`api.rest.import_process`), or why it was refused as a whole."""

    owner: str
    report: dict[str, Any] = field(default_factory=dict)
    error: TongduError | None = None


async def begin(
    service: Service, gate: asyncio.Lock, file: BinaryIO, name: str, owner: str, *, source_format: str, **wish: Any
) -> str:
    """Begin an import of a file that was sent; return the opaque key of its report.

    Raises BusyError while another goes on, DiskFullError and OutputError when the file cannot be put down.
    """
    if gate.locked():
        raise BusyError("Another import is going on.")
    await gate.acquire()
    folder = service.settings.cache / "uploads" / secrets.token_hex(12)
    try:
        path = await to_thread.run_sync(_put_down, file, folder, file_name(name))
    except BaseException:
        gate.release()
        raise
    key = secrets.token_hex(16)
    asked = Asked(
        file=str(path),
        source_format=source_format,
        encoding=wish.get("encoding"),
        source=wish.get("source", ""),
        form=None,
        language=wish.get("language"),
        actor=owner,
        most_lines=MOST_LINES,
    )
    _running[key] = asyncio.create_task(_import(service, gate, asked, folder, key))
    return key


async def wait(key: str, seconds: float) -> None:
    """Wait until an import is done, or for so long."""
    task = _running.get(key)
    if task is not None:
        await asyncio.wait([task], timeout=seconds)


def told_of(service: Service, key: str, owner: str) -> Told | None:
    """Return what became of an import that somebody began; None while it goes on, or when there was none."""
    try:
        told = json.loads(_report_path(service, key).read_bytes())
    except (OSError, ValueError):
        return None
    if told["owner"] != owner:
        return None
    error = error_from_plain(told["error"]) if told["error"] else None
    return Told(told["owner"], told["report"], error)


def goes_on(key: str) -> bool:
    """Tell whether an import has not ended yet."""
    return key in _running


async def _import(service: Service, gate: asyncio.Lock, asked: Asked, folder: Path, key: str) -> None:
    report: dict[str, Any] = {}
    failure: TongduError | None = None
    try:
        report = await to_thread.run_sync(run_import, service.settings, asked, abandon_on_cancel=True)
        await to_thread.run_sync(service.catch_up)
    except TongduError as error:
        failure = error
    except Exception as error:
        failure = own_fault(error)
    finally:
        gate.release()
        await to_thread.run_sync(_finish, service, key, asked.actor, report, failure, folder)
        _running.pop(key, None)


def _finish(
    service: Service, key: str, owner: str, report: dict[str, Any], failure: TongduError | None, folder: Path
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    told = {"owner": owner, "report": report, "error": error_as_plain(failure) if failure else None}
    path = _report_path(service, key)
    with suppress(OutputError), written_aside(path) as aside:
        aside.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    oldest = time.time() - KEPT_DAYS * 86_400
    for other in path.parent.glob("*.json"):
        with suppress(OSError):
            if other.stat().st_mtime < oldest:
                other.unlink()


def _put_down(file: BinaryIO, folder: Path, name: str) -> Path:
    path = folder / name
    try:
        folder.mkdir(parents=True)
        with path.open("wb") as target:
            shutil.copyfileobj(file, target, 1024 * 1024)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        if error.errno in FULL:
            raise DiskFullError(path=path) from error
        raise OutputError(path=path, reason=error.strerror or str(error)) from error
    return path


def _report_path(service: Service, key: str) -> Path:
    return service.settings.cache / "imports" / f"{key}.json"
