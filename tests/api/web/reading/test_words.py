"""Lengths and places as they are said and typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.language import speaking
from api.web.reading.words import clock, length_name, seconds_of, speed_name, speeds


@given(st.integers(0, 7 * 24 * 3600))
def test_what_is_shown_can_be_typed(seconds: int) -> None:
    assert seconds_of(clock(seconds)) == seconds


@given(st.text())
def test_no_text_raises(typed: str) -> None:
    found = seconds_of(typed)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("3:20", 200), ("1:02:03", 3723), (" 200 ", 200), ("12.5", 12.5), ("３：２０", 200), ("", None), ("3m", None)],
)
def test_places(typed: str, seconds: float | None) -> None:
    assert seconds_of(typed) == seconds


def test_lengths_and_speeds_in_both_languages() -> None:
    with speaking("en"):
        assert [length_name(one) for one in (10, 59 * 60, 4 * 3600 + 720)] == [
            "less than a minute", "59 min", "4 h 12 min",
        ]  # fmt: skip
        assert speed_name(150) == "1.5 times"
    with speaking("zh"):
        assert length_name(4 * 3600 + 720) == "4 小时 12 分钟"
        assert speed_name(150) == "1.5 倍"


def test_an_unusual_speed_can_be_kept() -> None:
    assert "133" in dict(speeds(133))
    assert list(map(int, dict(speeds(100)))) == sorted(map(int, dict(speeds(100))))
