"""Work in a process of its own: limited, broken off, ended with who started it."""

from typing import Any

import pytest

from access.errors import NoTextError, TongduError
from api.language import speaking
from api.serving.limited_process import result_of

MODULE = "tests.samples.limited_work"


def result(what: str, seconds: float = 60.0) -> dict[str, Any] | None:
    return result_of(MODULE, {"what": what}, seconds=seconds)


def test_an_answer_comes_back_in_the_readers_language() -> None:
    with speaking("zh"):
        told = result("language")
    assert told == {"language": "zh"}


def test_an_error_is_raised_here() -> None:
    with pytest.raises(NoTextError):
        result("error")
    with pytest.raises(TongduError, match="Tongdu itself failed"):
        result("fault")


@pytest.mark.parametrize("what", ["memory", "death"])
def test_what_dies_gives_nothing(what: str) -> None:
    assert result(what) is None


def test_what_is_printed_is_no_answer() -> None:
    assert result("noise") == {"said": "x"}


def test_what_takes_too_long_is_broken_off() -> None:
    assert result("forever", seconds=3) is None
