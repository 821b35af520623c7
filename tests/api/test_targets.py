"""Where outputs go: names, shared stems, and what is never written over."""

from pathlib import Path

import pytest

from access.errors import OutputError, OutputExistsError, UsageError
from api.ledger import Ledger
from api.targets import FORMATS, Targets, check_volumes, no_empty_folder, plan_targets, stale_volumes


def books(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(f"The text of {path.name}.")
    return paths


def test_names_of_outputs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (targets,) = plan_targets(books(tmp_path / "in", "呐喊.v2.epub"), out, FORMATS)
    assert targets.daisy202 == out / "呐喊.v2.daisy202"
    assert targets.epub3 == out / "呐喊.v2.epub"
    assert targets.pef == out / "呐喊.v2.pef"
    assert targets.brf(1, 1) == out / "呐喊.v2.brf"
    assert [targets.brf(volume, 2) for volume in (1, 2)] == [out / "呐喊.v2-1.brf", out / "呐喊.v2-2.brf"]


@pytest.mark.parametrize(
    "names",
    [("nahan.epub", "nahan.txt"), ("Nahan.epub", "nahan.txt"), ("caf\u00e9.epub", "cafe\u0301.txt")],
    ids=["same", "other case", "composed and not"],
)
def test_books_that_share_a_stem_keep_their_extension(tmp_path: Path, names: tuple[str, str]) -> None:
    given = books(tmp_path / "in", *names, "rain.txt")
    planned = plan_targets(given, tmp_path / "out", ["pef"])
    assert [targets.pef.name for targets in planned] == [f"{names[0]}.pef", f"{names[1]}.pef", "rain.pef"]


def test_a_book_given_twice_is_converted_once(tmp_path: Path) -> None:
    (book,) = books(tmp_path / "in", "nahan.txt")
    (targets,) = plan_targets([book, book], tmp_path / "out", FORMATS)
    assert targets.pef.name == "nahan.pef"


def test_books_that_would_write_the_same_files_are_refused(tmp_path: Path) -> None:
    given = books(tmp_path / "in", "a/nahan.txt", "b/nahan.txt")
    with pytest.raises(UsageError):
        plan_targets(given, tmp_path / "out", ["pef"])


def test_a_kept_extension_may_not_meet_another_stem(tmp_path: Path) -> None:
    given = books(tmp_path / "in", "x.txt", "x.epub", "x.txt.epub")
    try:
        planned = plan_targets(given, tmp_path / "out", ["pef"])
    except UsageError:
        return
    assert len({targets.pef for targets in planned}) == 3


def test_an_input_is_never_an_output(tmp_path: Path) -> None:
    (book,) = books(tmp_path / "in", "nahan.epub")
    with pytest.raises(OutputExistsError):
        plan_targets([book], tmp_path / "in", ["epub3"])
    plan_targets([book], tmp_path / "in", ["pef", "brf", "daisy202"])


def test_an_input_of_ours_is_never_an_output(tmp_path: Path) -> None:
    (book,) = books(tmp_path / "in", "nahan.epub")
    Ledger(tmp_path / "in").record((book,))
    with pytest.raises(OutputExistsError):
        plan_targets([book], tmp_path / "in", ["epub3"])


@pytest.mark.parametrize("form", ["daisy202", "epub3", "pef"])
def test_a_strangers_output_is_refused(tmp_path: Path, form: str) -> None:
    given, out = books(tmp_path / "in", "nahan.txt"), tmp_path / "out"
    (targets,) = plan_targets(given, out, [form])
    out.mkdir()
    targets.single(form).write_text("somebody else's")
    with pytest.raises(OutputExistsError, match=r"nahan\."):
        plan_targets(given, out, [form])
    others = [other for other in ("daisy202", "epub3", "pef") if other != form]
    assert plan_targets(given, out, others) == (targets,)


def test_volumes_of_strangers_are_refused_and_ours_are_not(tmp_path: Path) -> None:
    given, out = books(tmp_path / "in", "nahan.txt"), tmp_path / "out"
    (targets,) = plan_targets(given, out, ["brf"])
    out.mkdir()
    for volume in (1, 2):
        targets.brf(volume, 3).write_text("cells")
    with pytest.raises(OutputExistsError):
        check_volumes(targets, 3, given)
    check_volumes(targets, 1, given)
    Ledger(out).record((targets.brf(1, 3), targets.brf(2, 3)))
    check_volumes(targets, 3, given)


def test_stale_volumes_are_those_of_this_book_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    names = ("x-1.brf", "x-2.brf", "x-3.brf", "x.pef", "x-y.brf", "x-1-1.brf", "xx-1.brf", "y.brf")
    for name in names:
        (out / name).write_text(name)
    Ledger(out).record(tuple(out / name for name in names))
    (targets,) = plan_targets(books(tmp_path / "in", "x.txt"), out, ["brf"])
    assert set(stale_volumes(targets, [out / "x-1.brf", out / "x-2.brf"])) == {"x-3.brf"}
    assert set(stale_volumes(targets, [out / "x.brf"])) == {"x-1.brf", "x-2.brf", "x-3.brf"}


@pytest.mark.parametrize("folder", ["letter", "letter/out"])
def test_a_file_where_the_folder_should_be(tmp_path: Path, folder: str) -> None:
    (tmp_path / "letter").write_text("somebody else's")
    with pytest.raises(OutputError, match=r"letter.*it exists and is not a folder.*--out"):
        plan_targets(books(tmp_path / "in", "rain.txt"), tmp_path / folder, ["pef"])


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        plan_targets(books(tmp_path / "in", "rain.txt"), Path("/proc/nowhere/out"), ["pef"])


def test_asking_whether_a_folder_can_be_written_leaves_nothing(tmp_path: Path) -> None:
    given = books(tmp_path / "in", "rain.txt")
    plan_targets(given, tmp_path / "out" / "deep", FORMATS)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_name_that_its_output_would_make_too_long(tmp_path: Path) -> None:
    long = "灯" * 83
    given = books(tmp_path / "in", f"{long}.txt")
    assert plan_targets(given, tmp_path / "out", ["brf", "pef", "epub3"])
    with pytest.raises(OutputError, match=rf"{long}.daisy202. is too long.*shorter name"):
        plan_targets(given, tmp_path / "out", ["daisy202"])


def test_volumes_whose_number_makes_the_name_too_long(tmp_path: Path) -> None:
    (targets,) = plan_targets(books(tmp_path / "in", "n" * 250 + ".txt"), tmp_path / "out", ["brf"])
    check_volumes(targets, 1, [])
    with pytest.raises(OutputError, match="too long"):
        check_volumes(targets, 2, [])


@pytest.mark.parametrize(("source", "book"), [("in/rain.txt", "rain.txt"), (".", "."), ("..", ".."), ("/", "/")])
def test_what_a_book_is_called(source: str, book: str) -> None:
    assert Targets(Path(source), Path("out"), "x").book == book


def test_a_folder_nothing_was_put_into_goes_again(tmp_path: Path) -> None:
    out = tmp_path / "made" / "today"
    with no_empty_folder(out):
        out.mkdir(parents=True)
    assert not (tmp_path / "made").exists()
    with no_empty_folder(out):
        out.mkdir(parents=True)
        (out / "book.pef").touch()
    with no_empty_folder(tmp_path / "other"):
        pass
    empty = tmp_path / "empty"
    empty.mkdir()
    with no_empty_folder(empty):
        pass
    assert empty.exists()
    assert (out / "book.pef").exists()
