"""One voice and one braille code for a language."""

import pytest

from access.errors import UsageError
from api.choices import one_each


def test_a_name_for_each_language() -> None:
    assert one_each("--code", [("zh", "zh-ncb"), ("en", "en-ueb-g1"), ("zh", "zh-ncb")]) == {
        "zh": "zh-ncb",
        "en": "en-ueb-g1",
    }


def test_two_names_for_one_language() -> None:
    with pytest.raises(UsageError, match=r"--code.*zh-ncb.*zh-hk") as raised:
        one_each("--code", [("zh", "zh-ncb"), ("zh", "zh-hk")])
    assert raised.value.exit_code == 2
