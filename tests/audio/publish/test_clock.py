"""Times: exact sums, no clip after its audio."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.check.clips import clock_value
from audio.publish.clock import clock, milliseconds, seconds, whole_seconds

RATES = st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100, 48_000])


@given(st.lists(st.integers(0, 40_000_000), min_size=2, max_size=40), RATES)
def test_lengths_of_clips_that_follow_each_other_add_up(edges: list[int], rate: int) -> None:
    edges.sort()
    cut = [milliseconds(edge, rate) for edge in edges]
    assert sum(end - begin for begin, end in pairwise(cut)) == cut[-1] - cut[0]
    assert all(0 <= edge * 1000 / rate - ms < 1 for edge, ms in zip(edges, cut, strict=True))


@given(st.integers(0, 400_000_000))
def test_notations_are_read_back_exactly(ms: int) -> None:
    for written in (seconds(ms), clock(ms), f"npt={seconds(ms)}"):
        value = clock_value(written)
        assert value is not None
        assert round(value * 1000) == ms
    whole = clock_value(whole_seconds(ms))
    assert whole is not None
    assert abs(whole * 1000 - ms) <= 500


@pytest.mark.parametrize(
    ("written", "value"),
    [("npt=1.5s", 1.5), ("00:01:02.5", 62.5), ("1:02", 62), ("90", 90), ("2min", 120), ("500ms", 0.5), ("1h", 3600)],
)
def test_clock_values_of_smil(written: str, value: float) -> None:
    assert clock_value(written) == pytest.approx(value)


@pytest.mark.parametrize("written", [None, "", "npt=", "1:2:3:4", "five", "-1s", "1:99"])
def test_what_is_no_clock_value(written: str | None) -> None:
    assert clock_value(written) is None
