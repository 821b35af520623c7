"""Our check of DAISY 2.02 finds every damage."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from audio.check.daisy202 import check_daisy202
from audio.publish.daisy202 import write_daisy202
from tests.samples.talking_book import every_block, narrated, tone

Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def sound_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("daisy")
    book = every_block()
    write_daisy202(book, narrated(book, folder / "a"), folder / "book", made=date(2026, 11, 22), generator="Tongdu")
    return folder / "book"


def test_a_sound_book_has_no_findings(sound_book: Path) -> None:
    assert check_daisy202(sound_book) == ()


def remove(name: str) -> Damage:
    return lambda folder: (folder / name).unlink()


def rewrite(name: str, pattern: str, replacement: str) -> Damage:
    def damage(folder: Path) -> None:
        path = folder / name
        before = path.read_text(encoding="utf-8")
        after, count = re.subn(pattern, replacement, before, count=1, flags=re.DOTALL)
        assert count == 1
        assert after != before
        path.write_text(after, encoding="utf-8")

    return damage


def replace(name: str, data: bytes) -> Damage:
    def damage(folder: Path) -> None:
        (folder / name).unlink()  # it may be linked to the narration's own
        (folder / name).write_bytes(data)

    return damage


DAMAGES: list[tuple[Damage, str]] = [
    (remove("ncc.html"), "ncc.html: the file is missing"),
    (remove("s0002.smil"), "s0002.smil: the file is missing"),
    (remove("t0001.html"), "t0001.html: the file is missing"),
    (remove("a0001.mp3"), "a0001.mp3: the audio file is missing"),
    (remove("i0001.png"), "points at i0001.png, which is missing"),
    (lambda folder: (folder / "stray.txt").write_text("x"), "stray.txt: nothing in the book uses this file"),
    (replace("a0001.mp3", tone(2_000)), "after its audio"),
    (replace("a0001.mp3", b"no sound"), "no frame begins at byte 0"),
    (rewrite("ncc.html", "</html>", ""), "ncc.html: not well-formed"),
    (rewrite("ncc.html", 'transitional.dtd">', 'transitional.dtd" []>'), "internal subset"),
    (rewrite("ncc.html", 'class="title"', 'class="x"'), "not a heading of class title"),
    (rewrite("ncc.html", "#f00034", "#f99999"), "leads to s0001.smil#f99999, which is not there"),
    (rewrite("ncc.html", "s0002.smil#f00035", "s0010.smil#f00050"), "is not in reading order"),
    (rewrite("ncc.html", "<h3 (.*?)</h3>", r"<h5 \1</h5>"), "skips a level"),
    (rewrite("ncc.html", ">Level 3</a>", "></a>"), "has no text"),
    (rewrite("ncc.html", '<a href="s0003.smil#f00036">(.*?)</a>', r"\1"), "links to nothing"),
    (rewrite("ncc.html", "s0005.smil#f00040", "s0004.smil#f00038"), "no entry leads to s0005.smil"),
    (rewrite("ncc.html", 'id="n00002"', 'id="n00001"'), "the id n00001 stands there twice"),
    (rewrite("ncc.html", 'tocItems" content="19"', 'tocItems" content="18"'), "ncc:tocItems is not 19"),
    (rewrite("ncc.html", 'depth" content="6"', 'depth" content="5"'), "ncc:depth is not 6"),
    (rewrite("ncc.html", 'pageNormal" content="1"', 'pageNormal" content="2"'), "ncc:pageNormal is not 1"),
    (rewrite("ncc.html", 'maxPageNormal" content="1"', 'maxPageNormal" content="9"'), "ncc:maxPageNormal is not 1"),
    (rewrite("ncc.html", '<meta name="ncc:footnotes"[^>]*>', ""), "ncc:footnotes is not 4"),
    (rewrite("ncc.html", '<meta name="dc:date"[^>]*>', ""), "dc:date does not stand there exactly once"),
    (rewrite("ncc.html", '<meta name="dc:creator"[^>]*>', ""), "dc:creator is missing"),
    (rewrite("ncc.html", "00:00:06", "00:00:07"), "ncc:totalTime is not 6.120 s"),
    (rewrite("ncc.html", r'files" content="\d+"', 'files" content="3"'), "ncc:files is not"),
    (rewrite("ncc.html", r'kByteSize" content="\d+"', 'kByteSize" content="9999"'), "ncc:kByteSize is not"),
    (rewrite("master.smil", '<ref id="m0002"[^>]*>', ""), "does not list every SMIL file once"),
    (rewrite("s0002.smil", "t0002.html#f00035", "t0002.html#f1"), "the text t0002.html#f1 is not there"),
    (rewrite("s0002.smil", "t0002.html#f00035", "../t.html#f1"), "its text lies outside the book"),
    (rewrite("s0002.smil", 'clip-end="npt=0.170s"', 'clip-end="npt=0.050s"'), "not after its begin"),
    (rewrite("s0002.smil", 'clip-end="npt=0.170s"', 'clip-end="soon"'), "no readable begin and end"),
    (
        rewrite("s0001.smil", 'clip-begin="npt=0.290s"', 'clip-begin="npt=0.200s"'),
        "before the end of the one",
    ),
    (rewrite("s0001.smil", 'dur="4.080s"', 'dur="5.080s"'), "dur is not the sum of the clips"),
    (rewrite("s0001.smil", 'timeInThisSmil" content="0:00:04', 'timeInThisSmil" content="0:00:05'), "is not 4.080 s"),
    (
        rewrite("s0003.smil", 'totalElapsedTime" content="0:00:04', 'totalElapsedTime" content="0:00:03'),
        "not 4.200 s",
    ),
    (rewrite("s0001.smil", 'id="f00002t"', 'id="f00001t"'), "the id f00001t stands there twice"),
    (
        rewrite("t0001.html", 'href="#b-note-1"', 'href="#b-note-9"'),
        "points at t0001.html#b-note-9",
    ),
    (rewrite("t0001.html", 'href="#b-note-1"', 'href="t0009.html"'), "points at t0009.html, which is missing"),
]


@pytest.mark.parametrize(("damage", "finding"), DAMAGES, ids=[finding for _, finding in DAMAGES])
def test_a_damage_is_found(sound_book: Path, tmp_path: Path, damage: Damage, finding: str) -> None:
    folder = tmp_path / "book"
    shutil.copytree(sound_book, folder)
    damage(folder)
    assert finding in "\n".join(check_daisy202(folder))


def test_entities_and_external_files_are_not_read(sound_book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(sound_book, folder)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    subset = f'transitional.dtd" [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
    rewrite("ncc.html", 'transitional.dtd">', subset)(folder)
    rewrite("ncc.html", ">Level 3</a>", ">&leak;</a>")(folder)
    findings = "\n".join(check_daisy202(folder))
    assert "secret" not in findings
    assert "has no text" in findings
