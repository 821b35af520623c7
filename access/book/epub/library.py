"""ebooklib behind the gate: it is handed a package that has been mended, and nothing else.

ebooklib reads every item of a manifest at once and trips over whatever is missing or remote. So it gets an archive in
memory that holds the text of the book only, with proper names and an exact manifest; pictures,
fonts and sound stay out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from access.book.epub.gate import MOST_TEXT, Archive, EntryError
from access.book.epub.markup import descendants, local_name, text_content
from access.book.epub.package import Package
from access.book.epub.remarks import Remarks
from access.errors import DamagedBookError, UnsafeBookError

DC = "http://purl.org/dc/elements/1.1/"
OPF = "http://www.idpf.org/2007/opf"
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
_DC_NAMES = frozenset(
    [
        "title",
        "creator",
        "contributor",
        "subject",
        "description",
        "publisher",
        "date",
        "type",
        "format",
        "identifier",
        "source",
        "language",
        "relation",
        "coverage",
        "rights",
    ]
)

Statement = tuple[str, Mapping[str, str]]
"""A statement of the metadata: its text and its attributes (by local name)."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What ebooklib gave: documents by name, and statements of the metadata by name (`title`, `meta` …)."""

    documents: Mapping[str, bytes]
    statements: Mapping[str, tuple[Statement, ...]]


def read_contents(archive: Archive, package: Package, remarks: Remarks) -> Contents:
    """Read the documents of the spine and the metadata; raises DamagedBookError if not one can be unpacked."""
    documents: dict[str, bytes] = {}
    for spine_item in package.spine:
        item = spine_item.item
        if archive.entry(item.name).size > MOST_TEXT:
            raise UnsafeBookError(reason="one of its parts is far too large to be a text")
        try:
            documents[item.name] = archive.read(item.name)
        except EntryError as error:
            remarks.add("A part of the book cannot be unpacked: {reason}.", item.name, reason=error.reason)
    if not documents:
        raise DamagedBookError(reason="none of its text can be unpacked")
    from ebooklib import epub

    try:
        book = epub.read_epub(io.BytesIO(_mended(package, documents)), {"ignore_ncx": True})
    except (epub.EpubException, KeyError, AttributeError, TypeError, ValueError, IndexError, etree.LxmlError) as error:
        raise DamagedBookError(reason="its package makes no sense") from error
    names = dict(zip(documents, (bytes(item.content) for item in book.get_items()), strict=False))
    statements: dict[str, list[Statement]] = {}
    for by_name in book.metadata.values():
        for name, values in by_name.items():
            known = statements.setdefault(str(name), [])
            known += [((text or "").strip(), _local(attributes)) for text, attributes in values]
    return Contents(
        {name: names[name] for name in documents if name in names},
        {name: tuple(values) for name, values in statements.items()},
    )


def _local(attributes: Mapping[str, str]) -> dict[str, str]:
    return {str(key).rpartition("}")[2]: str(value) for key, value in attributes.items()}


def _mended(package: Package, documents: Mapping[str, bytes]) -> bytes:
    """Write the archive that ebooklib reads; its files are numbered, so that no odd name reaches it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("META-INF/container.xml", _container())
        archive.writestr("package.opf", _opf(package, len(documents)))
        for place, data in enumerate(documents.values()):
            archive.writestr(f"{place}.xhtml", data)
    return buffer.getvalue()


def _container() -> bytes:
    root = etree.Element(f"{{{_CONTAINER}}}container", nsmap={None: _CONTAINER})  # type: ignore[dict-item]
    rootfiles = etree.SubElement(root, f"{{{_CONTAINER}}}rootfiles")
    rootfile = etree.SubElement(rootfiles, f"{{{_CONTAINER}}}rootfile")
    rootfile.set("full-path", "package.opf")
    rootfile.set("media-type", "application/oebps-package+xml")
    return etree.tostring(root)


def _opf(package: Package, count: int) -> bytes:
    root = etree.Element(f"{{{OPF}}}package", nsmap={None: OPF, "opf": OPF, "dc": DC})  # type: ignore[dict-item]
    root.set("version", "3.0")
    root.append(_metadata(package.root))
    manifest = etree.SubElement(root, f"{{{OPF}}}manifest")
    spine = etree.SubElement(root, f"{{{OPF}}}spine")
    for place in range(count):
        element = etree.SubElement(manifest, f"{{{OPF}}}item")
        element.set("id", f"item-{place}")
        element.set("href", f"{place}.xhtml")
        element.set("media-type", "application/xhtml+xml")
        etree.SubElement(spine, f"{{{OPF}}}itemref").set("idref", f"item-{place}")
    return etree.tostring(root)


def _metadata(package: etree._Element) -> etree._Element:
    """Copy the statements of the metadata, whatever namespaces they were put in, as flat text."""
    metadata = etree.Element(f"{{{OPF}}}metadata", nsmap={None: OPF, "opf": OPF, "dc": DC})  # type: ignore[dict-item]
    for old in descendants(package, "metadata"):
        for element in old.iter():
            name = local_name(element)
            if name not in _DC_NAMES and name != "meta":
                continue
            made = etree.SubElement(metadata, f"{{{OPF if name == 'meta' else DC}}}{name}")
            made.text = text_content(element)
            for key, value in element.attrib.items():
                made.set(str(key).rpartition("}")[2].rpartition(":")[2], str(value))
        break
    return metadata
