"""Every sentence that a person sees is in both languages."""

import re
from string import Formatter

import pytest

from access.errors import EncryptedBookError, NoTextError
from api.language import catalogue, chosen_language, told
from tests.api.messages import message_ids


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


@pytest.mark.parametrize("message", sorted(message_ids()))
def test_a_message_is_in_chinese(message: str) -> None:
    chinese = catalogue("zh").gettext(message)
    assert chinese != message or not re.search(r"[a-z]{3}", re.sub(r"\{[^}]*\}", "", message)), "no Chinese"
    assert places(chinese) == places(message)


def test_no_translation_is_left_over() -> None:
    known = set(message_ids())
    translated = {key for key in catalogue("zh")._catalog if key}  # type: ignore[attr-defined]
    assert translated <= known


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C.UTF-8", "TONGDU_LANGUAGE": "zh"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_readers_language(environment: dict[str, str], language: str) -> None:
    assert chosen_language(environment) == language


def test_an_error_is_told_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", "zh")
    assert told(NoTextError()) == "这本书里没有可以阅读的文字。如果书页是图片，请先做文字识别（OCR）。"
    assert "有密码" in told(EncryptedBookError(reason="its archive has a password"))
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")
    assert told(NoTextError()).startswith("There is no readable text in this book. If")
