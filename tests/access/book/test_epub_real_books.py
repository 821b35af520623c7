"""Whole books: the text that is read is the text that stands in their files, taken out here in another way."""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from access.book.model import Section
from access.book.opening import open_book
from access.book.walk import book_text

BOOKS = Path(__file__).parents[3].parent / "shared" / "books"
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def _with_zeros(text: str) -> str:
    """Circles that are set for the zero of a Chinese number are read as that zero, which is a letter."""
    return re.sub("(?<=[一二三四五六七八九])○", "〇", text)


def spine_letters(path: Path) -> str:
    """Return the letters and digits of all bodies of the spine but the navigation, in order."""
    with zipfile.ZipFile(path) as archive:
        opf = next(name for name in archive.namelist() if name.endswith(".opf"))
        root = ElementTree.fromstring(archive.read(opf))
        hrefs = {
            item.get("id"): item.get("href", "")
            for item in root.iter(f"{OPF}item")
            if "nav" not in (item.get("properties") or "").split()
        }
        text = []
        for reference in root.iter(f"{OPF}itemref"):
            if reference.get("idref") in hrefs:
                name = posixpath.join(posixpath.dirname(opf), hrefs[reference.get("idref")])
                body = ElementTree.fromstring(archive.read(name)).find(f"{XHTML}body")
                assert body is not None
                text.append("".join(body.itertext()))
    return letters(_with_zeros("".join(text)))


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@pytest.mark.skipif(not BOOKS.is_dir(), reason="../shared/books is not here")
@pytest.mark.parametrize("name", ["nahan.epub", "pride-and-prejudice.epub"])
def test_every_letter_of_the_book_is_read_once_and_in_order(name: str) -> None:
    opened = open_book(BOOKS / name)
    # The words that stand for pictures are read too, but are not text of the files.
    read = letters(book_text(opened.book).replace("The Standard Ebooks logo.", ""))
    assert read == spine_letters(BOOKS / name)
    assert opened.warnings == ()


@pytest.mark.skipif(not BOOKS.is_dir(), reason="../shared/books is not here")
def test_chapters_are_sections_of_the_first_level() -> None:
    book = open_book(BOOKS / "pride-and-prejudice.epub").book
    assert len(book.sections) == 65
    assert {section.level for section in book.sections} == {1}
    assert not any(isinstance(block, Section) for section in book.sections for block in section.blocks)
    assert [section.role for section in book.sections[:3]] == ["titlepage", "imprint", "chapter"]
