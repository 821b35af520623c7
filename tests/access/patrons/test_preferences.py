"""How a reader likes books, kept and understood again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.catalog.tables import FormKind
from access.errors import UsageError
from access.patrons.preferences import Preferences, preferences_from

ANYTHING = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())
NAMES = st.lists(st.text(min_size=1, max_size=64), max_size=8).map(tuple)
LIKED = st.builds(
    Preferences,
    formats=st.lists(st.sampled_from([str(kind) for kind in FormKind]), max_size=5).map(tuple),
    voices=NAMES,
    codes=NAMES,
    rate=st.integers(25, 400),
    speed=st.integers(50, 300),
    cells=st.sampled_from([0, 10, 32, 100]),
    lines=st.sampled_from([0, 4, 25, 100]),
)


@given(LIKED)
def test_what_is_kept_comes_back(liked: Preferences) -> None:
    assert preferences_from(liked.plain()) == liked


def test_what_is_as_usual_is_not_kept() -> None:
    assert Preferences().plain() == {}
    assert Preferences(rate=120).plain() == {"rate": 120}


@given(st.dictionaries(st.sampled_from(["rate", "cells", "formats", "voices", "smell"]), ANYTHING))
def test_what_another_release_kept_does_no_harm(kept) -> None:
    found = preferences_from(kept)
    assert preferences_from(found.plain()) == found


def test_what_is_understood_is_taken_and_the_rest_is_as_usual() -> None:
    kept = {"rate": 150, "speed": 9000, "formats": ["scent"], "voices": ["zf_001"], "later": True, "cells": True}
    assert preferences_from(kept) == Preferences(rate=150, voices=("zf_001",))


@pytest.mark.parametrize(
    ("given_values", "field"),
    [
        ({"rate": 24}, "rate"),
        ({"speed": 301}, "speed"),
        ({"cells": 9}, "cells"),
        ({"lines": 3}, "lines"),
        ({"formats": ("scent",)}, "formats"),
        ({"voices": ("",)}, "voices"),
        ({"codes": ("x",) * 9}, "codes"),
    ],
)
def test_what_cannot_be_is_told(given_values, field: str) -> None:
    with pytest.raises(UsageError) as raised:
        Preferences(**given_values)
    assert raised.value.details["field"] == field
