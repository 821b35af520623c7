from __future__ import annotations

from typing import cast

import pytest

from access.book.model import Emphasis, Inline, LineBreak, Link, Paragraph, Ruby, Span, Strong, Text
from tests.access.book.epub_builder import document
from tests.access.book.reading_epubs import every, first_blocks, plain, read_bodies


def inlines(body: str, **options: str) -> tuple[Inline, ...]:
    (block,) = first_blocks(f"<p>{body}</p>", **options)
    assert isinstance(block, Paragraph)
    return block.children


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("  a \n\t b  ", "a b"),
        ("a <b> b </b> c", "a b c"),
        ("<i> a</i> ", "a"),
        ("a<br/>  b<br/>", "a/b"),
        ("a <i>b </i><br/>c", "a b/c"),
        ("a&#160; b", "a\u00a0 b"),
        ("中\n  文", "中文"),
        ("中 文", "中 文"),
        ("中\nA", "中 A"),
        ("co\u00adop\ufeff\u2060\u200b\u200d", "coop\u200d"),
        ("H<sub>2</sub>O <abbr>etc.</abbr>", "H2O etc."),
        ("a&nbsp;&mdash;&hellip;&copy;&bogus; &amp;&lt;", "a\u00a0—…©&bogus; &<"),
        ("x&#0;&#x1;y", "xy"),
        ("<![CDATA[a &nbsp; <b>]]>", "a &nbsp; <b>"),
    ],
)
def test_white_space_and_characters_are_those_of_a_browser(source: str, shown: str) -> None:
    assert plain(inlines(source)) == shown


def test_emphasis_and_strong_do_not_repeat_in_themselves() -> None:
    assert inlines("<em>a<i>b</i></em><b>c</b>") == (Emphasis((Text("ab"),)), Strong((Text("c"),)))


def test_hundreds_of_marks_in_each_other() -> None:
    (start, end) = "<i><b><span lang='fr'><span lang='de'>" * 60, "</span></span></b></i>" * 60
    assert plain(inlines(f"{start}x{end}")) == "x"


def test_links_lead_to_blocks_of_the_book_or_out_of_it() -> None:
    book = read_bodies(
        '<p><a href="1.xhtml#b">b</a> <a href="./1.xhtml">file</a> <a href="https://e.example/?q=1">out</a> '
        '<a href="javascript:x()">js</a> <a href="gone.xhtml">gone</a> <a name="here">x</a></p>',
        '<p>first</p><div id="b"><p>second</p></div><p><a href="0.xhtml#here">back</a></p>',
    )
    one, first, second, back = every(book, Paragraph)
    targets = [child.target for child in one.children if isinstance(child, Link)]
    assert targets == [f"#{second.id}", f"#{first.id}", "https://e.example/?q=1"]
    assert plain(one.children) == "b file out js gone x"
    assert cast(Link, back.children[0]).target == f"#{one.id}"


def test_ruby_of_all_kinds() -> None:
    assert inlines("<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>") == (
        Ruby((Text("漢"),), "hàn"),
        Ruby((Text("字"),), "zì"),
    )
    assert inlines("<ruby><rb>東</rb><rb>京</rb><rt>とう</rt><rt>きょう</rt></ruby>") == (
        Ruby((Text("東"),), "とう"),
        Ruby((Text("京"),), "きょう"),
    )
    assert inlines("<ruby>東京<rtc><rt>Tokyo</rt></rtc></ruby>駅") == (Ruby((Text("東京"),), "Tokyo"), Text("駅"))


def test_languages_become_spans_only_where_they_change() -> None:
    assert inlines('a <i lang="fr_FR">b <span xml:lang="fr-FR">c</span></i> <span lang="en">d</span>') == (
        Text("a "),
        Span("fr-FR", (Emphasis((Text("b c"),)),)),
        Text(" d"),
    )


def test_the_language_of_a_block_is_said_only_if_it_is_not_inherited() -> None:
    book = read_bodies(
        document(
            '<h1>Eins</h1><p>zwei</p><blockquote lang="fr"><p>deux</p><p lang="de">drei</p></blockquote>', language="de"
        ),
        "<p>one</p>",
    )
    assert [section.language for section in book.sections] == ["de", None]
    assert [block.language for block in every(book, Paragraph)] == [None, "fr", None, None]


def test_line_breaks_and_quotation_marks() -> None:
    assert inlines("a<br/>b") == (Text("a"), LineBreak(), Text("b"))
    assert plain(inlines("<q>a <q>b</q></q>")) == "“a ‘b’”"
    assert plain(inlines("<q>a</q>", language="zh-TW")) == "「a」"
