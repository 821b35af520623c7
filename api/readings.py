"""How Chinese text is read: words, pinyin and cells, for a person or line by line for another program."""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from access.book.model import Book, Metadata, Paragraph, Section, Text
from access.language.read_ahead import ReadAhead
from access.language.reading import Reader, Reading
from access.language.title_lexicon import library_reader_factory
from api.folders import data_folder
from api.language import _
from braille.transcript import CellText
from braille.translate.codes import code_by_name
from braille.translate.transcribe import transcribe

_AT_ONCE = 1 << 20
"""Bytes of standard input taken together when they are there: the liblouis process is started once for them."""
_LANGUAGE = "zh"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of text with its reading and its cells."""

    reading: Reading
    cells: CellText

    def as_json(self) -> str:
        """One JSON object: text, words, pinyin, confidence, cells."""
        reading = self.reading
        return json.dumps(
            {
                "text": reading.text,
                "words": [reading.text[word.start : word.end] for word in reading.words],
                "pinyin": list(reading.pinyin),
                "confidence": list(reading.confidence),
                "cells": self.cells.cells,
            },
            ensure_ascii=False,
        )

    def as_lines(self) -> Iterator[str]:
        """A line a word (print, pinyin, cells), then the whole in cells."""
        for word in self.reading.words:
            pinyin = " ".join(sound for sound in self.reading.pinyin[word.start : word.end] if sound)
            cells = "".join(
                cell
                for cell, position in zip(self.cells.cells, self.cells.positions, strict=True)
                if word.start <= position < word.end
            )
            print_text = self.reading.text[word.start : word.end]
            yield ", ".join(part for part in (print_text, pinyin, cells.strip("⠀")) if part)
        yield _("Cells: {cells}").format(cells=self.cells.cells)


def show_readings(text: str, *, code: str | None, as_json: bool) -> None:
    """Print the readings of a text, or of every line of standard input when the text is `-`.

    Raises MissingTableError for an unknown code.
    """
    codes = {_LANGUAGE: code_by_name(code).name} if code else {}
    reader = library_reader_factory(data_folder())()
    for lines in _batches_of_input() if text == "-" else [[text]]:
        for shown in read_lines(lines, codes, reader):
            if as_json:
                print(shown.as_json())
            else:
                print("\n".join(shown.as_lines()))
        sys.stdout.flush()


def read_lines(lines: Sequence[str], codes: dict[str, str], reader: Reader) -> Iterator[ShownLine]:
    """Read lines of text together."""
    reader = ReadAhead(reader, lines)
    paragraphs = tuple(Paragraph(f"line-{number}", (Text(line),)) for number, line in enumerate(lines))
    section = Section("lines", 1, None, paragraphs)
    book = Book(Metadata("lines", _LANGUAGE, "lines"), (section,))
    transcript = transcribe(book, codes=codes, reader=reader, generated=())
    for number, line in enumerate(lines):
        yield ShownLine(reader.read(line), transcript.leaves.get(f"line-{number}", CellText(line, "", ())))


def _batches_of_input() -> Iterator[list[str]]:
    """Lines of standard input as they come: what is there already at once, so that nobody who waits is kept waiting."""
    rest = b""
    while True:
        block = os.read(0, _AT_ONCE)
        ended = not block
        while block and len(rest) + len(block) < _AT_ONCE and _more_is_there():
            more = os.read(0, _AT_ONCE)
            ended = not more
            block += more
            if ended:
                break
        lines = (rest + block).split(b"\n")
        rest = b"" if ended else lines.pop()
        if ended and lines[-1] == b"":
            lines.pop()
        if lines:
            yield [line.decode("utf-8", "replace").rstrip("\r") for line in lines]
        if ended:
            return


def _more_is_there() -> bool:
    if os.name != "posix":
        return False
    return bool(select.select([0], [], [], 0)[0])
