"""How a book's outputs are made: what is chosen for it, its speech, its braille, its files.

One place for the command that converts a book at once and for the works that make a title's forms step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from importlib import metadata
from pathlib import Path

from access.book.model import Book
from access.errors import InvalidOutputError
from access.language.reading import Reader
from access.language.runs import primary_subtag
from api.choices import one_each
from api.targets import BRAILLE_FORMATS
from audio.narration import Narration
from audio.publish.daisy202 import write_daisy202
from audio.publish.epub3 import write_epub3
from audio.script import PartScript, script
from audio.speak import SpeechSettings
from audio.voices.catalogue import choose_voices, find_voice
from audio.voices.port import VoiceInfo
from braille.check.pages import check_pages
from braille.layout.lay_out import generated_texts, lay_out
from braille.layout.page import PageShape, Volume, default_shape
from braille.transcript import Transcript
from braille.translate.codes import code_by_name, default_code, listed_code
from braille.translate.transcribe import transcribe


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen for a book, found to be there. `cells`, `lines` and `volume_pages` replace those of the code."""

    voices: tuple[VoiceInfo, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    rate: int = 100
    cells: int | None = None
    lines: int | None = None
    volume_pages: int | None = None


@dataclass(frozen=True, slots=True)
class Braille:
    """A book in braille, laid out."""

    transcript: Transcript
    volumes: tuple[Volume, ...]
    shape: PageShape


@cache
def generator() -> str:
    """How Tongdu names itself in what it makes."""
    try:
        return f"Tongdu {metadata.version('tongdu')}"
    except metadata.PackageNotFoundError:
        return "Tongdu"


def choose(
    formats: Sequence[str],
    *,
    voices: Sequence[str] = (),
    codes: Sequence[str] = (),
    rate: int = 100,
    cells: int | None = None,
    lines: int | None = None,
    volume_pages: int | None = None,
) -> Choices:
    """Find voices and codes by name; one that there is not is refused even where no format needs it: it was misspelt.

    Raises MissingVoiceError, MissingTableError, and UsageError when a language has two.
    """
    found = tuple(find_voice(name) for name in voices)
    find_code = code_by_name if BRAILLE_FORMATS & set(formats) else listed_code
    written = [find_code(name) for name in codes]
    one_each("--voice", ((voice.primary_language, voice.name) for voice in found))
    chosen = one_each("--code", ((primary_subtag(code.language), code.name) for code in written))
    return Choices(found, chosen, rate, cells, lines, volume_pages)


def speech_settings(book: Book, choices: Choices, parts: Sequence[PartScript] | None = None) -> SpeechSettings:
    """Return how a book is spoken; `parts` is its script, where that is there already. Raises MissingVoiceError."""
    pieces = {
        piece.language
        for part in (script(book) if parts is None else parts)
        for leaf in part.leaves
        for phrase in leaf.phrases
        for piece in phrase.pieces
    }
    # The book's own tag first: its region chooses between British and American.
    main = book.metadata.language
    voices = choose_voices([main, *sorted(pieces)], choices.voices)
    # A book in a language nobody here speaks is read by the English voice rather than not at all.
    if primary_subtag(main) not in voices:
        voices = choose_voices(["en"], voices.values())
    return SpeechSettings(voices, main, choices.rate)


def codes_of(book: Book, choices: Choices) -> dict[str, str]:
    """Return a braille code's name by language, that of the book's own always. Raises MissingTableError."""
    language = primary_subtag(book.metadata.language)
    codes = dict(choices.codes)
    codes.setdefault(language, default_code(language))
    return codes


def shape_of(book: Book, choices: Choices) -> PageShape:
    """Return the sheet a book is embossed on. Raises UsageError for one too small."""
    usual = default_shape(primary_subtag(book.metadata.language))
    return replace(
        usual,
        cells=choices.cells or usual.cells,
        lines=choices.lines or usual.lines,
        volume_pages=choices.volume_pages or usual.volume_pages,
    )


def make_braille(
    book: Book, choices: Choices, reader: Reader, progress: Callable[[int, int], None] | None = None
) -> Braille:
    """Write a book in braille and lay it out, checked. Raises MissingTableError, TranslationFailedError, UsageError and
    InvalidOutputError.
    """
    shape = shape_of(book, choices)
    transcript = transcribe(
        book,
        codes=codes_of(book, choices),
        reader=reader,
        generated=generated_texts(book, primary_subtag(book.metadata.language)),
        progress=progress,
    )
    volumes = lay_out(book, transcript, shape)
    faults = check_pages(book, transcript, volumes, shape)
    if faults:
        raise InvalidOutputError(format="braille", reason="; ".join(faults[:3]))
    return Braille(transcript, volumes, shape)


def write_talking_book(name: str, book: Book, narration: Narration, target: Path, moment: datetime) -> None:
    """Write the DAISY 2.02 folder or the EPUB 3 file at `target`, checked; `moment` is when it counts as made."""
    if name == "daisy202":
        write_daisy202(book, narration, target, made=moment.date(), generator=generator())
    else:
        write_epub3(book, narration, target, modified=moment, generator=generator())
