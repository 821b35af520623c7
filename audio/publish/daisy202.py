"""The writer of DAISY 2.02 talking books with full text and full audio.

Source: DAISY 2.02 Specification (DAISY Consortium, 28 February 2001).
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

from access.book.model import Book
from access.errors import InvalidOutputError, NoTextError
from access.storage.files import folder_made_aside
from audio.check.daisy202 import check_daisy202
from audio.narration import Narration
from audio.publish.clips import Clips
from audio.publish.daisy_content import Daisy202Content
from audio.publish.documents import documents
from audio.publish.ncc import Production, ncc, ncc_items
from audio.publish.smil import SmilFile, audio_name, master, smil
from audio.publish.style import STYLE
from audio.publish.survey import Survey, section_titles, survey


def write_daisy202(
    book: Book, narration: Narration, folder: Path, *, made: date, generator: str, publisher: str | None = None
) -> None:
    """Write a book and its narration as the folder of a DAISY 2.02 talking book, whole or not at all.

    `publisher` is the service that lends the talking book; without it the book's own publisher is named. The audio
    files of the narration are linked, or copied where they cannot be.

    Raises `NoTextError` when nothing was spoken, `InvalidOutputError` when the result does not pass our own checks, and
    what `folder_made_aside` raises.
    """
    if not any(part.phrases for part in narration.parts):
        raise NoTextError
    with folder_made_aside(folder) as aside:
        _write(book, narration, aside, Production(made, generator, publisher or "", narration.voices, 0, 0))
        findings = check_daisy202(aside)
        if findings:
            raise InvalidOutputError(format="DAISY 2.02", reason="; ".join(findings[:3]))


def _write(book: Book, narration: Narration, folder: Path, asked: Production) -> None:
    found = survey(book)
    files = documents(book)
    clips = Clips(narration, found, files)
    texts = {"style.css": STYLE}
    heard = {clip.document for part in clips.parts for clip in part}
    files = tuple(file for file in files if file.name in heard)  # a player reaches a text by its sound alone
    content = Daisy202Content(book, found, files, clips)
    for file in files:
        texts[f"{file.name}.html"] = content.document(file)
    smils = _smils(book, narration, found, clips)
    metadata = book.metadata
    for smil_file in smils:
        texts[smil_file.name] = smil(smil_file, metadata.title, metadata.identifier, asked.generator)
    texts["master.smil"] = master(smils, metadata.title, metadata.identifier, asked.generator)
    size = 0
    for name, text in texts.items():
        size += (folder / name).write_bytes(text.encode())
    for picture in content.shown.values():
        size += (folder / picture.name).write_bytes(picture.image.data)
    for smil_file in smils:
        size += _put_audio(narration.parts[smil_file.number].audio, folder / audio_name(smil_file.number))
    production = Production(
        made=asked.made,
        generator=asked.generator,
        publisher=asked.publisher or metadata.publisher or asked.generator,
        voices=asked.voices,
        length=sum(file.length for file in smils),
        files=len(texts) + len(content.shown) + len(smils) + 1,
    )
    first = smils[0].clips[0]
    (folder / "ncc.html").write_bytes(
        ncc(metadata, ncc_items(found, clips, metadata.language), first, production, size).encode()
    )


def _smils(book: Book, narration: Narration, found: Survey, clips: Clips) -> list[SmilFile]:
    """One for each part in which something is spoken."""
    titles = section_titles(found.outline)
    smils: list[SmilFile] = []
    elapsed = 0
    for number, part in enumerate(narration.parts):
        if clips.parts[number]:
            title = titles.get(part.section_id) or book.metadata.title
            smils.append(SmilFile(number, title, clips.parts[number], elapsed))
            elapsed += smils[-1].length
    return smils


def _put_audio(source: Path, place: Path) -> int:
    """Link a file into the folder, or copy it where it cannot be linked; return its bytes."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)
    return place.stat().st_size
