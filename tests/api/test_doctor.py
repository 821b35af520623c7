"""What is said of the cache folder."""

import os
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from api.doctor import examine


def cache_line(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = examine()
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "cache folder" in line]
    return code, line


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")
    monkeypatch.setenv("TONGDU_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("place", ["cache", "cache/speech"])
def test_a_file_in_the_place_of_the_cache(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / place
    file.parent.mkdir(exist_ok=True)
    file.write_text("somebody else's")
    code, line = cache_line(capsys)
    assert code == 4
    assert line == f"Missing: cache folder: “{file}” cannot be written (it exists and is not a folder)"


def test_a_cache_that_may_not_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cache").mkdir()

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(Path, "exists", refuse)
    code, line = cache_line(capsys)
    assert code == 4
    assert line == f"Missing: cache folder: “{tmp_path / 'cache'}” cannot be written (Permission denied)"


def test_a_cache_that_is_not_there_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = cache_line(capsys)[1]
    assert f"cache folder: {tmp_path / 'cache'}, " in line
    assert line.endswith(" GB free")
    assert list(tmp_path.iterdir()) == []
