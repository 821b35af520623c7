"""Archives that no honest program writes: bombs, lies about sizes, names that lead out, made by hand where need be."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from random import Random

from tests.acceptance.epub_builder import EpubBuilder, Page

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


def good_book(chapters: int = 8) -> EpubBuilder:
    """Return a sound book of a few chapters, each some thousand characters long."""
    line = "<p>{number} 阅览室的灯从四点钟就亮着。The lamp over the reading desk had been lit since four.</p>"
    pages = [
        Page(f"c{chapter}.xhtml", f"<h1>Chapter {chapter}</h1>" + "".join(line.format(number=n) for n in range(60)))
        for chapter in range(chapters)
    ]
    return EpubBuilder(pages, title="Sound", language="zh")


def zipped(files: dict[str, bytes]) -> bytes:
    """Return an archive of files, the mimetype stored."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def with_entry(name: str, data: bytes = b"out", mode: int = 0o644) -> bytes:
    """Return a sound book with one more entry of that very name and Unix mode."""
    sink = io.BytesIO(good_book(2).build())
    with zipfile.ZipFile(sink, "a") as archive:
        entry = zipfile.ZipInfo("placeholder")
        entry.filename = name
        entry.create_system = 3
        entry.external_attr = mode << 16
        archive.writestr(entry, data)
    return sink.getvalue()


def symbolic_link(rng: Random) -> bytes:
    """Return a book in which an entry is a symbolic link out of it."""
    target = rng.choice([b"/etc/passwd", b"../../../../etc/shadow", b"c0.xhtml"])
    return with_entry(f"EPUB/link{rng.randrange(9)}.xhtml", target, stat.S_IFLNK | 0o777)


def big_deflated(megabytes: int, head: bytes = b"", tail: bytes = b"", unit: bytes = b"a ") -> tuple[bytes, int, int]:
    """Return raw deflated data of `megabytes` MB of one repeated unit, its checksum and its size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = unit * ((1 << 20) // len(unit))
    checksum, size, parts = 0, 0, []
    for piece in (head, *[block] * megabytes, tail):
        checksum = zlib.crc32(piece, checksum)
        size += len(piece)
        parts.append(packer.compress(piece))
    return b"".join(parts) + packer.flush(), checksum, size


def by_hand(entries: list[tuple[str, bytes, int, int, int]], *, overlapping: bool = False) -> bytes:
    """Return an archive of deflated entries: name, raw data, checksum, stated size, and general flags.

    `overlapping` writes the data of the last entry once and lets all entries that share its bytes point to it.
    """
    body, directory = bytearray(), bytearray()
    places: dict[int, int] = {}
    for name, raw, checksum, size, flags in entries:
        encoded = name.encode()
        if overlapping and id(raw) in places:
            place = places[id(raw)]
        else:
            place = places[id(raw)] = len(body)
            body += (
                _LOCAL.pack(b"PK\3\4", 20, flags, 8, 0, 0, checksum, len(raw), size, len(encoded), 0) + encoded + raw
            )
        directory += _CENTRAL.pack(
            *(b"PK\1\2", 20, 20, flags, 8, 0, 0, checksum, len(raw), size, len(encoded), 0, 0, 0, 0, 0, place)
        )
        directory += encoded
    count = len(entries)
    return bytes(body + directory + _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0))


def deflated(name: str, data: bytes, flags: int = 0, size: int | None = None) -> tuple[str, bytes, int, int, int]:
    """Return an entry for `by_hand`; `size` states another size than the true one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = packer.compress(data) + packer.flush()
    return name, raw, zlib.crc32(data), len(data) if size is None else size, flags


def packed(book: EpubBuilder, flags: int = 0) -> list[tuple[str, bytes, int, int, int]]:
    """Return a book's files as entries for `by_hand`."""
    return [deflated(name, data, flags) for name, data in book.entries().items()]


def bomb(rng: Random, lying: bool = False) -> bytes:
    """Return a small book with a chapter of hundreds of megabytes; `lying` states that it has only a hundred bytes."""
    raw, checksum, size = big_deflated(
        rng.randint(150, 300), b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>", b"</p></body></html>"
    )
    entries = [entry for entry in packed(good_book(2)) if entry[0] != "EPUB/c1.xhtml"]
    return by_hand([*entries, ("EPUB/c1.xhtml", raw, checksum, 100 if lying else size, 0)])


def overlapping_bomb(rng: Random) -> bytes:
    """Return an archive whose hundreds of entries all share one kernel of data."""
    raw, checksum, size = big_deflated(rng.randint(15, 25), unit=b"\0" * 1024)
    entries = packed(good_book(2))
    return by_hand(
        [*entries, *[(f"EPUB/{n}", raw, checksum, size, 0) for n in range(rng.randint(300, 900))]], overlapping=True
    )


def nested_bomb(rng: Random) -> bytes:
    """Return a book whose chapter data are archives in archives, and too much of them."""
    raw, checksum, size = big_deflated(rng.randint(80, 120), unit=b"\0" * 1024)
    inner = by_hand([("zeros", raw, checksum, size, 0)])
    for _ in range(3):
        inner = zipped({f"inner{n}.zip": inner for n in range(10)})
    files = {f"EPUB/{n}.zip": inner for n in range(rng.randint(10, 20))}
    raw_entries = [(f"EPUB/big{n}", raw, checksum, size, 0) for n in range(5)]
    return by_hand([*packed(good_book(2)), *[deflated(name, data) for name, data in files.items()], *raw_entries])


def many_entries(rng: Random) -> bytes:
    """Return a book with as many entries as an archive without extensions can have."""
    empty = deflated("x", b"")
    count = rng.randint(50_000, 65_000)
    return by_hand([*packed(good_book(2)), *[(f"EPUB/{n}", *empty[1:]) for n in range(count)]], overlapping=True)
