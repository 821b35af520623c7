"""Builds EPUB files byte by byte for tests, without any library that reads or writes EPUB."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
NAMESPACES = f'xmlns="{XHTML}" xmlns:epub="{OPS}"'
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="{opf}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8d"
    "b00000000049454e44ae426082"
)
"""A PNG of one red point."""


def xhtml(body: str, *, attributes: str = "", body_attributes: str = "", prologue: str = "", title: str = "t") -> str:
    """Wrap the inside of a body as an XHTML document."""
    head = f"<head><title>{escape(title)}</title></head>" if title else "<head/>"
    return f"{prologue}<html {NAMESPACES} {attributes}>{head}<body {body_attributes}>{body}</body></html>"


@dataclass(frozen=True, slots=True)
class Page:
    """A document of the spine: its name inside the package's folder and its bytes, or the inside of its body."""

    name: str
    content: str | bytes
    linear: bool = True
    spine: bool = True
    href: str | None = None
    """How the manifest writes the name, where that is not the name itself."""

    def data(self) -> bytes:
        """The document's bytes."""
        if isinstance(self.content, bytes):
            return self.content
        text = self.content if "<html" in self.content else xhtml(self.content)
        return text.encode()


@dataclass(slots=True)
class EpubBuilder:
    """The parts of one EPUB; `build` puts them together."""

    pages: Sequence[Page]
    title: str | None = "Odd"
    language: str | None = "en"
    version: str = "3.0"
    folder: str = "EPUB/"
    nav: str | None = None
    """The inside of the navigation's outermost `<ol>`; None for a numbered link to every page."""
    ncx: str | None = None
    """The inside of the NCX's navMap."""
    page_list: str = ""
    identifier: str = "urn:uuid:7f0c1f3e-0000-4000-8000-00000000c0de"
    metadata: str = ""
    spine_attributes: str = ""
    manifest: str = ""
    files: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    """More files of the manifest: name to bytes and media type."""
    loose: Mapping[str, bytes] = field(default_factory=dict)
    """Files outside the manifest, by full name."""

    def build(self) -> bytes:
        """Return the archive's bytes."""
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.entries().items():
                archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
        return sink.getvalue()

    def entries(self) -> dict[str, bytes]:
        """Return the archive's files in their order."""
        opf = f"{self.folder}content.opf"
        files = {"mimetype": b"application/epub+zip", "META-INF/container.xml": CONTAINER.format(opf=opf).encode()}
        files[opf] = self.package().encode()
        for page in self.pages:
            files[self.folder + page.name] = page.data()
        if self.version.startswith("3"):
            files[f"{self.folder}nav.xhtml"] = self.navigation().encode()
        if self.ncx is not None:
            files[f"{self.folder}toc.ncx"] = self.ncx_document().encode()
        files |= {self.folder + name: data for name, (data, _) in self.files.items()}
        return files | dict(self.loose)

    def package(self) -> str:
        """Return the package document."""
        items = [
            f'<item id="p{number}" href={quoteattr(page.href or page.name)} media-type="application/xhtml+xml"/>'
            for number, page in enumerate(self.pages)
        ]
        items += [
            f'<item id="f{number}" href={quoteattr(name)} media-type="{media_type}"/>'
            for number, (name, (_, media_type)) in enumerate(self.files.items())
        ]
        if self.version.startswith("3"):
            items.append('<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>')
        toc = ""
        if self.ncx is not None:
            items.append('<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>')
            toc = ' toc="ncx"'
        spine = "".join(
            f'<itemref idref="p{number}" linear="{"yes" if page.linear else "no"}"/>'
            for number, page in enumerate(self.pages)
            if page.spine
        )
        return (
            f'<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" '
            f'version="{self.version}" unique-identifier="uid">'
            f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{self._metadata()}</metadata>'
            f"<manifest>{''.join(items)}{self.manifest}</manifest>"
            f"<spine{toc} {self.spine_attributes}>{spine}</spine></package>"
        )

    def _metadata(self) -> str:
        parts = [f'<dc:identifier id="uid">{escape(self.identifier)}</dc:identifier>']
        if self.title is not None:
            parts.append(f"<dc:title>{escape(self.title)}</dc:title>")
        if self.language is not None:
            parts.append(f"<dc:language>{self.language}</dc:language>")
        if self.version.startswith("3"):
            parts.append('<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>')
        return "".join(parts) + self.metadata

    def navigation(self) -> str:
        """Return the navigation document."""
        links = self.nav
        if links is None:
            links = "".join(
                f"<li><a href={quoteattr(page.href or page.name)}>{number}</a></li>"
                for number, page in enumerate(self.pages, 1)
                if page.spine
            )
        pages = f'<nav epub:type="page-list"><ol>{self.page_list}</ol></nav>' if self.page_list else ""
        return xhtml(f'<nav epub:type="toc"><ol>{links}</ol></nav>{pages}')

    def ncx_document(self) -> str:
        """Return the NCX."""
        return (
            '<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head/>'
            f"<docTitle><text>{escape(self.title or '')}</text></docTitle><navMap>{self.ncx}</navMap></ncx>"
        )


def nav_point(number: int, label: str, source: str, inside: str = "") -> str:
    """Return one navPoint of an NCX."""
    return (
        f'<navPoint id="n{number}" playOrder="{number}"><navLabel><text>{escape(label)}</text></navLabel>'
        f"<content src={quoteattr(source)}/>{inside}</navPoint>"
    )
