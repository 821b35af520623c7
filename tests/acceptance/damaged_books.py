"""Damaged and hostile inputs by name: every one of `KINDS` must be refused, `MAYBE_KINDS` may still give a book.

The same kind and seed always give the same bytes.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeAlias

from tests.acceptance.epub_builder import PIXEL, EpubBuilder, Page, xhtml
from tests.acceptance.hostile_archives import (
    bomb,
    by_hand,
    deflated,
    good_book,
    many_entries,
    nested_bomb,
    overlapping_bomb,
    packed,
    symbolic_link,
    with_entry,
    zipped,
)

Damage: TypeAlias = Callable[[Random], bytes]
HAN = "阅览室的灯从四点钟就亮着，可是没有人来取那个包裹。\n"
ENCRYPTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    "{}</encryption>"
)
ENCRYPTED = (
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
    '<enc:CipherData><enc:CipherReference URI="{}"/></enc:CipherData></enc:EncryptedData>'
)


def files_of(book: EpubBuilder | None = None) -> dict[str, bytes]:
    """The files of a sound book."""
    return (book or good_book()).entries()


def truncated(rng: Random) -> bytes:
    data = good_book().build()
    return data[: rng.randint(4, len(data) - 23)]


def without_directory(rng: Random) -> bytes:
    data = bytearray(good_book().build())
    place = data.find(b"PK\1\2")
    data[place : len(data) - 22] = bytes(len(data) - 22 - place)
    return bytes(data)


def all_checksums_wrong(rng: Random) -> bytes:
    entries = packed(good_book())
    wrong = rng.randrange(1, 1 << 32)
    return by_hand(
        [(name, raw, crc ^ (wrong if name != "mimetype" else 0), size, 0) for name, raw, crc, size, _ in entries]
    )


def unknown_compression(rng: Random) -> bytes:
    data = good_book().build()
    method = rng.choice([1, 6, 95, 97, 98, 99]).to_bytes(2, "little")
    data = re.sub(rb"(PK\x03\x04.{4})\x08\x00", lambda match: match[1] + method, data, flags=re.DOTALL)
    return re.sub(rb"(PK\x01\x02.{6})\x08\x00", lambda match: match[1] + method, data, flags=re.DOTALL)


def huge_size_stated(rng: Random) -> bytes:
    return by_hand([(*entry[:3], 0xFFFFFF00 - rng.randrange(1000), 0) for entry in packed(good_book())])


def leading_out(rng: Random) -> bytes:
    name = rng.choice(
        ["../../evil.xhtml", "EPUB/../../../evil.xhtml", "../" * 20 + "etc/cron.d/x", "EPUB/a/../../../b"]
    )
    return with_entry(name)


def absolute_name(rng: Random) -> bytes:
    return with_entry(rng.choice(["/etc/cron.d/evil", "//server/share/evil", "/EPUB/c9.xhtml"]))


def windows_name(rng: Random) -> bytes:
    return with_entry(
        rng.choice(["C:\\Windows\\evil.dll", "..\\..\\evil.xhtml", "C:/evil.xhtml", "EPUB\\..\\..\\evil"])
    )


def encrypted(rng: Random) -> bytes:
    files = files_of()
    for name in [name for name in files if re.search(r"c\d\.xhtml$", name)]:
        files[name] = rng.randbytes(3000)
    listed = "".join(ENCRYPTED.format(name) for name in files if re.search(r"c\d\.xhtml$", name))
    return zipped({**files, "META-INF/encryption.xml": ENCRYPTION.format(listed).encode()})


def with_rights(rng: Random) -> bytes:
    rights = b'<adept:rights xmlns:adept="http://ns.adobe.com/adept"><licenseToken/></adept:rights>'
    files = files_of()
    for name in [name for name in files if re.search(r"c\d\.xhtml$", name)]:
        files[name] = rng.randbytes(2000)
    listed = "".join(ENCRYPTED.format(name) for name in files if name.startswith("EPUB/c"))
    return zipped(
        {**files, "META-INF/rights.xml": rights, "META-INF/encryption.xml": ENCRYPTION.format(listed).encode()}
    )


def password(rng: Random) -> bytes:
    return by_hand([(*entry[:4], 1) for entry in packed(good_book(rng.randint(1, 8)))])


def no_container_no_package(rng: Random) -> bytes:
    return zipped({name: data for name, data in files_of().items() if not name.endswith((".opf", "container.xml"))})


def no_rootfile(rng: Random) -> bytes:
    inside = rng.choice(["", "<rootfiles/>", '<rootfiles><rootfile media-type="text/plain" full-path=""/></rootfiles>'])
    container = f'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">{inside}</container>'
    kept = {name: data for name, data in files_of().items() if not name.endswith(".opf")}
    return zipped({**kept, "META-INF/container.xml": container.encode()})


def package_not_xml(rng: Random) -> bytes:
    wrong = rng.choice([b"\0" * 500, rng.randbytes(900), b"Sorry, this book is not available.", b"", b"{'spine': []}"])
    return zipped({**files_of(), "EPUB/content.opf": wrong})


def package_missing(rng: Random) -> bytes:
    return zipped({name: data for name, data in files_of().items() if not name.endswith(".opf")})


def spine_missing(rng: Random) -> bytes:
    return zipped({name: data for name, data in files_of().items() if not re.search(r"c\d\.xhtml$", name)})


def chapters_empty(rng: Random) -> bytes:
    wrong = rng.choice([b"", b"   \n", b"<html/>", b"\0" * 4000, xhtml("<p> </p><hr/>").encode()])
    return zipped({name: wrong if re.search(r"c\d\.xhtml$", name) else data for name, data in files_of().items()})


def only_pictures(rng: Random) -> bytes:
    picture = "<div><img src='a.png' alt=''/></div>"
    book = EpubBuilder([Page(f"c{n}.xhtml", picture) for n in range(rng.randint(1, 9))])
    book.files = {"a.png": (PIXEL, "image/png")}
    return book.build()


def not_an_epub(rng: Random) -> bytes:
    return zipped(
        {f"file{n}.{rng.choice(['txt', 'jpg', 'xml'])}": rng.randbytes(200) for n in range(rng.randint(1, 9))}
    )


def laughs(rng: Random) -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<?xml version="1.0"?><!DOCTYPE {{}} [{entities}]>'
    files = files_of(good_book(1))
    where = rng.choice(["EPUB/c0.xhtml", "EPUB/content.opf", "META-INF/container.xml"])
    root = {"EPUB/c0.xhtml": "html", "EPUB/content.opf": "package"}.get(where, "container")
    text = re.sub(r"^<\?xml[^>]*>", "", files[where].decode())
    files[where] = (doctype.format(root) + re.sub(r">", ">&a9;", text, count=1)).encode()
    if root == "html":
        files[where] = (
            f"{doctype.format(root)}<html xmlns='http://www.w3.org/1999/xhtml'><body>&a9;</body></html>".encode()
        )
    return zipped(files)


def outside_entity(rng: Random) -> bytes:
    target = rng.choice(["file:///etc/passwd", "/etc/hostname", "http://127.0.0.1:9/x", "file:///dev/zero"])
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{target}">]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>&x;</p></body></html>'
    return EpubBuilder([Page("c.xhtml", page)]).build()


def renamed(rng: Random) -> bytes:
    head = rng.choice(
        [
            b"%PDF-1.7\n",
            b"\x89PNG\r\n\x1a\n",
            b"\x7fELF\2\1\1",
            b"\x1f\x8b\x08\0",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"GIF89a",
            b"Rar!\x1a\x07\x01\0",
            b"MZ\x90\0",
        ]
    )
    return head + rng.randbytes(4000)


def renamed_web_page(rng: Random) -> bytes:
    return f"<!DOCTYPE html><html><body><p>Page {rng.random()}: the file was not found.</p></body></html>".encode()


def garbage(rng: Random) -> bytes:
    return rng.randbytes(rng.randint(500, 50_000))


def garbage_like_text(rng: Random) -> bytes:
    return bytes(rng.choices(range(128, 256), k=rng.randint(2000, 20_000)))


def white_space(rng: Random) -> bytes:
    return "".join(rng.choices(" \t\r\n\f\u3000\u00a0\u200b\ufeff", k=rng.randint(1, 5000))).encode()


def endless_text(rng: Random) -> bytes:
    return b"a b c d\n" * rng.randint(9_000_000, 9_500_000)


KINDS: dict[str, tuple[Damage, str]] = {
    "truncated": (truncated, ".epub"),
    "directory-of-zeros": (without_directory, ".epub"),
    "checksums-wrong": (all_checksums_wrong, ".epub"),
    "unknown-compression": (unknown_compression, ".epub"),
    "huge-size-stated": (huge_size_stated, ".epub"),
    "bomb": (bomb, ".epub"),
    "overlapping-bomb": (overlapping_bomb, ".epub"),
    "nested-bomb": (nested_bomb, ".epub"),
    "many-entries": (many_entries, ".epub"),
    "name-leads-out": (leading_out, ".epub"),
    "absolute-name": (absolute_name, ".epub"),
    "windows-name": (windows_name, ".epub"),
    "symbolic-link": (symbolic_link, ".epub"),
    "encrypted": (encrypted, ".epub"),
    "rights-managed": (with_rights, ".epub"),
    "password": (password, ".epub"),
    "no-container-no-package": (no_container_no_package, ".epub"),
    "no-rootfile": (no_rootfile, ".epub"),
    "package-not-xml": (package_not_xml, ".epub"),
    "package-missing": (package_missing, ".epub"),
    "spine-missing": (spine_missing, ".epub"),
    "chapters-empty": (chapters_empty, ".epub"),
    "only-pictures": (only_pictures, ".epub"),
    "not-an-epub": (not_an_epub, ".epub"),
    "empty-file": (lambda rng: b"", ".epub"),
    "laughs": (laughs, ".epub"),
    "outside-entity": (outside_entity, ".epub"),
    "renamed-file": (renamed, ".epub"),
    "renamed-web-page": (renamed_web_page, ".txt"),
    "garbage-text": (garbage, ".txt"),
    "garbage-like-text": (garbage_like_text, ".txt"),
    "white-space-text": (white_space, ".txt"),
    "endless-text": (endless_text, ".txt"),
}


def flipped(data: bytes, rng: Random, count: int, start: int = 0) -> bytes:
    """Return the data with some bits of it flipped from `start` on."""
    changed = bytearray(data)
    for _ in range(count):
        changed[rng.randrange(start, len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def flipped_directory(rng: Random) -> bytes:
    data = good_book().build()
    return flipped(data, rng, rng.randint(1, 20), data.find(b"PK\1\2"))


def front_cut(rng: Random) -> bytes:
    return good_book().build()[rng.randint(1, 5000) :]


def no_container(rng: Random) -> bytes:
    return zipped({name: data for name, data in files_of().items() if not name.endswith("container.xml")})


def files_lost(rng: Random) -> bytes:
    files = files_of()
    for name in rng.sample(sorted(files), rng.randint(1, 6)):
        del files[name]
    return zipped(files)


def chapter_of_garbage(rng: Random) -> bytes:
    files = files_of()
    for name in rng.sample([name for name in files if re.search(r"c\d\.xhtml$", name)], rng.randint(1, 8)):
        files[name] = rng.randbytes(2000)
    return zipped(files)


def package_flipped(rng: Random) -> bytes:
    files = files_of()
    files["EPUB/content.opf"] = flipped(files["EPUB/content.opf"], rng, rng.randint(1, 12))
    return zipped(files)


def deep_markup(rng: Random) -> bytes:
    count = rng.randint(5_000, 200_000)
    return EpubBuilder([Page("c.xhtml", xhtml("<div>" * count + "deep" + "</div>" * count))]).build()


def twice_named(rng: Random) -> bytes:
    return by_hand([*packed(good_book(3)), *[deflated(f"EPUB/c{n}.xhtml", rng.randbytes(500)) for n in range(3)]])


def trailing_garbage(rng: Random) -> bytes:
    return good_book().build() + rng.randbytes(rng.randint(1, 70_000))


def text_flipped(rng: Random) -> bytes:
    encoding = rng.choice(["utf-8", "gb18030", "utf-16"])
    return flipped((HAN * 200).encode(encoding), rng, rng.randint(1, 3000))


def text_cut(rng: Random) -> bytes:
    data = (HAN * 20).encode(rng.choice(["utf-8", "gb18030", "utf-16-le", "utf-32"]))
    return data[rng.randint(0, 3) : rng.randint(4, len(data))]


MAYBE_KINDS: dict[str, tuple[Damage, str]] = {
    "flipped-bits": (lambda rng: flipped(good_book().build(), rng, rng.randint(1, 60)), ".epub"),
    "bomb-that-lies": (lambda rng: bomb(rng, lying=True), ".epub"),  # only what it states may be unpacked
    "flipped-directory": (flipped_directory, ".epub"),
    "front-cut": (front_cut, ".epub"),
    "no-container": (no_container, ".epub"),
    "files-lost": (files_lost, ".epub"),
    "chapter-of-garbage": (chapter_of_garbage, ".epub"),
    "package-flipped": (package_flipped, ".epub"),
    "deep-markup": (deep_markup, ".epub"),
    "twice-named": (twice_named, ".epub"),
    "trailing-garbage": (trailing_garbage, ".epub"),
    "text-flipped": (text_flipped, ".txt"),
    "text-cut": (text_cut, ".txt"),
}
PLACES = ("folder-for-a-file", "missing-file", "named-pipe", "broken-link")
"""Kinds that are not bytes but something else in the file's place."""


def damaged(kind: str, seed: int) -> tuple[bytes, str]:
    """Return the bytes of one damaged input and the extension it comes with."""
    make, suffix = {**KINDS, **MAYBE_KINDS}[kind]
    return make(Random(zlib.crc32(kind.encode()) ^ seed)), suffix


def put_damaged(kind: str, seed: int, folder: Path) -> Path:
    """Put one damaged input into a folder and return where it is."""
    path = folder / f"{kind}-{seed}"
    if kind == "folder-for-a-file":
        path = path.with_suffix(".epub")
        path.mkdir()
    elif kind == "named-pipe":
        os.mkfifo(path)
    elif kind == "broken-link":
        path.symlink_to(folder / "nowhere.epub")
    elif kind != "missing-file":
        data, suffix = damaged(kind, seed)
        path = path.with_suffix(suffix)
        path.write_bytes(data)
    return path
