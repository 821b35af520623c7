"""Sounds of choices: made once, and not too many at a time."""

from pathlib import Path

import pytest

from access.errors import BusyError
from access.settings import Settings
from api.web.proofreading import heard as heard_module
from api.web.proofreading.heard import MOST_A_MINUTE, Heard

PART = {"text": "银行里", "words": [[0, 2], [2, 3]], "pinyin": ["yin2", "hang2", "li3"], "at": 1}


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def heard(tmp_path: Path, clock: Clock) -> Heard:
    return Heard(Settings(data=tmp_path, cache=tmp_path / "cache"), clock)


def test_a_sound_is_of_the_choice_and_made_once(heard: Heard) -> None:
    first = heard.sound(PART, "hang2", "a")
    other = heard.sound(PART, "xing2", "a")
    assert first.read_bytes() != other.read_bytes()
    made = first.stat().st_mtime_ns
    assert heard.sound(PART, "hang2", "b") == first
    assert first.stat().st_mtime_ns == made


def test_new_sounds_are_counted_by_account(heard: Heard, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heard_module, "result_of", lambda *_given, **_more: {"mp3": "//s="})
    parts = [PART | {"text": f"银行{number}"} for number in range(MOST_A_MINUTE + 2)]
    for part in parts[:MOST_A_MINUTE]:
        heard.sound(part, "hang2", "a")
    with pytest.raises(BusyError):
        heard.sound(parts[-1], "hang2", "a")
    heard.sound(parts[0], "hang2", "a")  # what is there already costs nothing
    heard.sound(parts[-1], "hang2", "b")
    clock.seconds = 61
    heard.sound(parts[-2], "hang2", "a")
