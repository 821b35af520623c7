"""What stands in print beside each row of braille: kept by the works with the pages, for who looks at the dots.

It is found by the rows themselves, so that it is of exactly these pages and no others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from access.storage.files import written_aside
from braille.layout.page import BLANK, Row, Volume
from braille.transcript import Transcript

Pages = Sequence[Sequence[Sequence[str]]]
"""Volumes of pages of rows, of cells or of print."""


def keep_print(folder: Path, volumes: Sequence[Volume], transcript: Transcript) -> None:
    """Keep the print of laid out pages in a plan's folder. Raises DiskFullError and OutputError."""
    cells = [[[row.cells.rstrip(BLANK) for row in page.rows] for page in volume.pages] for volume in volumes]
    told = [[[_print_of(row, transcript) for row in page.rows] for page in volume.pages] for volume in volumes]
    with written_aside(folder / _name(cells)) as aside:
        aside.write_text(json.dumps(told, ensure_ascii=False), "utf-8", "surrogatepass")


def print_of(works: Path, pages: Pages) -> Pages | None:
    """Return the print of pages of cells, where the works have it still."""
    for path in works.glob(f"plans/*/{_name(pages)}"):
        try:
            told: Pages = json.loads(path.read_text("utf-8", "surrogatepass"))
        except (OSError, ValueError):
            continue
        return told
    return None


def _name(pages: Pages) -> str:
    rows = "\v".join("\f".join("\n".join(page) for page in volume) for volume in pages)
    return f"print-{blake2b(rows.encode(), digest_size=16).hexdigest()}.json"


def _print_of(row: Row, transcript: Transcript) -> str:
    """The text whose cells stand in a row; a word that goes on in the next row stands where each part of it does."""
    pieces = []
    for span in row.spans:
        leaf = transcript.leaves.get(span.leaf_id)
        if leaf is None or not span.length:
            continue
        first = leaf.positions[span.start]
        following = span.start + span.length
        last = leaf.positions[following] if following < len(leaf.positions) else len(leaf.text)
        pieces.append(" ".join(leaf.text[first : max(last, first + 1)].split()))
    return " ".join(piece for piece in pieces if piece)
