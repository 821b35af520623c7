"""Kept blocks: whole or not there."""

import errno
import os
import time
from pathlib import Path
from typing import NoReturn

import pytest

from access.errors import CacheError
from audio.cache import SpeechCache, SpokenBlock, SpokenPhrase, cache_key

BLOCK = SpokenBlock(
    cache_key("a"), 22_050, 5_760, (SpokenPhrase(0, 5, 0, 4_000), SpokenPhrase(5, 5, 4_000, 5_000, "p"))
)
MP3 = bytes(range(256)) * 20


@pytest.fixture
def cache(tmp_path: Path) -> SpeechCache:
    return SpeechCache(tmp_path)


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_kept_and_found(cache: SpeechCache) -> None:
    assert cache.find(BLOCK.key) is None
    cache.keep(BLOCK, MP3)
    assert cache.find(BLOCK.key) == BLOCK
    assert cache.sound(BLOCK.key) == (BLOCK, MP3)


def test_keys_tell_everything_apart() -> None:
    keys = {cache_key(*made) for made in (("a", "b"), ("ab",), ("a", ["b"]), ("b", "a"), (None,), ("",), (0,))}
    assert len(keys) == 7


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "no line end", "not json"])
def test_a_damaged_entry_is_not_there(cache: SpeechCache, tmp_path: Path, damage: str) -> None:
    cache.keep(BLOCK, MP3)
    (path,) = entries(tmp_path)
    data = path.read_bytes()
    flipped = data[:-10] + bytes([data[-10] ^ 1]) + data[-9:]
    path.write_bytes(
        {
            "cut": data[:-100],
            "flipped": flipped,
            "empty": b"",
            "no line end": data.replace(b"\n", b"", 1),
            "not json": b"{" + data,
        }[damage]
    )
    assert cache.find(BLOCK.key) is None
    with pytest.raises(CacheError):
        cache.sound(BLOCK.key)
    cache.keep(BLOCK, MP3)
    assert cache.find(BLOCK.key) == BLOCK


def test_prune_drops_the_longest_unused_first(cache: SpeechCache, tmp_path: Path) -> None:
    blocks = [SpokenBlock(cache_key(n), 22_050, 576, ()) for n in range(4)]
    for age, block in enumerate(blocks):
        cache.keep(block, MP3)
        (path,) = [path for path in entries(tmp_path) if path.stem == block.key]
        os.utime(path, (0, time.time() - 1000 * age))
    assert cache.prune(most_bytes=3 * len(MP3), unused_days=30) == 2
    assert [cache.find(block.key) is not None for block in blocks] == [True, True, False, False]
    cache.find(blocks[1].key)
    assert cache.prune(most_bytes=10**9, unused_days=500 / 86_400) == 0


def test_prune_drops_what_was_not_used_for_long(cache: SpeechCache, tmp_path: Path) -> None:
    cache.keep(BLOCK, MP3)
    (path,) = entries(tmp_path)
    os.utime(path, (0, time.time() - 61 * 86_400))
    assert cache.prune(most_bytes=10**9, unused_days=60) == 1
    assert entries(tmp_path) == []


def refuse(*_: object, **__: object) -> NoReturn:
    """What the system does to those who may not."""
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_prune_leaves_a_folder_that_may_not_be_opened(
    cache: SpeechCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.keep(BLOCK, MP3)
    with monkeypatch.context() as closed:
        closed.setattr(Path, "stat", refuse)
        assert cache.prune(most_bytes=0, unused_days=0) == 0
    with monkeypatch.context() as closed:
        closed.setattr(Path, "unlink", refuse)
        assert cache.prune(most_bytes=0, unused_days=0) == 0
    assert len(entries(tmp_path)) == 1
    assert cache.prune(most_bytes=0, unused_days=0) == 1


def test_an_entry_that_may_not_be_marked_is_found(cache: SpeechCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.keep(BLOCK, MP3)
    monkeypatch.setattr(os, "utime", refuse)
    assert cache.find(BLOCK.key) == BLOCK
