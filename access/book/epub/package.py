"""The package of an EPUB as it is meant: what can be mended in container, manifest and spine is mended here.

Standards: EPUB 3.3 (sections 4 and 5), OPF 2.0.1.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from access.book.epub.gate import Archive, EntryError
from access.book.epub.markup import attribute, children_named, descendants, parse_package_xml
from access.book.epub.remarks import Remarks
from access.errors import DamagedBookError

DOCUMENT_TYPES = {"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"}
_DOCUMENT_ENDINGS = (".xhtml", ".html", ".htm")
_NCX_TYPE = "application/x-dtbncx+xml"
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book: its id in the manifest and its name in the archive."""

    id: str
    name: str
    media_type: str = ""
    properties: frozenset[str] = frozenset()
    fallback: str = ""

    @property
    def is_document(self) -> bool:
        """Whether it is text to be read."""
        if self.media_type == _NCX_TYPE:
            return False
        return self.media_type in DOCUMENT_TYPES or self.name.lower().endswith(_DOCUMENT_ENDINGS)

    @property
    def is_drawing(self) -> bool:
        """Whether it is a drawing (SVG), which may stand as a page of its own."""
        return self.media_type == "image/svg+xml" or self.name.lower().endswith(".svg")


@dataclass(frozen=True, slots=True)
class SpineItem:
    """A file in reading order; what is not linear (notes, for one) is read at the end."""

    item: Item
    linear: bool = True


@dataclass(frozen=True, slots=True)
class Package:
    """The mended package. All items exist in the archive. `root` is the package document."""

    name: str
    root: etree._Element
    items: tuple[Item, ...]
    spine: tuple[SpineItem, ...]
    navigation: Item | None
    ncx: Item | None
    covers: frozenset[str]


def is_remote(href: str) -> bool:
    """Tell whether an address lies outside of the book."""
    text = href.strip()
    return text.startswith("//") or _SCHEME.match(text) is not None


def resolve(base: str, href: str) -> tuple[str, str]:
    """Return the name and fragment that `href` in the file `base` means; no name if it leads out of the book."""
    address, _, fragment = href.strip().partition("#")
    fragment = unquote(fragment)
    if is_remote(address):
        return "", fragment
    path = unquote(address.partition("?")[0]).replace("\\", "/")
    if not path:
        return base, fragment
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    if joined.startswith(("../", "/")) or joined == "..":
        return "", fragment
    return joined, fragment


def locate(archive: Archive, base: str, href: str) -> str | None:
    """Find the file that `href` in `base` means, forgiving case, encoding and a wrong folder."""
    name, _ = resolve(base, href)
    raw = posixpath.normpath(posixpath.join(posixpath.dirname(base), href.strip().partition("#")[0]))
    for candidate in (name, raw):
        found = archive.find(candidate) if candidate else None
        if found is not None:
            return found
    return archive.find_in_any_folder(name) if name else None


def open_package(archive: Archive, remarks: Remarks) -> Package:
    """Read and mend the package; raises DamagedBookError if there is none."""
    for duplicate in archive.duplicates:
        remarks.add("A file is in the archive twice; the first was read.", duplicate)
    _check_mimetype(archive, remarks)
    name = _package_name(archive, remarks)
    try:
        root = parse_package_xml(archive.read(name))
    except EntryError as error:
        raise DamagedBookError(reason=f"its package file cannot be read ({error.reason})") from error
    if root is None:
        raise DamagedBookError(reason="its package file is not XML")
    items = _manifest(archive, name, root, remarks)
    spine = _spine(root, items, remarks) or _spine_of_manifest(archive, items, remarks)
    by_id = {item.id: item for item in items}
    navigation = next((item for item in items if "nav" in item.properties and item.is_document), None)
    named = next((attribute(element, "toc") for element in descendants(root, "spine")), "")
    ncx = by_id.get(named) or next((item for item in items if item.media_type == _NCX_TYPE), None)
    if ncx is not None and ncx.is_document:
        ncx = None
    covers = {
        resolve(name, attribute(reference, "href"))[0]
        for guide in descendants(root, "guide")
        for reference in children_named(guide, "reference")
        if attribute(reference, "type").lower() == "cover"
    }
    return Package(name, root, tuple(items), tuple(spine), navigation, ncx, frozenset(covers))


def _check_mimetype(archive: Archive, remarks: Remarks) -> None:
    try:
        said = archive.read("mimetype", 1000).strip()
    except EntryError:
        said = b""
    if said != b"application/epub+zip":
        remarks.add("The book does not say that it is an EPUB; it was read as one.")


def _package_name(archive: Archive, remarks: Remarks) -> str:
    container = archive.find("META-INF/container.xml")
    if container is not None:
        try:
            root = parse_package_xml(archive.read(container))
        except EntryError:
            root = None
        for rootfile in descendants(root, "rootfile") if root is not None else ():
            found = locate(archive, "", attribute(rootfile, "full-path"))
            if found is not None and attribute(rootfile, "media-type") in {"application/oebps-package+xml", ""}:
                return found
    packages = [name for name in archive.names if name.lower().endswith(".opf")]
    if not packages:
        raise DamagedBookError(reason="it has no package file, which says what belongs to it")
    remarks.add("The container file is missing or wrong; the package file was found without it.", packages[0])
    return packages[0]


def _manifest(archive: Archive, base: str, root: etree._Element, remarks: Remarks) -> list[Item]:
    items: list[Item] = []
    taken: set[str] = set()
    for element in _manifest_elements(root):
        href = attribute(element, "href")
        if not href.strip():
            continue
        if is_remote(href):
            remarks.add("A part of the book lies on another computer and was left out.", href[:200])
            continue
        found = locate(archive, base, href)
        if found is None:
            remarks.add("A file that belongs to the book is missing.", unquote(href)[:200])
            continue
        if found in taken:
            continue
        taken.add(found)
        properties = frozenset(attribute(element, "properties").lower().split())
        media_type = attribute(element, "media-type").strip().lower()
        items.append(Item(attribute(element, "id"), found, media_type, properties, attribute(element, "fallback")))
    return items


def _manifest_elements(root: etree._Element) -> Iterator[etree._Element]:
    for manifest in descendants(root, "manifest"):
        yield from children_named(manifest, "item")


def _spine(root: etree._Element, items: list[Item], remarks: Remarks) -> list[SpineItem]:
    by_id = {item.id: item for item in reversed(items) if item.id}
    spine: list[SpineItem] = []
    seen: set[str] = set()
    for element in descendants(root, "spine"):
        for reference in children_named(element, "itemref"):
            idref = attribute(reference, "idref")
            item = _readable(by_id, idref)
            if item is None:
                remarks.add("A part of the reading order is missing or cannot be read.", idref[:200])
                continue
            if item.name in seen:
                continue
            seen.add(item.name)
            spine.append(SpineItem(item, attribute(reference, "linear").strip().lower() != "no"))
    return spine


def _readable(by_id: dict[str, Item], idref: str) -> Item | None:
    """Follow the fallbacks of an item to one that is read."""
    item = by_id.get(idref)
    for _ in range(20):
        if item is None or item.is_document:
            return item
        if item.fallback not in by_id:
            return item if item.is_drawing else None
        item = by_id[item.fallback]
    return None


def _spine_of_manifest(archive: Archive, items: list[Item], remarks: Remarks) -> list[SpineItem]:
    documents = [item for item in items if item.is_document and "nav" not in item.properties]
    if documents:
        remarks.add("The book has no reading order; its files were read in the order of its manifest.")
        return [SpineItem(item) for item in documents]
    names = sorted((name for name in archive.names if name.lower().endswith(_DOCUMENT_ENDINGS)), key=_natural)
    if names:
        remarks.add("The book has no list of its files; they were read in the order of their names.")
    return [SpineItem(Item(f"file-{place}", name)) for place, name in enumerate(names)]


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,9})", name)]
