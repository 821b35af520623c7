"""Pictures: only what is small enough, what it says it is, and safe."""

from __future__ import annotations

import re
import struct

from lxml import etree

from access.book.epub.gate import MEBIBYTE, Archive, EntryError
from access.book.epub.markup import copy_of, is_well_formed, local_name, parse_package_xml
from access.book.epub.remarks import Remarks
from access.book.model import Image

MOST_BYTES = 4 * MEBIBYTE
MOST_BYTES_OF_BOOK = 32 * MEBIBYTE
MOST_PIXELS = 50_000_000

_UNSAFE_SVG = frozenset(
    [
        "script",
        "foreignobject",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "set",
        "animate",
        "handler",
        "listener",
        "a",
    ]
)
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!#)|@import|expression\(|javascript:", re.IGNORECASE)


class ImageShelf:
    """The pictures that figures use, taken from the archive when they are asked for."""

    def __init__(self, archive: Archive, remarks: Remarks) -> None:
        self._archive = archive
        self._remarks = remarks
        self._taken: dict[str, Image | None] = {}
        self._bytes = 0

    @property
    def images(self) -> dict[str, Image]:
        """The pictures taken so far, by name."""
        return {name: image for name, image in self._taken.items() if image is not None}

    def take(self, name: str) -> str | None:
        """Put a file of the archive on the shelf; returns its name, or None with a warning if it cannot be used."""
        if name not in self._taken:
            self._taken[name] = self._load(name)
        return name if self._taken[name] is not None else None

    def put_svg(self, name: str, root: etree._Element) -> str | None:
        """Put a drawing that stands in the text on the shelf."""
        data = safe_svg(root)
        if not data or len(data) > MOST_BYTES or self._bytes + len(data) > MOST_BYTES_OF_BOOK:
            return None
        self._bytes += len(data)
        self._taken[name] = Image("image/svg+xml", data)
        return name

    def _load(self, name: str) -> Image | None:
        try:
            data = self._archive.read(name, MOST_BYTES)
        except EntryError as error:
            self._remarks.add("A picture was left out: {reason}.", name, reason=error.reason)
            return None
        media_type, pixels = picture_type(data)
        if media_type == "image/svg+xml":
            root = parse_package_xml(data)
            data = safe_svg(root) if root is not None and local_name(root) == "svg" else b""
            media_type = media_type if data else ""
        if not media_type:
            self._remarks.add("A picture was left out: it is not a PNG, JPEG, GIF, WebP or SVG.", name)
            return None
        if pixels > MOST_PIXELS:
            self._remarks.add("A picture was left out: it has too many pixels.", name)
            return None
        if self._bytes + len(data) > MOST_BYTES_OF_BOOK:
            self._remarks.add("Pictures were left out: there are more than 32 MB of them.")
            return None
        self._bytes += len(data)
        return Image(media_type, data)


def picture_type(data: bytes) -> tuple[str, int]:
    """Return a picture's media type by its content (empty if it is none of ours) and its pixels (0 for a drawing)."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            width, height = struct.unpack(">II", data[16:24])
            return "image/png", width * height
        if data.startswith((b"GIF87a", b"GIF89a")):
            width, height = struct.unpack("<HH", data[6:10])
            return "image/gif", width * height
        if data.startswith(b"\xff\xd8\xff"):
            return "image/jpeg", _jpeg_pixels(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return "image/webp", _webp_pixels(data)
    except struct.error:
        return "", 0
    head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") and b"<svg" in head.lower():
        return "image/svg+xml", 0
    return "", 0


def _jpeg_pixels(data: bytes) -> int:
    """Find the frame header (ISO/IEC 10918-1, B.2.2) and multiply its sides; 0 if there is none."""
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:
            place += 1
            continue
        marker = data[place + 1]
        if marker in {0xFF, 0x00, 0x01} or 0xD0 <= marker <= 0xD9:
            place += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return int(width) * int(height)
        place += 2 + int(struct.unpack(">H", data[place + 2 : place + 4])[0])
    return 0


def _webp_pixels(data: bytes) -> int:
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        return width * (int.from_bytes(data[27:30], "little") + 1)
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return ((int(bits) & 0x3FFF) + 1) * (((int(bits) >> 14) & 0x3FFF) + 1)
    width, height = struct.unpack("<HH", data[26:30])
    return (int(width) & 0x3FFF) * (int(height) & 0x3FFF)


def safe_svg(root: etree._Element) -> bytes:
    """Write a drawing without scripts, foreign markup, event handlers, and anything that lies outside of it.

    Nothing is returned where the drawing cannot be written as XML.
    """
    copy = copy_of(root)
    for element in list(copy.iter()):
        name = local_name(element)
        parent = element.getparent()
        outside_style = name == "style" and _OUTSIDE.search("".join(str(text) for text in element.itertext()))
        if parent is not None and (not name or name in _UNSAFE_SVG or name.startswith("animate") or outside_style):
            if name == "a":
                _unwrap(element, parent)
            else:
                parent.remove(element)
            continue
        for key, value in list(element.attrib.items()):
            local = str(key).rpartition("}")[2].lower()
            leads_out = local in {"href", "src"} and not str(value).strip().startswith(
                ("#", "data:image/png", "data:image/jpeg")
            )
            if local.startswith("on") or local == "base" or leads_out or _OUTSIDE.search(str(value)):
                del element.attrib[key]
    data = etree.tostring(copy)
    if not str(copy.tag).startswith("{"):
        data = data.replace(b"<svg", b'<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return data if is_well_formed(data) else b""


def _unwrap(element: etree._Element, parent: etree._Element) -> None:
    """Put what is in a link of a drawing in its place."""
    place = parent.index(element)
    for offset, child in enumerate(list(element)):
        parent.insert(place + offset, child)
    parent.remove(element)
