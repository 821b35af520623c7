from __future__ import annotations

import pytest

from access.book.epub.lists import marker
from access.book.model import Aside, Code, Figure, List, Math, Paragraph, Quote, Separator, Table, Verse
from access.book.walk import book_text
from tests.access.book.epub_builder import PNG, document, simple_epub
from tests.access.book.reading_epubs import every, first_blocks, plain, read, read_bodies, texts


def test_bare_text_between_blocks_becomes_paragraphs_in_order() -> None:
    blocks = first_blocks("one <b>two</b><div>three<p>four</p>five</div>six")
    assert texts(blocks) == ["one two", "three", "four", "five", "six"]


def test_a_block_in_an_inline_is_still_a_block() -> None:
    assert texts(first_blocks('<span>a<p>b</p></span><a href="http://x.example/"><div>c</div></a>')) == ["a", "b", "c"]


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "span", "i"])
def test_hundreds_of_levels_keep_their_text(tag: str) -> None:
    closing = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    (text,) = book_text(read_bodies(f"<{tag}>" * 150 + "deep" + closing * 150)).split()
    assert text == "deep"


def test_lists_show_the_markers_that_a_reader_sees() -> None:
    (block,) = first_blocks('<ol start="3" type="a"><li>x</li><li value="7">y</li><li>z</li></ol>')
    assert isinstance(block, List)
    assert block.ordered
    assert [item.marker for item in block.items] == ["c.", "g.", "h."]
    (block,) = first_blocks('<ol reversed=""><li>x</li><li>y</li></ol>')
    assert isinstance(block, List)
    assert [item.marker for item in block.items] == ["2.", "1."]
    (block,) = first_blocks('<ul style="list-style: none"><li>x</li></ul>')
    assert isinstance(block, List)
    assert [item.marker for item in block.items] == [""]


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (4, "i", "iv."),
        (1999, "I", "MCMXCIX."),
        (27, "a", "aa."),
        (0, "a", "0."),
        (-1, "1", "-1."),
        (5000, "i", "5000."),
    ],
)
def test_markers(number: int, kind: str, shown: str) -> None:
    assert marker(number, kind) == shown


def test_nested_lists_and_terms() -> None:
    outer, terms = first_blocks(
        "<ul><li>a<ul><li>b</li></ul></li></ul><dl><dt>t</dt><dd>d</dd><div><dt>u</dt><dd>e</dd><dd>f</dd></div></dl>"
    )
    assert isinstance(outer, List)
    assert isinstance(outer.items[0].blocks[1], List)
    assert isinstance(terms, List)
    assert [texts(item.blocks) for item in terms.items] == [["t", "d"], ["u", "e", "f"]]


def test_text_that_stands_wrong_in_a_list_or_table_is_not_lost() -> None:
    text = book_text(read_bodies("<ul>one<li>two</li>three</ul><table>four<tr>five<td>six</td><th>h</th></tr></table>"))
    assert text.split() == ["one", "two", "three", "four", "five", "six", "h"]


def test_tables_have_headings_spans_and_a_caption() -> None:
    (table,) = first_blocks(
        "<table><caption>Kings</caption><thead><tr><td>Name</td><th>Year</th></tr></thead>"
        '<tbody><tr><th scope="row">A</th><td rowspan="2">1</td></tr><tr><td colspan="0">B</td></tr></tbody></table>'
    )
    assert isinstance(table, Table)
    assert texts(table.caption) == ["Kings"]
    assert [[cell.header for cell in row] for row in table.rows] == [[True, True], [True, False], [False]]
    assert table.rows[1][1].row_span == 2
    assert table.rows[2][0].column_span == 1


def test_a_table_that_only_arranges_the_page_is_laid_flat() -> None:
    assert texts(first_blocks('<table role="presentation"><tr><td>a</td><td>b</td></tr></table>')) == ["a", "b"]


def test_figures_have_alternative_text_caption_and_description() -> None:
    (figure,) = first_blocks(
        '<figure><img src="a.png" alt="A  cat"/><figcaption>Fig. 1</figcaption>'
        "<details><summary>More</summary><p>It sleeps.</p></details></figure>",
        others={"a.png": PNG},
    )
    assert isinstance(figure, Figure)
    assert (figure.alternative, figure.image) == ("A cat", "OEBPS/a.png")
    assert texts(figure.caption) == ["Fig. 1"]
    assert texts(figure.description) == ["More", "It sleeps."]


def test_a_hidden_description_is_read_with_its_picture_and_only_there() -> None:
    blocks = first_blocks(
        '<p id="seen">Seen</p><div hidden=""><p id="d">Hidden words</p></div>'
        '<p><img src="a.png" alt="A" aria-describedby="d seen"/></p>',
        others={"a.png": PNG},
    )
    assert texts(blocks) == ["Seen"]
    figure = blocks[1]
    assert isinstance(figure, Figure)
    assert texts(figure.description) == ["Hidden words"]


def test_a_long_description_in_a_file_of_its_own() -> None:
    data = simple_epub(
        {"0.xhtml": '<p>x</p><p><img src="a.png" alt="A" longdesc="long.xhtml#d"/></p>'},
        others={"a.png": PNG, "long.xhtml": document('<p>no</p><div id="d"><p>Long words</p></div>')},
        spine=["0.xhtml"],
    )
    (figure,) = every(read(data).book, Figure)
    assert texts(figure.description) == ["Long words"]


def test_decorative_pictures_are_dropped_and_unnamed_ones_kept() -> None:
    body = (
        '<p>x</p><p><img src="a.png" alt=""/></p><p><img src="a.png" role="presentation"/></p><p><img src="a.png"/></p>'
    )
    figures = every(read_bodies(body, others={"a.png": PNG}), Figure)
    assert [(figure.alternative, figure.image) for figure in figures] == [("", "OEBPS/a.png")]


def test_a_picture_in_a_sentence_is_read_as_its_words() -> None:
    blocks = first_blocks('<p>A<img src="a.png" alt="heart"/>B <img src="c.png" alt="𠮷"/>C</p>', others={"a.png": PNG})
    assert texts(blocks) == ["A heart B 𠮷C"]


def test_drawings_are_named_and_made_safe() -> None:
    book = read_bodies(
        '<p>x</p><svg xmlns="http://www.w3.org/2000/svg" onload="steal()"><title>Tree</title><desc>Tall</desc>'
        '<script>steal()</script><foreignObject><p>y</p></foreignObject><path d="M0 0" style="fill:url(http://e.example)"/>'
        '<image href="http://e.example/x.png"/><rect width="1"/></svg>'
    )
    (figure,) = every(book, Figure)
    assert figure.alternative == "Tree"
    assert texts(figure.description) == ["Tall"]
    assert figure.image is not None
    drawing = book.images[figure.image].data
    assert b"path" in drawing
    for bad in (b"script", b"steal", b"foreign", b"e.example"):
        assert bad not in drawing


def test_verse_in_the_usual_markups() -> None:
    book = read_bodies(
        '<blockquote epub:type="z3998:verse"><p><span>a</span><br/><span class="i2">b</span></p><p><span>c</span></p>'
        "</blockquote>",
        '<div class="poem"><div class="stanza"><div class="line">d</div><div class="line">e</div></div>'
        '<div class="stanza"><p>f</p></div></div>',
        '<div class="verse"><p><em>g<br/>h</em></p></div>',
    )
    verses = [[[plain(line.children) for line in stanza] for stanza in verse.stanzas] for verse in every(book, Verse)]
    assert verses == [[["a", "b"], ["c"]], [["d", "e"], ["f"]], [["g", "h"]]]
    assert every(book, Verse)[0].stanzas[0][1].indent == 2


def test_code_keeps_blanks_and_line_ends() -> None:
    (code,) = first_blocks("<pre>\nif x:\n    <b>y</b>  = 1<br/>z\n</pre>")
    assert isinstance(code, Code)
    assert code.text == "if x:\n    y  = 1\nz"


def test_formulas_alone_and_in_a_sentence() -> None:
    inside = "<semantics><mi>x</mi><annotation>TeX</annotation></semantics></math>"
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML"'
    named = f'{math} alttext="x of it" onclick="x()">{inside}'
    blocks = first_blocks(f"<div>{named}</div><p>Let {math}>{inside} be.</p>")
    formula, sentence = blocks
    assert isinstance(formula, Math)
    assert formula.text == "x of it"
    assert formula.mathml is not None
    assert "TeX" not in formula.mathml
    assert isinstance(sentence, Paragraph)
    assert plain(sentence.children) == "Let x be."


def test_quotes_asides_and_separators() -> None:
    quote, line, aside = first_blocks("<blockquote><p>q</p></blockquote><hr/><aside><p>s</p></aside>")
    assert isinstance(quote, Quote)
    assert isinstance(line, Separator)
    assert isinstance(aside, Aside)


def test_what_is_not_shown_is_not_read() -> None:
    body = (
        '<p hidden="">n</p><p style="color:red; DISPLAY : none">n</p><script>n</script>'
        "<style>n</style><template>n</template>"
        '<nav epub:type="toc"><ol><li>n</li></ol></nav><nav role="doc-pagelist"><ol><li>n</li></ol></nav>'
        "<video>n</video><p>a\u00ad<span hidden=''>n</span>b</p><noscript><p>shown</p></noscript>"
    )
    assert texts(first_blocks(body)) == ["ab", "shown"]


def test_a_cover_without_text_is_not_read_but_other_picture_pages_are() -> None:
    book = read_bodies(
        '<img src="a.png" alt="Cover"/>', "<h1>A</h1><p>x</p>", '<img src="a.png" alt="Map"/>', others={"a.png": PNG}
    )
    assert [figure.alternative for figure in every(book, Figure)] == ["Map"]


def test_ids_are_unique_and_stay_when_another_paragraph_changes() -> None:
    one = read_bodies("<h1>A</h1><p>same</p><p>same</p><p>old</p>")
    other = read_bodies("<h1>A</h1><p>same</p><p>same</p><p>new</p>")
    ids = [block.id for block in every(one, Paragraph)]
    assert len(set(ids)) == 3
    assert ids[:2] == [block.id for block in every(other, Paragraph)][:2]
