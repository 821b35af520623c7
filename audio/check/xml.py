"""Reading the XML of talking books, without network, entities or external subsets.

Of every file only what the checks need is kept: a long book's trees would not fit into memory together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from lxml import etree

_IDS = etree.XPath("//@id", smart_strings=False)
_LINKS = etree.XPath("//@href | //@src", smart_strings=False)


class NotXmlError(ValueError):
    """A file is not well-formed; the message says where."""


def parse(data: bytes) -> etree._Element:
    """Return the root of a well-formed file, or raise `NotXmlError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotXmlError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Text:
    """A file as what others may point at, and what it points at itself, each once and in order."""

    ids: frozenset[str]
    doubled: tuple[str, ...]
    links: tuple[str, ...]


def text(root: etree._Element) -> Text:
    """Collect the ids and links of a file."""
    ids = Counter(_strings(_IDS, root))
    links = tuple(dict.fromkeys(_strings(_LINKS, root)))
    return Text(frozenset(ids), tuple(name for name, count in ids.items() if count > 1), links)


def _strings(path: etree.XPath, root: etree._Element) -> list[str]:
    found = path(root)
    return [str(each) for each in found] if isinstance(found, list) else []


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Yield all elements in document order, without comments and processing instructions."""
    return root.iter(etree.Element)


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def reference(base: str, href: str) -> tuple[str, str] | None:
    """Resolve a reference from file `base` to (file, fragment); `None` when it leads out of the book."""
    path, _, fragment = href.partition("#")
    file = _file(base, path)
    return None if file is None else (file, unquote(fragment) if "%" in fragment else fragment)


@lru_cache(maxsize=1024)
def _file(base: str, path: str) -> str | None:
    try:
        parts = urlsplit(path)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    file = normpath(join(dirname(base), unquote(parts.path))) if parts.path else base
    return None if file.startswith(("/", "..")) else file


def text_of(element: etree._Element) -> str:
    """Return all text inside an element, white space around it stripped."""
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False)).strip()


def metas(root: etree._Element) -> dict[str, list[str]]:
    """Return the contents of `meta` elements by their names."""
    found: dict[str, list[str]] = {}
    for element in elements(root):
        if local_name(element) == "meta" and element.get("name") is not None:
            found.setdefault(element.get("name", ""), []).append(element.get("content", ""))
    return found
