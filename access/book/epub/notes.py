"""Which links are references to notes, and which blocks those notes are, found before anything is converted.

What the book says itself (`epub:type`, DPUB-ARIA roles) comes first. Else a short marker that leads to a block which
leads back is a reference: `<a id="r1" href="#n1">[1]</a>` and `<p id="n1"><a href="#r1">[1]</a> …</p>`. Which of the
two is the note is told by where the markers stand: a note begins with its marker, or ends with an arrow.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from access.book.epub.elements import BLOCKS, NOTE_CONTAINERS, NOTE_TYPES, SECTIONING, heading_rank, shows_text
from access.book.epub.markup import attribute, local_name, semantics, text_content
from access.book.epub.package import is_remote, resolve

_MARKER = re.compile(
    r"^[\[(（【〔{［]?\s*(?:[注註]\s*)?(?:\d{1,4}[a-z]?|[*†‡§¶#※＊]{1,4}|[a-z]|[ivxlc]{1,7}|[①-⓿㉈-㊿]|[⁰¹²³⁴-⁹]{1,4}"
    r"|[一二三四五六七八九十百〇]{1,4}|[注註])?\s*[\])）】〕}］.．、:：]?$",
    re.IGNORECASE,
)
BACK_SIGNS = frozenset("↩↵↑⇑⇧↥⤴⬆↖←⇦⏎⮐⮌^▲△«‹\u21a9\ufe0e\ufe0f\U0001f519")
_NOT_NOTES = frozenset({"body", "html", "section", "article", "table", "tr", "tbody", "main", "nav"})

Place = tuple[str, int]
"""A file's name and an element's number in it, in document order."""


@dataclass(slots=True)
class NotePlan:
    """By file name: the numbers of the elements that are notes, and of the links that refer to one, with its place."""

    notes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    references: dict[str, dict[int, Place]] = field(default_factory=lambda: defaultdict(dict))
    missing: list[tuple[str, str]] = field(default_factory=list)
    """References to notes that are not there: the file's name and where they should lead."""


@dataclass(slots=True)
class _Link:
    name: str
    number: int
    target: tuple[str, str]
    marker: bool
    back_sign: bool
    first: bool
    said_reference: bool
    said_back: bool
    blocks: tuple[int, ...]
    notes: tuple[int, ...]


@dataclass(slots=True)
class _Target:
    """Where an id leads: the block that would be the note, what note it is said to be, whether notes stand around."""

    block: int
    said: int
    in_container: bool
    possible: bool


class NoteFinder:
    """Looks at one document after the other (`look`), then decides (`plan`)."""

    def __init__(self, names: list[str]) -> None:
        self._order = {name: place for place, name in enumerate(names)}
        self._links: list[_Link] = []
        self._targets: dict[tuple[str, str], _Target] = {}
        self._plan = NotePlan()

    def look(self, name: str, root: etree._Element) -> None:
        """Note down a document's links, targets and said notes."""
        numbers = {element: number for number, element in enumerate(root.iter())}
        for element, number in numbers.items():
            if _is_said_note(element):
                self._plan.notes[name].add(number)
            for identifier in {element.get("id"), element.get("name") if local_name(element) == "a" else None}:
                if identifier and (name, identifier) not in self._targets:
                    self._targets[name, identifier] = _target(element, numbers)
            if local_name(element) == "a":
                href = attribute(element, "href")
                if href and not is_remote(href):
                    self._links.append(_link(name, element, href, numbers))

    def plan(self) -> NotePlan:
        """Decide which links are references."""
        ways: dict[tuple[Place, Place], _Link] = {}
        for link in self._links:
            target = self._targets.get(link.target)
            if target is not None and (link.marker or link.back_sign or link.said_back):
                for block in link.blocks:
                    ways.setdefault(((link.name, block), (link.target[0], target.block)), link)
        for link in self._links:
            target = self._targets.get(link.target)
            if target is None and link.said_reference:
                self._plan.missing.append((link.name, "#".join(link.target)))
            if target is None or link.said_back or link.back_sign:
                continue
            note = self._note_of(link, target, ways)
            if note is not None and not (note[0] == link.name and note[1] in (*link.blocks, *link.notes)):
                self._plan.references[link.name][link.number] = note
                self._plan.notes[note[0]].add(note[1])
        return self._plan

    def _note_of(self, link: _Link, target: _Target, ways: dict[tuple[Place, Place], _Link]) -> Place | None:
        name = link.target[0]
        if target.said >= 0 and (link.said_reference or link.marker):
            return name, target.said
        if not target.possible:
            return None
        if link.said_reference or (target.in_container and link.marker and not link.notes):
            return name, target.block
        if not link.marker:
            return None
        for block in link.blocks:
            back = ways.get(((name, target.block), (link.name, block)))
            if back is not None and back is not link and self._is_reference(link, back, target):
                return name, target.block
        return None

    def _is_reference(self, link: _Link, back: _Link, target: _Target) -> bool:
        if back.said_back or back.back_sign:
            return True
        if back.first != link.first:
            return back.first
        here = (self._order.get(link.name, 0), link.blocks[0])
        return (self._order.get(link.target[0], 0), target.block) > here


def _is_said_note(element: etree._Element) -> bool:
    return bool(semantics(element) & NOTE_TYPES) and local_name(element) not in {"a", "body", "html", "sup", "span"}


def _around(element: etree._Element) -> list[etree._Element]:
    """Return the element and what it stands in, inside out."""
    return [element, *element.iterancestors()]


def _target(element: etree._Element, numbers: dict[etree._Element, int]) -> _Target:
    around = _around(element)
    block = next((place for place in around if local_name(place) in BLOCKS), around[-1])
    parent = block.getparent()
    if parent is not None and local_name(parent) in {"li", "aside", "dd"} and _is_first(block, parent):
        block = parent
    said = next((numbers[place] for place in around if _is_said_note(place)), -1)
    contained = any(semantics(place) & NOTE_CONTAINERS for place in around[1:])
    possible = local_name(block) not in _NOT_NOTES and not heading_rank(block) and not _is_long(block)
    return _Target(numbers[block], said, contained, possible)


def _is_long(block: etree._Element) -> bool:
    """A block with a heading, or with very many blocks in it, is a part of the book and not a note."""
    return len(block) > 60 or any(heading_rank(child) for child in block)


def _link(name: str, element: etree._Element, href: str, numbers: dict[etree._Element, int]) -> _Link:
    text = text_content(element)
    said = semantics(element) | (semantics(element[0]) if len(element) == 1 else frozenset())
    around = list(element.iterancestors())
    blocks = [
        place for place in around if local_name(place) in BLOCKS and local_name(place) not in {"body", *SECTIONING}
    ]
    outer = blocks[0] if blocks else around[-1] if around else element
    return _Link(
        name,
        numbers[element],
        resolve(name, href),
        marker=bool(text) and len(text) <= 12 and _MARKER.match(text) is not None,
        back_sign=is_back_sign(text),
        first=_is_first(element, outer),
        said_reference="noteref" in said,
        said_back=bool(said & {"backlink", "referrer"}),
        blocks=tuple(numbers[place] for place in blocks[:4]) or (numbers[outer],),
        notes=tuple(numbers[place] for place in around if _is_said_note(place)),
    )


def is_back_sign(text: str) -> bool:
    """Tell whether a link's text is nothing but an arrow back."""
    signs = text.strip().strip("[]()")
    return bool(signs) and all(sign in BACK_SIGNS for sign in signs)


def _is_first(element: etree._Element, outer: etree._Element) -> bool:
    """Tell whether no text stands before an element in the block around it."""
    place = element
    while place is not outer:
        for before in place.itersiblings(preceding=True):
            if (before.tail or "").strip() or shows_text(before):
                return False
        parent = place.getparent()
        if parent is None:
            return True
        if (parent.text or "").strip():
            return False
        place = parent
    return True
