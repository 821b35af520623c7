"""`tongdu convert`: what it makes, by which names, what it tells, and what it leaves alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.acceptance.command import MP3_BYTES_PER_SECOND, Desk, Result, lamp_epub, long_text
from tests.acceptance.epub_builder import EpubBuilder, Page
from tests.acceptance.outputs import brf_pages

pytestmark = pytest.mark.acceptance

ALL = "daisy202,epub3,brf,pef"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="module")
def lamp(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path, Result]:
    """The small book in all four formats."""
    desk = Desk(tmp_path_factory.mktemp("lamp"))
    book = desk.book("lamp.epub", lamp_epub())
    return desk, book, desk.convert(book, to=ALL)


# --- names and events ---------------------------------------------------------------------------------------------


def test_four_formats_of_an_epub(lamp: tuple[Desk, Path, Result]) -> None:
    desk, _, result = lamp
    assert result.code == 0, result.stderr
    assert desk.made() == {"lamp.daisy202", "lamp.epub", "lamp.brf", "lamp.pef"}
    assert (desk.out / "lamp.daisy202" / "ncc.html").is_file()


def test_the_summary_is_true(lamp: tuple[Desk, Path, Result]) -> None:
    desk, _, result = lamp
    summary = result.summary()
    assert (summary["chapters"], summary["print_pages"], summary["warnings"]) == (3, 2, 0)
    assert summary["braille_pages"] == len(brf_pages(desk.out / "lamp.brf"))
    sound = sum(path.stat().st_size for path in (desk.out / "lamp.daisy202").glob("*.mp3")) / MP3_BYTES_PER_SECOND
    assert summary["audio_seconds"] == pytest.approx(sound, rel=0.02)
    assert summary["spoken_blocks"] == len(desk.speech()) > 0
    assert summary["seconds"] > 0


def test_a_repeated_run_speaks_nothing_again(lamp: tuple[Desk, Path, Result]) -> None:
    desk, book, first = lamp
    before = desk.speech()
    again = desk.convert(book, to=ALL).summary()
    assert again["spoken_blocks"] == 0
    assert again["audio_seconds"] == first.summary()["audio_seconds"]
    assert desk.speech() == before
    assert desk.made() == {"lamp.daisy202", "lamp.epub", "lamp.brf", "lamp.pef"}


def test_four_formats_of_a_text_file(desk: Desk) -> None:
    book = desk.book("灯.txt", "第一章 灯\n\n夜里，灯亮了。\n\n第二章 雨\n\nIt rained for three days. 雨停了。\n")
    summary = desk.convert(book, to=ALL).summary()
    assert desk.made() == {"灯.daisy202", "灯.epub", "灯.brf", "灯.pef"}
    assert summary["chapters"] == 2


def test_plain_lines_where_there_is_no_terminal(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    result = desk.run("convert", book, "--to", "pef,epub3", "--out", desk.out)
    assert result.code == 0, result.stderr
    told = result.stdout + result.stderr
    assert "\x1b" not in told
    assert "\r" not in told
    closing = result.stdout.strip().splitlines()[-4:]
    for word in ("chapter", "page", "hour|audio|sound", "second", "warning"):
        assert re.search(word, "\n".join(closing), re.IGNORECASE), word


def test_what_is_missing_is_a_warning(desk: Desk) -> None:
    page = Page("c.xhtml", '<h1>A boat</h1><p>Look at it.</p><img src="lost-boat.png" alt="A paper boat"/>')
    missing = '<item id="lost" href="lost-boat.png" media-type="image/png"/>'
    book = desk.book("boat.epub", EpubBuilder([page], manifest=missing).build())
    result = desk.convert(book, to="pef")
    assert result.summary()["warnings"] >= 1
    assert any("lost-boat.png" in str(event) for event in result.events("warning"))
    plain = desk.run("convert", book, "--to", "pef", "--out", desk.out)
    assert plain.code == 0
    assert "lost-boat.png" in plain.stderr


# --- braille volumes ----------------------------------------------------------------------------------------------


def test_volumes_and_those_of_an_earlier_run(desk: Desk) -> None:
    book = desk.book("hall.txt", long_text(60))
    assert desk.convert(book, to="brf,pef", options=["--volume-pages", "3"]).code == 0
    volumes = sorted(name for name in desk.made() if name.endswith(".brf"))
    assert len(volumes) >= 3
    assert set(volumes) == {f"hall-{number}.brf" for number in range(1, len(volumes) + 1)}
    assert all(1 <= len(brf_pages(desk.out / name)) <= 3 for name in volumes)
    pef = etree.parse(desk.out / "hall.pef")
    assert len(pef.findall(".//{*}volume")) == len(volumes)
    (desk.out / "hall-99.brf").write_text("somebody else's")

    assert desk.convert(book, to="brf").code == 0
    assert desk.made() == {"hall.brf", "hall.pef", "hall-99.brf"}

    assert desk.convert(book, to="brf", options=["--volume-pages", "5"]).code == 0
    assert "hall.brf" not in desk.made()
    assert {"hall-1.brf", "hall-2.brf", "hall-99.brf", "hall.pef"} <= desk.made()


def test_a_volume_mended_by_hand_is_not_removed(desk: Desk) -> None:
    book = desk.book("hall.txt", long_text(60))
    assert desk.convert(book, to="brf", options=["--volume-pages", "3"]).code == 0
    (desk.out / "hall-2.brf").write_bytes(b"MENDED\r\n\f")
    desk.convert(book, to="brf")
    assert (desk.out / "hall-2.brf").read_bytes() == b"MENDED\r\n\f"


# --- several books ------------------------------------------------------------------------------------------------


def test_books_that_share_a_stem_keep_their_extension(desk: Desk) -> None:
    books = [desk.book("lamp.epub", lamp_epub()), desk.book("lamp.txt", "The lamp is on.\n")]
    other = desk.book("rain.txt", "It rains.\n")
    assert desk.convert(*books, other, to="pef,brf").code == 0
    assert desk.made() == {
        "lamp.epub.pef", "lamp.txt.pef", "rain.pef", "lamp.epub.brf", "lamp.txt.brf", "rain.brf",
    }  # fmt: skip


@pytest.mark.parametrize("names", [("x.txt", "x-1.txt"), ("x.txt", "x.epub", "x.txt.epub")])
def test_no_book_is_written_over_another(desk: Desk, names: tuple[str, ...]) -> None:
    books = [desk.book(name, lamp_epub() if name.endswith("epub") else long_text(12)) for name in names]
    result = desk.convert(*books, to="brf", options=["--volume-pages", "3", "--lines", "12"])
    if result.code != 0:
        result.assert_failed(2)
        return
    claimed = [Path(path).name for event in result.events("wrote") for path in event["paths"]]
    assert len(claimed) == len(set(claimed))
    assert desk.made() == set(claimed)


# --- never over what is not ours ----------------------------------------------------------------------------------


def test_an_input_is_never_written_over(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    before = book.read_bytes()
    desk.run("convert", book, "--to", "epub3", "--out", desk.books).assert_failed(2)
    assert book.read_bytes() == before
    linked = desk.root / "linked"
    linked.symlink_to(desk.books)
    desk.run("convert", book, "--to", "epub3", "--out", linked).assert_failed(2)
    assert book.read_bytes() == before
    assert [path.name for path in desk.books.iterdir() if path.name != ".tongdu.json"] == ["lamp.epub"]


def test_other_outputs_may_lie_beside_an_input(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    before = book.read_bytes()
    assert desk.run("convert", book, "--to", "pef", "--out", desk.books).code == 0
    assert (desk.books / "lamp.pef").is_file()
    assert book.read_bytes() == before


def test_an_input_of_the_same_run_is_never_written_over(desk: Desk) -> None:
    text, epub = desk.book("lamp.txt", "The lamp is on.\n"), desk.book("lamp.epub", lamp_epub())
    before = epub.read_bytes()
    result = desk.run("convert", text, epub, "--to", "epub3", "--out", desk.books)
    assert epub.read_bytes() == before
    assert text.read_text() == "The lamp is on.\n"
    assert result.code == 0, result.stderr
    assert (desk.books / "lamp.txt.epub").is_file()


@pytest.mark.parametrize(
    ("output", "form"),
    [("lamp.epub", "epub3"), ("lamp.brf", "brf"), ("lamp.pef", "pef"), ("lamp.daisy202", "daisy202")],
)
def test_a_strangers_file_is_left_alone(desk: Desk, output: str, form: str) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    desk.out.mkdir()
    (desk.out / output).write_text("somebody else's")
    result = desk.run("convert", book, "--to", form, "--out", desk.out)
    result.assert_failed(2)
    assert output in result.stderr
    assert (desk.out / output).read_text() == "somebody else's"
    assert desk.made() == {output}


def test_a_strangers_volume_is_left_alone(desk: Desk) -> None:
    book = desk.book("hall.txt", long_text(20))
    desk.out.mkdir()
    (desk.out / "hall-2.brf").write_text("somebody else's")
    desk.convert(book, to="brf", options=["--volume-pages", "3", "--lines", "12"]).assert_failed(2)
    assert (desk.out / "hall-2.brf").read_text() == "somebody else's"
    assert desk.made() == {"hall-2.brf"}


def test_a_strangers_folder_is_left_alone(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    for name in ("lamp.daisy202", "lamp.epub"):
        (desk.out / name).mkdir(parents=True)
        (desk.out / name / "letter.txt").write_text("somebody else's")
    for form in ("daisy202", "epub3"):
        desk.run("convert", book, "--to", form, "--out", desk.out).assert_failed(2)
    letters = sorted(path.relative_to(desk.out).as_posix() for path in desk.out.rglob("*") if path.is_file())
    assert [name for name in letters if name != ".tongdu.json"] == ["lamp.daisy202/letter.txt", "lamp.epub/letter.txt"]


def test_a_strangers_link_is_left_alone(desk: Desk) -> None:
    book, letter = desk.book("lamp.epub", lamp_epub()), desk.book("letter.txt", "somebody else's")
    desk.out.mkdir()
    (desk.out / "lamp.pef").symlink_to(letter)
    (desk.out / "lamp.brf").symlink_to(desk.root / "nowhere")
    for form in ("pef", "brf"):
        desk.run("convert", book, "--to", form, "--out", desk.out).assert_failed(2)
    assert letter.read_text() == "somebody else's"
    assert (desk.out / "lamp.pef").is_symlink()
    assert (desk.out / "lamp.brf").is_symlink()


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"<!-- mended -->")


def _add_to_folder(path: Path) -> None:
    (path / "remarks.txt").write_text("mended")


def _change_text_in_folder(path: Path) -> None:
    _append(path / "ncc.html")


@pytest.mark.parametrize(
    ("output", "form", "change"),
    [
        ("lamp.pef", "pef", _append),
        ("lamp.brf", "brf", _append),
        ("lamp.daisy202", "daisy202", _add_to_folder),
        ("lamp.daisy202", "daisy202", _change_text_in_folder),
    ],
)
def test_ours_changed_by_hand_is_left_alone(
    lamp: tuple[Desk, Path, Result], tmp_path: Path, output: str, form: str, change: Callable[[Path], None]
) -> None:
    desk, book, _ = lamp
    out = tmp_path / "out"
    shutil.copytree(desk.out, out)  # what we made may be copied: it is ours there too
    assert desk.run("convert", book, "--to", form, "--out", out).code == 0
    change(out / output)
    kept = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    desk.run("convert", book, "--to", form, "--out", out).assert_failed(2)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == kept
