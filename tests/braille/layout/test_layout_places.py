"""Where a character stands in braille."""

import pytest

from braille.layout.lay_out import lay_out
from braille.layout.page import BLANK, PageShape
from braille.layout.places import BraillePlace, places_of
from braille.transcript import CellText
from tests.braille.sample_pages import book_of, cell_text, paragraph, transcript_of

SHAPE = PageShape(12, 5, volume_pages=3)


def test_a_character_is_on_the_line_it_is_printed_on() -> None:
    book = book_of(*(paragraph(f"p{number}", f"word{number} and more of it here") for number in range(12)))
    transcript = transcript_of(book)
    volumes = lay_out(book, transcript, SHAPE)
    lookup = places_of(volumes, transcript)
    assert len(volumes) > 1
    checked = 0
    for number in range(12):
        leaf = transcript.leaves[f"p{number}"]
        for position, cell in enumerate(leaf.cells):
            place = lookup(f"p{number}", position)
            assert place is not None
            (page,) = (page for page in volumes[place.volume - 1].pages if page.braille_number == place.page)
            row = page.rows[place.line - 1]
            spans = [span for span in row.spans if span.leaf_id == f"p{number}"]
            if cell == BLANK:
                continue  # one at the end of a line is dropped
            (span,) = (span for span in spans if span.start <= position < span.start + span.length)
            assert row.cells[span.column + position - span.start] == cell
            checked += 1
    assert checked > 200


def test_what_has_no_cells() -> None:
    book = book_of(paragraph("p", "abc"), paragraph("q", "xyz"))
    silent = CellText("abc", "", ())
    partly = CellText("xyz", cell_text("y").cells, (1,))
    transcript = transcript_of(book, p=silent, q=partly)
    lookup = places_of(lay_out(book, transcript, SHAPE), transcript)
    assert lookup("p", 0) is None
    assert lookup("nobody", 0) is None
    assert lookup("q", 0) == lookup("q", 1) is not None
    assert lookup("q", 2) is None


@pytest.mark.parametrize("position", [0, 2])
def test_a_small_book(position: int) -> None:
    book = book_of(paragraph("p", "abc"))
    transcript = transcript_of(book)
    place = places_of(lay_out(book, transcript, SHAPE), transcript)("p", position)
    assert place is not None
    assert (place.volume, place.page) == (1, 1)
    assert isinstance(place, BraillePlace)
