"""Braille-ready files: North American ASCII braille, CR LF after each row and a form feed after each page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from access.storage.files import written_aside
from braille.layout.page import BLANK, Volume
from braille.publish.ascii_braille import to_ascii


def write_brf(volumes: Sequence[Volume], stem: Path) -> tuple[Path, ...]:
    """Write `<stem>.brf`, or for several volumes `<stem>-1.brf`, `<stem>-2.brf` …, and return their paths in order.

    No file takes its place before all of them are complete. Raises `DiskFullError` and `OutputError`.
    """
    paths = brf_paths(stem, len(volumes))
    with ExitStack() as stack:
        for path, volume in zip(paths, volumes, strict=True):
            aside = stack.enter_context(written_aside(path))
            with aside.open("wb") as file:
                file.writelines(_pages(volume))
    return paths


def brf_paths(stem: Path, volumes: int) -> tuple[Path, ...]:
    """Return the names of the files of this many volumes."""
    if volumes == 1:
        return (stem.with_name(f"{stem.name}.brf"),)
    return tuple(stem.with_name(f"{stem.name}-{number}.brf") for number in range(1, volumes + 1))


def _pages(volume: Volume) -> Iterator[bytes]:
    for page in volume.pages:
        for row in page.rows:
            yield to_ascii(row.cells.rstrip(BLANK)) + b"\r\n"
        yield b"\f"
