"""The handbook's sources: reading an edition, asking what its documents say, and checking them."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from lxml import etree

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
TYPE = f"{{{OPS}}}type"
TEXTS = ("title", "language", "identifier", "creator", "publisher", "date", "modified", "rights", "description")
LONG_TEXTS = ("accessibility_summary", "body")
LISTS = ("subjects", "accessibility_features", "documents")
LABELS = ("contents", "pages", "landmarks", "start")
MEDIA_TYPES = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".png": "image/png"}
HEADING = re.compile(r"h([1-6])")
NOT_IN_TITLES = {"rt", "rp"}


@dataclass(frozen=True)
class Fault:
    """Something wrong in a source: where (`line` counts from 1) and what."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


class SourceError(Exception):
    """The sources cannot be built; `faults` says why, in the order of the book."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass
class Entry:
    """A line of the table of contents."""

    title: str
    href: str
    children: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """One XHTML document of an edition; `name` is its path inside the package folder, e.g. `en/01-about.xhtml`."""

    path: Path
    name: str
    data: bytes
    root: etree._Element


@dataclass(frozen=True)
class Edition:
    """An edition with its settings (`book.toml`), documents in reading order and shared files by package path."""

    code: str
    path: Path
    settings: dict[str, Any]
    documents: list[Document]
    shared: dict[str, bytes]


# --- reading ------------------------------------------------------------------------------------------------------


def read_edition(folder: Path, shared: Path) -> Edition:
    """Read one edition. Raises SourceError for a missing file or setting and for XHTML that is not well formed."""
    book = folder / "book.toml"
    settings = _read_settings(book)
    faults: list[Fault] = []
    documents: list[Document] = []
    for name in settings["documents"]:
        path = folder / name
        try:
            data = path.read_bytes().replace(b"\r\n", b"\n")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            documents.append(Document(path, f"{folder.name}/{name}", data, etree.fromstring(data, parser)))
        except etree.XMLSyntaxError as error:
            faults.append(Fault(path, error.lineno or 1, str(error.msg)))
        except OSError as error:
            faults.append(Fault(book, _line_of(book, name), f"{name} cannot be read ({error.strerror})"))
    unlisted = sorted({path.name for path in folder.glob("*.xhtml")} - set(settings["documents"]))
    faults += [Fault(folder / name, 1, "not among the documents of book.toml") for name in unlisted]
    if settings["body"] not in settings["documents"]:
        faults.append(Fault(book, _line_of(book, "body ="), "`body` is not one of the documents"))
    if faults:
        raise SourceError(faults)
    files = {
        f"shared/{path.name}": path.read_bytes() for path in sorted(shared.iterdir()) if path.suffix in MEDIA_TYPES
    }
    return Edition(folder.name, folder, settings, documents, files)


def _read_settings(path: Path) -> dict[str, Any]:
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError([Fault(path, 1, f"cannot be read ({error.strerror})")]) from error
    except ValueError as error:  # not TOML, or not UTF-8
        line = re.search(r"line (\d+)", str(error))
        raise SourceError([Fault(path, int(line[1]) if line else 1, str(error))]) from error
    labels = settings.get("labels")
    texts = {key: settings.get(key) for key in (*TEXTS, *LONG_TEXTS)}
    texts |= {f"labels.{key}": labels.get(key) if isinstance(labels, dict) else None for key in LABELS}
    faults = [
        Fault(path, 1, f"`{key}` is missing or is not a text")
        for key, value in texts.items()
        if not (isinstance(value, str) and value)
    ]
    for key in LISTS:
        value = settings.get(key)
        if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            faults.append(Fault(path, 1, f"`{key}` is missing or is not a list of texts"))
    if faults:
        raise SourceError(faults)
    return settings


def _line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if text in line), 1)


# --- what the documents say ---------------------------------------------------------------------------------------


def elements(node: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Every XHTML element below and including `node`, with its local name, in order; comments are left out."""
    for element in node.iter():
        if isinstance(element.tag, str):
            yield etree.QName(element).localname, element


def types_of(element: etree._Element) -> set[str]:
    """The words of an element's `epub:type`."""
    return set((element.get(TYPE) or "").split())


def text_of(element: etree._Element) -> str:
    """What a heading says, without ruby annotations, page breaks and note references."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            left_out = etree.QName(child).localname in NOT_IN_TITLES or "noteref" in types_of(child)
            parts.append("" if left_out else text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def title_of(section: etree._Element) -> etree._Element | None:
    """The heading that is a direct child of a section."""
    return next((child for child in section.iterchildren(f"{{{XHTML}}}*") if level_of(child)), None)


def level_of(element: etree._Element) -> int:
    """1 to 6 for h1 to h6, else 0."""
    match = HEADING.fullmatch(etree.QName(element).localname) if isinstance(element.tag, str) else None
    return int(match[1]) if match else 0


def page_breaks(edition: Edition) -> list[tuple[str, str]]:
    """The print pages as (label, href), in order."""
    return [
        (element.get("aria-label", ""), f"{document.name}#{element.get('id')}")
        for document in edition.documents
        for _, element in elements(document.root)
        if "pagebreak" in types_of(element)
    ]


def contents(edition: Edition) -> list[Entry]:
    """The tree of headed sections."""

    def below(document: Document, node: etree._Element) -> list[Entry]:
        found: list[Entry] = []
        for child in node.iterchildren(f"{{{XHTML}}}*"):
            heading = title_of(child) if etree.QName(child).localname == "section" else None
            inner = below(document, child)
            if heading is None:
                found += inner
            else:
                title = " ".join(text_of(heading).split())
                found.append(Entry(title, f"{document.name}#{child.get('id')}", inner))
        return found

    return [entry for document in edition.documents for entry in below(document, document.root)]


# --- checking -----------------------------------------------------------------------------------------------------


def check(edition: Edition) -> None:
    """Check ids, headings, links, notes, pages and pictures. Raises SourceError with everything that is wrong."""
    faults: list[Fault] = []
    anchors: dict[str, dict[str, etree._Element]] = {document.name: {} for document in edition.documents}
    for document in edition.documents:
        known = anchors[document.name]
        for _, element in elements(document.root):
            identifier = element.get("id")
            if identifier in known:
                faults.append(_fault(document, element, f"the id “{identifier}” is used twice"))
            elif identifier:
                known[identifier] = element
    labels: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    for document in edition.documents:
        faults += _check_root(document, edition.settings["language"])
        for tag, element in elements(document.root):
            faults += [_fault(document, element, text) for text in _check_structure(tag, element)]
            faults += [_fault(document, element, text) for text in _check_links(edition, document, element, anchors)]
            if "pagebreak" in types_of(element):
                label = element.get("aria-label", "")
                labels[label] += 1
                if labels[label] > 1:
                    faults.append(_fault(document, element, f"a second page “{label}”"))
            if "noteref" in types_of(element):
                notes[_resolve(document, element.get("href", ""))] += 1
    for document in edition.documents:
        for identifier, element in anchors[document.name].items():
            uses = notes[f"{document.name}#{identifier}"]
            if "footnote" in types_of(element) and uses != 1:
                faults.append(_fault(document, element, f"the note “{identifier}” is referred to {uses} times"))
    if faults:
        raise SourceError(faults)


def _fault(document: Document, element: etree._Element, text: str) -> Fault:
    return Fault(document.path, cast("int", element.sourceline), text)


def _check_root(document: Document, language: str) -> Iterator[Fault]:
    root = document.root
    if root.tag != f"{{{XHTML}}}html":
        yield _fault(document, root, "the root element is not html of the XHTML namespace")
    if root.get("lang") != language or root.get(f"{{{XML}}}lang") != language:
        yield _fault(document, root, f"lang and xml:lang are not both “{language}”")
    if not (root.findtext(f"{{{XHTML}}}head/{{{XHTML}}}title") or "").strip():
        yield _fault(document, root, "the document has no title")


def _check_structure(tag: str, element: etree._Element) -> Iterator[str]:
    kinds = types_of(element)
    if element.get("lang") != element.get(f"{{{XML}}}lang"):
        yield "lang and xml:lang differ"
    if tag == "section":
        heading = title_of(element)
        depth = 1 + sum(1 for _ in element.iterancestors(f"{{{XHTML}}}section"))
        if not element.get("id"):
            yield "a section without an id cannot stand in the contents"
        if heading is None:
            yield "a section without a heading"
        elif level_of(heading) != depth:
            yield f"the heading of a section at depth {depth} is h{level_of(heading)}"
    elif level_of(element):
        parent = element.getparent()
        if parent is None or parent.tag != f"{{{XHTML}}}section" or title_of(parent) is not element:
            yield "a heading that does not begin a section"
    if "pagebreak" in kinds and not (element.get("id") and element.get("aria-label")):
        yield "a page break needs an id and an aria-label"
    if "noteref" in kinds and tag != "a":
        yield "a note reference must be a link"
    if "footnote" in kinds and not element.get("id"):
        yield "a note without an id"
    if tag == "img" and not element.get("alt"):
        yield "a picture without alternative text"


def _resolve(document: Document, href: str) -> str:
    path, _, fragment = href.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(document.name), path)) if path else document.name
    return f"{target}#{fragment}" if fragment else target


def _check_links(
    edition: Edition, document: Document, element: etree._Element, anchors: dict[str, dict[str, etree._Element]]
) -> Iterator[str]:
    for attribute in ("aria-describedby", "aria-labelledby", "aria-details"):
        for identifier in (element.get(attribute) or "").split():
            if identifier not in anchors[document.name]:
                yield f"{attribute} names “{identifier}”, which is not in this document"
    for attribute in ("href", "src"):
        href = element.get(attribute)
        if href is None or re.match(r"(https?|mailto|tel):", href):
            continue
        name, _, fragment = _resolve(document, href).partition("#")
        if name not in anchors and name not in edition.shared:
            yield f"“{href}” leads to no file of the book"
        elif fragment and fragment not in anchors.get(name, {}):
            yield f"“{href}” leads to no place in {name}"
        elif "noteref" in types_of(element) and (not fragment or "footnote" not in types_of(anchors[name][fragment])):
            yield f"“{href}” leads to no note"
