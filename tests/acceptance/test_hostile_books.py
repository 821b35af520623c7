"""Books made to do harm, at full size: each is read or refused in time, and never fills the memory."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from access.book.opening import open_book
from access.book.walk import book_text
from access.errors import InputError, UnsafeBookError
from tests.access.book.epub_builder import build_epub, document, package, simple_epub

pytestmark = pytest.mark.acceptance


def one_document(text: str | bytes) -> bytes:
    parts = {"0.xhtml": text}
    return build_epub({f"OEBPS/{name}": part for name, part in parts.items()}, opf=package(parts))


LISTED = "".join(f'<li><a href="0.xhtml#{number}">{number}</a></li>' for number in range(30_000))

HOSTILE = {
    "deep": one_document("<html><body>" + "<div>" * 300_000 + "x" + "</body></html>"),
    "attributes": one_document("<p " + " ".join(f'a{number}="x"' for number in range(200_000)) + ">x</p>"),
    "unclosed tags": one_document("<html><body><p>x" + "<a " * 400_000),
    "unclosed comments": one_document("<html><body><p>x</p>" + "<!--" * 400_000),
    "unclosed CDATA": one_document("<html><body><p>x</p>" + "<![CDATA[" * 200_000),
    "unclosed marks": one_document("<html><body><p>x</p>" + "<i><b>" * 150_000),
    "ampersands": one_document("<p>" + "&" * 1_000_000),
    "entities": one_document("<!DOCTYPE html [" + "<!ENTITY a '" * 100_000),
    "links to itself": one_document(document("<p>x" + '<a id="a" href="#a">1</a>' * 30_000 + "</p>")),
    "long contents": simple_epub({"0.xhtml": "<p>x</p>"}, nav=LISTED),
    "hidden parts": simple_epub(
        {"0.xhtml": "<p>x</p>" + '<p hidden="">x</p>' * 20_000 + '<a href="#x">1</a>' * 20_000}
    ),
    "zeros": one_document(b"\xff\xfe" + bytes(2_000_000)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_markup_is_read_or_refused_in_time(tmp_path: Path, kind: str) -> None:
    (tmp_path / "book.epub").write_bytes(HOSTILE[kind])
    start = time.monotonic()
    try:
        assert book_text(open_book(tmp_path / "book.epub").book)
    except InputError as error:
        assert error.exit_code == 3  # noqa: PT017
    assert time.monotonic() - start < 10


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits the memory of a process")
def test_a_book_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    # Some 20 MB of tiny elements: within what may be unpacked, but many times that as a tree.
    noise = "".join(f"<i>{number:x}</i>" for number in range(400_000))
    (tmp_path / "book.epub").write_bytes(one_document("<html><body><p>" + noise * 4 + "</p></body></html>"))
    with pytest.raises(UnsafeBookError):
        open_book(tmp_path / "book.epub")
