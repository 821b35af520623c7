"""`tongdu catalog search`, as somebody at a terminal meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from access.errors import UsageError
from access.settings import Settings
from access.storage.opening import open_service_database
from api.commands.catalog_found import run_search
from tests.access.catalog.search.search_library import DREAM, NAHAN, PRIDE, put


@pytest.fixture(autouse=True)
def _own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")
    for name in ("TONGDU_DATABASE_URL", "TONGDU_CONTENTS", "TONGDU_SETTINGS", "TONGDU_CACHE"):
        monkeypatch.delenv(name, raising=False)
    database = open_service_database(Settings())
    put(database, NAHAN, PRIDE, DREAM)
    database.close()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("呐喊", "1. 呐喊, 鲁迅, zh, brf, daisy202, title 1"),
        ("nahan", "1. 呐喊, 鲁迅, zh, brf, daisy202, title 1, by pinyin"),
        ("nh", "1. 呐喊, 鲁迅, zh, brf, daisy202, title 1, by initials"),
        ("62426", "1. 呐喊, 鲁迅, zh, brf, daisy202, title 1, by telephone keys"),
        ("呐汗", "1. 呐喊, 鲁迅, zh, brf, daisy202, title 1, similar"),
        ("prejudise", "1. Pride and Prejudice, Austen, Jane, en, epub3, title 2, similar"),
    ],
)
def test_what_is_found_is_told_in_lines(text: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_search(text) == 0
    assert capsys.readouterr().out.splitlines() == ["Titles found: 1.", line]


def test_it_is_told_in_chinese(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", "zh")
    run_search("nahan")
    assert capsys.readouterr().out.splitlines() == [
        "找到 1 种。",
        "1. 呐喊，鲁迅，zh，brf，daisy202，书目编号 1，按拼音找到",
    ]


def test_pages_and_filters(capsys: pytest.CaptureFixture[str]) -> None:
    run_search("", limit=1, after=1)
    assert capsys.readouterr().out.splitlines()[1].startswith("2. Pride")
    assert run_search("nahan", forms=["daisy202,mp3"], languages=["zh"], branch="MAIN") == 0
    capsys.readouterr()
    assert run_search("nahan", forms=["mp3"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Nothing was found.",
        "Without the options more is found: 1.",
    ]
    with pytest.raises(UsageError, match="is not a form"):
        run_search("nahan", forms=["vinyl"])


def test_when_nothing_is_found_something_else_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_search("呐喊 qwrtpsdf") == 1
    assert capsys.readouterr().out.splitlines() == ["Nothing was found.", "This finds something: 呐喊"]


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    run_search("nahan", as_json=True)
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"total": 1, "elsewhere": 0, "suggestions": []},
        {
            "title": 1, "name": "呐喊", "contributors": ["鲁迅"], "language": "zh", "forms": ["brf", "daisy202"],
            "why": "pinyin",
        },
    ]  # fmt: skip


def test_the_command_itself() -> None:
    command = [sys.executable, "-m", "api", "catalog", "search", "na", "han"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[1].endswith("by pinyin")
