"""BRF and PEF files read back into rows of cells, page by page: of our own making, so they are as we write them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from braille.publish.ascii_braille import to_cells
from braille.publish.pef import PEF_NAMESPACE

_PEF = f"{{{PEF_NAMESPACE}}}"
Rows = tuple[str, ...]
"""The rows of a page, in Unicode braille, without blanks at their ends."""


def read_brf(path: Path) -> tuple[tuple[Rows, ...], ...]:
    """Return the pages of each volume of a BRF file, or of a zip file with one for each volume.

    Raises ValueError for what is no ASCII braille, and OSError.
    """
    if not zipfile.is_zipfile(path):
        return (_pages(path.read_bytes()),)
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".brf")]
        return tuple(_pages(archive.read(name)) for name in sorted(names, key=_volume_of))


def read_pef(path: Path) -> tuple[tuple[Rows, ...], ...]:
    """Return the pages of each volume of a PEF file (2008-1).

    Raises ValueError when it is not well-formed, and OSError.
    """
    volumes: list[tuple[Rows, ...]] = []
    pages: list[Rows] = []
    rows: list[str] = []
    try:
        events = etree.iterparse(str(path), resolve_entities=False, no_network=True, load_dtd=False)
        for _event, element in events:
            if element.tag == f"{_PEF}row":
                rows.append((element.text or "").rstrip("\u2800"))
            elif element.tag == f"{_PEF}page":
                pages.append(tuple(rows))
                rows = []
                element.clear()
            elif element.tag == f"{_PEF}volume":
                volumes.append(tuple(pages))
                pages = []
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    return tuple(volumes)


def _pages(data: bytes) -> tuple[Rows, ...]:
    return tuple(_rows(page) for page in _split(data))


def _split(data: bytes) -> Iterator[bytes]:
    pages = data.split(b"\f")
    if not pages[-1].strip():
        pages.pop()
    yield from pages


def _rows(page: bytes) -> Rows:
    rows = page.replace(b"\r\n", b"\n").split(b"\n")
    if rows and not rows[-1]:
        rows.pop()
    return tuple(to_cells(row).rstrip("\u2800") for row in rows)


def _volume_of(name: str) -> tuple[int, str]:
    """Volumes are numbered at the end of their files' names: `…-2.brf` before `…-10.brf`."""
    digits = name.rsplit(".", 1)[0].rpartition("-")[2]
    return (int(digits), name) if digits.isdecimal() else (0, name)
