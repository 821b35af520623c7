"""`tongdu read`, `voices`, `codes` and `doctor`."""

from __future__ import annotations

import json
import re
import select
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.command import Desk
from tests.acceptance.sources import BOOKS

pytestmark = pytest.mark.acceptance

CODES = ("en-ueb-g2", "en-ueb-g1", "zh-ncb", "zh-current", "zh-double", "zh-hk", "zh-tw")
BANK = "银行行长长大了"
BANK_PINYIN = ["yin2", "hang2", "hang2", "zhang3", "zhang3", "da4", "le5"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- listings -----------------------------------------------------------------------------------------------------


def test_voices(desk: Desk) -> None:
    every = desk.run("voices")
    assert every.code == 0, every.stderr
    lines = set(every.stdout.splitlines())
    for language in ("zh", "en"):
        some = desk.run("voices", "--language", language)
        assert some.code == 0
        names = {line.split(",")[0] for line in some.stdout.splitlines()}
        assert names
        assert names < {line.split(",")[0] for line in lines}


def test_codes(desk: Desk) -> None:
    result = desk.run("codes")
    assert result.code == 0, result.stderr
    assert {line.split(",")[0] for line in result.stdout.splitlines()} >= set(CODES)


def test_doctor(desk: Desk) -> None:
    result = desk.run("doctor")
    assert result.code == 0, result.stdout + result.stderr
    for what in ("espeak", "liblouis"):
        assert what in result.stdout.lower()


@pytest.mark.parametrize("arguments", [["voices"], ["codes"], ["doctor"], ["read", "银行"]], ids=" ".join)
def test_nothing_is_drawn_where_there_is_no_terminal(desk: Desk, arguments: list[str]) -> None:
    assert "\x1b" not in desk.run(*arguments).stdout


def test_a_reader_of_the_output_that_goes_away(desk: Desk) -> None:
    process = desk.start(["read", "--json", "-"])
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    try:
        process.stdin.write(f"{BANK}\n".encode() * 2000)
        process.stdin.close()
    except BrokenPipeError:
        pass
    told = process.stderr.read().decode()
    process.stderr.close()
    process.wait(30)
    assert "Traceback" not in told
    assert "Exception" not in told


# --- read ---------------------------------------------------------------------------------------------------------


def test_a_text_for_a_person(desk: Desk) -> None:
    result = desk.run("read", BANK)
    assert result.code == 0, result.stderr
    for word in ("银行", "行长"):
        assert word in result.stdout
    assert re.findall(r"[a-z]+[1-5]", result.stdout) == BANK_PINYIN
    assert re.search(r"[\u2801-\u283f]", result.stdout)


def _objects(desk: Desk, text: str) -> list[dict[str, Any]]:
    result = desk.run("read", "--json", "-", stdin=text)
    assert result.code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.removesuffix("\n").split("\n") if line or text]


def _spans(entry: dict[str, Any]) -> list[str]:
    """The words of a line as stretches of its text."""
    return [word if isinstance(word, str) else entry["text"][word[0] : word[1]] for word in entry["words"]]


def test_a_text_as_json(desk: Desk) -> None:
    (entry,) = _objects(desk, f"{BANK}\n")
    assert set(entry) == {"text", "words", "pinyin", "confidence", "cells"}
    assert entry["text"] == BANK
    assert entry["pinyin"] == BANK_PINYIN
    assert "".join(_spans(entry)) == BANK
    assert _spans(entry)[-2:] == ["长大", "了"]
    assert re.fullmatch(r"[\u2800-\u283f]+", entry["cells"])
    assert "\u2800" in entry["cells"], "a blank between words"
    assert all(0 <= confidence <= 1 for confidence in entry["confidence"])


LINES = (
    BANK,
    "",
    "女儿绿了，他们去旅行。",
    "English only, 123.",
    "   ",
    "a𠀀b𬺓的",
    "😀好👨‍👩‍👧",
    "混合 mixed 文字 text",
    "“你好！”她说。",
    "e\u0301\u3000全角\ttab",
    BANK,
)


def test_lines_as_json(desk: Desk) -> None:
    entries = _objects(desk, "".join(f"{line}\n" for line in LINES))
    assert [entry["text"] for entry in entries] == list(LINES)
    for entry in entries:
        text = entry["text"]
        assert len(entry["pinyin"]) == len(entry["confidence"]) == len(text)
        for character, pinyin, confidence in zip(text, entry["pinyin"], entry["confidence"], strict=True):
            han = re.match(r"[\u3400-\u9fff\U00020000-\U0003ffff]", character)
            assert (pinyin is None) == (confidence is None) == (han is None), (text, character, pinyin)
            assert pinyin is None or re.fullmatch(r"[a-z]+[1-5]", pinyin), pinyin
        assert "".join("".join(_spans(entry)).split()) == "".join(text.split())
    assert entries[2]["pinyin"][:4] == ["nv3", "er2", "lv4", "le5"] or entries[2]["pinyin"][1] == "er5"
    assert entries[1]["words"] == []
    assert entries[1]["cells"] == ""
    assert entries[0] == entries[-1]


@pytest.mark.parametrize("text", ["", "银行", "银行\r\n好\r\n", "\ufeff银行\n", "银\u2028行\n好\x0c了\n"])
def test_odd_line_ends(desk: Desk, text: str) -> None:
    entries = _objects(desk, text)
    lines = text.split("\n")
    expected = lines if lines[-1] else lines[:-1]
    assert len(entries) == len(expected)
    for entry, line in zip(entries, expected, strict=True):
        assert entry["text"].strip("\r\ufeff") == line.strip("\r\ufeff")


def test_bytes_that_are_not_utf8_are_told(desk: Desk) -> None:
    result = desk.run("read", "--json", "-", stdin="银行".encode("gb18030") + b"\n")
    assert "Traceback" not in result.stderr
    assert result.code in {0, 3}
    if result.code == 0:
        assert len(result.stdout.splitlines()) == 1


def _answer(process: subprocess.Popen[bytes], line: str) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{line}\n".encode())
    process.stdin.flush()
    ready, _, _ = select.select([process.stdout], [], [], 30)
    assert ready, "no answer before the input is closed"
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def test_a_conversation(desk: Desk) -> None:
    with desk.start(["read", "--json", "-"]) as process:
        assert _answer(process, BANK)["pinyin"] == BANK_PINYIN
        assert _answer(process, "好")["text"] == "好"
        assert _answer(process, "")["text"] == ""
        assert _answer(process, "再见")["text"] == "再见"
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


@pytest.mark.skipif(not BOOKS.is_dir(), reason="the shared books are not here")
def test_a_whole_book_line_by_line(desk: Desk) -> None:
    text = (BOOKS / "nahan.txt").read_text("utf-8-sig").replace("\r\n", "\n")
    began = time.monotonic()
    entries = _objects(desk, text)
    assert time.monotonic() - began < 20
    assert [entry["text"] for entry in entries] == text.removesuffix("\n").split("\n")
    assert all(len(entry["pinyin"]) == len(entry["text"]) for entry in entries)
