"""A book in, talking books and braille out: where the rooms meet."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from access.book.model import Book
from access.book.opened import BookWarning
from access.book.opening import open_book
from access.book.walk import Mark, Role, leaves
from access.errors import TongduError
from access.language.title_lexicon import title_reader_factory
from access.storage.files import working_folder
from api.choices import unused_codes
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
from api.folders import data_folder, prune_speech, speech_cache
from api.ledger import Ledger
from api.making import Braille, Choices, choose, make_braille, speech_settings, write_talking_book
from api.targets import AUDIO_FORMATS, BRAILLE_FORMATS, Targets, check_volumes, plan_targets, stale_volumes
from audio.narrate import Progress, narrate
from audio.narration import Narration
from braille.publish.brf import write_brf
from braille.publish.pef import write_pef
from braille.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `cells`, `lines` and `volume_pages` replace those of the code's usual sheet."""

    sources: tuple[Path, ...]
    formats: tuple[str, ...]
    folder: Path
    voices: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    rate: int = 100
    language: str | None = None
    cells: int | None = None
    lines: int | None = None
    volume_pages: int | None = None
    jobs: int | None = None


def convert(order: Order, tell: Listener) -> int:
    """Convert every book of the order, telling how it goes; return the exit code, the worst of all books'.

    A voice or code of a name that there is not is refused even where no format needs it: it was misspelt. Raises
    UsageError, MissingVoiceError or MissingTableError before any work when the order itself cannot be met.
    """
    began = time.monotonic()
    choices = choose(
        order.formats,
        voices=order.voices,
        codes=order.codes,
        rate=order.rate,
        cells=order.cells,
        lines=order.lines,
        volume_pages=order.volume_pages,
    )
    planned = plan_targets(order.sources, order.folder, order.formats)
    codes: list[int] = []
    for number, targets in enumerate(planned, 1):
        name = targets.book
        tell(BookStarted(name, number, len(planned)))
        try:
            _Conversion(order, choices, targets, tell).run()
            codes.append(0)
        except TongduError as error:
            tell(BookFailed(name, error))
            codes.append(error.exit_code)
        except Exception as error:
            # A fault of ours in one book costs the others nothing.
            if os.environ.get("TONGDU_DEBUG"):
                raise
            fault = TongduError(
                "Tongdu itself failed ({reason}).",
                advice="Please report this together with the book.",
                reason=f"{type(error).__name__}: {error}",
            )
            tell(BookFailed(name, fault))
            codes.append(fault.exit_code)
    if AUDIO_FORMATS & set(order.formats):
        prune_speech()
    tell(AllDone(codes.count(0), len(codes) - codes.count(0), time.monotonic() - began))
    return max(codes)


class _Conversion:
    """One book on its way."""

    def __init__(self, order: Order, choices: Choices, targets: Targets, tell: Listener) -> None:
        self._order = order
        self._choices = choices
        self._targets = targets
        self._tell = tell
        self._name = targets.book
        self._ledger = Ledger(targets.folder)

    def run(self) -> None:
        began = time.monotonic()
        opened = open_book(self._targets.source, language=self._order.language)
        book = opened.book
        about = book.metadata
        self._make_reader = title_reader_factory(about.identifier, data_folder())
        self._tell(BookOpened(self._name, about.title, about.language, len(book.sections)))
        for warning in opened.warnings:
            self._tell(Warned(self._name, warning))
        summary = BookSummary(self._name, len(book.sections), _print_pages(book), 0, len(opened.warnings))
        wanted = set(self._order.formats)
        if wanted & BRAILLE_FORMATS:
            summary = self._braille(book, summary)
        if wanted & AUDIO_FORMATS:
            summary = self._audio(book, summary)
        self._tell(replace(summary, seconds=time.monotonic() - began))

    # --- braille --------------------------------------------------------------------------------------------------

    def _braille(self, book: Book, summary: BookSummary) -> BookSummary:
        unused = self._warn_of_unused_codes(book)
        made = make_braille(
            book,
            self._choices,
            self._make_reader(),
            lambda done, of: self._tell(StageProgress(self._name, "braille", done, of)),
        )
        self._write_braille(book, made)
        return replace(
            summary,
            braille_pages=sum(len(volume.pages) for volume in made.volumes),
            volumes=len(made.volumes),
            untranslated=self._warn_of_untranslated(made.transcript),
            warnings=summary.warnings + unused + bool(made.transcript.untranslated),
        )

    def _write_braille(self, book: Book, made: Braille) -> None:
        if "brf" in self._order.formats:
            check_volumes(self._targets, len(made.volumes), self._order.sources)
            paths = write_brf(made.volumes, self._targets.brf_stem)
            self._ledger.remove_stale(stale_volumes(self._targets, paths))
            self._finished("brf", *paths)
        if "pef" in self._order.formats:
            write_pef(made.volumes, book.metadata, made.shape, self._targets.pef)
            self._finished("pef", self._targets.pef)

    def _warn_of_unused_codes(self, book: Book) -> int:
        unused = unused_codes(book, self._choices.codes)
        for name in unused:
            warning = BookWarning(
                "The code “{name}” was not used: the book has no text in its language.", details={"name": name}
            )
            self._tell(Warned(self._name, warning))
        return len(unused)

    def _warn_of_untranslated(self, transcript: Transcript) -> int:
        missing = transcript.untranslated
        if missing:
            characters = sorted({entry.character for entry in missing})
            shown = " ".join(f"{character} (U+{ord(character):04X})" for character in characters[:10])
            self._tell(
                Warned(
                    self._name,
                    BookWarning(
                        "{count} characters could not be written in braille, among them {shown}.",
                        details={"count": len(missing), "shown": shown},
                    ),
                )
            )
        return len(missing)

    # --- audio ----------------------------------------------------------------------------------------------------

    def _audio(self, book: Book, summary: BookSummary) -> BookSummary:
        settings = speech_settings(book, self._choices)
        last = Progress(0, 0, 0, 0)

        def follow(progress: Progress) -> None:
            nonlocal last
            last = progress
            self._tell(StageProgress(self._name, "speech", progress.characters, progress.of_characters))

        with working_folder(self._targets.folder) as work:
            narration = narrate(
                book,
                settings,
                self._make_reader,
                cache_folder=speech_cache(),
                work_folder=work,
                jobs=self._order.jobs,
                progress=follow,
            )
            self._write_audio(book, narration)
        samples = sum(part.samples for part in narration.parts)
        return replace(
            summary,
            audio_seconds=samples / narration.sample_rate,
            spoken_blocks=last.spoken_blocks,
            kept_blocks=last.kept_blocks,
        )

    def _write_audio(self, book: Book, narration: Narration) -> None:
        now = datetime.now(UTC)
        for name in ("daisy202", "epub3"):
            if name in self._order.formats:
                target = self._targets.single(name)
                write_talking_book(name, book, narration, target, now)
                self._finished(name, target)

    def _finished(self, name: str, *paths: Path) -> None:
        self._ledger.record(paths)
        event: Event = Wrote(self._name, name, paths)
        self._tell(event)


def _print_pages(book: Book) -> int:
    return sum(
        (leaf.role is Role.PAGE) + sum(span.mark is Mark.PAGE for span in leaf.flat.spans) for leaf in leaves(book)
    )
