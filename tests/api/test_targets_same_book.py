"""For tests/api/test_targets.py: the same book by two spellings of its path is one book."""

from pathlib import Path

from api.targets import FORMATS, plan_targets


def test_a_book_given_twice_by_other_paths_is_converted_once(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    book = folder / "nahan.txt"
    book.write_text("The text.")
    (tmp_path / "linked").symlink_to(folder)
    for again in (folder / "deeper" / ".." / "nahan.txt", tmp_path / "linked" / "nahan.txt"):
        (targets,) = plan_targets([book, again], tmp_path / "out", FORMATS)
        assert targets.pef.name == "nahan.pef"
