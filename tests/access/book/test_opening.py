"""The door: kinds of files, and hostile ones, each in a child process as in the service."""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from access.book.opening import open_book
from access.book.transfer import pack, unpack
from access.book.walk import book_text
from access.errors import (
    DamagedBookError,
    EncryptedBookError,
    InputError,
    NoTextError,
    UnknownFormatError,
    UnreadableError,
    UnsafeBookError,
    UsageError,
)
from tests.access.book.epub_builder import build_epub, document, package, simple_epub

SMALL = simple_epub({"0.xhtml": "<h1>A</h1><p>Some words.</p>"})


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    def write(data: bytes, name: str = "book.epub") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def test_an_epub_and_a_text_whatever_their_names_are(put: Callable[..., Path]) -> None:
    assert book_text(open_book(put(SMALL, "-a b\u00e9'.txt")).book) == "A\nSome words."
    assert "plain text" in book_text(open_book(put(b"Some plain text.\n\nAnd more of it.\n", "text.epub")).book)


def test_the_language_that_is_given_wins(put: Callable[..., Path]) -> None:
    assert open_book(put(SMALL), language="zh_cn").book.metadata.language == "zh-CN"
    with pytest.raises(UsageError):
        open_book(put(SMALL), language="not a language")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\xff\xd8\xff\xe0....", "picture"),
        (b"\x1f\x8b\x08....", "gzip"),
        (b"\x7fELF....", "program"),
        (b"MZ\x90\x00....", "program"),
        (bytes(60) + b"BOOKMOBI", "Kindle"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\xef\xbb\xbf <!DOCTYPE HTML><p>x", "HTML"),
        (build_epub({"word/document.xml": "x"}, mimetype=None, container=""), "Word"),
        (build_epub({"x.txt": "x"}, mimetype=None, container=""), "ZIP"),
    ],
)
def test_other_kinds_are_named(put: Callable[..., Path], data: bytes, reason: str) -> None:
    with pytest.raises(UnknownFormatError, match=reason):
        open_book(put(data))


def test_what_is_not_a_file(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.epub", tmp_path, tmp_path / "nul\0"):
        with pytest.raises(UnreadableError):
            open_book(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_does_not_keep_us_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError):
        open_book(tmp_path / "pipe")


def test_an_empty_file_has_no_text(put: Callable[..., Path]) -> None:
    with pytest.raises(NoTextError):
        open_book(put(b""))


def one_document(text: str | bytes) -> bytes:
    parts = {"0.xhtml": text}
    return build_epub({f"OEBPS/{name}": part for name, part in parts.items()}, opf=package(parts))


@pytest.mark.parametrize(
    "data",
    [
        one_document("<html><body>" + "<div>" * 20_000 + "x" + "</body></html>"),
        one_document("<html><body><p>x" + "<a " * 20_000),
        one_document(document("<p>x" + '<a id="a" href="#a">1</a>' * 2_000 + "</p>")),
        one_document(b"\xff\xfe" + bytes(200_000)),
    ],
)
def test_hostile_markup_is_read_or_refused_in_time(put: Callable[..., Path], data: bytes) -> None:
    start = time.monotonic()
    try:
        assert book_text(open_book(put(data)).book)
    except InputError as error:
        assert error.exit_code == 3  # noqa: PT017
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (SMALL[:-30], DamagedBookError),
        (SMALL[: len(SMALL) // 2], DamagedBookError),
        (build_epub({"META-INF/rights.xml": "<r/>"}, opf=package([])), EncryptedBookError),
        (build_epub({"big.xhtml": bytes(80_000_000)}, opf=package(["big.xhtml"])), UnsafeBookError),
        (build_epub({"../up.xhtml": "x"}, opf=package([])), UnsafeBookError),
        (build_epub({}, opf=package([])), DamagedBookError),
        (simple_epub({"0.xhtml": "<p> </p>"}), NoTextError),
    ],
)
def test_refusals_cross_from_the_child_whole(put: Callable[..., Path], data: bytes, error: type[InputError]) -> None:
    with pytest.raises(error) as caught:
        open_book(put(data))
    assert "{" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_long_chapter_in_one_file_is_read_whole(put: Callable[..., Path]) -> None:
    paragraph = "<p>" + "我在年青时候也曾经做过许多梦，" * 20 + "</p>"
    opened = open_book(put(simple_epub({"0.xhtml": f"<h1>长</h1>{paragraph * 1000}"}, language="zh")))
    assert len(book_text(opened.book)) > 300_000


def test_several_threads_at_once(put: Callable[..., Path]) -> None:
    path = put(SMALL)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(book_text(open_book(path).book))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["A\nSome words."] * 4


def test_modules_in_the_folder_where_we_are_started_are_not_run(
    put: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zipfile.py").write_text("raise SystemExit(9)")
    (tmp_path / "access").mkdir()
    (tmp_path / "access" / "__init__.py").write_text("raise SystemExit(9)")
    path = put(SMALL)
    monkeypatch.chdir(tmp_path)
    assert book_text(open_book(path).book) == "A\nSome words."


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.getenv, ("HOME",)


def test_nothing_but_books_and_errors_comes_out_of_the_child() -> None:
    for data in (pickle.dumps(Evil()), b"", b"noise", pickle.dumps({"a": 1})):
        with pytest.raises(DamagedBookError):
            unpack(data)
    error = unpack(pack(DamagedBookError(reason="x", where="y")))
    assert isinstance(error, DamagedBookError)
    assert str(error) == str(DamagedBookError(reason="x", where="y"))
