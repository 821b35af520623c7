"""Outputs as they are shelved: one file each, the same bytes whenever it is made from the same, and judged as it is."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from access.storage.files import written_aside
from audio.check.daisy202 import check_daisy202
from audio.check.epub3 import check_epub3
from braille.check.brf import check_brf
from braille.check.pef import check_pef
from braille.layout.page import PageShape

if TYPE_CHECKING:
    from access.storage.tables import Plain  # the database is slow to load, and step processes have none

_UNFIT = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff/\\:*?"<>|]+')
_LONGEST = 80
"""Characters of a title in a file's name; three bytes each at most."""
_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip file can tell."""
_STORED = frozenset({".mp3", ".jpg", ".jpeg", ".png", ".gif"})


def file_name(title: str) -> str:
    """Return a title as the name of a file on any system, without an extension."""
    name = " ".join(_UNFIT.sub(" ", title).split()).strip(". ")[:_LONGEST].strip(". ")
    return name or "book"


def packed(folder: Path, target: Path, inside: str) -> Path:
    """Pack the files of a folder into a zip file, in a folder `inside` of it; return `target`.

    Order and dates are fixed: the same files are the same bytes. Raises DiskFullError and OutputError.
    """
    with written_aside(target) as aside, zipfile.ZipFile(aside, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            entry = zipfile.ZipInfo(f"{inside}/{name}" if inside else name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if path.suffix.lower() in _STORED else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=path.stat().st_size > 1 << 30) as file:
                shutil.copyfileobj(source, file, 1 << 20)
    return target


def moved(source: Path, target: Path) -> Path:
    """Put a finished file in its place, whole; return `target`. Raises DiskFullError and OutputError."""
    with written_aside(target) as aside:
        source.replace(aside)
    return target


def check_output(
    name: str, made: Path, shape: PageShape, work_folder: Path
) -> tuple[tuple[str, ...], dict[str, Plain]]:
    """Judge the file that will be shelved; return what is wrong with it, and facts for the report.

    An archive is unpacked into `work_folder` and what is in it judged.
    """
    facts: dict[str, Plain] = {"size": made.stat().st_size}
    if made.suffix != ".zip":
        return _findings(name, made, shape), facts
    with zipfile.ZipFile(made) as archive:
        broken = archive.testzip()
        if broken is not None:
            return (f"{broken} is damaged in the archive",), facts
        archive.extractall(work_folder)  # our own, made a moment ago
        facts["files"] = len(archive.namelist())
    if name == "daisy202":
        (book,) = work_folder.iterdir()
        return check_daisy202(book), facts
    return tuple(
        f"{path.name}: {finding}"
        for path in sorted(work_folder.rglob("*.brf"))
        for finding in _findings(name, path, shape)
    ), facts


def _findings(name: str, path: Path, shape: PageShape) -> tuple[str, ...]:
    match name:
        case "epub3":
            return check_epub3(path)
        case "brf":
            return check_brf(path, shape)
        case "pef":
            return check_pef(path)
        case _:
            raise ValueError(f"there is no check for {name}")
