from __future__ import annotations

from typing import cast

import pytest

from access.book.epub.notes import is_back_sign
from access.book.model import Book, List, Note, NoteRef, Paragraph
from access.book.walk import book_text, leaves
from tests.access.book.epub_builder import simple_epub
from tests.access.book.reading_epubs import every, plain, read, read_bodies, texts, warnings_of


def references(book: Book) -> list[tuple[str, str]]:
    """Return marker and note id of all references."""
    return [
        (plain(child.children), child.note_id)
        for block in every(book, Paragraph)
        for child in block.children
        if isinstance(child, NoteRef)
    ]


def test_notes_that_say_so_in_another_file() -> None:
    book = read_bodies(
        '<p>a<a epub:type="noteref" href="1.xhtml#n1">1</a></p><p>b<sup>'
        '<a role="doc-noteref" href="1.xhtml#n2">2</a></sup></p>',
        '<section epub:type="endnotes"><h1>Notes</h1><ol><li id="n1" epub:type="endnote"><p>One '
        '<a href="0.xhtml" role="doc-backlink">↩</a></p></li>'
        '<li id="n2" role="doc-endnote"><p>Two</p></li></ol></section>',
    )
    notes = every(book, Note)
    assert [(note.label, texts(note.blocks)) for note in notes] == [("1.", ["One"]), ("2.", ["Two"])]
    assert references(book) == [("1", notes[0].id), ("2", notes[1].id)]


@pytest.mark.parametrize(
    "note",
    [
        '<p id="n"><a href="0.xhtml#r">[1]</a> The note.</p>',
        '<p><a id="n" href="0.xhtml#r"><sup>[1]</sup></a> The note.</p>',
        '<div id="n"><p><a href="0.xhtml#r">[1]</a> The note.</p></div>',
        '<p id="n">[1] The note. <a href="0.xhtml#r">↑</a></p>',
        '<ul><li id="n"><a href="0.xhtml#r">[1]</a> The note.</li></ul>',
    ],
)
@pytest.mark.parametrize(
    "reference",
    [
        '<a id="r" href="1.xhtml#n">[1]</a>',
        '<sup id="r"><a href="1.xhtml#n">1</a></sup>',
        '<a id="r" href="1.xhtml#n">*</a>',
    ],
)
def test_plain_links_there_and_back_are_references_and_notes(note: str, reference: str) -> None:
    book = read_bodies(f"<h1>A</h1><p>Text{reference} goes on.</p>", f"<h1>Notes</h1>{note}<p>Not a note.</p>")
    (found,) = every(book, Note)
    assert [note_id for _, note_id in references(book)] == [found.id]
    assert "".join(plain(cast(Paragraph, block).children) for block in found.blocks) == "[1] The note."


def test_notes_in_the_same_file_each_get_their_own() -> None:
    marks = range(1, 30)
    text = "".join(f'<p>word<a id="r{mark}" href="#n{mark}"><sup>{mark}</sup></a></p>' for mark in marks)
    notes = "".join(f'<p id="n{mark}"><a href="#r{mark}">{mark}</a> note {mark}</p>' for mark in marks)
    book = read_bodies(f"<h1>A</h1>{text}<hr/>{notes}")
    found = every(book, Note)
    assert [texts(note.blocks) for note in found] == [[f"{mark} note {mark}"] for mark in marks]
    assert references(book) == [(str(mark), note.id) for mark, note in zip(marks, found, strict=True)]


def test_a_contents_page_whose_chapters_lead_back_to_it_holds_no_notes() -> None:
    book = read_bodies(
        '<h1>Contents</h1><p><a id="t1" href="1.xhtml#c1">1</a></p><p><a id="t2" href="1.xhtml#c2">2</a></p>',
        '<h2 id="c1"><a href="0.xhtml#t1">1</a></h2><p>x</p><h2 id="c2"><a href="0.xhtml#t2">2</a></h2><p>y</p>',
    )
    assert every(book, Note) == []


def test_a_note_in_a_note() -> None:
    book = read_bodies(
        '<p>a<a epub:type="noteref" href="#n1">1</a></p><aside epub:type="footnote" id="n1"><p>one'
        '<a epub:type="noteref" href="#n2">2</a></p></aside><aside epub:type="footnote" id="n2"><p>two</p></aside>'
    )
    assert references(book) == [("1", every(book, Note)[0].id), ("2", every(book, Note)[1].id)]


def test_a_reference_to_a_missing_note_stays_as_text_and_is_told() -> None:
    opened = read(simple_epub({"0.xhtml": '<p>a<a epub:type="noteref" href="#gone">1</a> b</p>'}))
    assert book_text(opened.book) == "a1 b"
    assert every(opened.book, Note) == []
    assert "missing" in warnings_of(opened)


def test_notes_that_are_not_linear_are_read_at_the_end() -> None:
    data = simple_epub(
        {
            "n.xhtml": '<aside epub:type="footnote" id="n1"><p>The note</p></aside>',
            "0.xhtml": '<h1>A</h1><p>a<a epub:type="noteref" href="n.xhtml#n1">1</a></p>',
            "1.xhtml": "<h1>B</h1><p>b</p>",
        },
        nonlinear=["n.xhtml"],
    )
    book = read(data).book
    assert [leaf.text for leaf in leaves(book)] == ["A", "a1", "B", "b", "The note"]
    assert references(book) == [("1", every(book, Note)[0].id)]


def test_a_list_of_which_some_items_are_notes_stays_a_list() -> None:
    book = read_bodies(
        '<p>a<a epub:type="noteref" href="#n">1</a></p><ol><li id="n" epub:type="footnote">one</li><li>two</li></ol>'
    )
    (block,) = every(book, List)
    assert [item.marker for item in block.items] == ["1.", "2."]
    assert texts(block.items[1].blocks) == ["two"]


def test_back_signs() -> None:
    assert [is_back_sign(text) for text in ("↩", "[^]", " ↑ ", "\u21a9\ufe0e")] == [True] * 4
    assert [is_back_sign(text) for text in ("*", "1", "back", "", "†")] == [False] * 5
