"""PEF files."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from access.book.model import Contributor, Metadata
from access.errors import InvalidOutputError
from braille.check.pef import check_pef
from braille.layout.page import Page, PageShape, Row, Volume, default_shape
from braille.publish.pef import write_pef
from tests.braille.sample_pages import book_of, laid_out, paragraph

SCHEMA = Path(__file__).parents[4] / "shared" / "schemas" / "pef" / "pef-2008-1.rng"
SHAPE = PageShape(10, 4, interpoint=True)
METADATA = Metadata(
    "A & B",
    "en",
    "urn:x",
    (Contributor("Ann <A>"), Contributor("Tim", "trl")),
    publisher="House",
    date="2026-11-22",
    subjects=("one", "two"),
    description="control \x0b out",
)
VOLUMES = (
    Volume(1, (Page((Row("⠁⠃⠀⠀"), Row(""), Row("⠀⠉"))), Page(()))),
    Volume(2, (Page((Row("⠿"),)),)),
)

GOLDEN = """<?xml version="1.0" encoding="UTF-8"?>
<pef xmlns="http://www.daisy.org/ns/2008/pef" version="2008-1">
<head>
<meta xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/x-pef+xml</dc:format>
<dc:identifier>urn:x</dc:identifier>
<dc:title>A &amp; B</dc:title>
<dc:creator>Ann &lt;A&gt;</dc:creator>
<dc:contributor>Tim</dc:contributor>
<dc:language>en</dc:language>
<dc:date>2026-11-22</dc:date>
<dc:subject>one</dc:subject>
<dc:subject>two</dc:subject>
<dc:publisher>House</dc:publisher>
<dc:description>control  out</dc:description>
</meta>
</head>
<body>
<volume cols="10" rows="4" rowgap="0" duplex="true">
<section>
<page>
<row>⠁⠃</row>
<row/>
<row>⠀⠉</row>
</page>
<page>
</page>
</section>
</volume>
<volume cols="10" rows="4" rowgap="0" duplex="true">
<section>
<page>
<row>⠿</row>
</page>
</section>
</volume>
</body>
</pef>
"""


def test_a_small_file(tmp_path: Path) -> None:
    path = tmp_path / "book.pef"
    write_pef(VOLUMES, METADATA, SHAPE, path)
    assert path.read_text(encoding="utf-8") == GOLDEN
    assert check_pef(path) == ()


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema of PEF is not beside the repository")
@pytest.mark.parametrize("language", ["en", "zh-CN", "not a language"])
def test_it_is_valid(tmp_path: Path, language: str) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    book = book_of(paragraph("p", "words of a book " * 400), language=language)
    shape = replace(default_shape(language), volume_pages=5)
    metadata = replace(METADATA, language=language)
    write_pef(laid_out(book, shape), metadata, shape, tmp_path / "book.pef")
    schema.assertValid(etree.parse(tmp_path / "book.pef"))
    assert check_pef(tmp_path / "book.pef") == ()


@pytest.mark.parametrize("date", [None, "1923", "2026-02-30", "22.11.2026", "2026-11-22T10:00:00"])
def test_a_date_that_is_not_a_whole_one_is_left_out(tmp_path: Path, date: str | None) -> None:
    write_pef(VOLUMES, replace(METADATA, date=date), SHAPE, tmp_path / "book.pef")
    assert "dc:date" not in (tmp_path / "book.pef").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "volumes",
    [
        (),
        (Volume(1, ()),),
        (Volume(1, (Page((Row("⠁" * 11),)),)),),
        (Volume(1, (Page((Row("⠁"),) * 5),)),),
    ],
)
def test_what_does_not_fit_is_not_written(tmp_path: Path, volumes: tuple[Volume, ...]) -> None:
    with pytest.raises(InvalidOutputError):
        write_pef(volumes, METADATA, SHAPE, tmp_path / "book.pef")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("good", "bad", "finding"),
    [
        ("⠿", "⠿" * 11, "11 cells"),
        ("<row/>", "<row/>" * 4, "6 rows"),
        ("⠿", "A", "U+0041"),
        (' cols="10"', "", "no size"),
        (' rows="4"', ' rows="x"', "no size"),
        ("2008-1", "2009-1", "version"),
        ("application/x-pef+xml", "text/xml", "dc:format"),
        ("urn:x", " ", "dc:identifier is empty"),
        ("<dc:identifier>urn:x</dc:identifier>", "", "dc:identifier must"),
        ("2026-11-22", "2026", "dc:date"),
        ("</pef>", "", "not well-formed"),
        ("<page>\n<row>⠿</row>\n</page>", "", "empty"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, good: str, bad: str, finding: str) -> None:
    path = tmp_path / "x.pef"
    assert good in GOLDEN
    path.write_text(GOLDEN.replace(good, bad), encoding="utf-8")
    assert any(finding in found for found in check_pef(path))


def test_a_file_without_text_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x.pef"
    path.write_text(GOLDEN.replace("⠿", "⠀").replace("⠁⠃", "").replace("⠉", ""), encoding="utf-8")
    assert check_pef(path) == ("the file has no text",)
