"""XML and XHTML trees from untrusted text, and looking at their elements whatever their namespaces are.

No parser here fetches anything, resolves an entity or loads a DTD: `access.book.epub.decoding` has taken those out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from access.book.epub.decoding import decode_markup

OPS = "http://www.idpf.org/2007/ops"
XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_EPUB_TYPE = f"{{{OPS}}}type"

_PREFIXES = {
    "epub": OPS,
    "xlink": "http://www.w3.org/1999/xlink",
    "svg": "http://www.w3.org/2000/svg",
    "m": MATHML,
    "mml": MATHML,
    "math": MATHML,
    "ssml": "http://www.w3.org/2001/10/synthesis",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "opf": "http://www.idpf.org/2007/opf",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_TAG = re.compile(r"<([A-Za-z][\w:.-]*+)([^<>]*+)>")
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]*")


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed file. `mended` tells that it was not well-formed and read as a browser would."""

    root: etree._Element
    mended: bool = False
    guessed_encoding: bool = False
    outside: bool = False


def _xml_parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def parse_document(data: bytes) -> Markup | None:
    """Parse a content document: as XML if it is well-formed, else as HTML. Returns None where there is no element."""
    decoded = decode_markup(data)
    root = _parse_xml(decoded.text)
    mended = False
    if root is None:
        mended = True
        root = _parse_html(decoded.text)
    if root is None:
        return None
    return Markup(root, mended, decoded.guessed_encoding, decoded.outside)


def parse_package_xml(data: bytes) -> etree._Element | None:
    """Parse a container, package, NCX or encryption file, mending what can be mended; None if nothing is left."""
    text = decode_markup(data).text
    root = _parse_xml(text)
    if root is not None:
        return root
    try:
        return etree.fromstring(_with_prefixes(text).encode(), _xml_parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parse_xml(text: str) -> etree._Element | None:
    for attempt in (text, _with_prefixes(text)):
        try:
            return etree.fromstring(attempt.encode(), _xml_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            _raise_if_out_of_memory(error)
    return None


def _raise_if_out_of_memory(error: Exception) -> None:
    """Tell a parser that had no more memory, which says so as an error of syntax, from one that met broken markup."""
    if isinstance(error, etree.XMLSyntaxError) and getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error


def _parse_html(text: str) -> etree._Element | None:
    opened = _TAG.sub(_open, text)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root: etree._Element | None = etree.fromstring(opened.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        _raise_if_out_of_memory(error)
        return None
    return root


def _open(tag: re.Match[str]) -> str:
    """Write `<p/>`, which HTML takes for an opening tag, as `<p></p>`."""
    name, rest = tag[1], tag[2]
    if not rest.endswith("/") or name.lower() in _VOID:
        return tag[0]
    return f"<{name}{rest[:-1]}></{name}>"


def _with_prefixes(text: str) -> str:
    """Declare on the root the usual prefixes that are used without being declared."""
    root = _ROOT.search(text)
    if root is None:
        return text
    missing = [
        f' xmlns:{prefix}="{address}"'
        for prefix, address in _PREFIXES.items()
        if f"{prefix}:" in text and f"xmlns:{prefix}" not in text
    ]
    return text[: root.end()] + "".join(missing) + text[root.end() :] if missing else text


def copy_of(element: etree._Element) -> etree._Element:
    """Return an element with all that is in it as a tree of its own."""
    copied = deepcopy(element)
    copied.tail = None
    return copied


def is_well_formed(data: bytes) -> bool:
    """Tell whether bytes that we are about to hand on are XML (a tree read as HTML may not be writable as such)."""
    try:
        etree.fromstring(data, _xml_parser())
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


# --- looking at elements ------------------------------------------------------------------------------------------


def local_name(element: etree._Element) -> str:
    """Return an element's name without namespace or prefix, in lower case; empty for comments and the like."""
    tag: object = element.tag  # a function for comments, whatever the stubs say
    if not isinstance(tag, str):
        return ""
    return _local(tag)


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its local name, whatever its namespace; empty if it is not there."""
    value = element.get(name)
    if value is not None:
        return str(value)
    for key, text in element.attrib.items():
        if str(key).rpartition("}")[2].rpartition(":")[2] == name:
            return str(text)
    return ""


def children_named(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children with a local name (lower or any case)."""
    wanted = name.lower()
    return [child for child in element if local_name(child) == wanted]


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the element itself and its descendants that have a local name, in document order."""
    wanted = name.lower()
    return (child for child in element.iter() if local_name(child) == wanted)


def text_content(element: etree._Element) -> str:
    """Return all text in an element, white space folded."""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def semantics(element: etree._Element) -> frozenset[str]:
    """Return what an element is said to be: the words of `epub:type`, and those of `role` without their `doc-`."""
    said = element.get(_EPUB_TYPE) or element.get("epub:type") or ""
    role = element.get("role") or ""
    if not said and not role:
        return frozenset()
    words = [word.lower() for word in said.split()]
    words += [word.lower().removeprefix("doc-") for word in role.split()]
    return frozenset(words)


def language_of(element: etree._Element) -> str:
    """Return the language that an element declares itself, unchecked; empty if none."""
    return str(element.get(XML_LANG) or element.get("xml:lang") or element.get("lang") or "")


_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)


def is_hidden(element: etree._Element) -> bool:
    """Tell whether a browser would not show an element."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None
