"""The writer of EPUB 3 books with Media Overlays.

Sources: EPUB 3.3 (W3C), its Media Overlays, EPUB Accessibility 1.1.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from access.book.model import Book
from access.errors import InvalidOutputError, NoTextError
from access.storage.files import written_aside
from audio.check.epub3 import check_epub3
from audio.narration import Narration
from audio.publish.clips import Clip, Clips
from audio.publish.documents import documents
from audio.publish.epub_content import EpubContent
from audio.publish.navigation import navigation
from audio.publish.overlay import overlay
from audio.publish.package import Item, media_type, package
from audio.publish.smil import audio_name
from audio.publish.style import STYLE
from audio.publish.survey import survey

_FOLDER = "EPUB"
_CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def write_epub3(book: Book, narration: Narration, path: Path, *, modified: datetime, generator: str) -> None:
    """Write a book and its narration as one EPUB file, whole or not at all.

    `modified` knows its time zone. The same arguments give the same bytes.

    Raises `NoTextError` when nothing was spoken, `InvalidOutputError` when the result does not pass our own checks, and
    what `written_aside` raises.
    """
    if not any(part.phrases for part in narration.parts):
        raise NoTextError
    with written_aside(path) as aside:
        with ZipFile(aside, "w") as archive:
            _write(book, narration, _Archive(archive, modified), modified, generator)
        findings = check_epub3(aside)
        if findings:
            raise InvalidOutputError(format="EPUB", reason="; ".join(findings[:3]))


class _Archive:
    """A ZIP file whose entries all carry one time."""

    def __init__(self, archive: ZipFile, modified: datetime) -> None:
        self.archive = archive
        self.time = max((1980, 1, 1, 0, 0, 0), modified.timetuple()[:6])

    def put(self, name: str, data: str | bytes, *, packed: bool = True) -> None:
        self.archive.writestr(self.entry(name, packed=packed), data)

    def put_file(self, name: str, source: Path) -> None:
        """Put a file in as it is: MP3 does not get smaller."""
        with source.open("rb") as read, self.archive.open(self.entry(name, packed=False), "w") as write:
            shutil.copyfileobj(read, write, 1 << 20)

    def entry(self, name: str, *, packed: bool) -> ZipInfo:
        entry = ZipInfo(name, self.time)
        entry.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        entry.external_attr = 0o644 << 16
        return entry


def _write(book: Book, narration: Narration, archive: _Archive, modified: datetime, generator: str) -> None:
    archive.put("mimetype", "application/epub+zip", packed=False)
    archive.put("META-INF/container.xml", _CONTAINER)
    found = survey(book)
    files = documents(book)
    clips = Clips(narration, found, files)
    content = EpubContent(book, found, files, clips)
    spoken = _by_file(clips)
    items = [Item("nav.xhtml", media_type("nav.xhtml"), properties="nav"), Item("style.css", media_type("style.css"))]
    texts = {"style.css": STYLE, "nav.xhtml": navigation(book.metadata, content)}
    for file in files:
        name, overlay_name = f"{file.name}.xhtml", f"{file.name}.smil"
        texts[name] = content.document(file)
        own = spoken.get(file.name)
        items.append(Item(name, media_type(name), overlay=overlay_name if own else None))
        if own:
            texts[overlay_name] = overlay(file.name, own)
            length = sum(clip.length for clip in own)
            items.append(Item(overlay_name, media_type(overlay_name), length=length))
    items += [Item(picture.name, picture.image.media_type) for picture in found.pictures.values()]
    sounding = [number for number, own in enumerate(clips.parts) if own]
    items += [Item(audio_name(number), media_type(audio_name(number))) for number in sounding]
    archive.put(
        f"{_FOLDER}/package.opf", package(book, found, items, narration.voices, modified=modified, generator=generator)
    )
    for name, text in texts.items():
        archive.put(f"{_FOLDER}/{name}", text)
    for picture in found.pictures.values():
        archive.put(f"{_FOLDER}/{picture.name}", picture.image.data)
    for number in sounding:
        archive.put_file(f"{_FOLDER}/{audio_name(number)}", narration.parts[number].audio)


def _by_file(clips: Clips) -> dict[str, list[Clip]]:
    """The clips of each content file, in the order in which they are spoken."""
    by_file: dict[str, list[Clip]] = {}
    for part in clips.parts:
        for clip in part:
            by_file.setdefault(clip.document, []).append(clip)
    return by_file
