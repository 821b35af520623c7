"""Phrases, inlines and page breaks inside a leaf."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from access.book.model import Emphasis, Inline, Link, NoteRef, PageBreak, Ruby, Span, Strong, Text
from access.book.walk import Mark, TextSpan, flatten
from audio.narration import Phrase
from audio.publish.clips import Clip
from audio.publish.inlines import Element, marked_up

_NAMES = {Mark.EMPHASIS: "em", Mark.STRONG: "strong", Mark.LINK: "a", Mark.NOTE_REFERENCE: "a", Mark.LANGUAGE: "span"}


class Tags:
    """Every mark has an element but ruby."""

    def phrase(self, clip: Clip) -> Element:
        return Element(f'<span id="{clip.id}">', "</span>")

    def inline(self, leaf_id: str, number: int, span: TextSpan) -> Element | None:
        name = _NAMES.get(span.mark)
        return Element(f'<{name} id="n{number}">', f"</{name}>") if name else None

    def reopened(self, span: TextSpan) -> Element | None:
        name = _NAMES.get(span.mark)
        return Element(f"<{name}>", f"</{name}>") if name else None

    def page(self, span: TextSpan) -> str:
        return f'<i id="{span.id}"/>'


def clips(*edges: tuple[int, int]) -> list[Clip]:
    return [
        Clip(f"f{order}", f"f{order}", "t", 0, order, 0, 1, Phrase("p", "", start, end, 0, 1))
        for order, (start, end) in enumerate(edges)
    ]


def test_an_emphasis_over_the_end_of_a_sentence_is_closed_and_opened_again() -> None:
    flat = flatten((Text("a"), Emphasis((Text("b.c"),)), Text("d.")))
    written = marked_up("p", flat, clips((0, 3), (3, 6)), Tags(), keep_lines=False)
    assert written == '<span id="f0">a<em id="n0">b.</em></span><span id="f1"><em>c</em>d.</span>'


def test_a_page_break_stands_inside_the_word_where_it_is() -> None:
    flat = flatten((Text("un"), PageBreak("pg", "1"), Text("broken")))
    written = marked_up("p", flat, clips((0, 8)), Tags(), keep_lines=False)
    assert written == '<span id="f0">un<i id="pg"/>broken</span>'


def test_page_breaks_at_the_edges_and_without_text() -> None:
    flat = flatten((PageBreak("a", "1"), Text("x"), PageBreak("b", "2")))
    assert (
        marked_up("p", flat, clips((0, 1)), Tags(), keep_lines=False) == '<i id="a"/><span id="f0">x</span><i id="b"/>'
    )
    only = flatten((PageBreak("a", "1"),))
    assert marked_up("p", only, [], Tags(), keep_lines=False) == '<i id="a"/>'


def test_a_link_in_a_link_and_a_link_of_nothing_are_left_out() -> None:
    flat = flatten((Link("#x", (Text("a"), Link("#y", (Text("b"),)), Text("c"))), NoteRef("n", (Text(" "),))))
    assert marked_up("p", flat, clips((0, 3)), Tags(), keep_lines=False) == '<span id="f0"><a id="n0">abc</a></span> '


def test_line_ends_become_breaks_or_stay() -> None:
    flat = flatten((Text("a\nb"),))
    assert marked_up("p", flat, [], Tags(), keep_lines=False) == "a<br/>b"
    assert marked_up("p", flat, [], Tags(), keep_lines=True) == "a\nb"


_TEXTS = st.text(alphabet="ab .。漢<&\x07", max_size=6).map(Text)


def _inlines(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    children = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        children.map(Emphasis),
        children.map(Strong),
        children.map(lambda found: Link("#x", found)),
        children.map(lambda found: NoteRef("n", found)),
        children.map(lambda found: Ruby(found, "r")),
        children.map(lambda found: Span("en", found)),
    )


_PAGES = st.integers(0, 10**9).map(lambda number: PageBreak(f"pg{number}", "1"))
INLINES = st.lists(st.recursive(st.one_of(_TEXTS, _PAGES), _inlines, max_leaves=8), max_size=5).map(tuple)


@given(INLINES, st.lists(st.integers(0, 40), max_size=6))
def test_whatever_the_inlines_the_markup_is_well_formed_and_the_text_whole(
    inlines: tuple[Inline, ...], cuts: list[int]
) -> None:
    flat = flatten(inlines)
    edges = sorted({cut for cut in cuts if cut <= len(flat.text)})
    phrases = clips(*((start, end) for start, end in pairwise(edges)))
    root = etree.fromstring(f"<p>{marked_up('p', flat, phrases, Tags(), keep_lines=True)}</p>")
    assert "".join(root.itertext()) == flat.text.replace("\x07", "")
    for clip in phrases:
        (element,) = root.xpath("//*[@id=$id]", id=clip.id)
        assert "".join(element.itertext()) == flat.text[clip.phrase.text_start : clip.phrase.text_end].replace(
            "\x07", ""
        )
        assert element.getparent() is root
    ids = [name for name in root.xpath("//@id") if not name.startswith("pg")]
    assert len(ids) == len(set(ids))
    assert sum(name.startswith("pg") for name in root.xpath("//@id")) == sum(s.mark is Mark.PAGE for s in flat.spans)
