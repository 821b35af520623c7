"""A DAISY 2.02 talking book in a zip file, taken apart: its contents, its chapters, their sound and their phrases.

A chapter is what one SMIL file plays of one audio file: one MP3, which a browser plays from its beginning or from any
second of it. Its text stands in the content files, at the places that its phrases name.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path, PurePosixPath

from lxml import etree

from access.errors import UnplayableBookError
from audio.check.ncc import HEADING, Entry, ncc_entries
from audio.check.smil import Pair, read_smil
from audio.check.xml import NotXmlError, metas, parse

_MOST_BYTES = 64 * 1024**2
"""Of a file that is read whole: a SMIL file, a text, a picture."""
_LOCAL_HEADER = struct.Struct("<4s22xHH")
"""Of a file in a zip archive: its signature, and the lengths of its name and extra field (APPNOTE 4.3.7)."""
_BOOKS = 32
"""Opened books that are kept: a novel takes a megabyte or two, and opening it a part of a second."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What sounds from `begin` to `end` (seconds into the chapter), and where it stands: a content file and an id."""

    document: str
    id: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, counted from 1. `seconds` is its length, `sound` the name of its MP3 in the book.

    It is the run number `run` (from 0) of its SMIL file over one audio file.
    """

    number: int
    name: str
    sound: str
    seconds: float
    smil: str
    run: int


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the contents: a level from 1 to 6, and where it leads, `begin` seconds into a chapter."""

    name: str
    level: int
    chapter: int
    begin: float


@dataclass(slots=True)
class _Chapters:
    """The chapters as they are found: SMIL file, run in it, audio file and seconds of each.

    `places` are where the ids of SMIL files lead, `texts` in which chapter an id of a content file is heard.
    """

    runs: list[tuple[str, int, str, float]] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)
    texts: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, smil: str, pairs: Sequence[Pair]) -> None:
        for place, (source, run) in enumerate(_runs(pairs)):
            number, seconds = len(self.runs) + 1, 0.0
            for pair in run:
                begin = pair.clips[0].begin if pair.clips else None
                for own in pair.ids:
                    self.places.setdefault((smil, own), (number, seconds if begin is None else begin))
                for target in pair.texts:
                    if target is not None:
                        self.texts.setdefault(target, number)
                seconds = max([seconds, *(clip.end or 0.0 for clip in pair.clips)])
            self.runs.append((smil, place, source, seconds))


class TalkingBook:
    """A talking book that does not change: `title`, `language` (BCP 47, or empty), `chapters` and `contents`."""

    def __init__(self, path: Path) -> None:
        """Open the book in a zip file. Raises UnplayableBookError when it is none."""
        self._path = path
        self._names = _members(path)
        with self._opened() as archive:
            root = self._parsed(archive, "ncc.html")
            told, entries = metas(root), ncc_entries(root)
            found = _Chapters()
            for name in dict.fromkeys(entry.target[0] for entry in entries if entry.target is not None):
                found.add(name, read_smil(name, self._parsed(archive, name)).pairs)
        if not found.runs:
            raise UnplayableBookError(reason="nothing in it can be heard")
        self.title = next(iter(told.get("dc:title", [])), "")
        self.language = next((tag for tag in told.get("dc:language", []) if tag != "und"), "")
        self.contents = tuple(_contents(entries, found))
        names = {heading.chapter: heading.name for heading in reversed(self.contents)}
        self.chapters = tuple(
            Chapter(number, names.get(number) or self.title, sound, seconds, smil, run)
            for number, (smil, run, sound, seconds) in enumerate(found.runs, 1)
        )
        self._texts = found.texts

    def chapter_of(self, document: str, element_id: str) -> int | None:
        """Return the chapter in which an element of a content file is heard; None when it is not a phrase's."""
        return self._texts.get((document, element_id))

    def phrases(self, chapter: Chapter) -> list[Phrase]:
        """Return what is heard in a chapter, in its order. Raises UnplayableBookError."""
        with self._opened() as archive:
            pairs = read_smil(chapter.smil, self._parsed(archive, chapter.smil)).pairs
        _source, run = list(_runs(pairs))[chapter.run]
        return [
            Phrase(*text, pair.clips[0].begin or 0.0, pair.clips[-1].end or 0.0)
            for pair in run
            if pair.clips
            for text in pair.texts
            if text is not None
        ]

    def document(self, name: str) -> etree._Element:
        """Return a content file, parsed. Raises UnplayableBookError."""
        with self._opened() as archive:
            return self._parsed(archive, name)

    def has(self, name: str) -> bool:
        """Tell whether there is a file of that name in the book."""
        return name in self._names

    def place(self, name: str) -> tuple[int, int]:
        """Return where a file's bytes lie in the zip file: the first, and how many.

        Raises UnplayableBookError for a file that is packed: no part of it can be sent by itself.
        """
        info = self._member(name)
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
            raise UnplayableBookError(reason="its sound cannot be played in parts")
        with self._path.open("rb") as file:
            file.seek(info.header_offset)
            header = file.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\3\4"):
            raise UnplayableBookError(reason="its archive is broken")
        _signature, named, extra = _LOCAL_HEADER.unpack(header)
        return info.header_offset + _LOCAL_HEADER.size + named + extra, info.file_size

    def _opened(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._path)
        except (OSError, zipfile.BadZipFile) as error:
            raise UnplayableBookError(reason="its archive is broken") from error

    def _member(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._names[name]
        except KeyError:
            raise UnplayableBookError(reason="a part of it is missing") from None

    def _parsed(self, archive: zipfile.ZipFile, name: str) -> etree._Element:
        info = self._member(name)
        if info.file_size > _MOST_BYTES:
            raise UnplayableBookError(reason="a part of it is too large")
        try:
            return parse(archive.read(info))
        except (NotXmlError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise UnplayableBookError(reason="a part of it cannot be read") from error


@lru_cache(maxsize=_BOOKS)
def talking_book(path: Path) -> TalkingBook:
    """Return the book in a file whose bytes never change, as those of the contents. Raises UnplayableBookError."""
    return TalkingBook(path)


def _members(path: Path) -> dict[str, zipfile.ZipInfo]:
    """The files of the book by their names as the NCC, in whose folder of the archive they stand, says them."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (OSError, zipfile.BadZipFile) as error:
        raise UnplayableBookError(reason="its archive is broken") from error
    found = [info.filename for info in infos if PurePosixPath(info.filename).name == "ncc.html"]
    if not found:
        raise UnplayableBookError(reason="it has no table of contents")
    folder = min(found, key=len).removesuffix("ncc.html")
    return {info.filename.removeprefix(folder): info for info in infos if info.filename.startswith(folder)}


def _runs(pairs: Sequence[Pair]) -> Iterator[tuple[str, list[Pair]]]:
    """Cut the pairs of a SMIL file where another audio file begins; what has no sound stays with what came before."""
    source = next((pair.clips[0].source for pair in pairs if pair.clips), "")
    marked = []
    for pair in pairs:
        source = pair.clips[0].source if pair.clips else source
        marked.append((source, pair))
    for name, run in groupby(marked, key=lambda one: one[0]):
        if name:
            yield name, [pair for _source, pair in run]


def _contents(entries: Sequence[Entry], found: _Chapters) -> Iterator[Heading]:
    """The headings and groups; the title only where nothing else leads to its chapter."""
    placed = [(entry, found.places[entry.target]) for entry in entries if entry.target in found.places]
    named = {place[0] for entry, place in placed if _level(entry) and entry.kind != "title"}
    level = 1
    for entry, (chapter, begin) in placed:
        own = _level(entry)
        if not own or not entry.text or (entry.kind == "title" and chapter in named):
            continue
        level = own if HEADING.match(entry.name) else level
        yield Heading(entry.text, level, chapter, begin)


def _level(entry: Entry) -> int:
    """The level of a heading, 1 for a group, 0 for what is no part of the contents: pages, notes, sidebars."""
    heading = HEADING.match(entry.name)
    if heading is not None:
        return int(heading.group(1))
    return 1 if entry.kind == "group" else 0
