"""The doubtful readings of a book: asked at the terminal, or listed as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from access.book.model import Book
from access.book.opening import open_book
from access.language.annotations import pinyin_of_annotation
from access.language.doubts import BookReader, Doubt, Place, doubts
from access.language.heteronyms import Heteronyms
from access.language.reading import Reading
from access.language.runs import primary_subtag
from access.language.title_lexicon import TitleLexicon, load_title, title_reader_factory
from api.folders import data_folder
from api.language import _
from braille.layout.lay_out import generated_texts, lay_out
from braille.layout.page import BLANK, default_shape
from braille.layout.places import Lookup, places_of
from braille.translate.codes import code_by_name
from braille.translate.liblouis import Louis
from braille.translate.transcribe import Transcriber, transcribe

_LANGUAGE = "zh"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A book with its doubts, those that were put off before behind the others, and how it was read."""

    book: Book
    doubts: tuple[Doubt, ...]
    lexicon: TitleLexicon
    reader: RememberingReader
    braille: Lookup


class RememberingReader:
    """Reads every text once: doubts and braille are of the same texts."""

    def __init__(self, reader: BookReader) -> None:
        self._reader = reader
        self._known: dict[str, Reading] = {}

    @property
    def version(self) -> str:
        """The version of the reader behind it."""
        return self._reader.version

    def read(self, text: str) -> Reading:
        """Read a text."""
        return self.read_many((text,))[0]

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        """Read texts, those that are new all at once."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        self._known.update(zip(new, self._reader.read_many(new), strict=True))
        return [self._known[text] for text in texts]


class CellsOfChoices:
    """The cells of a word by each reading of a character in it; close it after use."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self._codes = codes
        self._louis = Louis()

    def __enter__(self) -> CellsOfChoices:
        return self

    def __exit__(self, *_: object) -> None:
        self._louis.close()

    def of(self, doubt: Doubt, pinyin: str) -> str:
        """Return the word of a doubt in cells, its character read as `pinyin`."""
        reading = doubt.read_as(pinyin)
        with Transcriber(self._codes, _Given(reading), louis=self._louis) as transcriber:
            return transcriber.write(reading.text, _LANGUAGE).cells.strip(BLANK)


@dataclass(frozen=True, slots=True)
class _Given:
    """A reader of one word that is read already."""

    reading: Reading
    version: str = "given"

    def read(self, text: str) -> Reading:
        if text != self.reading.text:
            raise ValueError(f"{text!r} is another text")
        return self.reading

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        return [self.read(text) for text in texts]


def proofread(
    source: Path,
    *,
    as_json: bool = False,
    limit: int | None = None,
    below: float,
    language: str | None = None,
    code: str | None = None,
) -> int:
    """Ask about what is doubtful in a book, or list it; return the exit code.

    `limit` is the number of doubts, `below` the confidence under which a reading is doubtful, `code` a braille code for
    Chinese. Raises what `open_book` raises, MissingTableError for an unknown code and `InputError` for a damaged
    lexicon.
    """
    codes = {_LANGUAGE: code_by_name(code).name} if code else {}
    if not as_json:
        print(_("Reading the book and laying it out in braille. This takes a moment."), flush=True)
    found = find_doubts(source, data_folder(), codes, below=below, language=language)
    asked = found.doubts[:limit]
    with CellsOfChoices(codes) as cells:
        if as_json:
            for line in doubts_as_json(found, asked, cells):
                print(line)
            sys.stdout.flush()
            return 0
        from api.keys import answers
        from api.proofreading_desk import Desk

        with answers() as given:
            Desk(found, asked, cells, data_folder(), given).run()
        return 0


def find_doubts(
    source: Path,
    folder: Path,
    codes: Mapping[str, str],
    *,
    below: float,
    language: str | None = None,
    in_braille: bool = True,
) -> Doubtful:
    """Read a book with the lexicons in `folder`, and find what is doubtful and, with `in_braille`, where it stands in
    braille.
    """
    book = open_book(source, language=language).book
    about = book.metadata
    lexicon = load_title(folder, about.identifier, about.title)
    reader = RememberingReader(title_reader_factory(about.identifier, folder)())
    found = doubts(book, reader, below=below, alternatives=Heteronyms())
    later = {question: number for number, question in enumerate(lexicon.skipped)}
    ordered = sorted(found, key=lambda doubt: later.get(doubt.question, -1))
    braille = _braille_places(book, reader, codes) if ordered and in_braille else _nowhere
    return Doubtful(book, tuple(ordered), lexicon, reader, braille)


def typed_syllable(line: str) -> str | None:
    """Return the syllable that a proofreader typed, in our notation; None for what is none, or has no tone."""
    syllables = pinyin_of_annotation(line, 1)
    # Without a tone it would be neutral, which is rarely meant.
    if not syllables or (syllables[0].endswith("5") and line[-1] not in "05"):
        return None
    return syllables[0]


def _braille_places(book: Book, reader: RememberingReader, codes: Mapping[str, str]) -> Lookup:
    language = book.metadata.language
    generated = generated_texts(book, primary_subtag(language))
    transcript = transcribe(book, codes=codes, reader=reader, generated=generated)
    return places_of(lay_out(book, transcript, default_shape(language)), transcript)


def _nowhere(_leaf_id: str, _position: int) -> None:
    """Nothing was laid out."""


def doubts_as_json(found: Doubtful, asked: Sequence[Doubt], cells: CellsOfChoices) -> Iterator[str]:
    """Yield one JSON object a doubt.

    `sentence`, `word`, `character`, `index` (of the character in the word), `offset` (of it in the sentence), `choices`
    (`pinyin`, `source`, `cells` of the word), `confidence`, `later` (whether it was put off), `count` and `places`,
    each with its `sentence`, its `print` place (`section`, `page`, `leaf`, `offset` in the leaf's text) and its
    `braille` place (`volume`, `page`, `line`; null where it has no cells).
    """
    skipped = set(found.lexicon.skipped)
    for doubt in asked:
        first = doubt.places[0]
        yield json.dumps(
            {
                "sentence": first.sentence,
                "word": doubt.word,
                "character": doubt.character,
                "index": doubt.index,
                "offset": first.offset,
                "choices": [
                    {"pinyin": choice.pinyin, "source": choice.source, "cells": cells.of(doubt, choice.pinyin)}
                    for choice in doubt.choices
                ],
                "confidence": doubt.confidence,
                "later": doubt.question in skipped,
                "count": len(doubt.places),
                "places": [_place_as_json(found, doubt, place) for place in doubt.places],
            },
            ensure_ascii=False,
        )


def _place_as_json(found: Doubtful, doubt: Doubt, place: Place) -> dict[str, object]:
    position = doubt.position(place)
    braille = found.braille(place.leaf_id, position)
    return {
        "sentence": place.sentence,
        "confidence": place.confidence,
        "print": {"section": place.section, "page": place.page, "leaf": place.leaf_id, "offset": position},
        "braille": {"volume": braille.volume, "page": braille.page, "line": braille.line} if braille else None,
    }
