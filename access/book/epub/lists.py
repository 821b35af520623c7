"""Lists with the markers that a sighted reader sees (HTML, sections 4.4.5 to 4.4.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from access.book.epub.converting import Context, FlowItem, only_blocks
from access.book.epub.elements import is_page_break, parts
from access.book.epub.markup import local_name
from access.book.epub.note_blocks import read_note
from access.book.model import List, ListItem, Note, PageBreak

if TYPE_CHECKING:
    from access.book.epub.document import DocumentReader

_NUMBER = re.compile(r"^\s*([+-]?\d{1,9})")
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+(?:\s+[a-z-]+)*)", re.IGNORECASE)
_TYPES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def marker(number: int, kind: str) -> str:
    """Return the marker of an item: `3.`, `c.`, `iii.`; a number that a kind cannot write is written in digits."""
    if kind in {"a", "A"} and number > 0:
        letters = ""
        while number:
            number, place = divmod(number - 1, 26)
            letters = chr(ord("a") + place) + letters
        return (letters if kind == "a" else letters.upper()) + "."
    if kind in {"i", "I"} and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return (roman if kind == "i" else roman.upper()) + "."
    return f"{number}."


def _integer(text: str | None) -> int | None:
    match = _NUMBER.match(text or "")
    return int(match[1]) if match else None


def _kind(element: etree._Element) -> str:
    """Return `1`, `a`, `A`, `i`, `I`, or empty for a list that shows no markers."""
    style = _STYLE.search(element.get("style", ""))
    words = style[1].lower().split() if style else []
    if "none" in words:
        return ""
    for word in words:
        if word in _TYPES:
            return _TYPES[word]
    kind = element.get("type", "1")
    return kind if kind in {"a", "A", "i", "I"} else "1"


def read_list(reader: DocumentReader, element: etree._Element, out: list[FlowItem], context: Context) -> None:
    """Add an ordered or unordered list; one that holds nothing but notes leaves the notes with their markers."""
    ordered = local_name(element) == "ol"
    kind = _kind(element)
    backwards = ordered and element.get("reversed") is not None
    number = _integer(element.get("start"))
    if number is None:
        number = len([child for child in element if local_name(child) == "li"]) if backwards else 1
    items: list[ListItem] = []
    blocks: list[FlowItem] = []
    for part in parts(element):
        if isinstance(part, str) or local_name(part) != "li" or is_page_break(part):
            # Page breaks, nested lists and text without an item go into the item that follows, or the last.
            reader.stray(part, blocks, context.inside())
            continue
        said = _integer(part.get("value")) if ordered else None
        number = number if said is None else said
        shown = "" if not kind else marker(number, kind) if ordered else "•"
        number += -1 if backwards else 1
        _item(reader, part, blocks, context.inside(), shown)
        if any(not isinstance(block, PageBreak) for block in blocks):
            items.append(ListItem(shown, only_blocks(blocks)))
            blocks = []
    out.extend(_notes_only(items) or ([List(tuple(items), ordered)] if items else []))
    out.extend(blocks)


def _item(reader: DocumentReader, element: etree._Element, out: list[FlowItem], context: Context, shown: str) -> None:
    inner = reader.within(element, context)
    reader.visit(element)
    reader.pages_at(element.get("id"), out)
    if element in reader.note_numbers:
        read_note(reader, element, out, inner, label=shown)
    else:
        reader.content(element, out, inner)


def _notes_only(items: list[ListItem]) -> list[FlowItem]:
    blocks: list[FlowItem] = []
    for item in items:
        if not any(isinstance(block, Note) for block in item.blocks):
            return []
        blocks.extend(item.blocks)
    return blocks


def read_terms(reader: DocumentReader, element: etree._Element, out: list[FlowItem], context: Context) -> None:
    """Add a list of terms and descriptions: an item is a term, or several, with what is said of it."""
    items: list[ListItem] = []
    blocks: list[FlowItem] = []
    described = False
    for part in _term_lines(element):
        if isinstance(part, str) or local_name(part) not in {"dt", "dd"}:
            reader.stray(part, blocks, context.inside())
            continue
        is_term = local_name(part) == "dt"
        if is_term and described:
            items.append(ListItem("", only_blocks(blocks)))
            blocks, described = [], False
        described = described or not is_term
        _item(reader, part, blocks, context.inside(), "")
    if blocks:
        items.append(ListItem("", only_blocks(blocks)))
    items = [item for item in items if item.blocks]
    if items:
        out.append(List(tuple(items)))


def _term_lines(element: etree._Element) -> Iterator[str | etree._Element]:
    """Yield what is in a `<dl>`, the groups that `<div>` makes laid flat."""
    for part in parts(element):
        if not isinstance(part, str) and local_name(part) == "div":
            yield from parts(part)
        else:
            yield part
