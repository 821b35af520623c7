"""Odd books: headings, navigation, nesting, lists, tables and pictures as few people make them."""

from __future__ import annotations

from tests.acceptance.epub_builder import PIXEL, EpubBuilder, Page, nav_point, xhtml
from tests.acceptance.odd_book import OddBook

SENTENCE = "The lamp over the reading desk had been lit since four."
HAN = "阅览室的灯从四点钟就亮着，可是没有人来取那个包裹。"


def paragraphs(count: int, word: str) -> str:
    """Return numbered paragraphs."""
    return "".join(f"<p>{word} {number}. {SENTENCE}</p>" for number in range(count))


def no_titles() -> EpubBuilder:
    return EpubBuilder([Page(f"c{n}.xhtml", paragraphs(3, f"piece{n}")) for n in range(3)])


def deep_divs() -> EpubBuilder:
    return EpubBuilder([Page("c.xhtml", "<div>" * 300 + f"<p>{SENTENCE}</p>" + "</div>" * 300 + "<p>After.</p>")])


def long_file() -> EpubBuilder:
    body = "<h1>长</h1>" + "".join(f"<p>第{n}段。{HAN * 4}</p>" for n in range(2900))
    return EpubBuilder([Page("c.xhtml", body)], language="zh")


def skipped_levels() -> EpubBuilder:
    body = "<h1>One</h1><p>a</p><h5>Two</h5><p>b</p><h3>Three</h3><p>c</p><h6>Four</h6><p>d</p><h1>Five</h1><p>e</p>"
    return EpubBuilder([Page("c.xhtml", body)])


def deep_navigation() -> EpubBuilder:
    body = "".join(f'<p id="x{n}">Place {n}. {SENTENCE}</p>' for n in range(8))
    nav = "".join(f'<li><a href="c.xhtml#x{n}">Place {n}.</a><ol>' for n in range(7))
    nav += '<li><a href="c.xhtml#x7">Place 7.</a></li>' + "</ol></li>" * 7
    return EpubBuilder([Page("c.xhtml", "<h1>Only heading</h1>" + body)], nav=nav)


def fragments_into_one_file() -> EpubBuilder:
    body = "".join(f'<p class="title" id="k{n}">Tale {n}</p>{paragraphs(2, f"tale{n}")}' for n in range(5))
    nav = "".join(f'<li><a href="c.xhtml#k{n}">Tale {n}</a></li>' for n in range(5))
    return EpubBuilder([Page("c.xhtml", body)], nav=nav)


def thousand_chapters() -> EpubBuilder:
    pages = [Page(f"c{n}.xhtml", f"<h1>Chapter {n}</h1><p>Text of {n}.</p>") for n in range(1000)]
    return EpubBuilder(pages)


def empty_chapters() -> EpubBuilder:
    full = "<h1>Full</h1><p>Words.</p>"
    pages = [full, "", "<h1>Bare title</h1>", "<p> </p>", "<div><p/><p><br/></p></div>", full, "<h2></h2>"]
    return EpubBuilder([Page(f"c{n}.xhtml", body) for n, body in enumerate(pages)])


def table_in_table() -> EpubBuilder:
    inner = "<table><tr><td>in one</td><td>in two</td></tr></table>"
    body = (
        "<table><caption>Outer</caption><tr><th>head a</th><th>"
        f"head b</th></tr><tr><td>{inner}</td><td>out</td></tr></table>"
    )
    return EpubBuilder([Page("c.xhtml", body)])


def spanning_table() -> EpubBuilder:
    body = (
        "<h1>T</h1><table><thead><tr><th colspan='2' rowspan='2'>"
        "big head</th><th>c</th></tr><tr><th>d</th></tr></thead>"
        "<tbody><tr><td rowspan='0'>down</td><td colspan='99'>"
        "wide</td></tr><tr><td colspan='x'>odd</td><td/></tr></tbody>"
        "<tfoot><tr><td>foot</td></tr></tfoot></table>"
    )
    return EpubBuilder([Page("c.xhtml", body)])


def deep_list() -> EpubBuilder:
    body = "".join(f"<ul><li>item {n}" for n in range(20)) + "</li></ul>" * 20
    return EpubBuilder([Page("c.xhtml", body)])


def only_a_list() -> EpubBuilder:
    body = (
        '<ol start="7" type="a">' + "".join(f"<li>entry {n}</li>" for n in range(30)) + '<li value="99">last</li></ol>'
    )
    return EpubBuilder([Page("c.xhtml", body)])


def definition_list() -> EpubBuilder:
    body = (
        "<dl><dt>term a</dt><dt>term b</dt><dd><p>meaning one</p><p>"
        "meaning two</p></dd><div><dt>c</dt><dd>third</dd></div></dl>"
    )
    return EpubBuilder([Page("c.xhtml", body)])


def pictures_with_alternatives() -> EpubBuilder:
    body = (
        '<img src="a.png" alt="A red lamp"/><figure><img src="a.png" alt="一盏灯"/>'
        "<figcaption>Caption words</figcaption></figure>"
    )
    return EpubBuilder([Page("c.xhtml", body)], files={"a.png": (PIXEL, "image/png")})


def picture_inside_a_sentence() -> EpubBuilder:
    body = '<p>Turn the <img src="a.png" alt="brass"/> key, then wait.</p>'
    return EpubBuilder([Page("c.xhtml", body)], files={"a.png": (PIXEL, "image/png")})


def epub_2_with_ncx() -> EpubBuilder:
    doctype = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">\n'
    )
    page = f'{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{{}}</body></html>'
    pages = [Page("a.html", page.format("<h1>First&nbsp;part</h1><p>Alpha &mdash; beta.</p>"))]
    pages.append(Page("b.html", page.format("<h2>Second</h2><p>Gamma.</p>")))
    ncx = nav_point(1, "First part", "a.html", nav_point(2, "Second", "b.html"))
    return EpubBuilder(pages, version="2.0", ncx=ncx)


def navigation_and_ncx_differ() -> EpubBuilder:
    pages = [Page("a.xhtml", "<h1>A</h1><p>one</p>"), Page("b.xhtml", "<h1>B</h1><p>two</p>")]
    return EpubBuilder(pages, ncx=nav_point(1, "Something else", "b.xhtml"))


def side_pages() -> EpubBuilder:
    pages = [Page("a.xhtml", "<h1>A</h1><p>mainone</p>"), Page("s.xhtml", "<p>sidetext</p>", linear=False)]
    return EpubBuilder([*pages, Page("b.xhtml", "<h1>B</h1><p>maintwo</p>")])


def chinese_file_names() -> EpubBuilder:
    href = "%E7%AC%AC%E4%B8%80%E7%AB%A0%20%E7%81%AF.xhtml"
    pages = [
        Page("第一章 灯.xhtml", f"<h1>灯</h1><p>{HAN}</p>", href=href),
        Page("二.xhtml", f"<h1>雨</h1><p>{HAN}</p>"),
    ]
    nav = f'<li><a href="{href}">灯</a></li><li><a href="%E4%BA%8C.xhtml">雨</a></li>'
    return EpubBuilder(pages, language="zh", nav=nav)


def deep_folders() -> EpubBuilder:
    deep = "a/b/c/d/e/f/g/h/"
    body = '<h1>Deep</h1><p>Bottom text.</p><p><img src="../../../../pic.png" alt="a picture"/></p>'
    return EpubBuilder([Page(deep + "c.xhtml", body)], folder="x/y/z/", files={"a/b/c/d/pic.png": (PIXEL, "image/png")})


def package_at_the_top() -> EpubBuilder:
    return EpubBuilder([Page("c.xhtml", f"<h1>Top</h1><p>{SENTENCE}</p>")], folder="")


def text_without_blocks() -> EpubBuilder:
    return EpubBuilder(
        [Page("c.xhtml", "Bare words at once <b>bold</b> <p>a paragraph</p> tail words <div>box</div> end")]
    )


def headings_inside_boxes() -> EpubBuilder:
    body = (
        "<blockquote><h2>In a quote</h2><p>quoted</p></blockquote><ul><li><h3>In an item</h3><p>listed</p></li></ul>"
        "<table><tr><td><h4>In a cell</h4>celled</td></tr></table><aside><h2>Beside</h2><p>side</p></aside>"
        "<section><header><h1>In a header</h1></header><p>last</p></section>"
    )
    return EpubBuilder([Page("c.xhtml", body)])


def missing_picture_and_remote_sound() -> EpubBuilder:
    body = (
        '<h1>H</h1><p><img src="gone.png" alt="lost view"/></p>'
        '<audio src="http://example.org/a.mp3"></audio><p>Still here.</p>'
    )
    manifest = '<item id="gone" href="gone.png" media-type="image/png"/>'
    return EpubBuilder([Page("c.xhtml", body)], manifest=manifest)


def poor_metadata() -> EpubBuilder:
    metadata = "<dc:date>not a date</dc:date><dc:creator></dc:creator><dc:title>  </dc:title>"
    return EpubBuilder([Page("c.xhtml", f"<p>{SENTENCE}</p>")], title=None, language="not a tag", metadata=metadata)


def missing_chapter_file() -> EpubBuilder:
    book = EpubBuilder([Page("a.xhtml", "<h1>A</h1><p>present</p>")])
    book.manifest = '<item id="p1" href="b.xhtml" media-type="application/xhtml+xml"/>'
    book.pages = [*book.pages]
    return book


def two_renditions() -> EpubBuilder:
    book = EpubBuilder([Page("a.xhtml", "<h1>A</h1><p>first rendition</p>")])
    container = (
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="EPUB/content.opf" media-type="application/oebps-package+xml"/>'
        '<rootfile full-path="other/other.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    book.loose = {"META-INF/container.xml": container.encode()}
    return book


def deep_spans() -> EpubBuilder:
    return EpubBuilder([Page("c.xhtml", "<p>" + "<span>" * 150 + "core" + "</span>" * 150 + " tail</p>")])


def hidden_text() -> EpubBuilder:
    body = (
        '<h1>H</h1><p>seen</p><p hidden="hidden">unseen</p><script>'
        "var scripted = 1;</script><style>p {color: styled}</style><p>end</p>"
    )
    return EpubBuilder([Page("c.xhtml", xhtml(body))])


STRUCTURES = (
    OddBook("no-titles", "no heading anywhere", no_titles, ("piece0 0.", "piece1 2.", "piece2 2."), headings=0),
    OddBook("divs-300-deep", "300 levels of div", deep_divs, (SENTENCE, "After.")),
    OddBook("long-file", "one file of 300,000 characters", long_file, ("第0段。", "第2899段。"), headings=1),
    OddBook("headings-skip-levels", "h1, h5, h3, h6, h1", skipped_levels, ("One", "Two", "Five"), headings=5, depth=3),
    OddBook(
        "navigation-deeper-than-headings", "eight levels of navigation, one heading", deep_navigation, ("Place 7.",)
    ),
    OddBook(
        "fragments-into-one-file", "chapters are only in the navigation", fragments_into_one_file, ("Tale 0", "Tale 4")
    ),
    OddBook(
        "thousand-chapters",
        "1,000 tiny chapters",
        thousand_chapters,
        ("Chapter 0", "Text of 999."),
        headings=1000,
        depth=1,
    ),
    OddBook(
        "empty-chapters", "empty pages between full ones", empty_chapters, ("Full", "Bare title", "Full"), headings=3
    ),
    OddBook("table-in-table", "a table in a cell", table_in_table, ("Outer", "head b", "in one", "in two", "out")),
    OddBook(
        "spanning-table", "rows and columns span, two of them wrongly", spanning_table, ("big head", "wide", "foot")
    ),
    OddBook("list-20-deep", "a list 20 deep", deep_list, tuple(f"item {n}" for n in range(20))),
    OddBook("only-a-list", "nothing but a list that begins at g", only_a_list, ("entry 0", "entry 29", "last")),
    OddBook("definitions", "a list of terms, two for one meaning", definition_list, ("term b", "meaning two", "third")),
    OddBook(
        "only-pictures-with-alternatives",
        "no text but what is said of pictures",
        pictures_with_alternatives,
        ("A red lamp", "一盏灯"),
        anywhere=("Caption words",),
        same_letters=False,
    ),
    OddBook(
        "picture-in-a-sentence",
        "a picture stands for a word",
        picture_inside_a_sentence,
        anywhere=("brass", "key, then"),
        same_letters=False,
    ),
    OddBook(
        "epub-2-ncx",
        "EPUB 2, NCX only, XHTML 1.1 with its entities",
        epub_2_with_ncx,
        ("First\u00a0part", "Second", "Gamma"),
        headings=2,
    ),
    OddBook("ncx-and-navigation-differ", "the old contents lie", navigation_and_ncx_differ, ("one", "two"), headings=2),
    OddBook("side-pages", "a page of the spine is not linear", side_pages, ("mainone", "maintwo"), same_letters=False),
    OddBook("chinese-file-names", "percent-encoded names with a blank", chinese_file_names, ("灯", "雨"), headings=2),
    OddBook("deep-folders", "eight folders down, pictures by ../", deep_folders, ("Bottom text.",), same_letters=False),
    OddBook("package-at-the-top", "the package lies at the archive's top", package_at_the_top, ("Top", SENTENCE)),
    OddBook(
        "upper-case-extension", "the file is called BOOK.EPUB", package_at_the_top, (SENTENCE,), file_name="BOOK.EPUB"
    ),
    OddBook(
        "text-without-blocks", "words directly in the body", text_without_blocks, ("Bare words", "tail words", "end")
    ),
    OddBook(
        "headings-in-boxes",
        "headings in quotes, items, cells",
        headings_inside_boxes,
        ("In a quote", "quoted", "In an item", "In a cell", "celled", "Beside", "In a header", "last"),
    ),
    OddBook(
        "missing-picture",
        "a picture is missing, a sound is remote",
        missing_picture_and_remote_sound,
        ("Still here.",),
        same_letters=False,
        warned=True,
    ),
    OddBook("poor-metadata", "no title, no such language, no such date", poor_metadata, (SENTENCE,)),
    OddBook("manifest-names-a-missing-page", "an unused page is missing", missing_chapter_file, ("present",)),
    OddBook("two-renditions", "the second rendition is missing", two_renditions, ("first rendition",)),
    OddBook("spans-150-deep", "a word in 150 spans", deep_spans, ("core tail",)),
    OddBook(
        "hidden-text",
        "hidden text, script and style",
        hidden_text,
        ("seen", "end"),
        absent=("unseen", "scripted", "styled"),
    ),
)
