"""The text of source books, read without any of the project's code: what a person sees in them."""

import zipfile
from difflib import SequenceMatcher
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

SHARED = Path(__file__).parents[3] / "shared"
BOOKS = SHARED / "books"
HANDBOOKS = Path(__file__).parents[2] / "build" / "handbook"

_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPS = "{http://www.idpf.org/2007/ops}"
_UNSEEN = {_XHTML + name for name in ("head", "script", "style", "template", "rt", "rp")}


def letters(text: str) -> str:
    """Letters and Han characters alone."""
    return "".join(character for character in text if character.isalpha())


def likeness(made: str, source: str) -> float:
    """The share of the source's letters that stand in what was made, in order; lower where something came twice."""
    if made == source:
        return 1.0
    blocks = SequenceMatcher(None, made, source, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(made), len(source))


def epub_letters(path: Path) -> str:
    """The visible letters of an EPUB's spine, in order, navigation apart."""
    with zipfile.ZipFile(path) as book:
        container = etree.fromstring(book.read("META-INF/container.xml"))
        package_name = container.find(".//{*}rootfile").get("full-path")
        package = etree.fromstring(book.read(package_name))
        items = {item.get("id"): item for item in package.iterfind(".//{*}manifest/{*}item")}
        found = []
        for reference in package.iterfind(".//{*}spine/{*}itemref"):
            item = items[reference.get("idref")]
            if "nav" in (item.get("properties") or "").split():
                continue
            name = normpath(join(dirname(package_name), unquote(item.get("href"))))
            body = etree.fromstring(book.read(name)).find(f"{_XHTML}body")
            found.append(_visible(body))
    return letters("".join(found))


def _visible(element: etree._Element) -> str:
    if element.tag in _UNSEEN or "pagebreak" in (element.get(_OPS + "type") or ""):
        return ""
    text = element.text or ""
    if element.tag == _XHTML + "img":
        text = element.get("alt") or ""
    for child in element:
        text += (_visible(child) if isinstance(child.tag, str) else "") + (child.tail or "")
    return text
