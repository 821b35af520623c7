"""Closed, full and abandoned standard streams, names that are not text, and what was chosen twice."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.acceptance.command import Desk, Result

pytestmark = pytest.mark.acceptance

TEXT = "The lamp is on.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _redirected(desk: Desk, how: str, *arguments: str | Path) -> Result:
    return desk.run(*arguments, wrapper=("bash", "-c", f'set -o pipefail; "$@" {how}', "bash"))


# --- streams ------------------------------------------------------------------------------------------------------


HOWS = (">/dev/full", "2>&1 >/dev/full", ">&-", ">&- 2>&- <&-", "| true", "| head -1")


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["lines", "json"])
@pytest.mark.parametrize("how", HOWS)
def test_a_conversion_goes_on_when_nobody_listens(desk: Desk, how: str, options: tuple[str, ...]) -> None:
    book = desk.book("lamp.txt", TEXT)
    result = _redirected(desk, how, "convert", book, "--to", "brf,pef", "--out", desk.out, "--language", "en", *options)
    if options and "full" in how:  # somebody waits for the events
        told = "Standard output cannot be written (No space left on device).\n"
        assert (result.code, result.stdout + result.stderr) == (1, told)
    else:
        assert (result.code, result.stderr) == (0, "")
    assert desk.made() == {"lamp.brf", "lamp.pef"}


@pytest.mark.parametrize("arguments", [("voices",), ("codes", "--json"), ("read", "银行"), ("--help",)], ids=" ".join)
def test_lists(desk: Desk, arguments: tuple[str, ...]) -> None:
    full = _redirected(desk, ">/dev/full", *arguments)
    full.assert_failed_briefly(1)
    assert full.stderr == "Standard output cannot be written (No space left on device).\n"
    closed = _redirected(desk, ">&-", *arguments)
    assert (closed.code, closed.stderr) == (0, "")
    abandoned = _redirected(desk, "| true", *arguments)
    assert abandoned.code in {0, 1}
    assert abandoned.stderr == ""


# --- names --------------------------------------------------------------------------------------------------------


def test_a_name_that_is_not_text(desk: Desk) -> None:
    name = os.fsdecode(b"lamp\xff")
    try:
        book = desk.book(f"{name}.txt", TEXT)
    except OSError:
        pytest.skip("this file system allows no such name")
    for _ in range(2):
        assert desk.convert(book, to="brf,pef,epub3,daisy202").code == 0
    assert desk.made() == {f"{name}.{suffix}" for suffix in ("brf", "pef", "epub", "daisy202")}
    assert b"lamp\xef\xbf\xbd" in (desk.out / f"{name}.pef").read_bytes()


def test_a_name_longer_than_any(desk: Desk) -> None:
    result = desk.run("convert", "n" * 300 + ".txt", "--to", "pef", "--out", desk.out)
    result.assert_failed_briefly(1)
    assert "too long" in result.stderr
    assert not desk.out.exists()


def test_the_folder_itself_as_a_book(desk: Desk) -> None:
    result = desk.run("convert", ".", "--to", "pef", "--out", desk.out, cwd=desk.books)
    result.assert_failed(3)
    assert result.stderr.startswith(".: The file cannot be opened (it is a folder).")
    assert "Book: .\n" in result.stdout


def test_noise_called_an_epub(desk: Desk) -> None:
    book = desk.book("noise.epub", bytes(range(1, 256)) * 40)
    result = desk.run("convert", book, "--to", "pef", "--out", desk.out)
    result.assert_failed_briefly(3)
    assert "not an EPUB" in result.stderr
    assert "UTF-8" not in result.stderr


# --- the cache ----------------------------------------------------------------------------------------------------


def test_a_cache_that_is_a_file_is_named(desk: Desk) -> None:
    cache = desk.book("letter", "somebody else's")
    book = desk.book("lamp.txt", TEXT)
    arguments = ("convert", book, "--to", "epub3", "--out", desk.out)
    result = desk.run(*arguments, environment={"TONGDU_CACHE": str(cache), "TONGDU_LANGUAGE": "zh"})
    result.assert_failed_briefly(1)
    assert "缓存文件夹" in result.stderr
    assert "TONGDU_CACHE" in result.stderr
    assert not desk.out.exists(), "no empty folder is left"


# --- choices ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "options"),
    [("pef", ("--code", "zh-ncb", "--code", "zh-hk")), ("epub3", ("--voice", "en-gb,en-us"))],
    ids=["codes", "voices"],
)
def test_two_choices_for_one_language(desk: Desk, form: str, options: tuple[str, ...]) -> None:
    result = desk.run("convert", desk.book("lamp.txt", TEXT), "--to", form, "--out", desk.out, *options)
    result.assert_failed_briefly(2)
    assert options[0] in result.stderr
    assert not desk.out.exists()


def test_the_usual_voices_come_first(desk: Desk) -> None:
    told = [json.loads(line) for line in desk.run("voices", "--json").stdout.splitlines()]
    assert [voice["language"][:2] for voice in told[:2]] == ["zh", "en"]
    assert [voice["default"] for voice in told] == [True, True] + [False] * (len(told) - 2)
    plain = desk.run("voices").stdout.splitlines()
    assert [line.endswith(", the default") for line in plain[:3]] == [True, True, False]


def test_chinese_messages_are_in_chinese(desk: Desk) -> None:
    chinese = {"TONGDU_LANGUAGE": "zh"}
    result = desk.run("convert", "nowhere.txt", "--to", "pef", "--out", desk.out, environment=chinese)
    assert "没有这个文件或文件夹" in result.stderr
    doctor = desk.run("doctor", environment=chinese).stdout
    assert doctor.startswith("可用：版本：Tongdu ")
    assert ", " not in doctor
