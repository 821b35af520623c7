"""How a conversion is told: a live bar on a terminal, plain lines elsewhere, or one JSON object an event.

Nothing is said by colour or drawing alone: every line means the same when it is read aloud. Results go to standard
output, warnings and errors to standard error.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from access.errors import TongduError
from api.events import (
    AllDone,
    BookFailed,
    BookOpened,
    BookStarted,
    BookSummary,
    Event,
    Listener,
    StageProgress,
    Warned,
    Wrote,
)
from api.language import _, on_one_line, told, told_warning
from api.streams import drop_lost_streams, unwritten

_STEP_PERCENT = 10
_STEP_SECONDS = 30.0
_STAGES = {"speech": "Speaking", "braille": "Brailling"}


@contextmanager
def reporter(*, as_json: bool) -> Iterator[Listener]:
    """Choose how to tell: JSON when asked for, a bar when both streams are a terminal, else lines.

    The listener is used as a context, so that a bar is put away whatever happens. When nobody reads any more what is
    told, or it cannot be written, the conversion goes on: it is worth more than what is told of it. JSON that somebody
    waits for and that could not be written (a full disk) is told at the end: raises OutputError.
    """
    first: OSError | None = None
    with _chosen(as_json=as_json) as listener:

        def tell(event: Event) -> None:
            try:
                listener(event)
            except OSError:
                nonlocal first
                lost = drop_lost_streams()
                if lost is None:
                    raise
                first = first or lost

        yield tell
    if as_json and first is not None and not isinstance(first, BrokenPipeError):
        raise unwritten(first)


def _chosen(*, as_json: bool) -> AbstractContextManager[Listener]:
    if as_json:
        return nullcontext(JsonReporter(sys.stdout))
    return BarReporter() if sys.stdout.isatty() and sys.stderr.isatty() else nullcontext(LineReporter())


class JsonReporter:
    """One JSON object a line; `event` names its kind."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, event: Event) -> None:
        """Write one object."""
        fields: dict[str, object] = {"event": _KINDS[type(event)]}
        for field in dataclasses.fields(event):
            value = getattr(event, field.name)
            fields.update(_json_error(value) if isinstance(value, TongduError) else {field.name: _json(value)})
        self._stream.write(json.dumps(fields, ensure_ascii=False) + "\n")
        self._stream.flush()


_KINDS: dict[type, str] = {
    BookStarted: "started",
    BookOpened: "opened",
    Warned: "warning",
    StageProgress: "progress",
    Wrote: "wrote",
    BookSummary: "summary",
    BookFailed: "failed",
    AllDone: "done",
}


def _json(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple):
        return [_json(entry) for entry in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return told_warning(value) if hasattr(value, "what") else str(value)  # type: ignore[arg-type]
    return value


def _json_error(error: TongduError) -> dict[str, object]:
    return {"error": told(error), "kind": type(error).__name__, "where": error.where, "exit_code": error.exit_code}


class LineReporter:
    """Plain lines; progress at every tenth and at least twice a minute."""

    def __init__(self) -> None:
        self._last: tuple[str, int] = ("", 0)
        self._last_time = 0.0

    def __call__(self, event: Event) -> None:
        """Write what there is to say of it, if anything."""
        if isinstance(event, StageProgress):
            self._progress(event)
            return
        if isinstance(event, BookStarted):
            self._last = ("", 0)
        for line in lines(event):
            print(line, file=sys.stderr if isinstance(event, Warned | BookFailed) else sys.stdout, flush=True)

    def _progress(self, event: StageProgress) -> None:
        percent = _percent(event)
        stage, told_percent = self._last
        now = time.monotonic()
        if stage == event.stage and percent < told_percent + _STEP_PERCENT and now < self._last_time + _STEP_SECONDS:
            return
        self._last, self._last_time = (event.stage, percent - percent % _STEP_PERCENT), now
        print(_("{stage}: {percent} percent").format(stage=_(_STAGES[event.stage]), percent=percent), flush=True)


class BarReporter:
    """A live bar with the time left, lines above it."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn(_("time left:")),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
        )
        self._task: tuple[str, TaskID] | None = None

    def __enter__(self) -> BarReporter:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the bar away."""
        self._bar.stop()

    def __call__(self, event: Event) -> None:
        """Move the bar or write lines above it."""
        if isinstance(event, StageProgress):
            if self._task is None or self._task[0] != event.stage:
                self._clear()
                self._task = (event.stage, self._bar.add_task(_(_STAGES[event.stage]), total=event.of))
            self._bar.update(self._task[1], completed=event.done, total=event.of)
            return
        if isinstance(event, BookSummary | BookFailed):
            self._clear()
        for line in lines(event):
            self._console.print(line)

    def _clear(self) -> None:
        if self._task is not None:
            self._bar.remove_task(self._task[1])
            self._task = None


def _percent(event: StageProgress) -> int:
    return event.done * 100 // event.of if event.of else 100


def lines(event: Event) -> list[str]:
    """An event as sentences in the reader's language, each on one line; progress has none."""
    return [on_one_line(sentence) for sentence in _sentences(event)]


def _sentences(event: Event) -> list[str]:
    match event:
        case BookStarted(book=book, number=number, of=of):
            if of == 1:
                return [_("Book: {book}").format(book=book)]
            return [_("Book {number} of {of}: {book}").format(number=number, of=of, book=book)]
        case BookOpened(title=title, chapters=chapters):
            return [_("Read “{title}”, {chapters} chapters.").format(title=title, chapters=chapters)]
        case Warned(warning=warning):
            return [_("Warning: {text}").format(text=told_warning(warning))]
        case Wrote(paths=paths):
            return [_("Wrote {path}").format(path=path) for path in paths]
        case BookFailed(book=book, error=error):
            return [_("{book}: {text}").format(book=book, text=told(error))]
        case BookSummary():
            return [_summary(event)]
        case AllDone(converted=converted, failed=failed, seconds=seconds):
            if converted + failed == 1:
                return []
            return [
                _("Books converted: {converted}, failed: {failed}, in {seconds:.1f} seconds.").format(
                    converted=converted, failed=failed, seconds=seconds
                )
            ]
        case _:
            return []


def _audio_length(seconds: float) -> str:
    if seconds < 3600:
        return _("minutes of audio {minutes:.1f}").format(minutes=seconds / 60)
    return _("hours of audio {hours:.2f}").format(hours=seconds / 3600)


def _summary(summary: BookSummary) -> str:
    facts = [_("chapters {count}").format(count=summary.chapters)]
    if summary.print_pages:
        facts.append(_("print pages {count}").format(count=summary.print_pages))
    if summary.braille_pages is not None:
        facts.append(_("braille pages {count}").format(count=summary.braille_pages))
        facts.append(_("braille volumes {count}").format(count=summary.volumes))
    if summary.audio_seconds is not None:
        facts.append(_audio_length(summary.audio_seconds))
        if summary.kept_blocks:
            facts.append(_("passages kept from an earlier run {count}").format(count=summary.kept_blocks))
    facts.append(_("seconds {seconds:.1f}").format(seconds=summary.seconds))
    facts.append(_("warnings {count}").format(count=summary.warnings))
    return _("Done: {facts}.").format(facts=_(", ").join(facts))
