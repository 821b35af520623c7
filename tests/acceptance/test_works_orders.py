"""Orders of real books, made by the rooms: as they are shelved, against the command that converts at once, and anew."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from access.book.opening import open_book
from access.language.lexicon import LexiconEntry
from access.language.title_lexicon import TitleLexicon, save_title
from access.production.tables import Artefact, OrderState, PartKind
from audio.check.daisy202 import check_daisy202
from audio.check.epub3 import check_epub3
from braille.check.pef import check_pef
from tests.samples.works import ROOT, Library, Opened, book, what_is_read

pytestmark = pytest.mark.acceptance
FORMATS = ("daisy202", "epub3", "brf", "pef")
UNUSUAL = "这位行家走在步行街上。"
TEXT = book(3, paragraphs=8) + "\n\n" + UNUSUAL + "\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Opened, int]]:
    opened = Library(tmp_path_factory.mktemp("works") / "library").open()
    title = opened.add("小书", TEXT)
    placed = opened.library.command("order", str(title), "--format", ",".join(FORMATS), "--json")
    assert json.loads(placed.stdout) == {"order": 1}, placed.stderr
    work(opened)
    yield opened, title
    opened.close()


def work(opened: Opened) -> None:
    done = opened.library.command("worker", "--until-idle")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def shelf(opened: Opened, title: int) -> dict[str, Artefact]:
    return {row.format: row for row in opened.artefacts(title) if row.replaced is None}


def test_every_format_is_on_the_shelf_and_passes_its_check(made: tuple[Opened, int], tmp_path: Path) -> None:
    opened, title = made
    assert opened.orders.view(1).state is OrderState.DONE
    found = shelf(opened, title)
    assert set(found) == set(FORMATS)
    with zipfile.ZipFile(opened.contents.path(found["daisy202"].content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    assert check_daisy202(folder) == ()
    assert check_epub3(opened.contents.path(found["epub3"].content)) == ()
    assert check_pef(opened.contents.path(found["pef"].content)) == ()
    assert [found[name].name for name in FORMATS] == [
        "一本小书.daisy202.zip",
        "一本小书.epub",
        "一本小书.brf",
        "一本小书.pef",
    ]
    assert found["brf"].facts["volumes"] == 1
    assert float(str(found["daisy202"].facts["seconds"])) > 10
    for artefact in found.values():
        assert json.loads(opened.contents.path(artefact.report).read_bytes())["findings"] == []
        assert artefact.size == opened.contents.size(artefact.content)


def test_it_is_what_converting_makes(made: tuple[Opened, int], tmp_path: Path) -> None:
    opened, title = made
    (tmp_path / "小书.txt").write_text(TEXT, "utf-8")
    environment = {**os.environ, **opened.library.environment, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "api", "convert", "小书.txt", "--to", "daisy202,brf", "--out", "out", "--json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    summary = next(event for event in map(json.loads, done.stdout.splitlines()) if event["event"] == "summary")
    assert summary["spoken_blocks"] == 0, "what the works spoke is kept for the command, and the other way about"
    packed = io.BytesIO()
    folder = tmp_path / "out" / "小书.daisy202"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"一本小书/{path.name}")
    found = shelf(opened, title)
    ours = opened.contents.path(found["daisy202"].content).read_bytes()
    assert what_is_read(ours, "daisy202") == what_is_read(packed.getvalue(), "daisy202")
    assert opened.contents.path(found["brf"].content).read_bytes() == (tmp_path / "out" / "小书.brf").read_bytes()


def test_an_answer_remakes_what_it_touches_and_nothing_else(made: tuple[Opened, int]) -> None:
    opened, title = made
    before = shelf(opened, title)
    source = opened.library.folder / "小书.txt"
    source.write_text(TEXT, "utf-8")
    identifier = open_book(source).book.metadata.identifier
    elsewhere = LexiconEntry("犟", ("jiang4",))
    save_title(opened.library.folder, TitleLexicon(identifier, entries=(elsewhere,)))
    opened.orders.reorder(title)
    work(opened)
    assert {row.id for row in shelf(opened, title).values()} == {row.id for row in before.values()}
    answer = LexiconEntry("行家", ("xing2", "jia1"))
    save_title(opened.library.folder, TitleLexicon(identifier, entries=(answer, elsewhere)))
    (number,) = opened.orders.reorder(title)
    work(opened)
    view = opened.orders.view(number)
    assert view.state is OrderState.DONE
    assert [part.fresh for part in view.parts if part.kind is PartKind.SPEAK][-1] == 1
    assert sum(part.fresh for part in view.parts) == 1
    after = shelf(opened, title)
    assert not {row.id for row in after.values()} & {row.id for row in before.values()}
    for name in FORMATS:
        assert opened.contents.verify(before[name].content)
        assert after[name].content != before[name].content


def test_a_source_that_is_no_book_is_told_and_harms_nobody(made: tuple[Opened, int]) -> None:
    opened, _ = made
    bad = opened.add("bad", "")
    (number,) = opened.orders.place([bad], ["brf"])
    work(opened)
    view = opened.orders.view(number)
    assert view.state is OrderState.FAILED
    assert type(view.error).__name__ == "NoTextError"
    told = opened.library.command("orders", str(number))
    assert "There is no readable text in this book" in told.stdout
    opened.orders.cancel(number)


def test_the_handbook_in_volumes(made: tuple[Opened, int]) -> None:
    handbook = ROOT / "build" / "handbook" / "tongdu-handbook-zh.epub"
    if not handbook.exists():
        pytest.skip("the handbook was not made; scripts/handbook makes it")
    opened, _ = made
    title = opened.add("handbook", handbook)
    (number,) = opened.orders.place([title], ["brf"], options={"volume_pages": 10})
    work(opened)
    assert opened.orders.view(number).state is OrderState.DONE
    artefact = shelf(opened, title)["brf"]
    volumes = int(str(artefact.facts["volumes"]))
    assert volumes > 1
    with zipfile.ZipFile(opened.contents.path(artefact.content)) as archive:
        assert len(archive.namelist()) == volumes
