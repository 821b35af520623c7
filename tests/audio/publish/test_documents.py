"""How the text is cut into files."""

from __future__ import annotations

from access.book.model import Book, Heading, Metadata, Paragraph, Section, Text
from access.book.walk import leaves
from audio.publish.documents import documents
from tests.samples.talking_book import every_block


def paragraph(name: str, length: int) -> Paragraph:
    return Paragraph(name, (Text("x" * length),))


def section(name: str, level: int, *blocks: Paragraph | Section, titled: bool = True) -> Section:
    return Section(name, level, Heading(f"h-{name}", (Text(name),)) if titled else None, blocks)


def test_a_file_an_outermost_section() -> None:
    files = documents(every_block())
    assert [(file.name, file.section.id) for file in files] == [("t0001", "s-1"), ("t0002", "s-2"), ("t0003", "s-n1")]


def test_long_sections_are_cut_at_subsections_and_blocks_in_reading_order() -> None:
    inner = section("b", 2, paragraph("p3", 60), paragraph("p4", 60), paragraph("p5", 200), paragraph("p6", 10))
    outer = section("a", 1, paragraph("p1", 10), inner, paragraph("p7", 10), section("c", 2, paragraph("p8", 10)))
    book = Book(Metadata("T", "en", "id"), (outer,))
    files = documents(book, longest=100)
    assert [(file.section.id, file.begins, list(file.leaf_ids())) for file in files] == [
        ("a", True, ["h-a", "p1"]),
        ("b", True, ["h-b", "p3"]),
        ("b", False, ["p4"]),
        ("b", False, ["p5"]),
        ("b", False, ["p6"]),
        ("a", False, ["p7"]),
        ("c", True, ["h-c", "p8"]),
    ]


def test_cutting_loses_nothing_and_doubles_nothing() -> None:
    book = every_block()
    for longest in (1, 20, 100, 10_000):
        cut = [leaf_id for file in documents(book, longest) for leaf_id in file.leaf_ids()]
        assert cut == [leaf.id for leaf in leaves(book)]


def test_a_wrapper_without_heading_makes_no_empty_file() -> None:
    book = Book(Metadata("T", "en", "id"), (section("a", 1, section("b", 2, paragraph("p", 50)), titled=False),))
    assert [file.section.id for file in documents(book, longest=10)] == ["b"]
