"""DAISY 2.02 talking books as they are written."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from access.book.model import Book, Heading, Metadata, PageBreak, Paragraph, Section, Text
from access.book.walk import Role, section_leaves
from access.errors import InvalidOutputError, NoTextError
from audio.check.daisy202 import check_daisy202
from audio.narration import Narration, Part, Phrase
from audio.publish.daisy202 import write_daisy202
from audio.publish.pages import page_class
from tests.samples.talking_book import every_block, narrated, plain

H = "{http://www.w3.org/1999/xhtml}"
SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "schemas" / "d202"


def write(book: Book, narration: Narration, folder: Path) -> Path:
    write_daisy202(book, narration, folder, made=date(2026, 11, 22), generator="Tongdu test", publisher="A library")
    return folder


@pytest.fixture(scope="module")
def talking_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("daisy")
    book = every_block()
    return write(book, narrated(book, folder / "audio"), folder / "book")


@pytest.fixture(scope="module")
def ncc(talking_book: Path) -> etree._Element:
    return etree.parse(talking_book / "ncc.html").getroot()


def metas(root: etree._Element) -> dict[str, str]:
    return {each.get("name", ""): each.get("content", "") for each in root.iter("{*}meta") if each.get("name")}


def test_headings_pages_notes_and_sidebars_in_reading_order(ncc: etree._Element) -> None:
    body = ncc.find(f"{H}body")
    entries = [(each.tag.removeprefix(H), each.get("class"), each[0].text) for each in body]
    assert entries == [
        ("h1", "title", "样书 & 其他"),
        ("h1", "chapter", "第一章 开始"),
        ("span", "noteref", "[1]"),
        ("span", "page-front", "iv"),
        ("span", "page-normal", "1"),
        ("span", "noteref", "①"),
        ("span", "noteref", "②"),
        ("span", "noteref", "[1]"),
        ("span", "sidebar", "旁边的话。"),
        ("span", "page-special", "A-1"),
        ("h1", "section generated", "A section without any title…"),
        *((f"h{min(level, 6)}", "section", f"Level {level}") for level in range(1, 9)),
    ]


def test_every_count_and_total_is_told_and_true(talking_book: Path, ncc: etree._Element) -> None:
    told = metas(ncc)
    files = list(talking_book.iterdir())
    assert told["ncc:tocItems"] == "19"
    assert told["ncc:depth"] == "6"
    assert (told["ncc:pageFront"], told["ncc:pageNormal"], told["ncc:pageSpecial"]) == ("1", "1", "1")
    assert told["ncc:maxPageNormal"] == "1"
    assert (told["ncc:footnotes"], told["ncc:sidebars"]) == ("4", "1")
    assert told["ncc:files"] == str(len(files))
    assert told["ncc:kByteSize"] == str(-(-sum(file.stat().st_size for file in files) // 1024))
    assert told["ncc:totalTime"] == "00:00:06"  # 51 phrases of 0.12 s
    assert told["dc:format"] == "Daisy 2.02"
    assert told["dc:creator"] == "张三"
    assert told["dc:publisher"] == "A library"
    assert told["ncc:sourcePublisher"] == "图书馆"
    assert told["ncc:sourceDate"] == "1923-08"


def test_times_add_up_to_the_millisecond(talking_book: Path) -> None:
    def milliseconds(written: str) -> int:
        *larger, seconds = written.removeprefix("npt=").removesuffix("s").split(":")
        return round(float(seconds) * 1000) + sum(int(n) * 60_000 * 60**i for i, n in enumerate(reversed(larger)))

    elapsed = 0
    for path in sorted(talking_book.glob("s*.smil")):
        root = etree.parse(path).getroot()
        told = metas(root)
        lengths = [
            milliseconds(each.get("clip-end", "")) - milliseconds(each.get("clip-begin", ""))
            for each in root.iter("audio")
        ]
        assert (
            sum(lengths) == milliseconds(told["ncc:timeInThisSmil"]) == milliseconds(root.find("body/seq").get("dur"))
        )
        assert milliseconds(told["ncc:totalElapsedTime"]) == elapsed
        elapsed += sum(lengths)
    assert elapsed == 51 * 120


def test_the_text_marks_up_pages_notes_and_structure(talking_book: Path) -> None:
    written = (talking_book / "t0001.html").read_text(encoding="utf-8")
    assert re.search(r'un<span class="page-normal" id="f\d+">1</span>broken words &amp; &lt;tags&gt;', written)
    assert re.search(r'<a class="noteref" id="r00001" href="#b-note-1">\[1\]</a>', written)
    assert '<div class="notebody" id="b-note-1">' in written
    assert "javascript" not in written
    assert 'href="https://example.org/a%20b?q=1%7C2"' in written
    assert "ruby" not in written
    assert "漢字" in written
    assert '<span class="marker">(甲)</span>' in written
    assert '<li value="3">' in written
    assert '<img id="b-f-1" src="i0001.png" alt="一幅红色的图。它有两句替代文字。"/>' in written
    assert "if x &lt; 1:\n    y = 2" in written
    deep = etree.parse(talking_book / "t0003.html").getroot()
    assert [each.tag.removeprefix(H) for each in deep.iter() if re.fullmatch(r"h\d", each.tag.removeprefix(H))] == [
        *("h1", "h2", "h3", "h4", "h5", "h6", "h6", "h6")
    ]


def test_the_text_of_the_phrases_is_the_text_of_the_book(talking_book: Path) -> None:
    book = every_block()
    root = etree.parse(talking_book / "t0001.html").getroot()
    for page in root.xpath("//*[starts-with(@class, 'page-')]"):
        page.text = ""
    spoken = "".join("".join(each.itertext()) for each in root.xpath("//*[starts-with(@id, 'f0')]"))
    expected = "".join(
        leaf.text.replace("\n", "")
        for leaf in section_leaves(book.sections[0], "zh")
        if leaf.role is not Role.PAGE and leaf.id != "f-1"
    )
    assert spoken.replace("\n", "") == expected.replace("\n", "")


def test_pages_and_notes_can_be_skipped(talking_book: Path) -> None:
    root = etree.parse(talking_book / "s0001.smil").getroot()
    skipped = [each.get("system-required") for each in root.iter("par") if each.get("system-required")]
    assert skipped == [
        "pagenumber-on",
        "pagenumber-on",
        "footnote-on",
        "footnote-on",
        "footnote-on",
        "sidebar-on",
        "pagenumber-on",
    ]


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the DAISY schemas are not here")
def test_the_schemas_find_nothing(talking_book: Path) -> None:
    grammars = {name: etree.RelaxNG(etree.parse(SCHEMAS / f"d202{name}.rng")) for name in ("ncc", "smil", "msmil")}
    grammars["ncc"].assertValid(etree.parse(talking_book / "ncc.html"))
    grammars["msmil"].assertValid(etree.parse(talking_book / "master.smil"))
    for path in talking_book.glob("s*.smil"):
        grammars["smil"].assertValid(etree.parse(path))


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        *(("1", "page-normal"), ("012", "page-normal"), ("iv", "page-front"), ("XIV", "page-front")),
        *(("A-1", "page-special"), ("", "page-special"), ("１２", "page-special"), ("iiii", "page-special")),
    ],
)
def test_kinds_of_pages(label: str, kind: str) -> None:
    assert page_class(label) == kind


def test_audio_is_linked_where_it_can_be(tmp_path: Path) -> None:
    book = plain(1)
    narration = narrated(book, tmp_path / "audio")
    folder = write(book, narration, tmp_path / "book")
    assert (folder / "a0001.mp3").samefile(narration.parts[0].audio)


def test_a_book_that_stands_is_replaced_whole(tmp_path: Path) -> None:
    book = plain(3)
    write(book, narrated(book, tmp_path / "three"), tmp_path / "book")
    book = plain(1)
    write(book, narrated(book, tmp_path / "one"), tmp_path / "book")
    assert not (tmp_path / "book" / "s0002.smil").exists()
    assert check_daisy202(tmp_path / "book") == ()


def test_what_does_not_pass_our_checks_is_not_put_in_place(tmp_path: Path) -> None:
    book = plain(1)
    narration = narrated(book, tmp_path / "audio")
    part = narration.parts[0]
    late = Phrase("p-1-1", "late", 0, 4, part.phrases[-1].end, part.samples + 22_050)
    wrong = Narration(
        narration.sample_rate, (Part(part.section_id, part.audio, part.samples, (*part.phrases, late)),), ()
    )
    with pytest.raises(InvalidOutputError, match="after its audio"):
        write(book, wrong, tmp_path / "book")
    assert [path.name for path in tmp_path.iterdir()] == ["audio"]


def test_a_book_without_anything_spoken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTextError):
        write(plain(1), Narration(22_050, (), ()), tmp_path / "book")


def test_a_section_without_text_of_its_own_leaves_no_gap_in_the_levels(tmp_path: Path) -> None:
    inner = Section("s-2", 2, Heading("h-2", (Text("Inside"),)), (Paragraph("p", (Text("Text."),)),))
    book = Book(Metadata("T", "en", "id"), (Section("s-1", 1, None, (inner,)),))
    folder = write(book, narrated(book, tmp_path / "audio"), tmp_path / "book")
    body = etree.parse(folder / "ncc.html").getroot().find(f"{H}body")
    assert [each.tag.removeprefix(H) for each in body] == ["h1", "h1"]


def test_a_subsection_before_the_text_of_a_section_without_heading_skips_no_level(tmp_path: Path) -> None:
    inner = Section("s-2", 2, Heading("h-2", (Text("Inside"),)), (Paragraph("p-2", (Text("Text."),)),))
    book = Book(Metadata("T", "en", "id"), (Section("s-1", 1, None, (inner, Paragraph("p-1", (Text("Later."),)))),))
    folder = write(book, narrated(book, tmp_path / "audio"), tmp_path / "book")
    body = etree.parse(folder / "ncc.html").getroot().find(f"{H}body")
    assert [(each.tag.removeprefix(H), each[0].text) for each in body[1:]] == [("h1", "Inside"), ("h1", "Later.")]


def test_text_after_a_subsection_is_a_part_that_players_reach(tmp_path: Path) -> None:
    inner = Section("s-2", 2, Heading("h-2", (Text("Inside"),)), (Paragraph("p-2", (Text("Text."),)),))
    blocks = (Paragraph("p-1", (Text("Before."),)), inner, Paragraph("p-3", (Text("After it."),)))
    book = Book(Metadata("T", "en", "id"), (Section("s-1", 1, Heading("h-1", (Text("Outside"),)), blocks),))
    folder = write(book, narrated(book, tmp_path / "audio"), tmp_path / "book")
    body = etree.parse(folder / "ncc.html").getroot().find(f"{H}body")
    assert [(each.get("class"), each[0].text, each[0].get("href")) for each in body[1:]] == [
        ("section", "Outside", "s0001.smil#f00001t"),
        ("section", "Inside", "s0002.smil#f00003"),
        ("group", "After it.", "s0003.smil#f00005"),
    ]


def test_odd_metadata_is_made_fit(tmp_path: Path) -> None:
    metadata = Metadata("A \x08title\nin two lines", "not a tag", "id\x00", date="about 1900", publisher=" ")
    section = Section("s", 1, None, (PageBreak("pg", " "), Paragraph("p", (Text("bell\x07."),))), language="also not")
    book = Book(metadata, (section,))
    folder = write(book, narrated(book, tmp_path / "audio"), tmp_path / "book")
    told = metas(etree.parse(folder / "ncc.html").getroot())
    assert told["dc:title"] == "A title in two lines"
    assert told["dc:language"] == "und"
    assert "ncc:sourceDate" not in told
    if SCHEMAS.is_dir():
        etree.RelaxNG(etree.parse(SCHEMAS / "d202ncc.rng")).assertValid(etree.parse(folder / "ncc.html"))


def test_long_books_are_written_in_time_that_grows_with_them(tmp_path: Path) -> None:
    spent = []
    for sections in (50, 200):
        book = plain(sections, 3, sections * 3)
        narration = narrated(book, tmp_path / f"audio{sections}", sample=0.03)
        begun = time.process_time()
        write(book, narration, tmp_path / f"book{sections}")
        spent.append(time.process_time() - begun)
    assert spent[1] < spent[0] * 10
