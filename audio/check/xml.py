"""Reading the XML of talking books, without network, entities or external subsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"


class NotXmlError(ValueError):
    """A file is not well-formed; the message says where."""


def parse(data: bytes) -> etree._Element:
    """Return the root of a well-formed file, or raise `NotXmlError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotXmlError(str(error)) from None


@dataclass(slots=True)
class Parsed:
    """A file: its elements by id (any of those that have one) and what is wrong with the ids."""

    root: etree._Element
    ids: dict[str, etree._Element] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)


def with_ids(root: etree._Element) -> Parsed:
    """Collect the ids of a file."""
    parsed = Parsed(root)
    for element in elements(root):
        name = element.get("id")
        if name is not None:
            if name in parsed.ids:
                parsed.doubled.append(name)
            parsed.ids[name] = element
    return parsed


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Yield all elements in document order, without comments and processing instructions."""
    return root.iter(etree.Element)


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def reference(base: str, href: str) -> tuple[str, str] | None:
    """Resolve a reference from file `base` to (file, fragment); `None` when it leads out of the book."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    path = normpath(join(dirname(base), unquote(parts.path))) if parts.path else base
    return None if path.startswith(("/", "..")) else (path, unquote(parts.fragment))


def text_of(element: etree._Element) -> str:
    """Return all text inside an element, white space around it stripped."""
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False)).strip()
