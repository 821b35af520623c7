"""Our check of EPUB 3 with Media Overlays finds every damage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from audio.check.epub3 import check_epub3
from audio.publish.epub3 import write_epub3
from tests.samples.talking_book import every_block, narrated, tone

Files = dict[str, bytes]
Damage = Callable[[Files], object]


@pytest.fixture(scope="module")
def sound_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("epub")
    book = every_block()
    path = folder / "book.epub"
    write_epub3(
        book, narrated(book, folder / "a"), path, modified=datetime(2026, 11, 22, tzinfo=UTC), generator="Tongdu"
    )
    return path


def test_a_sound_book_has_no_findings(sound_book: Path) -> None:
    assert check_epub3(sound_book) == ()


def rewrite(name: str, before: str, after: str) -> Damage:
    def damage(files: Files) -> None:
        data = files[f"EPUB/{name}"]
        assert before.encode() in data
        files[f"EPUB/{name}"] = data.replace(before.encode(), after.encode(), 1)

    return damage


def put(name: str, data: bytes) -> Damage:
    return lambda files: files.update({name: data})


def remove(name: str) -> Damage:
    return lambda files: files.pop(name)


DAMAGES: list[tuple[Damage, str]] = [
    (remove("mimetype"), "mimetype is not the first file"),
    (remove("META-INF/container.xml"), "META-INF/container.xml: the file is missing"),
    (put("META-INF/container.xml", b"<container/>"), "names no package"),
    (remove("EPUB/package.opf"), "EPUB/package.opf: the file is missing"),
    (remove("EPUB/style.css"), "EPUB/style.css: listed, but missing"),
    (put("EPUB/stray.txt", b""), "EPUB/stray.txt: there, but not listed"),
    (put("EPUB/a0001.mp3", tone(2_000)), "after its audio"),
    (put("EPUB/a0001.mp3", b"no sound"), "no frame begins at byte 0"),
    (put("EPUB/t0001.xhtml", b"<html>"), "not well-formed"),
    (rewrite("package.opf", ' properties="nav"', ""), "exactly one navigation file"),
    (rewrite("package.opf", 'idref="t0002-xhtml"', 'idref="gone"'), "the spine names gone"),
    (rewrite("package.opf", ">0:00:04.080<", ">0:00:05.080<"), "media:duration is not 4.080 s"),
    (rewrite("package.opf", ">0:00:06.120<", ">0:00:05.080<"), "the whole book: media:duration is not 6.120 s"),
    (rewrite("package.opf", 'media-overlay="t0001-smil"', 'media-overlay="gone"'), "the overlay gone is not listed"),
    (rewrite("package.opf", ' media-overlay="t0001-smil"', ""), "no text has this overlay"),
    (rewrite("package.opf", ' media-overlay="t0001-smil"', ""), "does not have this overlay"),
    (rewrite("package.opf", 'href="t0001.smil"', 'href="../../t0001.smil"'), "lies outside the book"),
    (rewrite("t0001.smil", "#f00003", "#f9"), "the text EPUB/t0001.xhtml#f9 is not there"),
    (rewrite("t0001.smil", "t0001.xhtml#f00004", "t9.xhtml#f"), "its text is not listed"),
    (rewrite("t0001.smil", 'src="a0001.mp3"', 'src="a9.mp3"'), "exactly one audio that is listed"),
    (rewrite("t0001.smil", 'clipEnd="0:00:00.170"', 'clipEnd="0:00:00.050"'), "not after its begin"),
    (
        rewrite("t0001.smil", 'clipBegin="0:00:00.290"', 'clipBegin="0:00:00.100"'),
        "before the end of the one",
    ),
    (rewrite("t0001.smil", 'par id="f00002"', 'par id="f00001"'), "the id f00001 stands there twice"),
    (rewrite("t0001.xhtml", 'href="#b-note-1"', 'href="#gone"'), "points at EPUB/t0001.xhtml#gone"),
    (rewrite("t0001.xhtml", 'href="#b-note-1"', 'href="t9.xhtml"'), "points at EPUB/t9.xhtml, which is not listed"),
    (rewrite("nav.xhtml", "#b-s-n3", "#b-gone"), "points at EPUB/t0003.xhtml#b-gone, which is not there"),
]


@pytest.mark.parametrize(("damage", "finding"), DAMAGES, ids=[finding for _, finding in DAMAGES])
def test_a_damage_is_found(sound_book: Path, tmp_path: Path, damage: Damage, finding: str) -> None:
    with ZipFile(sound_book) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    damage(files)
    path = tmp_path / "book.epub"
    with ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    assert finding in "\n".join(check_epub3(path))


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"no archive")
    assert "cannot be opened" in check_epub3(path)[0]
    assert "cannot be opened" in check_epub3(tmp_path / "missing.epub")[0]
