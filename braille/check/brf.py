"""Whether a BRF file is what an embosser expects."""

from __future__ import annotations

from pathlib import Path

from braille.check.findings import MOST_FINDINGS, limited
from braille.layout.page import PageShape
from braille.publish.ascii_braille import ASCII_CELLS

_CELLS = frozenset(ASCII_CELLS.encode("ascii"))


def check_brf(path: Path, shape: PageShape) -> tuple[str, ...]:
    """Return what is wrong with a BRF file, in English, at most twenty findings; empty when nothing is.

    Rows within the cells and pages within the lines of `shape`, only ASCII braille, CR LF after each row, a form feed
    after each page, some text. An unreadable file raises `OSError`.
    """
    data = path.read_bytes()
    if not data.strip(b" \r\n\f"):
        return ("the file has no text",)
    pages = data.split(b"\f")
    findings = [] if pages.pop() == b"" else ["the last page does not end with a form feed"]
    for number, page in enumerate(pages, 1):
        findings += _page_findings(number, page, shape)
        if len(findings) > MOST_FINDINGS:
            break
    return limited(findings)


def _page_findings(number: int, page: bytes, shape: PageShape) -> list[str]:
    rows = page.split(b"\r\n")
    findings = [] if rows.pop() == b"" else [f"page {number}: the last row does not end with CR LF"]
    if len(rows) > shape.lines:
        findings.append(f"page {number}: {len(rows)} rows, more than {shape.lines}")
    for place, row in enumerate(rows, 1):
        if len(row) > shape.cells:
            findings.append(f"page {number}, row {place}: {len(row)} cells, more than {shape.cells}")
        wrong = sorted(set(row) - _CELLS)
        if wrong:
            shown = ", ".join(f"0x{byte:02x}" for byte in wrong)
            findings.append(f"page {number}, row {place}: not ASCII braille: {shown}")
    return findings
