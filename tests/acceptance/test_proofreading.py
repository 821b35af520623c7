"""`tongdu proofread` at a terminal, by lines and as JSON."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from tests.acceptance.command import Desk, Result, lamp_epub
from tests.acceptance.sources import BOOKS

pytestmark = pytest.mark.acceptance

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
_SECONDS = 120
_KEYS_TOLD = "q leaves."


class Terminal:
    """A person at a terminal: reads what is shown and presses keys."""

    def __init__(self, desk: Desk, *arguments: str | Path) -> None:
        import pty

        self._ours, theirs = pty.openpty()
        self._process = desk.start(arguments, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        self._fresh = ""
        self.seen = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until something new is shown, and take all up to it as read."""
        end = time.monotonic() + _SECONDS
        while not (found := re.search(pattern, self._fresh)):
            assert time.monotonic() < end, f"{pattern} was not shown: {self.seen}"
            assert self._read(), f"{pattern} was not shown before it ended: {self.seen}"
        self._fresh = self._fresh[found.end() :]
        return found

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def end(self) -> int:
        """Wait for the end of the command; return its exit code."""
        while self._read():
            pass
        return self._process.wait(_SECONDS)

    def _read(self) -> bool:
        block = b""
        with suppress(OSError):  # what Linux says when nobody is at the other end
            block = os.read(self._ours, 1 << 16)
        text = block.decode("utf-8", "ignore").replace("\r\n", "\n")
        self.seen += text
        self._fresh += text
        return bool(block)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.environment["TONGDU_DATA"] = str(tmp_path / "data")
    return desk


def listed(desk: Desk, book: Path, *options: str) -> list[dict[str, Any]]:
    result = desk.run("proofread", book, "--json", "--below", "1", *options)
    assert result.code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def answers_of(desk: Desk) -> list[dict[str, str]]:
    """What is kept of the only title."""
    (path,) = (desk.root / "data" / "titles").iterdir()
    entries: list[dict[str, str]] = json.loads(path.read_text("utf-8"))["entries"]
    return entries


def by_lines(desk: Desk, book: Path, *lines: str) -> Result:
    return desk.run("proofread", book, "--below", "1", stdin="".join(f"{line}\n" for line in lines))


@posix
def test_a_key_an_answer_left_and_taken_up_again(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    doubts = listed(desk, book)
    with Terminal(desk, "proofread", book, "--below", "1") as terminal:
        terminal.wait_for(_KEYS_TOLD)
        count = int(terminal.wait_for(r"Doubt 1 of (\d+)\.")[1])
        assert count == len(doubts)
        terminal.wait_for(rf"\n1, {doubts[0]['choices'][0]['pinyin']}, [⠁-⠿]")
        terminal.press("2")
        terminal.wait_for(f"Doubt 2 of {count}")
        terminal.press("\n")
        terminal.wait_for(f"Doubt 3 of {count}")
        terminal.press("s")
        terminal.wait_for(f"Doubt 4 of {count}")
        terminal.press("q")
        terminal.wait_for("2 answered, 1 for later")
        assert terminal.end() == 0
    assert [entry["pinyin"] for entry in answers_of(desk)] == [
        doubts[0]["choices"][1]["pinyin"],
        doubts[1]["choices"][0]["pinyin"],
    ]
    with Terminal(desk, "proofread", book, "--below", "1") as terminal:
        terminal.wait_for(f"Doubt 1 of {count - 2}")
        terminal.wait_for(re.escape(" ".join(doubts[3]["sentence"].split())))
        terminal.press("q")
        assert terminal.end() == 0
    again = listed(desk, book)
    assert again[-1]["later"] is True
    assert again[-1]["sentence"] == doubts[2]["sentence"]


@posix
def test_undo_at_the_terminal(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    with Terminal(desk, "proofread", book, "--below", "1") as terminal:
        terminal.wait_for("Doubt 1 of")
        terminal.press("2")
        terminal.wait_for("Doubt 2 of")
        assert len(answers_of(desk)) == 1
        terminal.press("u")
        terminal.wait_for("Taken back")
        terminal.wait_for("Doubt 1 of")
        assert answers_of(desk) == []
        terminal.press("\x1b[Apxíng\n")
        terminal.wait_for("Doubt 2 of")
        assert [entry["pinyin"] for entry in answers_of(desk)] == ["xing2"]
        terminal.press("\x04")
        assert terminal.end() == 0


@posix
def test_an_interrupted_proofreader_loses_nothing(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    with Terminal(desk, "proofread", book, "--below", "1") as terminal:
        terminal.wait_for("Doubt 1 of")
        terminal.press("1")
        terminal.wait_for("Doubt 2 of")
        terminal._process.send_signal(2)
        terminal.wait_for("Stopped")
        assert terminal.end() == 130
        assert "Traceback" not in terminal.seen
    assert len(answers_of(desk)) == 1


def test_lines_where_there_is_no_terminal(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    result = by_lines(desk, book, "", "2")
    assert result.code == 0, result.stderr
    assert "2 answered, 0 for later" in result.stdout
    assert "\x1b" not in result.stdout
    assert len(answers_of(desk)) == 2


def test_in_chinese(desk: Desk) -> None:
    desk.environment["TONGDU_LANGUAGE"] = "zh"
    result = by_lines(desk, desk.book("lamp.epub", lamp_epub()), "q")
    assert result.code == 0
    assert "第 1 处" in result.stdout
    assert "这里的“" in result.stdout


def test_the_options_of_the_list(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    every = listed(desk, book)
    assert listed(desk, book, "--limit", "2") == every[:2]
    (bank,) = (doubt for doubt in every if doubt["word"] == "银行")
    pages = {place["print"]["page"] for place in bank["places"]}
    assert "1" in pages
    assert all(place["braille"]["volume"] == 1 for doubt in every for place in doubt["places"])
    other = listed(desk, book, "--code", "zh-current")
    assert [doubt["word"] for doubt in other] == [doubt["word"] for doubt in every]
    assert not (desk.root / "data").exists(), "a list changes nothing"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("missing.epub",), 3),
        (("lamp.epub", "--code", "zz-moon"), 4),
        (("lamp.epub", "--below", "2"), 2),
        (("lamp.epub", "--limit", "0"), 2),
        ((), 2),
    ],
)
def test_exit_codes(desk: Desk, arguments: tuple[str, ...], code: int) -> None:
    desk.book("lamp.epub", lamp_epub())
    result = desk.run("proofread", *arguments, cwd=desk.books)
    result.assert_failed(code)


def test_a_damaged_lexicon_is_told(desk: Desk) -> None:
    (desk.root / "data").mkdir()
    (desk.root / "data" / "library.json").write_text("{", "utf-8")
    result = desk.run("proofread", desk.book("lamp.epub", lamp_epub()), "--json")
    result.assert_failed_briefly(3)
    assert "library.json" in result.stderr


@pytest.mark.skipif(not BOOKS.is_dir(), reason="the shared books are not here")
def test_a_whole_book(desk: Desk) -> None:
    result = desk.run("proofread", BOOKS / "nahan.epub", "--json")
    assert result.code == 0, result.stderr
    doubts = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(doubts) > 100
    assert [doubt["confidence"] for doubt in doubts] == sorted(doubt["confidence"] for doubt in doubts)
    asked = [(d["word"], d["index"], d["choices"][0]["pinyin"]) for d in doubts if len(d["word"]) > 1 and d["choices"]]
    assert len(asked) == len(set(asked)), "a word is asked twice"
    assert all(place["braille"] for doubt in doubts for place in doubt["places"])
