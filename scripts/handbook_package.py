"""The handbook's package: what a reading system needs besides the documents, made from them.

Standards: EPUB 3.3, EPUB Accessibility 1.1, DPUB-ARIA 1.1; the NCX of ANSI/NISO Z39.86-2005.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from scripts.handbook_sources import (
    MEDIA_TYPES,
    OPS,
    XHTML,
    Edition,
    Entry,
    contents,
    elements,
    level_of,
    page_breaks,
)

FEATURES = (
    "alternativeText",
    "longDescriptions",
    "pageBreakMarkers",
    "pageNavigation",
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
CONTAINER = f"""{HEAD}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


def package(edition: Edition) -> str:
    """The package document (EPUB 3.3, with the accessibility metadata of schema.org)."""
    settings = edition.settings
    elements_of = {
        key: f"dc:{key}" for key in ("title", "language", "creator", "publisher", "date", "rights", "description")
    }
    lines = [f'<dc:identifier id="uid">{escape(settings["identifier"])}</dc:identifier>']
    lines += [f"<{tag}>{escape(settings[key])}</{tag}>" for key, tag in elements_of.items()]
    lines += [f"<dc:subject>{escape(subject)}</dc:subject>" for subject in settings["subjects"]]
    properties = [("dcterms:modified", settings["modified"])]
    properties += [("schema:accessMode", mode) for mode in ("textual", "visual")]
    properties += [("schema:accessModeSufficient", "textual")]
    properties += [
        ("schema:accessibilityFeature", name) for name in sorted({*FEATURES, *settings["accessibility_features"]})
    ]
    properties += [("schema:accessibilityHazard", "none"), ("pageBreakSource", "none")]
    properties += [("schema:accessibilitySummary", settings["accessibility_summary"])]
    lines += [f'<meta property="{name}">{escape(value)}</meta>' for name, value in properties]
    names = [document.name for document in edition.documents] + list(edition.shared)
    items = ['<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>']
    items += ['<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>']
    items += [
        f'<item id="{_item_id(name)}" href={quoteattr(name)} media-type="{MEDIA_TYPES[Path(name).suffix]}"/>'
        for name in names
    ]
    spine = [f'<itemref idref="{_item_id(document.name)}"/>' for document in edition.documents]
    return (
        f'{HEAD}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" '
        f"xml:lang={quoteattr(settings['language'])}>\n"
        f'  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n    {_join(lines, 4)}\n  </metadata>\n'
        f"  <manifest>\n    {_join(items, 4)}\n  </manifest>\n"
        f'  <spine toc="ncx">\n    {_join(spine, 4)}\n  </spine>\n</package>\n'
    )


def _join(lines: list[str], indent: int) -> str:
    return ("\n" + " " * indent).join(lines)


def _item_id(name: str) -> str:
    return "i-" + re.sub(r"[^A-Za-z0-9]+", "-", name)


def navigation(edition: Edition) -> str:
    """The navigation document: contents, page list and landmarks."""
    labels, language = edition.settings["labels"], quoteattr(edition.settings["language"])

    def listed(entries: list[Entry]) -> str:
        if not entries:
            return ""
        items = [f"<li><a href={quoteattr(e.href)}>{escape(e.title)}</a>{listed(e.children)}</li>" for e in entries]
        return "\n<ol>\n" + "\n".join(items) + "\n</ol>\n"

    def nav(kind: str, role: str, title: str, body: str) -> str:
        return f'<nav epub:type="{kind}" id="{kind}"{role}>\n<h2>{escape(title)}</h2>{body}</nav>\n'

    pages = [Entry(label, href) for label, href in page_breaks(edition)]
    start = f'<a epub:type="bodymatter" href="{edition.code}/{edition.settings["body"]}">{escape(labels["start"])}</a>'
    marks = f"\n<ol>\n<li>{start}</li>\n</ol>\n"
    return (
        f"{HEAD}<!DOCTYPE html>\n"
        f'<html xmlns="{XHTML}" xmlns:epub="{OPS}" lang={language} xml:lang={language}>\n<head>\n'
        f"<title>{escape(edition.settings['title'])}</title>\n"
        '<link rel="stylesheet" type="text/css" href="shared/style.css"/>\n</head>\n<body>\n'
        + nav("toc", ' role="doc-toc"', labels["contents"], listed(contents(edition)))
        + nav("page-list", ' role="doc-pagelist"', labels["pages"], listed(pages))
        + nav("landmarks", ' hidden="hidden"', labels["landmarks"], marks)
        + "</body>\n</html>\n"
    )


def ncx(edition: Edition) -> str:
    """The NCX, for readers that know EPUB 2 only. Contents and pages share one play order, as the text runs."""
    entries, pages = contents(edition), page_breaks(edition)
    places = [
        f"{document.name}#{element.get('id')}"
        for document in edition.documents
        for _, element in elements(document.root)
    ]
    rank = {place: number for number, place in enumerate(places)}

    def flat(branch: list[Entry]) -> list[str]:
        return [href for entry in branch for href in (entry.href, *flat(entry.children))]

    hrefs = sorted([*flat(entries), *(href for _, href in pages)], key=rank.__getitem__)
    order = {href: number for number, href in enumerate(hrefs, 1)}

    def point(tag: str, title: str, href: str, inner: str, kind: str = "") -> str:
        return (
            f'<{tag} id="p-{order[href]}" playOrder="{order[href]}"{kind}>'
            f"<navLabel><text>{escape(title)}</text></navLabel><content src={quoteattr(href)}/>{inner}</{tag}>\n"
        )

    def branch(some: list[Entry]) -> str:
        return "".join(point("navPoint", e.title, e.href, branch(e.children)) for e in some)

    def page(label: str, href: str) -> str:
        kind = f' type="normal" value="{label}"' if label.isdecimal() else ' type="front"'
        return point("pageTarget", label, href, "", kind)

    depth = max(level_of(element) for document in edition.documents for _, element in elements(document.root))
    largest = max((int(label) for label, _ in pages if label.isdecimal()), default=0)
    metadata = {"uid": edition.settings["identifier"], "depth": depth, "totalPageCount": len(pages)}
    metadata["maxPageNumber"] = largest
    head = "".join(f'<meta name="dtb:{name}" content={quoteattr(str(value))}/>\n' for name, value in metadata.items())
    return (
        f'{HEAD}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" '
        f"xml:lang={quoteattr(edition.settings['language'])}>\n<head>\n{head}</head>\n"
        f"<docTitle><text>{escape(edition.settings['title'])}</text></docTitle>\n"
        f"<navMap>\n{branch(entries)}</navMap>\n"
        f"<pageList><navLabel><text>{escape(edition.settings['labels']['pages'])}</text></navLabel>\n"
        f"{''.join(page(label, href) for label, href in pages)}</pageList>\n</ncx>\n"
    )
