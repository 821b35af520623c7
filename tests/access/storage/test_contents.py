"""A content is kept once, whole and unchanged, and taken away only when nobody needs it."""

import errno
import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from access.errors import ContentMissingError, DiskFullError, UnreadableError
from access.storage import contents
from access.storage.contents import ContentStore, Swept

FUTURE = datetime.now(UTC) + timedelta(days=1)
PAST = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> ContentStore:
    return ContentStore(tmp_path / "contents")


def files(store: ContentStore) -> list[str]:
    return sorted(path.name for path in store.folder.rglob("*") if path.is_file() and path.name != ".lock")


def test_a_file_is_kept_by_its_hash(store: ContentStore, tmp_path: Path) -> None:
    book = tmp_path / "呐喊.epub"
    book.write_bytes(b"book" * 500_000)
    content = store.add_file(book)
    assert content == hashlib.sha256(book.read_bytes()).hexdigest()
    book.unlink()
    assert store.path(content).read_bytes() == b"book" * 500_000
    assert store.size(content) == 2_000_000
    with store.open(content) as file:
        assert file.read(4) == b"book"
    assert store.verify(content)
    assert store.path(content).stat().st_mode & 0o222 == 0


def test_the_same_is_kept_once(store: ContentStore) -> None:
    assert store.add_bytes(b"one") == store.add_bytes(b"one")
    store.add_bytes(b"")
    assert len(files(store)) == 2
    assert list(store) == sorted(files(store))


@pytest.mark.parametrize("content", ["0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 64 + "\n"])
def test_what_is_not_there_is_told(store: ContentStore, content: str) -> None:
    for ask in (store.path, store.open, store.size, store.verify):
        with pytest.raises(ContentMissingError):
            ask(content)


def test_a_file_that_cannot_be_read_is_told(store: ContentStore, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        store.add_file(tmp_path / "missing.epub")
    with pytest.raises(UnreadableError):
        store.add_file(tmp_path)
    assert files(store) == []


def test_a_stream_that_is_another_is_refused(store: ContentStore) -> None:
    with pytest.raises(UnreadableError):
        store.add_stream(BytesIO(b"two"), expected=hashlib.sha256(b"one").hexdigest(), size=3)
    assert files(store) == []


def test_damage_is_seen_and_mended_by_adding_again(store: ContentStore) -> None:
    content = store.add_bytes(b"whole")
    path = store.path(content)
    path.chmod(0o644)
    path.write_bytes(b"whol")
    assert not store.verify(content)
    assert store.add_bytes(b"whole") == content
    assert store.verify(content)


def test_a_full_disk_leaves_nothing(store: ContentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(_source: object, target: object) -> str:
        target.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    book = tmp_path / "book.txt"
    book.write_bytes(b"whole")
    monkeypatch.setattr(contents, "_copy", fill)
    with pytest.raises(DiskFullError):
        store.add_bytes(b"whole")
    with pytest.raises(DiskFullError):
        store.add_file(book)
    monkeypatch.undo()
    assert files(store) == []
    assert store.verify(store.add_file(book))


def test_several_processes_may_add_the_same_at_once(store: ContentStore) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom access.storage.contents import ContentStore\n"
        f"store = ContentStore(Path({str(store.folder)!r}))\nsys.stdin.readline()\n"
        "for number in range(60):\n    store.add_bytes(b'%d' % number * 50_000)\n"
    )
    adders = [
        subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, cwd=Path(__file__).parents[3])
        for _ in range(3)
    ]
    for adder in adders:
        adder.stdin.write(b"go\n")
        adder.stdin.flush()
    for adder in adders:
        adder.communicate()
        assert adder.returncode == 0
    assert len(files(store)) == 60
    assert all(store.verify(content) for content in store)


def test_a_sweep_takes_what_nobody_needs(store: ContentStore) -> None:
    kept = sorted(store.add_bytes(b"kept %d" % number) for number in range(20))
    for number in range(30):
        store.add_bytes(b"gone %d" % number)
    assert store.sweep(kept, PAST) == Swept(0, 0)
    assert store.sweep(["0" * 64, *kept, "f" * 64], FUTURE).files == 30
    assert list(store) == kept
    assert store.sweep([], FUTURE) == Swept(20, sum(len(b"kept %d" % number) for number in range(20)))
    assert files(store) == []
    assert ContentStore(store.folder / "not there").sweep([], FUTURE) == Swept(0, 0)


def test_what_was_added_again_is_not_old(store: ContentStore) -> None:
    content = store.add_bytes(b"again")
    os.utime(store.path(content), (0, 0))
    store.add_bytes(b"again")
    assert store.sweep([], PAST) == Swept(0, 0)


def test_hashes_out_of_order_sweep_nothing_that_is_needed(store: ContentStore) -> None:
    kept = sorted((store.add_bytes(b"kept %d" % number) for number in range(5)), reverse=True)
    with pytest.raises(ValueError, match="behind"):
        store.sweep(kept, FUTURE)
    assert len(files(store)) == 5


def test_nothing_is_swept_while_it_is_copied(store: ContentStore) -> None:
    store.add_bytes(b"copied")
    with store.kept(), store.kept():
        assert store.sweep([], FUTURE) == Swept(0, 0)
    assert store.sweep([], FUTURE) == Swept(1, 6)


def test_a_sweep_tidies_after_the_killed(store: ContentStore) -> None:
    content = store.add_bytes(b"moved away by a sweep that was killed")
    path = store.path(content)
    path.rename(path.with_name(f".{content}.swept"))
    (path.parent / f".{content}.tongdu-00000000-1-00000000-1").write_bytes(b"half")
    store.sweep([content], FUTURE)
    assert files(store) == [content]
    assert store.verify(content)
