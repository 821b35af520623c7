"""Pages cut into volumes."""

from braille.layout.page import PageShape
from braille.layout.style import ENGLISH
from tests.braille.sample_pages import book_of, laid_out, paragraph, section, shown


def chapters(*pages: int, language: str = "en"):  # type: ignore[no-untyped-def]
    """A book of chapters, each of about as many pages of 20 × 5 as given."""
    row = "aaaaaaaaaaaaaaaaa "
    return book_of(
        *(
            section(f"h{number}", 1, "chapter", paragraph(f"p{number}", row * (3 * count - 2)))
            for number, count in enumerate(pages)
        ),
        language=language,
    )


def test_a_book_of_one_volume_has_no_title_page() -> None:
    (volume,) = laid_out(chapters(3), PageShape(20, 5, 4))
    assert {page.kind for page in volume.pages} == {"body"}
    assert volume.number == 1


def test_volumes_have_a_title_page_and_a_closing_line_and_go_on_with_the_page_numbers() -> None:
    shape = PageShape(30, 6, 5, number_place="foot line")
    volumes = laid_out(book_of(paragraph("p", "some words " * 150)), shape)
    assert [volume.number for volume in volumes] == list(range(1, len(volumes) + 1))
    assert all(len(volume.pages) <= 5 for volume in volumes)
    assert all(volume.pages[0].kind == "title" for volume in volumes)
    numbers = [page.braille_number for volume in volumes for page in volume.pages if page.kind == "body"]
    assert numbers == list(range(1, len(numbers) + 1))
    first = shown(volumes[0].pages)
    assert len(volumes) == 4
    assert first[0].split("\n") == ["            a book", "", "           a writer", "", "       volume #a of #d"]
    assert volumes[0].pages[-1].kind == "end"
    assert first[-1] == "       end of volume #a"
    assert shown(volumes[-1].pages)[-1].split("\n")[-1] == "       end of volume #d"


def test_the_closing_line_stands_on_the_last_page_where_there_is_room() -> None:
    shape = PageShape(30, 6, 5, number_place="foot line")
    volumes = laid_out(book_of(paragraph("p", "some words " * 164)), shape)
    last = volumes[-1].pages[-1]
    assert last.kind == "body"
    assert shown([last])[0].split("\n")[-5:-1] == ["", "       end of volume #e", "", ""]


def test_chinese_volumes() -> None:
    shape = PageShape(30, 6, 5, number_place="foot line")
    volumes = laid_out(book_of(paragraph("p", "some words " * 65), language="zh"), shape)
    # The words are full cells here: 第 ⠼⠁ ⠤ 册, 共 ⠼⠃ ⠤ 册.
    assert volumes[0].pages[0].rows[-1].cells.strip("⠀") == "⠿⠼⠁⠤⠿⠀⠿⠀⠼⠃⠤⠿"
    assert volumes[0].pages[-1].rows[-1].cells.strip("⠀") == "⠿⠼⠁⠤⠿⠀⠿"


def test_a_volume_ends_before_a_chapter_when_it_is_well_filled() -> None:
    shape = PageShape(20, 5, 10, number_place="foot line")
    volumes = laid_out(chapters(4, 3, 6), shape)
    starts = [next(page for page in volume.pages if page.kind == "body") for volume in volumes]
    assert len(volumes) == 2
    assert shown([starts[1]])[0].split("\n")[0].strip() == "chapter"
    assert len(volumes[0].pages) >= 7


def test_a_volume_that_would_be_too_thin_ends_inside_a_chapter() -> None:
    shape = PageShape(20, 5, 10, number_place="foot line")
    volumes = laid_out(chapters(2, 12), shape)
    starts = [next(page for page in volume.pages if page.kind == "body") for volume in volumes]
    assert shown([starts[1]])[0].split("\n")[0].strip() != "chapter"
    assert len(volumes[0].pages) >= 9


def test_on_interpoint_paper_chinese_numbers_stand_on_the_fronts_of_sheets() -> None:
    book = book_of(paragraph("p", "words " * 60), language="zh")
    (volume,) = laid_out(book, PageShape(20, 6, number_place="foot line", interpoint=True))
    ends = [page.rows[-1].cells.endswith(f"⠼{'⠁⠃⠉⠙⠑⠋⠛'[place]}") for place, page in enumerate(volume.pages)]
    assert ends == [place % 2 == 0 for place in range(len(volume.pages))]
    assert len(ends) > 2


def test_levels_beyond_the_last_look_like_the_last() -> None:
    assert ENGLISH.heading(300) is ENGLISH.headings[-1]
