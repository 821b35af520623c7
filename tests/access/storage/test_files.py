"""Outputs are seen whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from access.errors import DiskFullError, OutputError, OutputExistsError
from access.storage import files
from access.storage.files import folder_made_aside, written_aside


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def killed_while_making(path: Path, kind: str) -> None:
    """Run another process that is killed in the middle of its work."""
    action = "(aside / 'a').write_text('half')" if kind == "folder_made_aside" else "aside.write_text('half')"
    program = (
        f"import os, signal\nfrom pathlib import Path\nfrom access.storage.files import {kind} as make\n"
        f"with make(Path({str(path)!r})) as aside:\n    {action}\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[3], check=False)


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "book.brf"
    with written_aside(target) as aside:
        aside.write_bytes(b"one")
        assert not target.exists()
        assert aside.parent == target.parent
    assert target.read_bytes() == b"one"
    assert names(target.parent) == ["book.brf"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "book.brf"
    target.write_bytes(b"old")

    def fail() -> None:
        with written_aside(target) as aside:
            aside.write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["book.brf"]


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, DiskFullError), (errno.EDQUOT, DiskFullError), (errno.EIO, OutputError)]
)
@pytest.mark.parametrize("make", [written_aside, folder_made_aside])
def test_errors_of_the_file_system_become_ours(tmp_path: Path, make, number: int, error: type[Exception]) -> None:  # type: ignore[no-untyped-def]
    def fail() -> None:
        with make(tmp_path / "book"):
            raise OSError(number, os.strerror(number))

    with pytest.raises(error) as caught:
        fail()
    assert type(caught.value) is error
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is not here")
def test_a_device_without_room_is_a_full_disk(tmp_path: Path) -> None:
    def fail() -> None:
        with written_aside(tmp_path / "book.brf") as aside:
            aside.symlink_to("/dev/full")
            aside.write_bytes(b"x")

    with pytest.raises(DiskFullError):
        fail()
    assert names(tmp_path) == []


def test_a_folder_where_a_file_should_go_is_an_error(tmp_path: Path) -> None:
    target = tmp_path / "book.brf"
    target.mkdir()

    def fail() -> None:
        with written_aside(target) as aside:
            aside.write_bytes(b"x")

    with pytest.raises(OutputError):
        fail()
    assert names(tmp_path) == ["book.brf"]


def test_a_parent_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    def fail() -> None:
        with written_aside(tmp_path / "out" / "book.brf") as aside:
            aside.write_bytes(b"x")

    with pytest.raises(OutputError):
        fail()


def test_a_folder_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    target = tmp_path / "book.daisy202"
    for generation in ("first", "second"):
        with folder_made_aside(target) as aside:
            (aside / "deep").mkdir()
            (aside / "deep" / generation).write_text(generation)
        assert names(target / "deep") == [generation]
        assert names(tmp_path) == ["book.daisy202"]


def test_a_failed_folder_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "book.daisy202"
    target.mkdir()
    (target / "old").write_text("old")

    def fail() -> None:
        with folder_made_aside(target) as aside:
            (aside / "new").write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names(tmp_path) == ["book.daisy202"]
    assert names(target) == ["old"]


def test_a_file_is_never_replaced_by_a_folder(tmp_path: Path) -> None:
    target = tmp_path / "book.daisy202"
    target.write_text("not ours")

    def fail() -> None:
        with folder_made_aside(target):
            pass

    with pytest.raises(OutputExistsError):
        fail()
    assert target.read_text() == "not ours"


def test_a_link_to_a_folder_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("x")
    target = tmp_path / "book.daisy202"
    target.symlink_to(elsewhere)
    with folder_made_aside(target) as aside:
        (aside / "new").write_text("new")
    assert names(target) == ["new"]
    assert names(elsewhere) == ["precious"]


@pytest.mark.parametrize("kind", ["written_aside", "folder_made_aside"])
@pytest.mark.skipif(os.name != "posix", reason="processes cannot be asked after here")
def test_what_a_killed_run_left_is_cleaned_by_the_next(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "book"
    killed_while_making(target, kind)
    (leftover,) = names(tmp_path)
    assert leftover.startswith(".book.tongdu-")
    with getattr(files, kind)(target) as aside:
        (aside / "a" if kind == "folder_made_aside" else aside).write_text("whole")
    assert names(tmp_path) == ["book"]


def test_the_work_of_running_processes_and_other_machines_is_left_alone(tmp_path: Path) -> None:
    parent = f".book.tongdu-{files._MACHINE}-{os.getppid()}-00000000-0"
    elsewhere = f".book.tongdu-{'0' * 8}-999999999-00000000-0"
    stranger = ".book.tongdu-notes"
    for name in (parent, elsewhere, stranger):
        (tmp_path / name).write_text("x")
    with written_aside(tmp_path / "book") as outer, written_aside(tmp_path / "book") as inner:
        inner.write_text("inner")
        outer.write_text("outer")
        assert inner != outer
    assert set(names(tmp_path)) == {"book", parent, elsewhere, stranger}
    assert (tmp_path / "book").read_text() == "outer"


def test_an_old_folder_whose_replacement_never_came_is_put_back(tmp_path: Path) -> None:
    target = tmp_path / "book"
    old = tmp_path / f".book.tongdu-{files._MACHINE}-{os.getpid()}-00000000-0-old"
    old.mkdir()
    (old / "page").write_text("x")

    def fail() -> None:
        with folder_made_aside(target):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names(target) == ["page"]


def test_names_as_long_as_a_file_system_takes(tmp_path: Path) -> None:
    target = tmp_path / ("呐" * 83 + ".brf")
    with written_aside(target) as aside:
        aside.write_text("x")
    assert target.exists()
    assert names(tmp_path) == [target.name]
