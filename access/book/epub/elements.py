"""Which elements of XHTML stand for what, and small questions about them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from access.book.epub.markup import is_hidden, local_name, semantics

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "optgroup",
        "option",
    ]
)
NEVER_SHOWN = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "title",
        "meta",
        "link",
        "base",
        "rp",
        "datalist",
        "param",
        "source",
        "track",
        "col",
        "colgroup",
        "noembed",
        "noframes",
        "area",
        "map",
        "audio",
        "video",
        "iframe",
        "annotation",
        "annotation-xml",
    ]
)
HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
SECTIONING = frozenset({"section", "article"})
NOTE_TYPES = frozenset({"footnote", "endnote", "rearnote", "note"})
NOTE_CONTAINERS = frozenset({"footnotes", "endnotes", "rearnotes", "notes"})
NAVIGATION_TYPES = frozenset({"toc", "landmarks", "page-list", "pagelist", "loi", "lot", "loa", "lov"})
INVISIBLE = {ord(character): None for character in "\u00ad\u200b\u2060\ufeff"}
"""Soft hyphens, zero-width blanks and joiners: places to break a line, or not, which nobody sees."""
for _code in (*range(0x20), *range(0x7F, 0xA0)):
    if _code not in {0x09, 0x0A, 0x0D, 0x85}:
        INVISIBLE[_code] = None


def is_page_break(element: etree._Element) -> bool:
    """Tell whether an element marks where a page of the print edition begins."""
    return "pagebreak" in semantics(element)


def is_skipped(element: etree._Element) -> bool:
    """Tell whether an element shows nothing."""
    name = local_name(element)
    return not name or name in NEVER_SHOWN or is_hidden(element)


def heading_rank(element: etree._Element) -> int:
    """Return 1 to 6 (or what `aria-level` says, 2 by default) for a heading, 0 for anything else."""
    rank = HEADINGS.get(local_name(element), 0)
    role = element.get("role", "").split()
    if rank and ("presentation" in role or "none" in role):
        return 0
    if "heading" in role:
        level = element.get("aria-level", "")
        return min(int(level), 99) if level.isdecimal() and len(level) < 4 and int(level) else rank or 2
    return rank


def shown_text(element: etree._Element) -> Iterator[str]:
    """Yield the pieces of text that an element shows, without pictures, formulas, page numbers and ruby annotations."""
    if is_skipped(element) or local_name(element) in {"svg", "math", "rt", "rtc"} or is_page_break(element):
        return
    # One stack instead of recursion: markup may be nested thousands deep.
    if element.text:
        yield element.text
    stack = [iter(element)]
    parents = [element]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            done = parents.pop()
            if stack and done.tail:
                yield done.tail
            continue
        if is_skipped(child) or local_name(child) in {"svg", "math", "rt", "rtc"} or is_page_break(child):
            if child.tail:
                yield child.tail
            continue
        if child.text:
            yield child.text
        stack.append(iter(child))
        parents.append(child)


def shows_text(element: etree._Element) -> bool:
    """Tell whether an element shows any character but blanks."""
    return any(piece.translate(INVISIBLE).strip() for piece in shown_text(element))


def has_letters(text: str) -> bool:
    """Tell whether there is a letter or digit in a text."""
    return any(character.isalnum() for character in text)


def blockish(root: etree._Element) -> set[etree._Element]:
    """Return the elements that are blocks or hold one, at any depth."""
    found: set[etree._Element] = set()
    for element in root.iter():
        if local_name(element) not in BLOCKS or is_page_break(element):
            continue
        path: list[etree._Element] = []
        place: etree._Element | None = element
        while place is not None and place not in found:
            path.append(place)
            place = place.getparent()
        # What a drawing or formula holds does not make blocks of it.
        if not any(local_name(step) in {"svg", "math"} for step in path):
            found.update(path)
    return found


def parts(element: etree._Element) -> Iterator[str | etree._Element]:
    """Yield the shown elements in an element, and text that is not blank between them."""
    if (element.text or "").strip():
        yield str(element.text)
    for child in element:
        if not is_skipped(child):
            yield child
        if (child.tail or "").strip():
            yield str(child.tail)
