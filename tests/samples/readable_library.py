"""A house whose library has a title with a real talking book of every kind of block, in tones instead of speech."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from access.book.model import Book
from access.catalog.record import Record
from access.catalog.shelf import add_title
from access.language.phrase_reader import PhraseReader
from access.patrons.roles import Role
from api.works.outputs import packed
from audio.publish.daisy202 import write_daisy202
from tests.samples.talking_book import every_block, narrated
from tests.samples.web_house import Browser, WebHouse, web_house


@dataclass(frozen=True)
class ReadableHouse:
    """The house, the number of the title with the talking book, that of the artefact, and the artefact's bytes."""

    house: WebHouse
    title: int
    artefact: int
    archive: bytes

    def browser(self, role: Role, language: str = "en", *, account: str = "") -> Browser:
        """A browser that is signed in as somebody of a role, or as an account."""
        return self.house.browser(role, language, account=account)

    def reader(self, language: str = "en") -> Browser:
        """A browser that is signed in as a reader who has just got an account."""
        return self.house.browser(Role.READER, language, account=self.house.add(Role.READER))


def talking_zip(book: Book, folder: Path, *, sample: float = 0.12) -> Path:
    """Write a book as it is shelved: a DAISY 2.02 talking book in a zip file."""
    made = folder / "made"
    narration = narrated(book, folder / "sound", sample=sample)
    write_daisy202(book, narration, made, made=date(2026, 1, 1), generator="Tongdu")
    return packed(made, folder / "made.zip", "样书")


def member(archive: bytes, name: str) -> bytes:
    """A file of the book."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(f"样书/{name}")


@contextmanager
def readable_house(folder: Path, *, sample: float = 0.12, **settings: Any) -> Iterator[ReadableHouse]:
    """Run the service over a library with the talking book, `sample` seconds a phrase, until the block ends."""
    archive = talking_zip(every_block(), folder / "book", sample=sample).read_bytes()
    with web_house(folder / "library", **settings) as house:
        live = house.live
        with live.database.writing() as session:
            record = Record(name="样书 & 其他", subtitle="一本都有的书", language="zh", description="什么都有。")
            source = live.service.contents.add_bytes("样书\n\n第一章\n\n你好。\n".encode())
            title = add_title(session, record, PhraseReader(), source=source, source_name="a.txt")
        artefact = live.shelve(title, "daisy202", "样书.daisy202.zip", "application/zip", archive)
        live.service.catch_up()
        yield ReadableHouse(house, title, artefact, archive)
