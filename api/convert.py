"""A book in, talking books and braille out: where the rooms meet."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from access.book.model import Book
from access.book.opened import BookWarning
from access.book.opening import open_book
from access.book.walk import Mark, Role, leaves
from access.errors import InvalidOutputError, TongduError
from access.language.runs import primary_subtag
from access.language.title_lexicon import title_reader_factory
from access.storage.files import working_folder
from api.choices import one_each, unused_codes
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
from api.targets import AUDIO_FORMATS, BRAILLE_FORMATS, Targets, check_volumes, plan_targets, stale_volumes
from audio.narrate import Progress, narrate
from audio.narration import Narration
from audio.publish.daisy202 import write_daisy202
from audio.publish.epub3 import write_epub3
from audio.script import script
from audio.speak import SpeechSettings
from audio.voices.catalogue import choose_voices, find_voice
from audio.voices.port import VoiceInfo
from braille.check.pages import check_pages
from braille.layout.lay_out import generated_texts, lay_out
from braille.layout.page import PageShape, Volume, default_shape
from braille.publish.brf import write_brf
from braille.publish.pef import write_pef
from braille.transcript import Transcript
from braille.translate.codes import code_by_name, default_code, listed_code
from braille.translate.transcribe import transcribe


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


@dataclass(frozen=True, slots=True)
class _Chosen:
    voices: tuple[VoiceInfo, ...]
    codes: Mapping[str, str]


def generator() -> str:
    """How Tongdu names itself in what it makes."""
    try:
        return f"Tongdu {metadata.version('tongdu')}"
    except metadata.PackageNotFoundError:
        return "Tongdu"


def convert(order: Order, tell: Listener) -> int:
    """Convert every book of the order, telling how it goes; return the exit code, the worst of all books'.

    A voice or code of a name that there is not is refused even where no format needs it: it was misspelt. Raises
    UsageError, MissingVoiceError or MissingTableError before any work when the order itself cannot be met.
    """
    began = time.monotonic()
    chosen = _choose(order)
    planned = plan_targets(order.sources, order.folder, order.formats)
    codes: list[int] = []
    for number, targets in enumerate(planned, 1):
        name = targets.book
        tell(BookStarted(name, number, len(planned)))
        try:
            _Conversion(order, chosen, targets, tell).run()
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


def _choose(order: Order) -> _Chosen:
    voices = tuple(find_voice(name) for name in order.voices)
    find_code = code_by_name if BRAILLE_FORMATS & set(order.formats) else listed_code
    codes = [find_code(name) for name in order.codes]
    one_each("--voice", ((voice.primary_language, voice.name) for voice in voices))
    return _Chosen(voices, one_each("--code", ((primary_subtag(code.language), code.name) for code in codes)))


class _Conversion:
    """One book on its way."""

    def __init__(self, order: Order, chosen: _Chosen, targets: Targets, tell: Listener) -> None:
        self._order = order
        self._chosen = chosen
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
        language = primary_subtag(book.metadata.language)
        codes = dict(self._chosen.codes)
        codes.setdefault(language, default_code(language))
        unused = self._warn_of_unused_codes(book)
        shape = self._shape(language)
        transcript = transcribe(
            book,
            codes=codes,
            reader=self._make_reader(),
            generated=generated_texts(book, language),
            progress=lambda done, of: self._tell(StageProgress(self._name, "braille", done, of)),
        )
        volumes = lay_out(book, transcript, shape)
        faults = check_pages(book, transcript, volumes, shape)
        if faults:
            raise InvalidOutputError(format="braille", reason="; ".join(faults[:3]))
        self._write_braille(book, volumes, shape)
        return replace(
            summary,
            braille_pages=sum(len(volume.pages) for volume in volumes),
            volumes=len(volumes),
            untranslated=self._warn_of_untranslated(transcript),
            warnings=summary.warnings + unused + bool(transcript.untranslated),
        )

    def _shape(self, language: str) -> PageShape:
        order = self._order
        usual = default_shape(language)
        return replace(
            usual,
            cells=order.cells or usual.cells,
            lines=order.lines or usual.lines,
            volume_pages=order.volume_pages or usual.volume_pages,
        )

    def _write_braille(self, book: Book, volumes: Sequence[Volume], shape: PageShape) -> None:
        if "brf" in self._order.formats:
            check_volumes(self._targets, len(volumes), self._order.sources)
            paths = write_brf(volumes, self._targets.brf_stem)
            self._ledger.remove_stale(stale_volumes(self._targets, paths))
            self._finished("brf", *paths)
        if "pef" in self._order.formats:
            write_pef(volumes, book.metadata, shape, self._targets.pef)
            self._finished("pef", self._targets.pef)

    def _warn_of_unused_codes(self, book: Book) -> int:
        unused = unused_codes(book, self._chosen.codes)
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
        settings = SpeechSettings(self._voices(book), book.metadata.language, self._order.rate)
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

    def _voices(self, book: Book) -> Mapping[str, VoiceInfo]:
        pieces = {
            piece.language
            for part in script(book)
            for leaf in part.leaves
            for phrase in leaf.phrases
            for piece in phrase.pieces
        }
        # The book's own tag first: its region chooses between British and American.
        main = book.metadata.language
        voices = choose_voices([main, *sorted(pieces)], self._chosen.voices)
        # A book in a language nobody here speaks is read by the English voice rather than not at all.
        return voices if primary_subtag(main) in voices else choose_voices(["en"], voices.values())

    def _write_audio(self, book: Book, narration: Narration) -> None:
        now = datetime.now(UTC)
        if "daisy202" in self._order.formats:
            write_daisy202(book, narration, self._targets.daisy202, made=now.date(), generator=generator())
            self._finished("daisy202", self._targets.daisy202)
        if "epub3" in self._order.formats:
            write_epub3(book, narration, self._targets.epub3, modified=now, generator=generator())
            self._finished("epub3", self._targets.epub3)

    def _finished(self, name: str, *paths: Path) -> None:
        self._ledger.record(paths)
        event: Event = Wrote(self._name, name, paths)
        self._tell(event)


def _print_pages(book: Book) -> int:
    return sum(
        (leaf.role is Role.PAGE) + sum(span.mark is Mark.PAGE for span in leaf.flat.spans) for leaf in leaves(book)
    )
