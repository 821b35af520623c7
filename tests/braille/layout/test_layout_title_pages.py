"""Title pages and closing lines on sheets of every size: nothing of them is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.book.model import Metadata
from access.errors import UsageError
from braille.layout.page import BLANK, PageShape, Volume
from braille.layout.source import TranscriptSource
from braille.layout.style import style_for
from braille.layout.title_pages import TitlePages
from braille.transcript import CellText, Transcript
from tests.braille.sample_pages import book_of, cells_of, laid_out, paragraph, shown

TITLE = "a title of many words that goes on and on for a while longer than rows"


def volumes_of(
    shape: PageShape, title: str = TITLE, author: str = "some body", words: int = 160, **more: str
) -> tuple[Volume, ...]:
    return laid_out(book_of(paragraph("p", "word " * words), title=title, author=author, **more), shape)


def packed(volume: Volume, kind: str) -> str:
    """The cells of all pages of a kind, without blanks."""
    rows = [row.cells for page in volume.pages if page.kind == kind for row in page.rows]
    return "".join(rows).replace(BLANK, "")


def letters(number: int) -> str:
    """A number in ASCII braille."""
    return "#" + "".join("jabcdefghi"[int(digit)] for digit in str(number))


def title_rows(volume: Volume) -> list[list[str]]:
    pages = shown([page for page in volume.pages if page.kind == "title"])
    return [[row.strip() for row in page.split("\n")] for page in pages]


def test_a_narrow_sheet_keeps_title_author_and_volume() -> None:
    """Blank lines go before anything else does."""
    volumes = volumes_of(PageShape(20, 8, 5, number_place="foot line"))
    assert title_rows(volumes[0]) == [
        [
            "a title of",
            "many words",
            "that goes on",
            "and on for a",
            "while longer",
            "than rows",
            "some body",
            f"volume #a of {letters(len(volumes))}",
        ]
    ]


def test_a_lower_sheet_gives_up_its_margins() -> None:
    volumes = volumes_of(PageShape(20, 6, 5))
    title = ["a title of many", "words that goes on", "and on for a while", "longer than rows"]
    assert title_rows(volumes[0]) == [[*title, "some body", f"volume #a of {letters(len(volumes))}"]]


def test_a_title_that_is_too_long_for_a_page_goes_on_on_the_next() -> None:
    volumes = volumes_of(PageShape(10, 4, 12))
    assert title_rows(volumes[0]) == [
        ["a title of", "many words", "that goes", "on and on"],
        ["for a", "while", "longer", "than rows"],
        ["some body", "volume #a", f"of {letters(len(volumes))}"],
    ]
    assert all(len(volume.pages) <= 12 for volume in volumes)


def test_a_closing_line_longer_than_a_row_takes_several() -> None:
    first = volumes_of(PageShape(10, 4, 12))[0]
    assert [row.strip() for row in shown(first.pages[-1:])[0].split("\n")] == ["end of", "volume #a"]


def test_a_line_longer_than_a_row_is_divided_between_its_words_and_numbers() -> None:
    syllables = {"第": "⠙⠊⠆", "册": "⠉⠑⠆", "终": "⠌⠲⠁"}
    generated = {text: CellText(text, cells, (0,) * len(cells)) for text, cells in syllables.items()}
    source = TranscriptSource(Transcript("zh", "test", {}, generated))
    titles = TitlePages(Metadata("a", "zh", "urn:x"), source, PageShape(10, 4, 3), style_for("zh"))
    rows = [row.cells.strip(BLANK) for row in titles.closing(100, 156)]
    assert rows == ["⠙⠊⠆⠼⠁⠚⠚⠤", "⠉⠑⠆⠀⠌⠲⠁"]


def test_title_pages_that_leave_no_room_for_the_book_are_refused() -> None:
    with pytest.raises(UsageError) as raised:
        volumes_of(PageShape(10, 4, 4))
    least = raised.value.details["least"]
    assert isinstance(least, int)
    assert len(volumes_of(PageShape(10, 4, least))) > 1
    assert "least 5 pages" in str(raised.value)


def test_a_book_of_one_volume_is_never_refused() -> None:
    book = book_of(paragraph("p", "word"), title=TITLE * 20)
    assert len(laid_out(book, PageShape(10, 4, 3))) == 1


shapes = st.builds(
    PageShape,
    st.integers(10, 45),
    st.integers(4, 30),
    st.integers(3, 12),
    st.sampled_from(["first line", "last line", "foot line"]),
)
names = st.lists(st.text("abcdef", min_size=1, max_size=24), min_size=1, max_size=14).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(shapes, names, names, st.sampled_from(["en", "zh"]), st.integers(1, 40))
def test_title_author_volume_and_closing_line_are_whole(
    shape: PageShape, title: str, author: str, language: str, pages: int
) -> None:
    words = "word " * (pages * shape.cells * shape.lines // 5)
    book = book_of(paragraph("p", words), title=title, author=author, language=language)
    try:
        volumes = laid_out(book, shape)
    except UsageError:
        # No two rows that follow each other would fit in one, so these are the most that the texts may take.
        rows = sum(2 * len(text) // shape.cells + 2 for text in (title, author, "volume #aaa of #aaa"))
        assert rows > (shape.volume_pages - 2) * (shape.body_lines // 2)
        return
    if len(volumes) == 1:
        return
    style = style_for(language)
    for volume in volumes:
        written = {" ": "", "⠤": "⠤", "{n}": cells_of(letters(volume.number)), "{m}": cells_of(letters(len(volumes)))}
        line, end = (
            "".join(written.get(word, cells_of(word).replace(BLANK, "")) for word in words)
            for words in (style.volume_line, style.end_line)
        )
        assert packed(volume, "title") == cells_of(title + author).replace(BLANK, "") + line
        assert end in packed(volume, "end") + packed(volume, "body")
        assert len(volume.pages) <= shape.volume_pages
        assert all(len(page.rows) <= shape.lines for page in volume.pages)
        assert all(len(row.cells) <= shape.cells for page in volume.pages for row in page.rows)
        assert any(page.kind == "body" for page in volume.pages)
