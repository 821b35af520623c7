"""The text of a chapter as HTML for a page: only elements and attributes that are known, and nothing else of the book.

A content file of a talking book may hold several chapters, and a chapter may stand in several files. What belongs to a
chapter is found by its phrases; what has no sound (pictures, lines between blocks) goes with what is heard before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from markupsafe import Markup, escape

from audio.check.xml import elements, local_name, reference, text_of
from audio.play.daisy202 import Chapter, TalkingBook

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIGHEST = 3
"""The level at which headings of a text begin on its page, below those of the page itself."""
_KEPT = frozenset(
    {
        *("p", "div", "span", "em", "strong", "a", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
        *("blockquote", "pre", "code", "br", "hr", "img", *_HEADINGS),
    }
)
_VOID = frozenset({"br", "hr", "img"})
_CLASSES = frozenset(
    {
        *(
            "line",
            "stanza",
            "marked",
            "marker",
            "sidebar",
            "notebody",
            "caption",
            "description",
            "label",
            "math",
            "noteref",
        ),
        *(f"indent{step}" for step in range(1, 9)),
    }
)
_PAGES = frozenset({"page-front", "page-normal", "page-special"})
_OUTSIDE = ("http://", "https://", "mailto:")
_NUMBERS = frozenset({"value", "colspan", "rowspan"})
_PREFIX = "t-"
"""Stands before the ids of the book, so that none is one of the page's own."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a text leads: to another chapter (with the id of the book, or none) and to a picture of the book."""

    chapter: Callable[[int, str], str]
    picture: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PageWords:
    """What is said in the language of the page: of a print page by its number, and of tables."""

    language: str
    page: Callable[[str], str]
    table: str


@dataclass(frozen=True, slots=True)
class ChapterText:
    """The HTML of a chapter, the language of its text (BCP 47, or empty), and whether it runs from right to left."""

    html: Markup
    language: str
    is_right_to_left: bool


def chapter_text(book: TalkingBook, chapter: Chapter, addresses: Addresses, words: PageWords) -> ChapterText:
    """Return the text of a chapter, each phrase with `data-begin` and `data-end` (seconds).

    Raises UnplayableBookError.
    """
    times: dict[str, dict[str, tuple[float, float]]] = {}
    for phrase in book.phrases(chapter):
        found = times.setdefault(phrase.document, {})
        begin = found[phrase.id][0] if phrase.id in found else phrase.begin
        found[phrase.id] = begin, phrase.end
    roots = {name: book.document(name) for name in times}
    writer = _Writer(book, chapter, addresses, words)
    for name, root in roots.items():
        writer.read(name, root)
    for name, root in roots.items():
        writer.write(name, root, times[name])
    first = next(iter(roots.values()), None)
    return ChapterText(
        Markup("".join(writer.out)),  # noqa: S704  every text in it went through `escape`
        (first.get("lang") or book.language) if first is not None else book.language,
        first is not None and first.get("dir") == "rtl",
    )


@dataclass(slots=True)
class _Writer:
    book: TalkingBook
    chapter: Chapter
    addresses: Addresses
    words: PageWords
    ours: set[etree._Element] = field(default_factory=set)
    """Elements of this chapter, and all around them."""
    others: set[etree._Element] = field(default_factory=set)
    ids: set[tuple[str, str]] = field(default_factory=set)
    """The ids that are shown: (file, id)."""
    begun: set[etree._Element] = field(default_factory=set)
    """The files that begin with this chapter, not with another."""
    around: dict[str, dict[str, int]] = field(default_factory=dict)
    """By file and id, the chapter of the first phrase in or behind an element."""
    top: int = 6
    """The highest level of its headings."""
    out: list[str] = field(default_factory=list)

    def read(self, name: str, root: etree._Element) -> None:
        """Find what belongs to the chapter."""
        for element in elements(root):
            number = self.book.chapter_of(name, element.get("id", ""))
            if number is not None:
                if number == self.chapter.number and not any(root in marked for marked in (self.ours, self.others)):
                    self.begun.add(root)
                _mark(element, self.ours if number == self.chapter.number else self.others)
        for element in self.shown(root):
            self.ids.add((name, element.get("id", "")))
            self.top = min(self.top, _HEADINGS.get(local_name(element), 6))

    def write(self, name: str, root: etree._Element, times: Mapping[str, tuple[float, float]]) -> None:
        """Write what belongs to the chapter."""
        ends: list[tuple[etree._Element, str]] = []
        for element in self.shown(root):
            parent = element.getparent()
            while ends and ends[-1][0] is not parent:
                self.close(*ends.pop())
            if local_name(element) == "body" or not ends:
                ends.append((element, ""))
                continue
            label = bool(_PAGES & set(element.get("class", "").split()))
            start, end = self.tags(name, element, times.get(element.get("id", "")))
            self.out.append(start)
            if label:
                self.out.append(self.page(text_of(element)))
            elif element.text:
                self.out.append(str(escape(element.text)))
            ends.append((element, end))
        while ends:
            self.close(*ends.pop())

    def close(self, element: etree._Element, end: str) -> None:
        self.out.append(end)
        if local_name(element) != "body" and element.tail:
            self.out.append(str(escape(element.tail)))

    def shown(self, root: etree._Element) -> Iterator[etree._Element]:
        """Yield the elements of the chapter, each before those inside of it."""
        body = next((element for element in root if local_name(element) == "body"), None)
        if body is None:
            return
        inside = root in self.begun
        waiting = [body]
        while waiting:
            element = waiting.pop()
            is_ours, is_others = element in self.ours, element in self.others
            if is_others and not is_ours:
                inside = False
                continue
            if is_ours and not is_others:
                inside = True
            if not is_ours and not inside and element.getparent() in self.others:
                continue
            yield element
            if not _PAGES & set(element.get("class", "").split()):
                waiting.extend(child for child in reversed(element) if isinstance(child.tag, str))

    def tags(self, name: str, element: etree._Element, time: tuple[float, float] | None) -> tuple[str, str]:
        """The start tag and the end tag of an element; an element that is not known has none, but what is in it."""
        kind = local_name(element)
        if kind not in _KEPT:
            return "", ""
        attributes = self.attributes(name, element)
        if time is not None:
            attributes |= {"data-begin": f"{time[0]:.3f}", "data-end": f"{time[1]:.3f}"}
        if kind == "a" and "href" not in attributes:
            kind = "span"
        if kind == "img" and "src" not in attributes:
            return str(escape(element.get("alt", ""))), ""
        shown = f"h{min(6, _HEADINGS[kind] - self.top + _HIGHEST)}" if kind in _HEADINGS else kind
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        end = "" if kind in _VOID else f"</{shown}>"
        if kind != "table":
            return f"<{shown}{written}>", end
        named = f'aria-label="{escape(self.words.table)}" lang="{escape(self.words.language)}"'
        around = f'<div class="tongdu-wide" tabindex="0" role="region" {named}>'
        return f'{around}<table{written} lang="{self.language(element)}">', f"{end}</div>"

    def language(self, element: etree._Element) -> str:
        """The language of an element, its own or what it stands in."""
        around = (each.get("lang") for each in (element, *element.iterancestors()))
        return str(escape(next(filter(None, around), self.book.language)))

    def attributes(self, name: str, element: etree._Element) -> dict[str, str]:
        """What is kept of an element's attributes."""
        kept: dict[str, str] = {}
        if element.get("id"):
            kept["id"] = _PREFIX + element.get("id", "")
        classes = [f"tongdu-book-{one}" for one in element.get("class", "").split() if one in _CLASSES]
        if _PAGES & set(element.get("class", "").split()):
            classes.append("tongdu-book-page")
        if classes:
            kept["class"] = " ".join(classes)
        for key in ("lang", "dir"):
            if element.get(key):
                kept[key] = element.get(key, "")
        if element.get("scope") in {"row", "col"}:
            kept["scope"] = element.get("scope", "")
        kept |= {key: element.get(key, "") for key in _NUMBERS if element.get(key, "").isdecimal()}
        match local_name(element):
            case "a":
                kept |= self.link(name, element.get("href", ""))
            case "img":
                kept |= self.picture(name, element)
        return kept

    def link(self, name: str, href: str) -> dict[str, str]:
        """Where a link leads: in this chapter, to another, or out of the book; nothing where that is not known."""
        if href.startswith(_OUTSIDE):
            return {"href": href, "rel": "noreferrer"}
        target = reference(name, href)
        if target is None or not target[1]:
            return {}
        if target in self.ids:
            return {"href": f"#{_PREFIX}{target[1]}"}
        chapter = self.chapter_around(*target)
        return {"href": self.addresses.chapter(chapter, _PREFIX + target[1])} if chapter is not None else {}

    def chapter_around(self, name: str, element_id: str) -> int | None:
        """The chapter in which the first phrase in or behind an element is heard."""
        if name not in self.around:
            found = self.around[name] = {}
            upcoming: int | None = None
            places = list(elements(self.book.document(name))) if self.book.has(name) else []
            for element in reversed(places):
                own = element.get("id", "")
                upcoming = self.book.chapter_of(name, own) or upcoming
                if own and upcoming is not None:
                    found[own] = upcoming
        return self.around[name].get(element_id)

    def picture(self, name: str, element: etree._Element) -> dict[str, str]:
        """What an image shows, and what it says instead."""
        target = reference(name, element.get("src", ""))
        if target is None or not self.book.has(target[0]):
            return {}
        return {"src": self.addresses.picture(target[0]), "alt": element.get("alt", ""), "loading": "lazy"}

    def page(self, label: str) -> str:
        """The number of a print page, said as one."""
        return f'<span lang="{escape(self.words.language)}">{escape(self.words.page(label))}</span>'


def _mark(element: etree._Element, marked: set[etree._Element]) -> None:
    """Mark an element and all around it."""
    found: etree._Element | None = element
    while found is not None and found not in marked:
        marked.add(found)
        found = found.getparent()
