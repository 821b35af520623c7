"""What we made is known again, and only while it is still what we made."""

from pathlib import Path

import pytest

from access.errors import OutputExistsError
from api.ledger import LEDGER_NAME, Ledger


@pytest.fixture
def pef(tmp_path: Path) -> Path:
    path = tmp_path / "lamp.pef"
    path.write_text("⠇⠢")
    return path


@pytest.fixture
def daisy(tmp_path: Path) -> Path:
    folder = tmp_path / "lamp.daisy202"
    folder.mkdir()
    (folder / "ncc.html").write_text("<html/>")
    (folder / "1.mp3").write_bytes(bytes(100))
    return folder


def assert_ours(path: Path) -> None:
    Ledger(path.parent).check(path)


def assert_not_ours(path: Path) -> None:
    with pytest.raises(OutputExistsError, match=path.name):
        Ledger(path.parent).check(path)


def test_nothing_stands_there(tmp_path: Path) -> None:
    assert_ours(tmp_path / "lamp.pef")
    assert_ours(tmp_path / "no folder yet" / "lamp.pef")


def test_a_file(pef: Path) -> None:
    assert_not_ours(pef)
    Ledger(pef.parent).record((pef,))
    assert_ours(pef)
    pef.write_text("⠇⠕")
    assert_not_ours(pef)


def test_a_folder(daisy: Path) -> None:
    assert_not_ours(daisy)
    Ledger(daisy.parent).record((daisy,))
    assert_ours(daisy)


@pytest.mark.parametrize("change", ["changed", "added", "removed", "audio cut"])
def test_a_folder_changed_by_hand(daisy: Path, change: str) -> None:
    Ledger(daisy.parent).record((daisy,))
    match change:
        case "changed":
            (daisy / "ncc.html").write_text("<HTML/>")
        case "added":
            (daisy / "remarks.txt").write_text("")
        case "removed":
            (daisy / "ncc.html").unlink()
        case "audio cut":
            (daisy / "1.mp3").write_bytes(bytes(60))
    assert_not_ours(daisy)


def test_a_folder_where_our_file_stood(pef: Path) -> None:
    Ledger(pef.parent).record((pef,))
    pef.unlink()
    pef.mkdir()
    (pef / "letter.txt").write_text("somebody else's")
    assert_not_ours(pef)


def test_a_link_where_our_file_stood(pef: Path) -> None:
    Ledger(pef.parent).record((pef,))
    pef.unlink()
    pef.symlink_to(pef.parent / "nowhere")
    assert_not_ours(pef)


def test_what_was_noted_earlier_stays_noted(pef: Path, daisy: Path) -> None:
    Ledger(pef.parent).record((pef,))
    Ledger(pef.parent).record((daisy,))
    assert_ours(pef)
    assert_ours(daisy)
    assert set(Ledger(pef.parent).made_names()) == {"lamp.pef", "lamp.daisy202"}


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"lamp.pef": 5}', "\udcff"])
def test_a_damaged_ledger_knows_nothing(pef: Path, content: str) -> None:
    (pef.parent / LEDGER_NAME).write_bytes(content.encode("utf-8", "surrogateescape"))
    assert_not_ours(pef)
    pef.unlink()
    assert_ours(pef)
    pef.write_text("⠇⠢")
    Ledger(pef.parent).record((pef,))
    assert_ours(pef)


def test_stale_outputs_of_ours_go_and_no_others(tmp_path: Path) -> None:
    names = ("x-1.brf", "x-2.brf", "x-3.brf")
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.write_text(path.name)
    Ledger(tmp_path).record((paths[0], paths[1]))
    paths[1].write_text("mended")
    Ledger(tmp_path).remove_stale(names)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != LEDGER_NAME) == ["x-2.brf", "x-3.brf"]
    assert paths[1].read_text() == "mended"
    assert "x-1.brf" not in Ledger(tmp_path).made_names()
