"""Percent and time left."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from access.production.progress import PartView, percent, time_left
from access.production.tables import OrderState, PartKind

S, K = OrderState, PartKind
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def chapter(number: int, state: OrderState, *, done: int = 0, seconds: float = 0.0, weight: int = 1000) -> PartView:
    started = None if state is S.WAITING else NOW - timedelta(seconds=seconds)
    return PartView(K.SPEAK, number, state, weight, done, started=started, ended=NOW if state is S.DONE else None)


def test_nothing_is_known_before_the_source_is_opened() -> None:
    assert percent([PartView(K.OPEN, 0, S.RUNNING, 1, 0)]) == 0
    assert time_left([PartView(K.OPEN, 0, S.RUNNING, 1, 0)], NOW) is None


def test_the_rest_takes_as_long_as_what_was_done() -> None:
    parts = [chapter(1, S.DONE, seconds=10), chapter(2, S.RUNNING, done=500, seconds=5), chapter(3, S.WAITING)]
    assert percent(parts) == 50
    assert time_left(parts, NOW) == timedelta(seconds=15)


def test_what_runs_side_by_side_takes_less() -> None:
    parts = [chapter(1, S.DONE, seconds=10), *(chapter(n, S.RUNNING, seconds=0) for n in (2, 3)), chapter(4, S.WAITING)]
    assert time_left(parts, NOW) == timedelta(seconds=15)


def test_each_kind_goes_at_its_own_pace() -> None:
    braille = PartView(K.BRAILLE, 1, S.RUNNING, 2000, 1000, started=NOW - timedelta(seconds=40))
    left = time_left([chapter(1, S.DONE, seconds=10), chapter(2, S.DONE, seconds=10), braille], NOW)
    assert left == timedelta(seconds=40)


PARTS = st.builds(
    PartView,
    kind=st.sampled_from(PartKind),
    number=st.integers(0, 5),
    state=st.sampled_from(OrderState),
    weight=st.integers(1, 10**6),
    done=st.integers(0, 10**6),
    started=st.none() | st.just(NOW - timedelta(seconds=3)),
    ended=st.none() | st.just(NOW),
)


@given(st.lists(PARTS, max_size=8))
def test_percent_is_from_0_to_100_and_100_only_at_the_end(parts: list[PartView]) -> None:
    found = percent(parts)
    assert 0 <= found <= 100
    assert (found == 100) == (bool(parts) and all(part.state is S.DONE for part in parts))
    left = time_left(parts, NOW)
    assert left is None or left >= timedelta(0)
