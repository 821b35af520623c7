"""One voice and one braille code for a language; what is chosen must exist, and is told when it is of no use."""

from pathlib import Path

import pytest

from access.errors import MissingTableError, MissingVoiceError, TongduError, UsageError
from api.choices import one_each
from api.convert import Order, convert
from api.events import BookSummary, Event, Warned
from api.language import told_warning


def test_a_name_for_each_language() -> None:
    assert one_each("--code", [("zh", "zh-ncb"), ("en", "en-ueb-g1"), ("zh", "zh-ncb")]) == {
        "zh": "zh-ncb",
        "en": "en-ueb-g1",
    }


def test_two_names_for_one_language() -> None:
    with pytest.raises(UsageError, match=r"--code.*zh-ncb.*zh-hk") as raised:
        one_each("--code", [("zh", "zh-ncb"), ("zh", "zh-hk")])
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    ("form", "voices", "codes", "error"),
    [
        ("brf", ("nosuch",), (), MissingVoiceError),
        ("epub3", ("nosuch",), (), MissingVoiceError),
        ("epub3", (), ("nosuch",), MissingTableError),
        ("brf", (), ("nosuch",), MissingTableError),
    ],
)
def test_what_does_not_exist_is_refused_whatever_is_made(
    form: str, voices: tuple[str, ...], codes: tuple[str, ...], error: type[TongduError], tmp_path: Path
) -> None:
    book = tmp_path / "lamp.txt"
    book.write_text("The lamp is on.\n")
    events: list[Event] = []
    with pytest.raises(error, match="nosuch") as raised:
        convert(Order((book,), (form,), tmp_path / "out", voices=voices, codes=codes), events.append)
    assert raised.value.exit_code == 4
    assert not events


@pytest.mark.parametrize(
    ("text", "unused"),
    [("夜里，灯亮了。", ["fr", "en-ueb-g1"]), ("夜里，the lamp is on，灯亮了。", ["fr"])],
)
def test_a_code_for_a_language_that_does_not_occur(
    text: str, unused: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")
    book = tmp_path / "灯.txt"
    book.write_text(f"{text}\n", "utf-8")
    events: list[Event] = []
    order = Order((book,), ("brf",), tmp_path / "out", codes=("zh-ncb", "fr", "en-ueb-g1"), language="zh")
    assert convert(order, events.append) == 0
    assert [told_warning(event.warning) for event in events if isinstance(event, Warned)] == [
        f"The code “{name}” was not used: the book has no text in its language." for name in unused
    ]
    assert [event.warnings for event in events if isinstance(event, BookSummary)] == [len(unused)]
