"""Verse: stanzas of lines, from the ways in which books mark them up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from access.book.epub.converting import Context, FlowItem
from access.book.epub.elements import BLOCKS, heading_rank, is_page_break, is_skipped, parts, shows_text
from access.book.epub.inlines import has_text, split_lines
from access.book.epub.markup import local_name, semantics
from access.book.model import Inline, PageBreak, Verse, VerseLine
from access.book.walk import flatten

if TYPE_CHECKING:
    from access.book.epub.document import DocumentReader

_TYPES = frozenset({"z3998:verse", "z3998:poem", "z3998:song", "z3998:hymn", "z3998:lyrics", "poem", "verse"})
_CLASSES = frozenset(
    {"poem", "poetry", "verse", "verses", "stanza", "linegroup", "line-group", "lg", "poetry-container"}
)
_INDENT = re.compile(r"^(?:i|indent|in)[-_]?(\d{1,2})$", re.IGNORECASE)
MOST_INDENT = 8
_SIMPLE = frozenset({"p", "div", "li", "span", "footer", "header", "cite"})


def is_verse(element: etree._Element) -> bool:
    """Tell whether an element is said to hold verse, by `epub:type` or by a usual class name."""
    if semantics(element) & _TYPES:
        return local_name(element) in BLOCKS
    classes = element.get("class")
    if not classes or local_name(element) not in {"div", "blockquote", "section"}:
        return False
    return bool(_CLASSES & {word.lower() for word in classes.split()})


class _VerseReader:
    def __init__(self, reader: DocumentReader, out: list[FlowItem]) -> None:
        self.reader = reader
        self.out = out
        self.stanzas: list[tuple[VerseLine, ...]] = []
        self.lines: list[VerseLine] = []

    def end_stanza(self) -> None:
        if self.lines:
            self.stanzas.append(tuple(self.lines))
            self.lines = []

    def end(self) -> None:
        self.end_stanza()
        if self.stanzas:
            self.out.append(Verse(tuple(self.stanzas)))
            self.stanzas = []

    def read(self, element: etree._Element, context: Context) -> None:
        for part in parts(element):
            if isinstance(part, str):
                self.add(self.reader.phrasing.run([part], context)[0], 0, context)
                continue
            name = local_name(part)
            if is_page_break(part) or heading_rank(part) or self._is_other(part, name):
                self.end()
                self.reader.stray(part, self.out, context)
            elif name not in BLOCKS and not self.reader.is_block(part):
                self._inline(part, context)
            else:
                self.reader.visit(part)
                self.group(part, self.reader.within(part, context))

    def _is_other(self, element: etree._Element, name: str) -> bool:
        if element in self.reader.note_numbers:
            return True
        return (name in BLOCKS and name not in _SIMPLE and name not in {"section", "blockquote"}) or not shows_text(
            element
        )

    def _inline(self, element: etree._Element, context: Context) -> None:
        """Add an inline right inside of the verse, as a line of its own."""
        inlines, _ = self.reader.phrasing.run([element], context)
        self.add(inlines, _indent(element), context)

    def group(self, element: etree._Element, context: Context) -> None:
        """Add a paragraph or division: a stanza if it holds several lines, else one line."""
        self.reader.pages_at(element.get("id"), self.out)
        if any(self.reader.is_block(child) for child in element):
            self.end_stanza()
            self.read(element, context)
            self.end_stanza()
            return
        spans = [child for child in element if local_name(child) and not is_skipped(child)]
        has_breaks = any(local_name(child) == "br" for child in element.iter())
        bare = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
        if len(spans) > 1 and not has_breaks and not bare and all(local_name(child) == "span" for child in spans):
            self.end_stanza()
            for child in spans:
                self._inline(child, context)
            self.end_stanza()
            return
        inlines, _ = self.reader.phrasing.run_of(element, context)
        lines = [line for line in split_lines(inlines) if has_text(line)]
        indents = [_indent(child) for child in spans if local_name(child) == "span"]
        if len(lines) < 2:
            self.add(inlines, max([_indent(element), *indents[:1]]), context)
            return
        self.end_stanza()
        for place, line in enumerate(lines):
            self.add(line, indents[place] if len(indents) == len(lines) else 0, context)
        self.end_stanza()

    def add(self, inlines: tuple[Inline, ...], indent: int, context: Context) -> None:
        for line in split_lines(inlines):
            if has_text(line):
                identifier = self.reader.leaf("v", flatten(line).text)
                self.lines.append(VerseLine(identifier, line, indent, context.language))
            else:
                for inline in line:
                    if isinstance(inline, PageBreak):
                        self.end()
                        self.out.append(inline)


def _indent(element: etree._Element) -> int:
    for word in element.get("class", "").split():
        match = _INDENT.match(word)
        if match:
            return min(int(match[1]), MOST_INDENT)
    return 0


def read_verse(reader: DocumentReader, element: etree._Element, out: list[FlowItem], context: Context) -> None:
    """Add an element of verse, what else stands in it between the stanzas."""
    verse = _VerseReader(reader, out)
    if any(reader.is_block(child) for child in element):
        verse.read(element, context)
    else:
        verse.group(element, context)
    verse.end()
