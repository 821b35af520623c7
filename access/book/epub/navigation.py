"""The navigation of a book: its contents as entries with a depth, and its list of print pages.

EPUB 3 navigation documents (EPUB 3.3, section 7) and the NCX of EPUB 2 (OPF 2.0.1, section 2.4.1) alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from access.book.epub.gate import Archive, EntryError
from access.book.epub.markup import (
    attribute,
    children_named,
    descendants,
    local_name,
    parse_document,
    parse_package_xml,
    semantics,
    text_content,
)
from access.book.epub.package import Package, locate, resolve
from access.book.epub.remarks import Remarks

DEEPEST = 30
MOST_ENTRIES = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: where it leads (a file's name and a fragment, which may be empty); depth from 1."""

    label: str
    name: str
    fragment: str
    depth: int


@dataclass(frozen=True, slots=True)
class Navigation:
    """Contents in their order; print page labels by file name and fragment."""

    entries: tuple[Entry, ...] = ()
    pages: dict[tuple[str, str], str] | None = None

    def page_label(self, name: str, fragment: str) -> str:
        """Return the label of the print page that begins there, or nothing."""
        return (self.pages or {}).get((name, fragment), "")


def read_navigation(archive: Archive, package: Package, remarks: Remarks) -> Navigation:
    """Read the navigation document, or else the NCX; one that cannot be read is said and gone without."""
    entries: list[Entry] = []
    pages: dict[tuple[str, str], str] = {}
    for item, read in ((package.navigation, _read_nav), (package.ncx, _read_ncx)):
        if item is None:
            continue
        try:
            found_entries, found_pages = read(archive, item.name)
        except EntryError:
            remarks.add("The contents cannot be read.", item.name)
            continue
        entries = entries or found_entries
        pages = pages or found_pages
    if not entries:
        remarks.add("The book has no usable contents; its headings were taken instead.")
    return Navigation(tuple(entries), pages)


def _place(archive: Archive, base: str, href: str) -> tuple[str, str] | None:
    name = locate(archive, base, href) if href.strip() else None
    return None if name is None else (name, resolve(base, href)[1])


def _read_nav(archive: Archive, name: str) -> tuple[list[Entry], dict[tuple[str, str], str]]:
    markup = parse_document(archive.read(name))
    entries: list[Entry] = []
    pages: dict[tuple[str, str], str] = {}
    for nav in descendants(markup.root, "nav") if markup is not None else ():
        said = semantics(nav)
        if "toc" in said and not entries:
            for listing in children_named(nav, "ol"):
                _nav_entries(archive, name, listing, 1, entries)
        if said & {"page-list", "pagelist"}:
            for link in descendants(nav, "a"):
                place = _place(archive, name, attribute(link, "href"))
                if place is not None:
                    pages.setdefault(place, text_content(link))
    return entries, pages


def _nav_entries(archive: Archive, name: str, listing: etree._Element, depth: int, entries: list[Entry]) -> None:
    if depth > DEEPEST or len(entries) > MOST_ENTRIES:
        return
    for line in children_named(listing, "li"):
        inner = depth
        for child in line:
            if local_name(child) == "ol":
                _nav_entries(archive, name, child, inner, entries)
                continue
            link = next(descendants(child, "a"), None)
            place = _place(archive, name, attribute(link, "href")) if link is not None else None
            if link is not None and place is not None and inner == depth:
                # What has no place in the book cannot hold others: their depth is counted without it.
                entries.append(Entry(text_content(link), *place, depth))
                inner = depth + 1


def _read_ncx(archive: Archive, name: str) -> tuple[list[Entry], dict[tuple[str, str], str]]:
    root = parse_package_xml(archive.read(name))
    entries: list[Entry] = []
    pages: dict[tuple[str, str], str] = {}
    if root is None:
        return entries, pages
    for points in descendants(root, "navMap"):
        _ncx_entries(archive, name, points, 1, entries)
    for target in descendants(root, "pageTarget"):
        place = _ncx_place(archive, name, target)
        label = _ncx_label(target) or attribute(target, "value")
        if place is not None and label:
            pages.setdefault(place, label)
    return entries, pages


def _ncx_entries(archive: Archive, name: str, parent: etree._Element, depth: int, entries: list[Entry]) -> None:
    if depth > DEEPEST or len(entries) > MOST_ENTRIES:
        return
    for point in children_named(parent, "navPoint"):
        place = _ncx_place(archive, name, point)
        if place is not None:
            entries.append(Entry(_ncx_label(point), *place, depth))
        _ncx_entries(archive, name, point, depth + (place is not None), entries)


def _ncx_place(archive: Archive, name: str, point: etree._Element) -> tuple[str, str] | None:
    content = next(iter(children_named(point, "content")), None)
    return None if content is None else _place(archive, name, attribute(content, "src"))


def _ncx_label(point: etree._Element) -> str:
    label = next(iter(children_named(point, "navLabel")), None)
    return "" if label is None else text_content(label)
