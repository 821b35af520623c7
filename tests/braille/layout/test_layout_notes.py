"""Notes: their labels and where they stand."""

import pytest

from access.book.model import Block, Cell, List, ListItem, Note, NoteRef, PageBreak, Paragraph, Table, Text
from braille.layout.note_labels import begins_with_marker
from braille.layout.page import PageShape
from tests.braille.sample_pages import book_of, only_page, paragraph, section


def rows(*blocks: Block, cells: int = 30) -> list[str]:
    page = only_page(book_of(*blocks), PageShape(cells, 60, number_place="foot line"))
    return "\n".join(page[:-1]).rstrip("\n").split("\n")


def referring(marker: str, note_id: str = "n1", leaf_id: str = "p") -> Paragraph:
    return Paragraph(leaf_id, (Text("word"), NoteRef(note_id, (Text(marker),))))


def note(note_id: str, text: str, label: str = "") -> Note:
    return Note(note_id, label, (paragraph(f"{note_id}-text", text),))


@pytest.mark.parametrize("marker", ["x", "[x]", "（x）", " x "])
def test_a_note_without_a_label_takes_the_marker_of_its_reference(marker: str) -> None:
    assert rows(referring(marker), note("n1", "what it says"))[-1] == "x what it says"


def test_the_first_reference_gives_the_label() -> None:
    shown = rows(referring("[x]"), referring("[y]", leaf_id="q"), note("n1", "what it says"))
    assert shown[-1] == "x what it says"


def test_a_note_before_its_reference_has_the_label_too() -> None:
    assert rows(note("n1", "what it says"), referring("x"))[0] == "x what it says"


def test_a_label_of_its_own_or_in_its_text_is_enough() -> None:
    assert rows(referring("x"), note("n1", "what it says", "y"))[-1] == "y what it says"
    assert rows(referring("x"), note("n1", "x. what it says"))[-1] == "x. what it says"
    assert rows(referring("x"), note("n1", "what it says"), note("n2", "no one refers"))[-1] == "no one refers"


@pytest.mark.parametrize(
    ("text", "marker", "begins"),
    [
        ("1. See", "1", True),
        ("[1] See", "1", True),
        ("1984 was", "1", False),
        ("1.5 km", "1", False),
        ("12", "1", False),
        ("* See", "*", True),
        ("a. See", "a", True),
        ("about", "a", False),
        ("See", "", True),
        ("", "1", False),
        ("①见", "①", True),
    ],
)
def test_what_begins_with_a_marker(text: str, marker: str, begins: bool) -> None:
    assert begins_with_marker(text, marker) is begins


def test_the_marker_of_a_list_item_labels_its_note() -> None:
    notes = List((ListItem("x.", (note("n1", "what it says"),)),))
    assert rows(referring("x"), notes)[-1] == "x. what it says"


def test_a_note_in_a_table_has_its_label() -> None:
    table = Table(((Cell((referring("x"),)), Cell((note("n1", "what it says"),))),))
    assert rows(table) == ["wordx2 x what it says"]


def test_a_run_of_notes_is_set_apart_from_the_text() -> None:
    assert rows(
        paragraph("a", "before"),
        note("n1", "one", "x"),
        PageBreak("b", "12"),
        note("n2", "two", "y"),
        paragraph("c", "after"),
    ) == ["  before", "", "x one", "---------------------------#ab", "y two", "", "  after"]


def test_notes_in_a_section_without_a_title_are_set_apart() -> None:
    untitled = section("h", 2, "", note("n1", "one", "x"))
    inner = type(untitled)(untitled.id, 2, None, untitled.blocks)
    assert rows(paragraph("a", "before"), inner) == ["  before", "", "x one"]


def test_notes_follow_their_heading_without_a_blank_line() -> None:
    shown = rows(paragraph("a", "before"), section("h", 2, "notes", note("n1", "one", "x")))
    assert shown == ["  before", "", "    notes", "x one"]
