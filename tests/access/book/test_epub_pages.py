from __future__ import annotations

import pytest

from access.book.model import PageBreak
from access.book.walk import Mark, book_text, leaves
from tests.access.book.epub_builder import build_epub, contents, document, package
from tests.access.book.reading_epubs import first_blocks, read, read_bodies


@pytest.mark.parametrize(
    ("markup", "label"),
    [
        ('<span epub:type="pagebreak" title="12"/>', "12"),
        ('<div role="doc-pagebreak" aria-label="Page iv."/>', "iv"),
        ('<span epub:type="pagebreak">7</span>', "7"),
        ('<hr epub:type="pagebreak" id="page_009"/>', "9"),
        ('<span role="doc-pagebreak" aria-label="第 3 页"/>', "3"),
    ],
)
def test_labels(markup: str, label: str) -> None:
    page, _ = first_blocks(f"<div>{markup}</div><p>x</p>")
    assert isinstance(page, PageBreak)
    assert page.label == label


def test_a_page_break_in_a_sentence_is_not_text() -> None:
    book = read_bodies('<p>one <span epub:type="pagebreak" title="2">2</span>two</p>')
    (leaf,) = leaves(book)
    assert leaf.text == "one two"
    assert [(span.start, span.value) for span in leaf.flat.spans if span.mark is Mark.PAGE] == [(4, "2")]


def test_the_list_of_pages_says_where_pages_begin_if_the_text_does_not() -> None:
    book = read_bodies(
        '<h1>A</h1><p>one <span id="p1"/>two</p><p id="p2">three</p>',
        '<p id="p3" epub:type="pagebreak"/><p>four</p>',
        pages=contents(("0.xhtml#p1", "1"), ("0.xhtml#p2", "2"), ("1.xhtml#p3", "3")),
    )
    pages = [(leaf.text, [span.value for span in leaf.flat.spans if span.mark is Mark.PAGE]) for leaf in leaves(book)]
    assert pages == [("A", []), ("one two", ["1"]), ("2", []), ("three", []), ("3", []), ("four", [])]


def test_epub_2_with_its_ncx_contents_and_pages() -> None:
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>'
        '<navPoint id="a"><navLabel><text>Part</text>'
        '</navLabel><content src="0.xhtml"/><navPoint id="b"><navLabel><text>Chapter</text></navLabel>'
        '<content src="1.xhtml#x"/></navPoint></navPoint></navMap><pageList>'
        '<pageTarget value="5"><navLabel><text>5</text>'
        '</navLabel><content src="1.xhtml#y"/></pageTarget></pageList></ncx>'
    )
    files = {
        "0.xhtml": document("<h1>Part</h1>"),
        "1.xhtml": document('<h1 id="x">Chapter</h1><p id="y">words</p>'),
        "toc.ncx": ncx,
    }
    data = build_epub(
        {f"OEBPS/{name}": text for name, text in files.items()}, opf=package(files, version="2.0", nav="")
    )
    opened = read(data)
    (part,) = opened.book.sections
    (chapter,) = part.blocks
    assert book_text(opened.book) == "Part\nChapter\nwords"
    assert [leaf.text for leaf in leaves(opened.book)] == ["Part", "Chapter", "5", "words"]
    assert type(chapter).__name__ == "Section"
    assert opened.warnings == ()
