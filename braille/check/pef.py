"""Whether a PEF file is whole, beyond what its schema can say: rows fit the columns, pages fit the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from braille.check.findings import MOST_FINDINGS, limited
from braille.publish.pef import PEF_FORMAT, PEF_NAMESPACE

_PEF = f"{{{PEF_NAMESPACE}}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NOT_CELLS = re.compile("[^\u2800-\u28ff]")


def check_pef(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a PEF file, in English, at most twenty findings; empty when nothing is.

    An unreadable file raises `OSError`.
    """
    findings: list[str] = []
    check = _Check()
    try:
        with path.open("rb") as file:
            events = etree.iterparse(
                file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
            )
            for event, element in events:
                findings += check.started(element) if event == "start" else check.ended(element)
                if len(findings) > MOST_FINDINGS:
                    return limited(findings)
    except etree.XMLSyntaxError as error:
        return limited([*findings, f"not well-formed: {error}"])
    return limited([*findings, *check.missing()])


class _Check:
    """Follows a file element by element, so that a large one is never held whole."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._text = False
        self._sizes: list[tuple[int, int]] = []
        self._rows = 0

    def started(self, element: etree._Element) -> Iterator[str]:
        name = str(element.tag)
        if not self._seen and (name != f"{_PEF}pef" or element.get("version") != "2008-1"):
            yield "the root is not a PEF of version 2008-1"
        self._seen[name] = self._seen.get(name, 0) + 1
        if name in (f"{_PEF}volume", f"{_PEF}section"):
            inherited = self._sizes[-1] if self._sizes else (0, 0)
            size = (_number(element, "cols", inherited[0]), _number(element, "rows", inherited[1]))
            self._sizes.append(size)
            if min(size) < 1:
                yield f"{self._place()}: no size is declared"
        elif name == f"{_PEF}page":
            self._rows = 0

    def ended(self, element: etree._Element) -> Iterator[str]:
        name = str(element.tag)
        text = element.text or ""
        if name == f"{_PEF}row":
            self._rows += 1
            yield from self._row_findings(text)
        elif name == f"{_PEF}page":
            if self._sizes and self._rows > self._sizes[-1][1]:
                yield f"{self._place()}: {self._rows} rows, more than {self._sizes[-1][1]}"
            element.clear()
        elif name in (f"{_PEF}volume", f"{_PEF}section"):
            self._sizes.pop()
            if len(element) == 0:
                yield f"{self._place()}: empty"
        elif name == f"{_DC}date" and not _DATE.match(text):
            yield f"dc:date is not YYYY-MM-DD: {text}"
        elif name == f"{_DC}format" and text != PEF_FORMAT:
            yield f"dc:format is not {PEF_FORMAT}"
        elif name == f"{_DC}identifier" and not text.strip():
            yield "dc:identifier is empty"

    def missing(self) -> Iterator[str]:
        """What the whole file should have had."""
        for name in (f"{_DC}identifier", f"{_DC}format"):
            if self._seen.get(name) != 1:
                yield f"dc:{name.removeprefix(_DC)} must stand there once"
        if not self._text:
            yield "the file has no text"

    def _row_findings(self, cells: str) -> Iterator[str]:
        self._text = self._text or bool(cells.strip("\u2800"))
        if self._sizes and len(cells) > self._sizes[-1][0]:
            yield f"{self._place()}, row {self._rows}: {len(cells)} cells, more than {self._sizes[-1][0]}"
        wrong = _NOT_CELLS.search(cells)
        if wrong:
            yield f"{self._place()}, row {self._rows}: U+{ord(wrong.group()):04X} is not a cell"

    def _place(self) -> str:
        return f"volume {self._seen.get(f'{_PEF}volume', 0)}, page {self._seen.get(f'{_PEF}page', 0)} of the file"


def _number(element: etree._Element, name: str, inherited: int) -> int:
    text = element.get(name)
    if text is None:
        return inherited
    return int(text) if text.isascii() and text.isdigit() else 0
