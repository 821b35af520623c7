"""EPUB 3 books with Media Overlays as they are written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import etree

import audio.publish.epub3
from access.book.model import Book, Heading, Image, Link, Metadata, Note, NoteRef, Paragraph, Section, Text
from access.errors import InvalidOutputError, NoTextError
from audio.check.epub3 import check_epub3
from audio.narration import Narration, Part, Phrase
from audio.publish.documents import documents
from audio.publish.epub3 import write_epub3
from tests.samples.talking_book import every_block, narrated, plain

H = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def write(book: Book, narration: Narration, path: Path) -> Path:
    write_epub3(book, narration, path, modified=datetime(2026, 11, 22, 8, 0, tzinfo=UTC), generator="Tongdu test")
    return path


@pytest.fixture(scope="module")
def talking_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("epub")
    book = every_block()
    return write(book, narrated(book, folder / "audio"), folder / "book.epub")


def root(path: Path, name: str) -> etree._Element:
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(f"EPUB/{name}"))


def properties(package: etree._Element, name: str) -> list[str | None]:
    return [each.text for each in package.iter(f"{OPF}meta") if each.get("property") == name]


def test_the_archive_begins_with_its_type_and_keeps_audio_as_it_is(talking_book: Path) -> None:
    with ZipFile(talking_book) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
        assert archive.read("mimetype") == b"application/epub+zip"
        assert {each.compress_type for each in archive.infolist() if each.filename.endswith(".mp3")} == {ZIP_STORED}


def test_overlays_and_their_lengths(talking_book: Path) -> None:
    package = root(talking_book, "package.opf")
    overlays = {each.get("href"): each.get("media-overlay") for each in package.iter(f"{OPF}item")}
    assert {href: overlay for href, overlay in overlays.items() if overlay} == {
        "t0001.xhtml": "t0001-smil",
        "t0002.xhtml": "t0002-smil",
        "t0003.xhtml": "t0003-smil",
    }
    assert properties(package, "media:duration") == ["0:00:04.080", "0:00:00.120", "0:00:01.920", "0:00:06.120"]
    assert properties(package, "media:narrator") == ["tone"]
    assert properties(package, "media:active-class") == ["-epub-media-overlay-active"]


def test_what_the_book_tells_of_its_accessibility(talking_book: Path) -> None:
    package = root(talking_book, "package.opf")
    assert properties(package, "schema:accessMode") == ["textual", "auditory", "visual"]
    assert properties(package, "schema:accessModeSufficient") == ["textual", "auditory"]
    features = properties(package, "schema:accessibilityFeature")
    assert {"synchronizedAudioText", "alternativeText", "longDescription", "rubyAnnotations"} <= set(features)
    assert {"pageBreakMarkers", "pageNavigation", "tableOfContents", "readingOrder"} <= set(features)
    assert properties(package, "schema:accessibilityHazard") == ["none"]
    assert properties(package, "schema:accessibilitySummary") == [
        "全书文字与朗读同步，可按标题和印刷页码浏览。图片有替代文字。"
    ]
    assert properties(package, "pageBreakSource") == ["urn:isbn:9787020008735"]
    assert properties(package, "dcterms:modified") == ["2026-11-22T08:00:00Z"]
    assert [each.text for each in package.iter(f"{DC}creator", f"{DC}contributor")] == ["张三", "李四"]
    assert properties(package, "role") == ["aut", "trl"]


def test_contents_are_nested_as_the_sections_and_pages_are_listed(talking_book: Path) -> None:
    nav = root(talking_book, "nav.xhtml")
    contents = nav.find(f".//{H}nav[@{TYPE}='toc']")
    depths = [(len(list(each.iterancestors(f"{H}ol"))), each.text) for each in contents.iter(f"{H}a")]
    assert depths == [
        (1, "第一章 开始"),
        (1, "A section without any title…"),
        *((level, f"Level {level}") for level in range(1, 9)),
    ]
    pages = nav.find(f".//{H}nav[@{TYPE}='page-list']")
    assert [each.text for each in pages.iter(f"{H}a")] == ["iv", "1", "A-1"]


def test_semantics_of_the_text(talking_book: Path) -> None:
    text = root(talking_book, "t0001.xhtml")
    chapter = text.find(f".//{H}section")
    assert (chapter.get(TYPE), chapter.get("role"), chapter.get("aria-labelledby")) == (
        "chapter",
        "doc-chapter",
        "b-h-1",
    )
    pages = [each for each in text.iter() if each.get(TYPE) == "pagebreak"]
    assert [(each.get("aria-label"), each.get("role"), each.text) for each in pages] == [
        (label, "doc-pagebreak", None) for label in ("iv", "1", "A-1")
    ]
    assert pages[1].tail.startswith("broken words")
    references = [each for each in text.iter() if each.get(TYPE) == "noteref"]
    assert [each.text for each in references] == ["[1]", "①", "②", "[1]"]
    notes = [each for each in text.iter(f"{H}aside") if each.get(TYPE) == "footnote"]
    assert [each.get("role") for each in notes] == ["doc-footnote", "doc-footnote"]
    back = next(each for each in text.iter() if each.get(TYPE) == "backlink")
    assert (back.text, back.get("href")) == ("②", "#r00003")
    ruby = text.find(f".//{H}ruby")
    assert (ruby.text, ruby[0].text) == ("漢字", "hànzì")
    assert text.get("lang") == "zh"
    assert root(talking_book, "t0002.xhtml").find(f".//{H}section").get("lang") == "en"


def test_the_page_is_spoken_before_its_sentence(talking_book: Path) -> None:
    overlay = root(talking_book, "t0001.smil")
    pairs = list(overlay.iter("{*}par"))
    texts = [pair[0].get("src") for pair in pairs]
    text = root(talking_book, "t0001.xhtml")
    page = next(each.get("id") for each in text.iter() if each.get("aria-label") == "1")
    sentence = next(each for each in text.iter(f"{H}span") if each.text and each.text.startswith("Reading un"))
    assert texts.index(f"t0001.xhtml#{page}") + 1 == texts.index(f"t0001.xhtml#{sentence.get('id')}")
    assert [each.get(TYPE) for each in overlay.iter("{*}seq")] == ["footnote", None]


def test_links_lead_from_file_to_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio.publish.epub3, "documents", lambda book: documents(book, longest=1))
    book = every_block()
    path = write(book, narrated(book, tmp_path / "audio"), tmp_path / "book.epub")
    assert check_epub3(path) == ()
    with ZipFile(path) as archive:
        written = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xhtml")).decode()
    assert written.count('.xhtml#b-note-1"') == 3
    assert written.count('.xhtml#b-p-1"') == 1


def test_what_leads_nowhere_is_text(tmp_path: Path) -> None:
    inlines = (Link("#gone", (Text("a"),)), NoteRef("gone", (Text("b"),)), Link("http://[bad", (Text("c."),)))
    section = Section("s", 1, Heading("h", (Text("T"),)), (Paragraph("p", inlines),))
    book = Book(Metadata("T", "en", "id"), (section,), {"unused.png": Image("image/png", b"")})
    path = write(book, narrated(book, tmp_path / "audio"), tmp_path / "book.epub")
    paragraph = root(path, "t0001.xhtml").find(f".//{H}p")
    assert etree.tostring(paragraph[0], encoding="unicode", method="text") == "abc."
    assert not list(paragraph.iter(f"{H}a"))


def test_a_note_does_not_lead_back_to_a_reference_inside_a_link(tmp_path: Path) -> None:
    inlines = (Link("#p", (Text("a"), NoteRef("n", (Text("1"),)))), Text(" b."))
    note = Note("n", "1", (Paragraph("p-n", (Text("Note."),)),))
    book = Book(Metadata("T", "en", "id"), (Section("s", 1, None, (Paragraph("p", inlines), note)),))
    path = write(book, narrated(book, tmp_path / "audio"), tmp_path / "book.epub")
    assert [each.get("href") for each in root(path, "t0001.xhtml").iter(f"{H}a")] == ["#b-p"]


def test_text_that_is_not_spoken_has_no_overlay(tmp_path: Path) -> None:
    book = plain(2)
    narration = narrated(book, tmp_path / "audio")
    path = write(book, Narration(narration.sample_rate, narration.parts[:1], ()), tmp_path / "book.epub")
    items = {each.get("href"): each.get("media-overlay") for each in root(path, "package.opf").iter(f"{OPF}item")}
    assert (items["t0001.xhtml"], items["t0002.xhtml"]) == ("t0001-smil", None)


def test_right_to_left(tmp_path: Path) -> None:
    book = Book(Metadata("T", "ar", "id"), (Section("s", 1, None, (Paragraph("p", (Text("نص."),)),)),))
    path = write(book, narrated(book, tmp_path / "audio"), tmp_path / "book.epub")
    assert root(path, "t0001.xhtml").get("dir") == "rtl"
    assert root(path, "package.opf").find(f"{OPF}spine").get("page-progression-direction") == "rtl"


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    book = every_block()
    narration = narrated(book, tmp_path / "audio")
    first = write(book, narration, tmp_path / "1.epub").read_bytes()
    assert write(book, narration, tmp_path / "2.epub").read_bytes() == first


def test_what_does_not_pass_our_checks_is_not_put_in_place(tmp_path: Path) -> None:
    book = plain(1)
    narration = narrated(book, tmp_path / "audio")
    part = narration.parts[0]
    wrong = Part(part.section_id, part.audio, part.samples, (*part.phrases, Phrase("p-1-1", "", 0, 1, 5, 5)))
    with pytest.raises(InvalidOutputError, match="not after its begin"):
        write(book, Narration(narration.sample_rate, (wrong,), ()), tmp_path / "book.epub")
    assert [path.name for path in tmp_path.iterdir()] == ["audio"]


def test_a_book_without_anything_spoken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTextError):
        write(plain(1), Narration(22_050, (), ()), tmp_path / "book.epub")
