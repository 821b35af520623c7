"""Odd books: notes, references and print pages where one does not expect them."""

from __future__ import annotations

from tests.acceptance.epub_builder import EpubBuilder, Page
from tests.acceptance.odd_book import OddBook

REFERENCE = '<a epub:type="noteref" href="{}" id="r{}">{}</a>'


def notes_in_notes() -> EpubBuilder:
    body = (
        f"<h1>N</h1><p>Text{REFERENCE.format('#n1', 1, '1')} goes on.</p>"
        f'<aside epub:type="footnote" id="n1"><p>Outer note{REFERENCE.format("#n2", 2, "2")} ends.</p></aside>'
        f'<aside epub:type="footnote" id="n2"><p>Inner note{REFERENCE.format("#n1", 3, "1")}.</p></aside>'
    )
    return EpubBuilder([Page("c.xhtml", body)])


def loose_ends() -> EpubBuilder:
    body = (
        "<h1>N</h1><p>"
        f"Lost{REFERENCE.format('#nowhere', 1, '9')} and away{REFERENCE.format('gone.xhtml#x', 2, '8')}.</p>"
        '<aside epub:type="footnote" id="n1"><p>Nobody refers to me.</p></aside><p>Done.</p>'
    )
    return EpubBuilder([Page("c.xhtml", body)])


def notes_elsewhere() -> EpubBuilder:
    text = "".join(f"<p>Claim {n}{REFERENCE.format(f'notes.xhtml#n{n}', n, n)}.</p>" for n in (1, 2, 3))
    notes = "".join(
        f'<li epub:type="endnote" id="n{n}"><p>Proof {n}. <a href="c.xhtml#r{n}">back</a></p></li>' for n in (1, 2, 3)
    )
    pages = [Page("c.xhtml", f"<h1>T</h1>{text}")]
    return EpubBuilder(
        [*pages, Page("notes.xhtml", f'<section epub:type="endnotes"><h1>Notes</h1><ol>{notes}</ol></section>')]
    )


def plain_note_links() -> EpubBuilder:
    body = (
        '<h1>P</h1><p>A word<a id="b1" href="#f1"><sup>[1]</sup>'
        '</a> and one<a id="b2" href="#f2"><sup>[2]</sup></a>.</p><hr/>'
        '<p id="f1"><a href="#b1">[1]</a> First remark.</p><p id="f2"><a href="#b2">[2]</a> Second remark.</p>'
    )
    return EpubBuilder([Page("c.xhtml", body)], version="2.0", ncx="")


def breaking(label: str, number: int) -> str:
    """Return an inline page break."""
    return f'<span epub:type="pagebreak" role="doc-pagebreak" id="pg{number}" title="{label}" aria-label="{label}"/>'


def breaks_in_words() -> EpubBuilder:
    body = (
        f"{breaking('1', 1)}<h1>Pa{breaking('2', 2)}ges</h1><p>"
        f"An unin{breaking('3', 3)}terrupted word, and a {breaking('4', 4)}sentence.</p>"
    )
    return EpubBuilder([Page("c.xhtml", body)])


def odd_labels() -> EpubBuilder:
    labels = ("i", "ii", "iii", "1", "2", "2", "A-7")
    body = "<h1>L</h1>" + "".join(
        f'<div epub:type="pagebreak" id="pg{n}" title="{label}"/><p>On page {n}.</p>' for n, label in enumerate(labels)
    )
    links = "".join(f'<li><a href="c.xhtml#pg{n}">{label}</a></li>' for n, label in enumerate(labels))
    return EpubBuilder([Page("c.xhtml", body)], page_list=links)


def page_list_only() -> EpubBuilder:
    body = "<h1>L</h1>" + "".join(f'<p id="a{n}">Page begins {n}.</p>' for n in range(3))
    links = "".join(f'<li><a href="c.xhtml#a{n}">{n + 40}</a></li>' for n in range(3))
    return EpubBuilder([Page("c.xhtml", body)], page_list=links)


NOTES = (
    OddBook(
        "notes-in-notes",
        "a note refers to a note that refers back",
        notes_in_notes,
        ("Text", "Outer note", "Inner note"),
        notes=2,
        references=3,
    ),
    OddBook(
        "loose-note-ends",
        "references without notes, a note without reference",
        loose_ends,
        ("Lost", "Nobody", "Done."),
        references=0,
    ),
    OddBook(
        "notes-in-another-file",
        "the notes are a file of their own",
        notes_elsewhere,
        ("Claim 3", "Proof 1.", "Proof 3."),
        notes=3,
        references=3,
    ),
    OddBook(
        "plain-note-links",
        "notes only by links there and back",
        plain_note_links,
        ("A word", "First remark.", "Second"),
        notes=2,
        references=2,
    ),
    OddBook(
        "breaks-in-words",
        "pages begin in words, before all text",
        breaks_in_words,
        ("Pages", "uninterrupted word, and a sentence"),
        pages=("1", "2", "3", "4"),
    ),
    OddBook(
        "odd-page-labels",
        "roman, then arabic, one twice",
        odd_labels,
        ("On page 0.", "On page 6."),
        pages=("i", "ii", "iii", "1", "2", "2", "A-7"),
    ),
    OddBook(
        "page-list-only",
        "pages are only in the navigation",
        page_list_only,
        ("Page begins 2.",),
        pages=("40", "41", "42"),
    ),
)
