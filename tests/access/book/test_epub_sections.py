from __future__ import annotations

from access.book.model import PageBreak, Paragraph, Quote, Section
from tests.access.book.epub_builder import contents
from tests.access.book.reading_epubs import every, outline, plain, read_bodies, texts


def levels(sections: tuple[object, ...], level: int = 1) -> bool:
    return all(
        section.level == level and levels(section.blocks, level + 1)
        for section in sections
        if isinstance(section, Section)
    )


def test_files_that_the_contents_list_side_by_side_are_of_one_level_whatever_their_headings() -> None:
    book = read_bodies("<h1>Title page</h1>", "<h2>I</h2><p>a</p>", "<h2>II</h2><p>b</p>")
    assert outline(book.sections) == ["Title page", "I", "II"]
    assert levels(book.sections)


def test_parts_hold_chapters_as_the_contents_nest_them() -> None:
    nav = (
        '<li><a href="0.xhtml">Part</a><ol><li><a href="1.xhtml">I</a></li><li><a href="2.xhtml">II</a></li></ol></li>'
        '<li><a href="3.xhtml">Last</a></li>'
    )
    book = read_bodies("<h1>Part</h1>", "<h1>I</h1><p>a</p>", "<h1>II</h1><p>b</p>", "<h1>Last</h1>", nav=nav)
    assert outline(book.sections) == ["Part", ["I", "II"], "Last"]
    assert levels(book.sections)


def test_headings_that_jump_become_levels_that_grow_by_one() -> None:
    book = read_bodies("<h2>A</h2><p>a</p><h6>B</h6><p>b</p><h4>C</h4><p>c</p><h5>D</h5><p>d</p>")
    assert outline(book.sections) == ["A", ["B", "C", ["D"]]]
    assert levels(book.sections)


def test_sections_in_sections_nest_even_if_all_their_headings_are_of_one_rank() -> None:
    book = read_bodies(
        "<section><h1>A</h1><section><h1>B</h1><p>b</p></section><section><h1>C</h1></section></section>"
    )
    assert outline(book.sections) == ["A", ["B", "C"]]


def test_role_heading_with_its_level_is_a_heading() -> None:
    body = '<p role="heading" aria-level="1">A</p><p>a</p><div role="heading" aria-level="3">B</div><p>b</p>'
    assert outline(read_bodies(body).sections) == ["A", ["B"]]


def test_contents_with_fragments_cut_one_file_into_chapters() -> None:
    nav = contents(("0.xhtml#a", "One"), ("0.xhtml#b", "Two"))
    book = read_bodies(
        '<p>Before</p><h3 id="a">One</h3><p>x</p><section id="b"><h3>Two</h3><p>y</p></section>', nav=nav
    )
    assert outline(book.sections) == [None, "One", "Two"]
    assert texts(book.sections[0].blocks) == ["Before"]


def test_a_title_of_the_contents_that_the_text_begins_with_becomes_the_heading() -> None:
    nav = contents(("0.xhtml", "Chapter I: The Inn"), ("1.xhtml", "Made up"))
    book = read_bodies("<p>CHAPTER I</p><p>The Inn</p><p>It was late.</p>", "<p>No title here.</p>", nav=nav)
    assert outline(book.sections) == ["CHAPTER I/The Inn", None]
    assert texts(book.sections[0].blocks) == ["It was late."]
    assert texts(book.sections[1].blocks) == ["No title here."]


def test_a_part_and_its_first_chapter_in_one_file_each_get_their_own_title() -> None:
    nav = '<li><a href="0.xhtml">Part</a><ol><li><a href="0.xhtml">Chapter</a></li></ol></li>'
    assert outline(read_bodies("<h1>Part</h1><h2>Chapter</h2><p>x</p>", nav=nav).sections) == ["Part", ["Chapter"]]


def test_a_line_of_the_contents_that_leads_nowhere_takes_no_level() -> None:
    nav = '<li><span>Part</span><ol><li><a href="0.xhtml">A</a></li></ol></li>'
    book = read_bodies("<h1>A</h1><p>a</p>", nav=nav)
    assert outline(book.sections) == ["A"]
    assert levels(book.sections)


def test_a_file_without_title_that_the_contents_do_not_list_goes_on_where_the_last_ended() -> None:
    book = read_bodies("<h1>A</h1><p>one</p>", "<p>two</p>", nav=contents(("0.xhtml", "A")))
    assert texts(book.sections[0].blocks) == ["one", "two"]


def test_without_contents_headings_nest_across_files_and_a_lone_title_page_holds_nothing() -> None:
    parts = read_bodies("<h1>P1</h1>", "<h2>a</h2><p>x</p>", "<h1>P2</h1>", "<h2>b</h2><p>y</p>", nav="")
    assert outline(parts.sections) == ["P1", ["a"], "P2", ["b"]]
    title_page = read_bodies("<h1>Book</h1>", "<h2>a</h2><p>x</p>", "<h2>b</h2><p>y</p>", nav="")
    assert outline(title_page.sections) == ["Book", "a", "b"]


def test_an_hgroup_is_one_heading_of_several_lines() -> None:
    (section,) = read_bodies("<hgroup><h2>I</h2><p>The Start</p></hgroup><p>x</p>").sections
    assert section.heading is not None
    assert plain(section.heading.children) == "I/The Start"


def test_a_heading_in_a_quote_list_or_table_is_a_bold_paragraph() -> None:
    book = read_bodies(
        "<h1>A</h1><blockquote><h2>Letter</h2><p>Dear</p></blockquote><ul><li><h3>item</h3></li></ul>"
        "<table><tr><td><h4>cell</h4></td><td>x</td></tr></table>"
    )
    assert outline(book.sections) == ["A"]
    assert texts(every(book, Quote)[0].blocks) == ["Letter", "Dear"]
    bold = [block for block in every(book, Paragraph) if type(block.children[0]).__name__ == "Strong"]
    assert [plain(block.children) for block in bold] == ["Letter", "item", "cell"]


def test_a_page_break_before_a_heading_goes_into_it() -> None:
    (section,) = read_bodies('<div epub:type="pagebreak" title="7"/><h1>A</h1><p>x</p>').sections
    assert section.heading is not None
    assert isinstance(section.heading.children[0], PageBreak)
    assert section.heading.children[0].label == "7"


def test_roles_come_from_the_semantics_of_sections() -> None:
    book = read_bodies(
        '<section epub:type="chapter"><h1>A</h1><p>x</p></section>', '<section epub:type="colophon"><p>c</p></section>'
    )
    assert [section.role for section in book.sections] == ["chapter", "colophon"]


def test_a_picture_as_title_gives_its_alternative_text() -> None:
    assert outline(read_bodies('<h1><img src="x.png" alt="Moby Dick"/></h1><p>x</p>').sections) == ["Moby Dick"]
