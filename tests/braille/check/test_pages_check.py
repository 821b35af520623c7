"""The check of laid-out pages finds what it is there for."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from braille.check.pages import check_pages
from braille.layout.page import Page, PageShape, Row, Volume
from tests.braille.sample_pages import book_of, laid_out, paragraph, transcript_of

SHAPE = PageShape(20, 8)
BOOK = book_of(paragraph("p1", "some words of a book"), paragraph("p2", "and some more"))


def changed(change: Callable[[list[Row]], list[Row]]) -> tuple[str, ...]:
    (volume,) = laid_out(BOOK, SHAPE)
    (page,) = volume.pages
    rows = change(list(page.rows))
    return check_pages(BOOK, transcript_of(BOOK), (Volume(1, (replace(page, rows=tuple(rows)),)),), SHAPE)


def test_good_pages_have_no_findings() -> None:
    assert changed(lambda rows: rows) == ()


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda rows: rows[1:], "p1: cells 0 to"),
        (lambda rows: [rows[0], *rows[2:]], "p1: cells"),
        (lambda rows: [*rows[:2], *rows[3:]], "p2: cells 0 to"),
        (lambda rows: [rows[0], *rows], "come twice"),
        (lambda rows: [*rows[:4], rows[0]], "out of its order"),
        (lambda rows: [replace(rows[0], cells="⠿" * 15), *rows[1:]], "other cells"),
        (lambda rows: [replace(rows[0], cells=rows[0].cells + "⠿" * 10), *rows[1:]], "more than 20"),
        (lambda rows: [*rows, Row("")], "9 rows"),
    ],
)
def test_what_is_wrong_is_found(change: Callable[[list[Row]], list[Row]], finding: str) -> None:
    assert any(finding in found for found in changed(change))


def test_a_volume_of_too_many_pages_is_found() -> None:
    (volume,) = laid_out(BOOK, SHAPE)
    thick = replace(volume, pages=(*volume.pages, *[Page(())] * 3))
    assert any("4 pages" in found for found in check_pages(BOOK, transcript_of(BOOK), (thick,), PageShape(20, 8, 3)))
