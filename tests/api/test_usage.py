"""Wrong use and help are told in the reader's language, without the library's own words."""

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest
from typer.exceptions import TyperException
from typer.main import get_command

from access.errors import UnreadableError
from api.cli import app
from api.usage import Command, Group, told_help, wrong_use

WRONG = {
    "convrt": ("没有命令“convrt”，也许是想用 convert。", "There is no command “convrt”; perhaps convert is meant."),
    "zzzz": ("没有命令“zzzz”。", "There is no command “zzzz”."),
    "convert a --out": ("--out 需要一个值。", "--out needs a value."),
    "convert a --to pef --out x --jobs q": (
        "--jobs 的值不对：应当是整数。",
        "Wrong value for --jobs: it must be a whole",
    ),
    "proofread a --below q": ("--below 的值不对：应当是数字。", "Wrong value for --below: it must be a number."),
    "convert --to pef --out x": ("缺少 BOOK…。", "BOOK… is missing."),
    "convert a --json=3": ("--json 不带值。", "--json takes no value."),
    "voices a b": ("命令里有多余的内容：a b。", "There is too much in the command: a b."),
    "read": ("缺少 TEXT。", "TEXT is missing."),
    "doctor --loud": ("没有选项 --loud。", "There is no option --loud."),
    "convert a --to pef --out x --rate 3": ("--rate 的值不对：3 不在 25 到 400 之间。", "3 is not from 25 to 400."),
}


def use(arguments: str) -> TyperException:
    with pytest.raises(TyperException) as raised:
        app(arguments.split(), prog_name="tongdu", standalone_mode=False)
    return raised.value


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_use_in_both_languages(arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chinese, english = WRONG[arguments]
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")
    told = wrong_use(use(arguments))
    assert english in told
    assert told.endswith("--help` tells how it is used.")
    monkeypatch.setenv("TONGDU_LANGUAGE", "zh")
    told = wrong_use(use(arguments))
    assert told.startswith(chinese)
    assert re.search(r"。用法见 `tongdu( \w+)? --help`。$", told), told


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["", "convert", "voices", "codes", "doctor", "read"])
def test_help_has_no_words_of_the_library(
    command: str, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", language)
    app([*command.split(), "--help"], prog_name="tongdu", standalone_mode=False)
    told = capsys.readouterr().out
    assert "<" not in told
    assert "Show this message" not in told
    english = re.findall(r"Usage|Options|Arguments|Commands|OPTIONS|COMMAND|required|default", told)
    assert bool(english) == (language == "en"), told
    assert told.startswith(("用法：tongdu", "Usage: tongdu"))


@pytest.mark.parametrize("command", ["convert", "proofread"])
def test_a_book_that_may_not_be_read_is_no_wrong_use(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "secret.txt"
    book.write_text("The lamp is on.\n")
    opened = os.open

    def refuse(path: str | Path, *more: Any, **options: Any) -> int:
        if Path(path) == book:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(path, *more, **options)

    monkeypatch.setenv("TONGDU_LANGUAGE", "en")
    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "access", lambda *_: False)
    if command == "proofread":
        with pytest.raises(UnreadableError, match="Permission denied"):
            app([command, str(book)], prog_name="tongdu", standalone_mode=False)
        return
    arguments = [command, str(book), "--to", "brf", "--out", str(tmp_path / "out")]
    assert app(arguments, prog_name="tongdu", standalone_mode=False) == UnreadableError.exit_code
    assert "secret.txt: The file cannot be opened (Permission denied)." in capsys.readouterr().err


def test_every_command_tells_its_help_so() -> None:
    group = get_command(app)
    assert isinstance(group, Group)
    assert all(isinstance(command, Command | Group) for command in group.commands.values())


def test_the_list_of_commands_has_whole_sentences(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    app(["--help"], prog_name="tongdu", standalone_mode=False)
    told = capsys.readouterr().out
    group = get_command(app)
    assert isinstance(group, Group)
    for command in group.commands.values():
        assert str(command.help) in " ".join(told.split())
    assert "..." not in told
    assert max(map(len, told.splitlines())) <= 70


def test_words_inside_help_are_left_alone() -> None:
    assert told_help("  Options: see below.\n") == "  Options: see below.\n"
