"""How a conversion is told: every event as JSON or as lines, each on the right stream."""

import errno
import io
import json
import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from access.book.opened import BookWarning
from access.errors import DamagedBookError, OutputError
from api.events import AllDone, BookFailed, BookOpened, BookStarted, BookSummary, Event, StageProgress, Warned, Wrote
from api.reporters import JsonReporter, LineReporter, lines, reporter
from api.streams import WatchedStream

BOOK = "呐喊.epub"
SUMMARY = BookSummary(
    BOOK, 15, 7, 65.4, 2, braille_pages=203, volumes=3, untranslated=0,
    audio_seconds=13_320.0, spoken_blocks=40, kept_blocks=2,
)  # fmt: skip
WARNING = BookWarning("the picture “{name}” is missing", where="chapter-3.xhtml", details={"name": "boat.png"})
ERROR = DamagedBookError(reason="the archive ends too early", where="呐喊.epub")
EVENTS: tuple[tuple[str, Event], ...] = (
    ("started", BookStarted(BOOK, 1, 2)),
    ("opened", BookOpened(BOOK, "呐喊", "zh", 15)),
    ("warning", Warned(BOOK, WARNING)),
    ("progress", StageProgress(BOOK, "speech", 10, 100)),
    ("wrote", Wrote(BOOK, "brf", (Path("out/呐喊-1.brf"), Path("out/呐喊-2.brf")))),
    ("summary", SUMMARY),
    ("failed", BookFailed(BOOK, ERROR)),
    ("done", AllDone(1, 1, 70.0)),
)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")


def as_json(event: Event) -> dict[str, Any]:
    stream = io.StringIO()
    JsonReporter(stream)(event)
    told = stream.getvalue()
    assert told.endswith("\n")
    assert told.count("\n") == 1
    entry: dict[str, Any] = json.loads(told)
    return entry


@pytest.mark.parametrize(("kind", "event"), EVENTS)
def test_an_event_is_one_object(kind: str, event: Event) -> None:
    entry = as_json(event)
    assert entry["event"] == kind
    if kind != "done":
        assert entry["book"] == BOOK


def test_what_the_objects_hold() -> None:
    entries = {kind: as_json(event) for kind, event in EVENTS}
    assert entries["progress"] == {"event": "progress", "book": BOOK, "stage": "speech", "done": 10, "of": 100}
    assert entries["wrote"]["paths"] == ["out/呐喊-1.brf", "out/呐喊-2.brf"]
    assert entries["summary"]["audio_seconds"] == 13_320.0
    assert entries["summary"]["spoken_blocks"] == 40
    assert "boat.png" in str(entries["warning"])
    assert "the archive ends too early" in str(entries["failed"])
    assert "3" in str(entries["failed"]), "the exit code"


def test_a_line_end_in_a_title_does_not_end_the_line() -> None:
    assert as_json(BookOpened("a\nb.txt", "A\nB\u2028", "en", 1))["title"] == "A\nB\u2028"


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b", "\x85", "\u2028", "\u2029"])
def test_a_control_character_in_a_name_does_not_split_a_sentence(sign: str) -> None:
    name = f"lamp{sign}on.txt"
    shown = "lamp\N{REPLACEMENT CHARACTER}on.txt"
    for event in (
        BookStarted(name, 1, 1),
        BookFailed(name, OutputError(path=Path("out") / name, reason="it is a folder", where=name)),
        Warned(name, replace(WARNING, where=name)),
        Wrote(name, "brf", (Path("out") / name,)),
        BookOpened(name, name, "en", 1),
    ):
        (told,) = lines(event)
        assert sign not in told
        assert shown in told
    assert as_json(BookStarted(name, 1, 1))["book"] == name
    assert shown in as_json(BookFailed(name, OutputError(path=name, reason="it is a folder")))["error"]


def test_progress_has_no_sentence_of_its_own() -> None:
    assert lines(StageProgress(BOOK, "speech", 10, 100)) == []


@pytest.mark.parametrize("event", [event for kind, event in EVENTS if kind in {"warning", "wrote", "failed"}])
def test_every_sentence_stands_alone(event: Event) -> None:
    told = lines(event)
    assert told
    assert all(line.strip() and "{" not in line and "\n" not in line for line in told)


def test_the_summary_tells_all() -> None:
    told = " ".join(lines(SUMMARY))
    for part in ("15", "203", "2", "3.7", "65"):
        assert part in told, f"{part} in {told}"


def test_results_and_troubles_go_to_their_streams(capsys: pytest.CaptureFixture[str]) -> None:
    with reporter(as_json=False) as report:
        for _, event in EVENTS:
            report(event)
    told = capsys.readouterr()
    assert "boat.png" in told.err
    assert "chapter-3.xhtml" in told.err
    assert "the archive ends too early" in told.err
    assert "203" in told.out
    assert "呐喊-2.brf" in told.out
    assert "boat.png" not in told.out
    assert "203" not in told.err
    assert "\x1b" not in told.out + told.err


def test_plain_progress_comes_every_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    report = LineReporter()
    for done in range(1001):
        report(StageProgress(BOOK, "speech", done, 1000))
    told = capsys.readouterr()
    steps = (told.out + told.err).splitlines()
    assert 9 <= len(steps) <= 12
    assert any("50" in step for step in steps)


def test_progress_of_nothing_is_no_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    LineReporter()(StageProgress(BOOK, "braille", 0, 0))
    assert "Traceback" not in capsys.readouterr().err


def test_json_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with reporter(as_json=True) as report:
        for _, event in EVENTS:
            report(event)
    told = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["event"] for line in told] == [kind for kind, _ in EVENTS]


def test_the_sound_of_a_short_book_is_told_in_minutes() -> None:
    assert "minutes of audio 1.5" in lines(replace(SUMMARY, audio_seconds=90.0))[0]
    assert "hours of audio 3.70" in lines(SUMMARY)[0]


class _Closed(io.RawIOBase):
    """A pipe whose reader has gone away, or what else cannot be written to."""

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.descriptor

    def write(self, _data: object) -> int:
        raise OSError(self.number, os.strerror(self.number))

    def __init__(self, descriptor: int, number: int = errno.EPIPE) -> None:
        self.descriptor = descriptor
        self.number = number


def test_a_reader_that_went_away_ends_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "told").open("wb") as file:
        stream = WatchedStream(io.BufferedWriter(_Closed(file.fileno())), encoding="utf-8")
        monkeypatch.setattr(sys, "stdout", stream)
        with reporter(as_json=True) as report:
            report(BookStarted(BOOK, 1, 1))
        assert stream.lost is None, "it was dropped"
        assert os.path.samestat(os.fstat(file.fileno()), Path(os.devnull).stat()), "and leads nowhere from then on"
        monkeypatch.undo()


@pytest.mark.parametrize("as_json", [True, False])
def test_events_lost_on_a_full_disk_are_told_at_the_end(
    as_json: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = []
    with (tmp_path / "told").open("wb") as file:
        full = io.BufferedWriter(_Closed(file.fileno(), errno.ENOSPC))
        monkeypatch.setattr(sys, "stdout", WatchedStream(full, encoding="utf-8"))
        ending = pytest.raises(OutputError, match="No space left") if as_json else nullcontext()
        with ending, reporter(as_json=as_json) as report:
            report(BookStarted(BOOK, 1, 1))
            report(AllDone(1, 0, 1.0))
            told.append("all")
        monkeypatch.undo()
    assert told == ["all"], "nothing was cut short"


def test_a_fault_that_is_not_of_the_stream_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "of something else")

    monkeypatch.setattr(JsonReporter, "__call__", fail)
    with reporter(as_json=True) as report, pytest.raises(OSError, match="something else"):
        report(BookStarted(BOOK, 1, 1))


def test_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", "zh")
    assert any("\u4e00" <= character <= "\u9fff" for line in lines(SUMMARY) for character in line)
