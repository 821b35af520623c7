from __future__ import annotations

import pytest

from access.book.epub.decoding import decode_markup
from access.book.walk import book_text
from access.errors import DamagedBookError, NoTextError, UnsafeBookError
from tests.access.book.epub_builder import PNG, build_epub, document, navigation, package, simple_epub
from tests.access.book.reading_epubs import outline, read, warnings_of

LAUGHS = "".join(
    f'<!ENTITY l{place} "{f"&l{place - 1};" * 10}">' if place else '<!ENTITY l0 "lol">' for place in range(10)
)


def whole(body: str, doctype: str = "<!DOCTYPE html>") -> str:
    return f'<?xml version="1.0"?>{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("files", "manifest", "warning"),
    [
        ({}, '<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>', "missing"),
        ({}, '<item id="far" href="http://e.example/a.mp3" media-type="audio/mpeg"/>', "another computer"),
        ({}, '<item href="gone.css" media-type="text/css"/>', "missing"),
    ],
)
def test_missing_and_remote_items_are_left_out(files: dict[str, str], manifest: str, warning: str) -> None:
    parts = {
        "0.xhtml": document("<h1>A</h1><p>x</p>"),
        "nav.xhtml": navigation('<li><a href="0.xhtml">A</a></li>'),
        **files,
    }
    data = build_epub({f"OEBPS/{name}": text for name, text in parts.items()}, opf=package(parts, manifest=manifest))
    opened = read(data)
    assert book_text(opened.book) == "A\nx"
    assert warning in warnings_of(opened)


def test_a_missing_file_of_the_reading_order_is_told_and_the_rest_is_read() -> None:
    data = simple_epub({"0.xhtml": "<p>x</p>"}, spine=["0.xhtml", "gone"])
    opened = read(data)
    assert book_text(opened.book) == "x"
    assert "gone: A part of the reading order is missing" in warnings_of(opened)


@pytest.mark.parametrize("href", ["t\\Caf%C3%A9 1.xhtml", "T/CAF%c3%89%201.XHTML", "t/Café 1.xhtml", "Café 1.xhtml"])
def test_odd_addresses_are_understood(href: str) -> None:
    opf = package([]).replace("<manifest>", f'<manifest><item id="a" href="{href}" media-type="text/html"/>')
    opf = opf.replace("<spine>", '<spine><itemref idref="a"/>')
    assert book_text(read(build_epub({"OEBPS/t/Café 1.xhtml": document("<p>x</p>")}, opf=opf)).book) == "x"


def test_without_a_reading_order_the_manifest_is_one() -> None:
    opened = read(simple_epub({"b.xhtml": "<p>one</p>", "a.xhtml": "<p>two</p>"}, spine=[]))
    assert book_text(opened.book) == "one\ntwo"
    assert "no reading order" in warnings_of(opened)


def test_without_a_manifest_the_names_say_the_order() -> None:
    data = build_epub({f"c{n}.xhtml": document(f"<p>{n}</p>") for n in (10, 9)}, opf=package([]))
    opened = read(data)
    assert book_text(opened.book) == "9\n10"


def test_without_mimetype_and_container() -> None:
    parts = {"0.xhtml": document("<p>x</p>")}
    opened = read(build_epub({"OEBPS/0.xhtml": parts["0.xhtml"]}, opf=package(parts), container="", mimetype=None))
    assert book_text(opened.book) == "x"
    assert "container" in warnings_of(opened)
    assert "does not say that it is an EPUB" in warnings_of(opened)


@pytest.mark.parametrize(
    "body",
    [
        "<p>one<p>two<br>three",
        "<p>one</b> two</i> three",
        "<p>one & two < three</p>",
        '<p><a id="x"/>one</p><script src="x"/><p>two</p><title/><p>three</p>',
        "<p class=a>one two three</p><img src=x alt=''>",
        "<div><p>one</div>two</p> three",
        "<p>one \x01\x0b two\x00 three</p>",
    ],
)
def test_broken_markup_keeps_its_text(body: str) -> None:
    opened = read(simple_epub({"0.xhtml": whole(f"<h1>T</h1>{body}")}))
    words = book_text(opened.book).replace("&", " ").replace("<", " ").split()
    assert words == ["T", "one", "two", "three"] if "three" in body else words[0] == "T"


def test_prefixes_that_were_not_declared() -> None:
    opened = read(
        simple_epub({"0.xhtml": whole('<p>a<span epub:type="pagebreak" title="3"/> <foo:bar>b</foo:bar></p>')})
    )
    assert book_text(opened.book) == "a b"


def test_other_encodings() -> None:
    text = "<html><body><h1>呐喊</h1><p>鲁迅的小说集，一九二三年。</p></body></html>"
    said = f'<?xml version="1.0" encoding="gb2312"?>{text}'.encode("gb18030")
    unsaid = text.encode("gb18030")
    utf16 = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
    for data in (said, unsaid, utf16):
        parts = {"0.xhtml": data}
        opened = read(
            build_epub({f"OEBPS/{name}": part for name, part in parts.items()}, opf=package(parts, language="zh"))
        )
        assert outline(opened.book.sections) == ["呐喊"]


def test_a_broken_byte_does_not_spoil_the_rest() -> None:
    assert decode_markup("<p>café ".encode() + b"\xff" + " naïve</p>".encode() + b"x" * 100).text.startswith(
        "<p>café \ufffd naïve"
    )


def test_pictures_that_cannot_be_used_are_told() -> None:
    wide = PNG[:16] + (60_000).to_bytes(4, "big") * 2 + PNG[24:]
    body = '<p>x</p><p><img src="gone.png" alt="G"/></p><p><img src="wide.png" alt="W"/></p>'
    body += '<p><img src="text.png" alt="T"/></p>'
    opened = read(simple_epub({"0.xhtml": body}, others={"wide.png": wide, "text.png": b"no picture"}))
    assert book_text(opened.book) == "x\nG\nW\nT"
    assert opened.book.images == {}
    assert "A picture is missing" in warnings_of(opened)
    assert "pixels" in warnings_of(opened)
    assert "not a PNG" in warnings_of(opened)


def test_entities_of_its_own_are_read_and_those_of_other_files_never() -> None:
    doctype = '<!DOCTYPE html [<!ENTITY who "K&#246;nig &amp; &nbsp;Co"><!ENTITY xxe SYSTEM "file:///etc/passwd">]>'
    opened = read(simple_epub({"0.xhtml": whole("<p>a &who; b&xxe;c</p>", doctype)}))
    assert book_text(opened.book) == "a König & \u00a0Co bc"
    assert "another file" in warnings_of(opened)


def test_an_outside_entity_in_the_package_brings_nothing_in() -> None:
    parts = {"0.xhtml": document("<p>x</p>")}
    opf = package(parts, title="T&xxe;").replace("&amp;xxe;", "&xxe;")
    opf = opf.replace("<package", '<!DOCTYPE package [<!ENTITY xxe SYSTEM "file:///etc/hostname">]><package', 1)
    assert read(build_epub({"OEBPS/0.xhtml": parts["0.xhtml"]}, opf=opf)).book.metadata.title == "T"


def test_entities_that_multiply_are_refused() -> None:
    with pytest.raises(UnsafeBookError, match="entities"):
        read(simple_epub({"0.xhtml": whole("<p>&l9;</p>", f"<!DOCTYPE html [{LAUGHS}]>")}))


def test_one_large_entity_used_often_is_refused() -> None:
    entity = f'<!DOCTYPE html [<!ENTITY a "{"x" * 10_000}">]>'
    with pytest.raises(UnsafeBookError, match="entities"):
        read(simple_epub({"0.xhtml": whole("<p>" + "&a;" * 10_000 + "</p>", entity)}))


def test_nothing_to_read() -> None:
    with pytest.raises(NoTextError):
        read(simple_epub({"0.xhtml": '<p><img src="a.png"/></p>', "1.xhtml": "<p>…</p>"}, others={"a.png": PNG}))
    with pytest.raises(NoTextError):
        read(simple_epub({"0.xhtml": ""}))


@pytest.mark.parametrize("opf", ["", "no XML at all", "<package/>", "<html><body/></html>", "\x00\x01"])
def test_a_package_that_makes_no_sense_is_damaged(opf: str) -> None:
    with pytest.raises(DamagedBookError):
        read(build_epub({"OEBPS/content.opf": opf, "x.txt": "x"}))


def test_a_navigation_document_in_the_reading_order_is_not_read() -> None:
    opened = read(simple_epub({"0.xhtml": "<h1>A</h1><p>x</p>"}, spine=["nav.xhtml", "0.xhtml"]))
    assert book_text(opened.book) == "A\nx"


def test_a_file_that_is_twice_in_the_reading_order_is_read_once() -> None:
    opened = read(simple_epub({"0.xhtml": "<p>x</p>", "1.xhtml": "<p>y</p>"}, spine=["0.xhtml", "1.xhtml", "0.xhtml"]))
    assert book_text(opened.book) == "x\ny"
