"""Pages as a reader finds them. Rows are shown in ASCII braille: # is the number sign, #a is 1, - are dots 3-6."""

from dataclasses import replace

import pytest

from access.book.model import (
    Aside,
    Cell,
    Code,
    Figure,
    LineBreak,
    List,
    ListItem,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Separator,
    Table,
    Text,
    Verse,
    VerseLine,
)
from access.errors import TranslationFailedError, UsageError
from braille.layout.lay_out import generated_texts, lay_out
from braille.layout.page import PageShape, default_shape
from braille.transcript import CellText
from tests.braille.sample_pages import (
    book_of,
    cell_text,
    cells_of,
    laid_out,
    only_page,
    paragraph,
    section,
    shown,
    transcript_of,
)

FOX = "the quick brown fox jumps over the lazy dog and runs away from it"
ENGLISH = PageShape(24, 12)
CHINESE = PageShape(20, 10, number_place="foot line")


def rows(*blocks, cells: int = 24, language: str = "en", **special: CellText) -> list[str]:  # type: ignore[no-untyped-def]
    """The rows of a page that is long enough for the blocks, without empty ones at its end."""
    page = only_page(book_of(*blocks, language=language), PageShape(cells, 60, number_place="foot line"), **special)
    return "\n".join(page[:-1]).rstrip("\n").split("\n")


def cell(leaf_id: str, text: str, *, header: bool = False, columns: int = 1, height: int = 1) -> Cell:
    return Cell((paragraph(leaf_id, text),) if text else (), header, columns, height)


def chapters(language: str) -> list[str]:
    inner = section("h3", 3, "deeper part of the whole", paragraph("p3", "short."))
    book = book_of(
        section("h1", 1, "chapter one", paragraph("p1", FOX), section("h2", 2, "part", paragraph("p2", FOX), inner)),
        language=language,
    )
    (volume,) = laid_out(book, CHINESE if language == "zh" else ENGLISH)
    return shown(volume.pages)


def test_english_headings_and_page_numbers() -> None:
    first, second = chapters("en")
    assert first.split("\n") == [
        "      chapter one",
        "",
        "  the quick brown fox",
        "jumps over the lazy dog",
        "and runs away from it",
        "",
        "    part",
        "  the quick brown fox",
        "jumps over the lazy dog",
        "and runs away from it",
        "",
        "                      #a",
    ]
    assert second.split("\n") == [
        "      deeper part of the",
        "      whole",
        "  short.",
        *[""] * 8,
        "                      #b",
    ]


def test_chinese_headings_and_the_foot_line() -> None:
    pages = [page.split("\n") for page in chapters("zh")]
    text = ["  the quick brown", "fox jumps over the", "lazy dog and runs", "away from it"]
    assert pages == [
        ["    chapter one", "", *text, "", "", "", "                  #a"],
        ["        part", "", *text, "", "", "", "                  #b"],
        ["    deeper part of", "    the whole", "  short.", *[""] * 6, "                  #c"],
    ]


def test_text_shares_the_last_line_with_the_page_number_at_a_distance() -> None:
    (volume,) = laid_out(book_of(paragraph("p", "ab " * 60)), PageShape(12, 4))
    first, second = shown(volume.pages)[:2]
    assert first.split("\n") == ["  ab ab ab", "ab ab ab ab", "ab ab ab ab", "ab ab     #a"]
    assert second.split("\n")[0] == "ab ab ab ab"
    (volume,) = laid_out(book_of(paragraph("p", "ab " * 60)), PageShape(12, 4, number_place="first line"))
    assert shown(volume.pages)[0].split("\n") == ["  ab ab   #a", "ab ab ab ab", "ab ab ab ab", "ab ab ab ab"]


def test_a_section_of_level_one_begins_a_page() -> None:
    book = book_of(section("h1", 1, "one", paragraph("p1", "x")), section("h2", 1, "two", paragraph("p2", "y")))
    (volume,) = laid_out(book, default_shape("en"))
    assert [page.rows[0].cells.strip("⠀") for page in volume.pages] == [cells_of("one"), cells_of("two")]


# --- print pages --------------------------------------------------------------------------------------------------

PRINT_PAGES = (
    PageBreak("b0", "11"),
    Paragraph(
        "p1",
        (
            Text("before the page "),
            PageBreak("b1", "12"),
            Text("after it, and m"),
            PageBreak("b2", "iv"),
            Text("id word goes on."),
        ),
    ),
    PageBreak("b3", "13"),
    paragraph("p2", FOX),
    paragraph("p3", FOX),
)


def test_english_print_pages() -> None:
    (volume,) = laid_out(book_of(*PRINT_PAGES), ENGLISH)
    assert [page.print_labels for page in volume.pages] == [("11", "12", "iv", "13"), ("13",)]
    assert [page.split("\n") for page in shown(volume.pages)] == [
        [
            "  before the page    #aa",
            "---------------------#ab",
            "after it, and mid",
            "----------------------iv",
            "word goes on.",
            "---------------------#ac",
            "  the quick brown fox",
            "jumps over the lazy dog",
            "and runs away from it",
            "  the quick brown fox",
            "jumps over the lazy dog",
            "and runs away from    #a",
        ],
        ["it                  a#ac", *[""] * 10, "                      #b"],
    ]


def test_chinese_print_pages() -> None:
    (volume,) = laid_out(book_of(*PRINT_PAGES, language="zh"), CHINESE)
    first, second = (page.split("\n") for page in shown(volume.pages))
    assert first[:3] == ["-----------------#aa", "  before the page", "-----------------#ab"]
    assert first[-1] == "#aa-#ac           #a"
    assert second[-1] == "#ac               #b"


def test_a_print_page_begins_with_its_section_not_at_the_end_of_the_one_before() -> None:
    book = book_of(paragraph("p0", "x"), PageBreak("b", "7"), section("h", 1, "two", paragraph("p", "y")))
    (volume,) = laid_out(book, ENGLISH)
    assert [page.print_labels for page in volume.pages] == [(), ("7",)]
    assert shown(volume.pages)[1].split("\n")[:2] == ["                      #g", "          two"]


def test_a_print_page_that_begins_with_an_item_stands_before_its_marker() -> None:
    item = ListItem("1.", (Paragraph("p", (PageBreak("b", "5"), Text("item"))),))
    assert rows(paragraph("p0", "x"), List((item,)), cells=12)[1:] == ["", "----------#e", "1. item"]


# --- lines --------------------------------------------------------------------------------------------------------


def test_a_word_longer_than_the_line_is_divided_with_its_sign_at_the_end() -> None:
    word = replace(cell_text("abcdefghijklmnop"), breaks=frozenset({3, 6, 9, 12}), break_sign="⠤")
    assert rows(paragraph("p", word.text), cells=10, p=word) == ["  abcdef-", "ghijklmnop"]


def test_a_word_longer_than_the_line_is_divided_with_its_sign_at_the_start() -> None:
    word = replace(cell_text("abcdefghijklmnop"), breaks=frozenset({3, 6, 9}), break_sign="⠤", sign_first=True)
    assert rows(paragraph("p", word.text), cells=10, p=word) == ["  abcdef", "-ghi", "-jklmnop"]


def test_a_word_that_fits_on_the_next_line_is_not_divided() -> None:
    text = replace(cell_text("abc abcdefgh"), breaks=frozenset({6, 8, 10}), break_sign="⠤")
    assert rows(paragraph("p", text.text), cells=10, p=text) == ["  abc", "abcdefgh"]


def test_no_line_ends_at_a_sticky_blank() -> None:
    text = replace(cell_text("see #e kg now"), no_break=frozenset({6}))
    assert rows(paragraph("p", text.text), cells=10, p=text) == ["  see", "#e kg now"]


def test_a_forced_line_end_is_kept() -> None:
    block = Paragraph("p", (Text("one"), LineBreak(), LineBreak(), Text("two")))
    assert rows(block) == ["  one", "", "two"]


# --- blocks -------------------------------------------------------------------------------------------------------


def test_lists() -> None:
    inner = List((ListItem("a)", (paragraph("l3", "inner item, long enough"),)), ListItem("", ())))
    block = List(
        (
            ListItem("1.", (paragraph("l1", "first item that runs over"), paragraph("l2", "and another paragraph"))),
            ListItem("2.", (inner,)),
            ListItem("3.", ()),
        )
    )
    assert rows(paragraph("p", "a list:"), block, paragraph("q", "after.")) == [
        "  a list:",
        "",
        "1. first item that runs",
        "    over",
        "      and another",
        "    paragraph",
        "2. a) inner item, long",
        "    enough",
        "3.",
        "",
        "  after.",
    ]


def test_tables_are_told_row_by_row_with_their_headings() -> None:
    table = Table(
        (
            (cell("a", "name", header=True), cell("b", "age", header=True), cell("c", "town", header=True)),
            (cell("d", "ann", header=True, height=2), cell("e", "#ab"), cell("f", "rome")),
            (cell("g", "#ac"), cell("h", "")),
            (cell("i", "both", columns=2), cell("j", "oslo")),
        ),
        (paragraph("k", "a table"),),
    )
    assert rows(table, cells=40) == [
        "  a table",
        "name2 age2 town",
        "name3 ann2 age3 #ab2 town3 rome",
        "ann2 age3 #ac",
        "name age3 both2 town3 oslo",
    ]


def test_a_cell_that_spans_rows_is_told_in_each_of_them() -> None:
    table = Table(
        (
            (cell("a", "fruit", header=True), cell("b", "price", header=True)),
            (cell("c", "pear"), cell("d", "#e yuan", height=2)),
            (cell("e", "peach"),),
            (cell("f", "plum"), cell("g", "#f yuan")),
        )
    )
    assert rows(table, cells=40) == [
        "fruit2 price",
        "fruit3 pear2 price3 #e yuan",
        "fruit3 peach2 price3 #e yuan",
        "fruit3 plum2 price3 #f yuan",
    ]


def test_spans_of_rows_and_columns_together() -> None:
    table = Table(
        (
            (cell("a", "name", header=True, height=2), cell("b", "marks", header=True, columns=2)),
            (cell("c", "art", header=True), cell("d", "music", header=True)),
            (cell("e", "ann"), cell("f", "good", columns=2, height=2)),
            (cell("g", "bob"),),
            (),
            (cell("h", "cyd"), cell("i", "#a"), cell("j", "#b")),
        )
    )
    assert rows(table, cells=60) == [
        "name2 marks",
        "name2 art2 music",
        "name3 ann2 marks art music3 good",
        "name3 bob2 marks art music3 good",
        "name3 cyd2 marks art3 #a2 marks music3 #b",
    ]


def test_a_table_without_headings_and_with_lists_in_it() -> None:
    inner = List((ListItem("1.", (paragraph("b", "one"),)), ListItem("2.", (paragraph("c", "two"),))))
    assert rows(Table(((cell("a", "x"), Cell((inner,))),))) == ["x2 1. one 2. two"]


def test_pictures_notes_quotes_and_asides() -> None:
    assert rows(
        Figure("f", "a dog that runs", (paragraph("d", "long description"),), (paragraph("c", "figure"),)),
        Quote((paragraph("q", "quoted words that run over"),)),
        Note("n", "1", (paragraph("n1", "what the note says runs on"), paragraph("n2", "more"))),
        Aside((paragraph("s", "boxed"), Aside((paragraph("t", "inside"),)))),
        Separator("x"),
        paragraph("e", "end"),
    ) == [
        "  picture: a dog that",
        "runs",
        "  figure",
        "  long description",
        "",
        "    quoted words that",
        "  run over",
        "",
        "1 what the note says",
        "  runs on",
        "    more",
        "",
        "7" * 24,
        "  boxed",
        "",
        "  inside",
        "g" * 24,
        "",
        "      333333333333",
        "",
        "  end",
    ]


def test_verse_and_code() -> None:
    stanzas = (
        (VerseLine("v1", (Text("roses are red"),)), VerseLine("v2", (Text("violets are blue and so on"),), 1)),
        (VerseLine("v3", (Text("end"),)),),
    )
    assert rows(Verse(stanzas), Code("c", "def f\n    return f\n\n\n    and f")) == [
        "roses are red",
        "  violets are blue and",
        "    so on",
        "",
        "end",
        "",
        "def f",
        "    return f",
        "",
        "    and f",
    ]


# --- sheets and what is missing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("cells", "lines", "volume_pages"), [(9, 25, 100), (40, 3, 100), (40, 25, 2)])
def test_sheets_that_hold_no_text_are_refused(cells: int, lines: int, volume_pages: int) -> None:
    with pytest.raises(UsageError):
        PageShape(cells, lines, volume_pages)


def test_usual_sheets() -> None:
    chinese, english = default_shape("zh-CN"), default_shape("en-GB")
    assert (chinese.cells, chinese.lines, chinese.body_lines, chinese.number_place) == (30, 26, 25, "foot line")
    assert (english.cells, english.lines, english.body_lines, english.number_place) == (40, 25, 25, "last line")


def test_generated_texts_are_what_the_layout_asks_for() -> None:
    book = book_of(*PRINT_PAGES, List((ListItem("•", (paragraph("l", "x"),)),)), Figure("f", "alt"), language="zh")
    assert generated_texts(book, "zh") == {
        (text, "zh") for text in ("a book", "a writer", "iv", "•", "图：", "：", "；", "第", "册", "共", "终")
    }


def test_a_transcript_without_a_leaf_is_an_error() -> None:
    book = book_of(paragraph("p", "x"))
    transcript = transcript_of(book)
    with pytest.raises(TranslationFailedError):
        lay_out(book, replace(transcript, leaves={}), ENGLISH)


def test_a_book_of_which_nothing_was_written_is_an_error() -> None:
    book = book_of(paragraph("p", "x"))
    with pytest.raises(TranslationFailedError):
        lay_out(book, transcript_of(book, p=CellText("x", "", ())), ENGLISH)
