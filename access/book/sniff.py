"""What kind of file this is, told by its content and never by its name."""

from __future__ import annotations

import zipfile
from enum import Enum
from typing import BinaryIO

from access.errors import DamagedBookError, UnknownFormatError


class Kind(Enum):
    """Kinds of book that are read."""

    EPUB = "epub"
    TEXT = "text"


_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF", "it is a PDF"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an old Word or other Office document"),
    (0, b"{\\rtf", "it is a rich text (RTF) document"),
    (0, b"\x1f\x8b", "it is a gzip archive"),
    (0, b"BZh", "it is a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "it is an xz archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "it is a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "it is a RAR archive"),
    (0, b"\x28\xb5\x2f\xfd", "it is a Zstandard archive"),
    (257, b"ustar", "it is a tar archive"),
    (0, b"\x89PNG\r\n\x1a\n", "it is a picture (PNG)"),
    (0, b"\xff\xd8\xff", "it is a picture (JPEG)"),
    (0, b"GIF8", "it is a picture (GIF)"),
    (0, b"II*\x00", "it is a picture (TIFF)"),
    (0, b"MM\x00*", "it is a picture (TIFF)"),
    (8, b"WEBP", "it is a picture (WebP)"),
    (8, b"WAVE", "it is a sound recording (WAV)"),
    (0, b"AT&TFORM", "it is a DjVu document"),
    (0, b"ID3", "it is a sound recording (MP3)"),
    (0, b"OggS", "it is a sound recording (Ogg)"),
    (0, b"fLaC", "it is a sound recording (FLAC)"),
    (4, b"ftyp", "it is a video or sound recording (MP4)"),
    (0, b"\x7fELF", "it is a program"),
    (0, b"\xcf\xfa\xed\xfe", "it is a program"),
    (0, b"\xca\xfe\xba\xbe", "it is a program"),
    (0, b"SQLite format 3\x00", "it is a database"),
    (60, b"BOOKMOBI", "it is a Kindle book (MOBI)"),
    (60, b"TEXtREAd", "it is a Palm document"),
    (0, b"TPZ", "it is a Kindle book (Topaz)"),
    (0, b"\xeaDRMION\xee", "it is a Kindle book (KFX)"),
    (0, b"ITOLITLS", "it is a Microsoft Reader book (LIT)"),
    (0, b"ITSF", "it is a Windows help file (CHM)"),
)

_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "it is a web page (HTML)"),
    (b"<html", "it is a web page (HTML)"),
    (b"<?xml", "it is an XML document"),
    (b"<fictionbook", "it is a FictionBook (FB2)"),
)

_ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "it is a Word document (DOCX)"),
    ("xl/workbook.xml", "it is an Excel workbook"),
    ("ppt/presentation.xml", "it is a PowerPoint presentation"),
    ("AndroidManifest.xml", "it is an Android program"),
    ("META-INF/MANIFEST.MF", "it is a Java program"),
)


def sniff(file: BinaryIO) -> Kind:
    """Tell the kind of a seekable file; it is left at its start.

    Raises UnknownFormatError for what is not read, DamagedBookError for an archive that cannot be opened.
    """
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _sniff_zip(file)
    for offset, magic, reason in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            raise UnknownFormatError(reason=reason)
    if head[:2] == b"MZ" and b"\x00" in head:
        raise UnknownFormatError(reason="it is a Windows program")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for text, reason in _MARKUP:
        if start.startswith(text):
            raise UnknownFormatError(reason=reason)
    return Kind.TEXT


def _sniff_zip(file: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.replace("\\", "/") for name in archive.namelist()[:20_000]}
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names and _small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise DamagedBookError(reason="its archive cannot be opened; the file was probably cut off") from error
    except (RuntimeError, NotImplementedError):
        mimetype = b""
    finally:
        file.seek(0)
    folded = {name.lower() for name in names}
    if "meta-inf/container.xml" in folded or any(name.endswith(".opf") for name in folded):
        return Kind.EPUB
    if b"epub" in mimetype:
        return Kind.EPUB
    for part, reason in _ZIP_PARTS:
        if part in names:
            raise UnknownFormatError(reason=reason)
    if b"opendocument" in mimetype:
        raise UnknownFormatError(reason="it is an OpenDocument file")
    raise UnknownFormatError(reason="it is a ZIP archive without a book in it")


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return archive.getinfo(name).file_size < 1000
