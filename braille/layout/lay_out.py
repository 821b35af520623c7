"""A book and its transcript to volumes of pages."""

from __future__ import annotations

from access.book.model import Book
from access.errors import TranslationFailedError
from braille.layout.compose import compose
from braille.layout.page import PageShape, Volume, default_shape
from braille.layout.paginate import paginate
from braille.layout.source import RecordingSource, TranscriptSource
from braille.layout.style import Style, style_for
from braille.layout.title_pages import title_texts
from braille.layout.volumes import bind
from braille.transcript import Transcript


def lay_out(book: Book, transcript: Transcript, shape: PageShape, style: Style | None = None) -> tuple[Volume, ...]:
    """Lay a book out on pages of `shape`, in the style of its language unless another is given.

    `transcript` holds the cells of every leaf and of `generated_texts`. Every cell of every leaf (but those of print
    page breaks, which become indicator lines) comes out once, in order, blanks at line ends apart.

    Raises `TranslationFailedError` when the transcript lacks cells that are needed, `UsageError` when the book needs
    several volumes and their title pages leave no room for it.
    """
    source = TranscriptSource(transcript)
    style = style or style_for(book.metadata.language)
    drafts = paginate(compose(book, source, shape, style), shape)
    if not drafts:
        raise TranslationFailedError(name=transcript.code, reason="it could write nothing of the book")
    return bind(drafts, book.metadata, source, shape, style)


def generated_texts(book: Book, language: str, style: Style | None = None) -> frozenset[tuple[str, str]]:
    """Return (text, language) of all that the layout itself writes in cells, `language` being that of all of them.

    These are list markers, labels of notes and pictures, print page labels that are no numbers, the words of title
    pages and closing lines, and the marks between the cells of tables.
    """
    recorder = RecordingSource()
    style = style or style_for(book.metadata.language)
    compose(book, recorder, default_shape(language), style)
    for text in (*title_texts(book.metadata, style), style.colon, style.semicolon):
        recorder.generated(text)
    return frozenset((text, language) for text in recorder.asked)
