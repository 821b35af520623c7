"""An opened book as it is put down for the steps of its orders: its text, and the lexicon of the moment it was opened.

A plan is a folder of files that the workers share, each written whole: the book itself, what was spoken of it, its
pages of braille, outputs on their way to the shelf. Its key is the hash of what it was made from, so that the same book
opened twice is one plan. Of the lexicons it holds the entries that the book has words for: what is answered about
another word changes nothing here.
"""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import cast

from access.book.model import Book
from access.book.opened import OpenedBook
from access.book.transfer import pack, unpack
from access.book.walk import leaves
from access.errors import OutputError, TongduError
from access.language.context.reader import ContextReader
from access.language.lexicon import Lexicon, LexiconEntry
from access.language.title_lexicon import lexicon_of
from access.storage.files import written_aside
from api.works.pruning import BOOK
from audio.script import PartScript, script
from braille.layout.page import PageShape, Volume

VERSION = 1
"""Changes when what is put down, or how chapters are divided, does."""
_LEXICON = "lexicon.json"
_SPOKEN, _VOLUMES = "spoken-{key}-{chapter}.json", "volumes-{key}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A book that was opened. `folder` is where its files lie."""

    key: str
    folder: Path
    book: Book
    parts: tuple[PartScript, ...]
    make_reader: Callable[[], ContextReader]

    def spoken(self, key: str, chapter: int) -> dict[str, str] | None:
        """Return the cache keys of a chapter's leaves by their ids, None when it was not spoken yet."""
        try:
            told = json.loads((self.folder / _SPOKEN.format(key=key, chapter=chapter)).read_bytes())
        except (OSError, ValueError):
            return None
        return {str(leaf): str(block) for leaf, block in told.items()}

    def keep_spoken(self, key: str, chapter: int, blocks: Mapping[str, str]) -> None:
        """Note the cache keys of a chapter's leaves. Raises DiskFullError and OutputError."""
        with written_aside(self.folder / _SPOKEN.format(key=key, chapter=chapter)) as aside:
            aside.write_text(json.dumps(dict(blocks)), "utf-8")

    def volumes(self, key: str) -> tuple[tuple[Volume, ...], PageShape] | None:
        """Return the pages of braille, None when they were not made yet."""
        try:
            # Written by ourselves, into a folder that only workers can write to.
            with (self.folder / _VOLUMES.format(key=key)).open("rb") as file:
                return cast("tuple[tuple[Volume, ...], PageShape]", pickle.load(file))  # noqa: S301
        except (OSError, EOFError, pickle.UnpicklingError):
            return None

    def keep_volumes(self, key: str, volumes: tuple[Volume, ...], shape: PageShape) -> None:
        """Keep the pages of braille. Raises DiskFullError and OutputError."""
        with written_aside(self.folder / _VOLUMES.format(key=key)) as aside:
            aside.write_bytes(pickle.dumps((volumes, shape), protocol=pickle.HIGHEST_PROTOCOL))


class Plans:
    """The plans in a folder that the workers share. The last one used is kept in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: Plan | None = None

    def put_down(self, opened: OpenedBook, source: str, lexicons: Path) -> Plan:
        """Put a book down with the lexicon of now. `source` is its content hash.

        Raises InputError for a lexicon that is damaged, DiskFullError and OutputError.
        """
        text = "\n".join(leaf.text for leaf in leaves(opened.book))
        known = lexicon_of(lexicons, opened.book.metadata.identifier).entries
        entries = [entry for entry in known if entry.text in text]
        lexicon = [[entry.text, entry.pinyin, entry.before, entry.after] for entry in entries]
        key = hash_of(VERSION, source, opened.book.metadata.language, lexicon)
        folder = self._folder / key
        if not (folder / BOOK).exists():
            with written_aside(folder / _LEXICON) as aside:
                aside.write_text(json.dumps(lexicon, ensure_ascii=False), "utf-8", "surrogatepass")
            with written_aside(folder / BOOK) as aside:
                aside.write_bytes(pack(opened))
        return self.get(key)

    def get(self, key: str) -> Plan:
        """Return a plan. Raises OutputError when it is not there any more: the source must be opened again."""
        if self._last is not None and self._last.key == key:
            return self._last
        folder = self._folder / key
        try:
            opened = unpack((folder / BOOK).read_bytes())
            entries = json.loads((folder / _LEXICON).read_text("utf-8", "surrogatepass"))
            os.utime(folder / BOOK)
        except (OSError, ValueError) as error:
            raise OutputError(
                "What the source was opened as is gone ({reason}).",
                advice="Order it again with `tongdu orders retry`.",
                reason=str(error),
            ) from error
        if isinstance(opened, TongduError):
            raise opened
        lexicon = Lexicon(LexiconEntry(text, tuple(pinyin), before, after) for text, pinyin, before, after in entries)
        self._last = Plan(key, folder, opened.book, script(opened.book), partial(ContextReader, lexicon))
        return self._last


def hash_of(*made_from: object) -> str:
    """Return the hash of what something is made from (fit for JSON)."""
    text = json.dumps(made_from, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
