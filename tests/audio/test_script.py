"""What is spoken, and in which order."""

from access.book.ids import BlockIds
from access.book.model import (
    Book,
    Cell,
    Figure,
    Heading,
    Inline,
    List,
    ListItem,
    Metadata,
    Note,
    PageBreak,
    Paragraph,
    Section,
    Span,
    Table,
    Text,
)
from access.book.walk import Leaf, Role, flatten
from audio.script import leaf_phrases, script

IDS = BlockIds()


def paragraph(*inlines: Inline | str) -> Paragraph:
    children = tuple(Text(inline) if isinstance(inline, str) else inline for inline in inlines)
    return Paragraph(IDS.make("p", str(children)), children)


def phrases_of(*inlines: Inline | str, language: str = "en") -> list[tuple[str, str]]:
    block = paragraph(*inlines)
    flat = flatten(block.children)
    found = leaf_phrases(Leaf(block.id, Role.PARAGRAPH, language, flat))
    return [(phrase.said_before, flat.text[phrase.start : phrase.end]) for phrase in found]


def test_a_page_inside_a_sentence_is_announced_before_it() -> None:
    assert phrases_of("One is here. Two goes ", PageBreak("pg", "7"), "over the page. Three.") == [
        ("", "One is here."),
        ("Page 7.", ""),
        ("", "Two goes over the page."),
        ("", "Three."),
    ]


def test_pages_at_the_start_and_end() -> None:
    assert phrases_of(PageBreak("a", "1"), "甲。", PageBreak("b", "2"), language="zh") == [
        ("第1页", ""),
        ("", "甲。"),
        ("第2页", ""),
    ]


def test_pieces_follow_the_language() -> None:
    block = paragraph("他说 ", Span("en", (Text("Good morning"),)), " 早。")
    (phrase,) = leaf_phrases(Leaf("p", Role.PARAGRAPH, "zh", flatten(block.children)))
    assert [piece.language for piece in phrase.pieces] == ["zh", "en", "zh"]
    assert phrase.pieces[0].start == phrase.start
    assert phrase.pieces[-1].end == phrase.end


def _book(*blocks: object, language: str = "en") -> Book:
    heading = Heading(IDS.make("h", "T"), (Text("Title"),))
    return Book(Metadata("T", language, "x"), (Section(IDS.make("s", "T"), 1, heading, blocks),))  # type: ignore[arg-type]


def said(book: Book) -> list[tuple[str, str]]:
    return [
        (phrase.said_before, leaf.flat.text[phrase.start : phrase.end])
        for part in script(book)
        for leaf in part.leaves
        for phrase in leaf.phrases
    ]


def test_numbers_of_items_labels_of_notes_and_pictures_are_said_before() -> None:
    inner = List((ListItem("a.", (paragraph("Deep."),)),), ordered=True)
    book = _book(
        List((ListItem("1.", (paragraph("First."), inner)), ListItem("2.", (paragraph("Second."),))), ordered=True),
        List((ListItem("•", (paragraph("Plain."),)),)),
        Note("n1", "3", (paragraph("A note."),)),
        Figure("f", "A keypad", caption=(paragraph("Below."),)),
        Table(((Cell((paragraph("Cell."),)),),)),
    )
    assert said(book) == [
        ("", "Title"),
        ("1. ", "First."),
        ("a. ", "Deep."),
        ("2. ", "Second."),
        ("", "Plain."),
        ("Note 3: ", "A note."),
        ("Picture: ", "A keypad"),
        ("", "Below."),
        ("", "Cell."),
    ]


def test_a_part_for_every_section_with_text_of_its_own() -> None:
    inner = Section("s2", 2, Heading("h2", (Text("Inner"),)), (paragraph("Text."),))
    outer = Section("s1", 1, None, (inner, paragraph("After the inner section.")))
    parts = script(Book(Metadata("T", "en", "x"), (outer,)))
    assert [part.section_id for part in parts] == ["s2", "s1"]
