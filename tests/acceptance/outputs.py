"""What stands in the outputs, read as a player, a display or an embosser would."""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

SMIL = "{http://www.w3.org/ns/SMIL}"
XHTML = "{http://www.w3.org/1999/xhtml}"
PEF = "{http://www.daisy.org/ns/2008/pef}"
_ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
ROW_BITS = {character: chr(0x2800 + cell) for cell, character in enumerate(_ASCII)}


@dataclass(frozen=True)
class SpokenClip:
    """One text and audio pair in playing order; times in seconds."""

    text: str
    audio: str
    begin: float
    end: float
    is_page: bool


def daisy_clips(folder: Path) -> list[SpokenClip]:
    """Play a DAISY 2.02 book from its first SMIL to its last."""
    master = etree.parse(folder / "master.smil")
    names = [reference.get("src").partition("#")[0] for reference in master.iterfind(".//{*}ref")]
    documents: dict[str, dict[str, etree._Element]] = {}
    clips = []
    texts = _Texts()
    for name in names:
        for par in etree.parse(folder / name).iterfind(".//{*}par"):
            source, _, anchor = par.find(".//{*}text").get("src").partition("#")
            element = _by_id(documents, source, lambda file: (folder / file).read_bytes())[anchor]
            for audio in par.iterfind(".//{*}audio"):
                begin, end = (float(audio.get(key)[4:-1]) for key in ("clip-begin", "clip-end"))
                page = (element.get("class") or "").startswith("page-")
                clips.append(SpokenClip(texts.of(element, (source, anchor)), audio.get("src"), begin, end, page))
    return clips


def _running_text(element: etree._Element) -> Iterator[str]:
    """A sentence without the readings above its characters."""
    yield element.text or ""
    for child in element:
        if child.tag not in {XHTML + "rt", XHTML + "rp"}:
            yield from _running_text(child)
        yield child.tail or ""


class _Texts:
    """What clips show; a picture's alternative text once, though each sentence of it has a clip."""

    def __init__(self) -> None:
        self._pictures: set[tuple[str, str]] = set()

    def of(self, element: etree._Element, place: tuple[str, str]) -> str:
        alternative = element.get("alt")
        if alternative is None:
            return "".join(_running_text(element))
        again = place in self._pictures
        self._pictures.add(place)
        return "" if again else alternative


def epub_clips(path: Path) -> list[SpokenClip]:
    """Play an EPUB with overlays in the order of its spine."""
    clips = []
    texts = _Texts()
    documents: dict[str, dict[str, etree._Element]] = {}
    with zipfile.ZipFile(path) as book:
        package_name = etree.fromstring(book.read("META-INF/container.xml")).find(".//{*}rootfile").get("full-path")
        base = posixpath.dirname(package_name)
        package = etree.fromstring(book.read(package_name))
        items = {item.get("id"): item for item in package.iterfind(".//{*}manifest/{*}item")}
        for reference in package.iterfind(".//{*}spine/{*}itemref"):
            overlay = items[reference.get("idref")].get("media-overlay")
            if overlay is None:
                continue
            name = posixpath.join(base, items[overlay].get("href"))
            for par in etree.fromstring(book.read(name)).iter(SMIL + "par"):
                source, _, anchor = par.find(SMIL + "text").get("src").partition("#")
                file = posixpath.normpath(posixpath.join(posixpath.dirname(name), source))
                element = _by_id(documents, file, book.read)[anchor]
                audio = par.find(SMIL + "audio")
                begin, end = (_clock(audio.get(key)) for key in ("clipBegin", "clipEnd"))
                page = "pagebreak" in (element.get("{http://www.idpf.org/2007/ops}type") or "")
                clips.append(SpokenClip(texts.of(element, (file, anchor)), audio.get("src"), begin, end, page))
    return clips


def _clock(value: str) -> float:
    if value.endswith("s"):
        return float(value[:-1])
    seconds = 0.0
    for part in value.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _by_id(
    documents: dict[str, dict[str, etree._Element]], name: str, read: Callable[[str], bytes]
) -> dict[str, etree._Element]:
    if name not in documents:
        parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
        root = etree.fromstring(read(name), parser)
        documents[name] = {element.get("id"): element for element in root.iter() if element.get("id")}
    return documents[name]


def pef_pages(path: Path) -> tuple[int, int, list[list[str]]]:
    """Cells and lines of a PEF's sheet, and the rows of its pages."""
    root = etree.parse(path)
    volume = root.find(f".//{PEF}volume")
    pages = [[row.text or "" for row in page.iter(PEF + "row")] for page in root.iter(PEF + "page")]
    return int(volume.get("cols")), int(volume.get("rows")), pages


def brf_pages(path: Path) -> list[list[str]]:
    """The rows of a BRF's pages as Unicode braille."""
    text = path.read_bytes().decode("ascii")
    assert not re.search(r"(?<!\r)\n", text), "BRF lines end in CR LF"
    return [
        ["".join(ROW_BITS[character] for character in row) for row in page.split("\r\n")]
        for page in text.split("\f")
        if page.strip()
    ]
