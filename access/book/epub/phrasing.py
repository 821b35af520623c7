"""Inline elements: emphasis, links, references to notes, ruby, language spans, line and page breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from access.book.epub.converting import Context
from access.book.epub.elements import BLOCKS, INVISIBLE, is_page_break, is_skipped
from access.book.epub.figures import alternative, is_decorative
from access.book.epub.formulas import formula_text
from access.book.epub.inlines import Run
from access.book.epub.links import pending_link, pending_note
from access.book.epub.markup import attribute, children_named, language_of, local_name, text_content
from access.book.epub.notes import is_back_sign
from access.book.epub.package import is_remote
from access.book.language_tags import normalise_tag
from access.book.model import Emphasis, Inline, Link, NoteRef, Ruby, Span, Strong

if TYPE_CHECKING:
    from access.book.epub.document import DocumentReader, Piece

_EMPHASIS = frozenset({"em", "i", "cite", "dfn", "var"})
_STRONG = frozenset({"strong", "b"})
_ADDRESSES = ("http:", "https:", "mailto:", "tel:", "ftp:", "urn:", "doi:")
_CORNER_QUOTES = ("ja", "zh-TW", "zh-HK", "zh-MO", "zh-Hant")
DEEPEST_INLINE = 30

Pictures = list[etree._Element]


class Phrasing:
    """Makes runs of inlines for one document."""

    def __init__(self, reader: DocumentReader) -> None:
        self._reader = reader
        self._open: list[str] = []

    def run(self, pieces: list[Piece], context: Context) -> tuple[tuple[Inline, ...], Pictures]:
        """Return a run, and the pictures in it that have no text to stand for them."""
        run = Run()
        pictures: Pictures = []
        for piece in pieces:
            if isinstance(piece, str):
                run.text(piece)
            else:
                self.element(piece, run, context, pictures)
        return run.finish(), pictures

    def run_of(self, element: etree._Element, context: Context) -> tuple[tuple[Inline, ...], Pictures]:
        """Return all that is in an element as one run, and the pictures in it that have no text to stand for them."""
        run = Run()
        pictures: Pictures = []
        self.children(element, run, context, pictures)
        return run.finish(), pictures

    def element(self, element: etree._Element, run: Run, context: Context, pictures: Pictures | None) -> None:
        """Add an inline element; a block in it is set off by line breaks."""
        name = local_name(element)
        if is_skipped(element):
            return
        reader = self._reader
        reader.visit(element)
        if is_page_break(element):
            run.page_break(reader.page(element))
            return
        page = reader.listed_page(element.get("id"))
        if page is not None:
            run.page_break(page)
        is_block = name in BLOCKS
        if is_block:
            run.separate()
        tag = normalise_tag(language_of(element)) if language_of(element) else None
        if tag and tag != context.language and not is_block and len(self._open) < DEEPEST_INLINE:
            self._open.append("language")
            run.open()
            self._plain(element, name, run, replace(context, language=tag), pictures)
            run.close(lambda children: Span(tag, children))
            self._open.pop()
        else:
            inner = replace(context, language=tag) if tag and tag != context.language else context
            self._plain(element, name, run, inner, pictures)
        if is_block:
            run.separate()

    def _plain(self, element: etree._Element, name: str, run: Run, context: Context, pictures: Pictures | None) -> None:
        if name == "br":
            run.line_break()
        elif name in {"img", "svg", "image"}:
            self._picture(element, run, pictures)
        elif name == "math":
            run.text(formula_text(element))
        elif name == "ruby":
            self._ruby(element, run, context, pictures)
        elif name == "switch":
            self._switch(element, run, context, pictures)
        elif name == "a" and attribute(element, "href"):
            self._link(element, run, context, pictures)
        elif name in _EMPHASIS:
            self._marked("emphasis", element, run, context, pictures)
        elif name in _STRONG:
            self._marked("strong", element, run, context, pictures)
        elif name == "q":
            self._quoted(element, run, context, pictures)
        else:
            self.children(element, run, context, pictures)

    def children(self, element: etree._Element, run: Run, context: Context, pictures: Pictures | None) -> None:
        """Add all that is in an element."""
        if element.text:
            run.text(element.text)
        for child in element:
            self.element(child, run, context, pictures)
            if child.tail:
                run.text(child.tail)

    def _marked(
        self, mark: str, element: etree._Element, run: Run, context: Context, pictures: Pictures | None
    ) -> None:
        if mark in self._open or len(self._open) >= DEEPEST_INLINE:
            self.children(element, run, context, pictures)
            return
        self._open.append(mark)
        run.open()
        self.children(element, run, context, pictures)
        run.close(Emphasis if mark == "emphasis" else Strong)
        self._open.pop()

    def _quoted(self, element: etree._Element, run: Run, context: Context, pictures: Pictures | None) -> None:
        """Write the quotation marks that a browser shows around `<q>`."""
        inner = "quote" in self._open
        corners = context.language.startswith(_CORNER_QUOTES)
        marks = ("『』" if inner else "「」") if corners else ("‘’" if inner else "“”")
        self._open.append("quote")
        run.text(marks[0])
        self.children(element, run, context, pictures)
        run.text(marks[1])
        self._open.pop()

    def _link(self, element: etree._Element, run: Run, context: Context, pictures: Pictures | None) -> None:
        reader = self._reader
        href = attribute(element, "href").strip()
        note = reader.references.get(element)
        if note is not None and "link" not in self._open:
            self._wrapped(element, run, context, pictures, pending_note(*note))
            return
        if context.in_note and not is_remote(href) and is_back_sign(text_content(element)):
            return
        target = href if is_remote(href) and href.lower().startswith(_ADDRESSES) else ""
        if not target and not is_remote(href):
            target = pending_link(reader.name, href)
        if not target or "link" in self._open:
            self.children(element, run, context, pictures)
            return
        self._wrapped(element, run, context, pictures, target)

    def _wrapped(
        self, element: etree._Element, run: Run, context: Context, pictures: Pictures | None, target: str
    ) -> None:
        reference = self._reader.references.get(element) is not None
        self._open.append("link")
        run.open()
        self.children(element, run, context, pictures)
        run.close(lambda children: NoteRef(target, children) if reference else Link(target, children))
        self._open.pop()

    def _picture(self, element: etree._Element, run: Run, pictures: Pictures | None) -> None:
        if is_decorative(element):
            return
        text = alternative(element)
        if text:
            # A word in place of a picture must not grow together with its neighbours; a single character may.
            run.text(text if len(text) == 1 else f" {text} ")
        elif pictures is not None:
            pictures.append(element)

    def _switch(self, element: etree._Element, run: Run, context: Context, pictures: Pictures | None) -> None:
        cases = children_named(element, "default") or children_named(element, "case")
        for case in cases[:1]:
            self.children(case, run, context, pictures)

    def _ruby(self, element: etree._Element, run: Run, context: Context, pictures: Pictures | None) -> None:
        """Pair base texts with their annotations (HTML, section 4.5.10)."""
        bases: list[Piece] = []
        annotations: list[str] = []
        for piece in ruby_pieces(element):
            if isinstance(piece, str) or local_name(piece) not in {"rt", "rtc"}:
                if annotations and (not isinstance(piece, str) or piece.strip()):
                    self._ruby_pair(bases, annotations, run, context, pictures)
                    bases, annotations = [], []
                if not annotations:
                    bases.append(piece)
            elif local_name(piece) == "rt":
                annotations.append(text_content(piece))
            elif not annotations:
                annotations = [text_content(part) for part in children_named(piece, "rt")] or [text_content(piece)]
        self._ruby_pair(bases, annotations, run, context, pictures)

    def _ruby_pair(
        self, bases: list[Piece], annotations: list[str], run: Run, context: Context, pictures: Pictures | None
    ) -> None:
        separate = [piece for piece in bases if not isinstance(piece, str) and local_name(piece) == "rb"]
        if len(separate) == len(annotations) > 1:
            for base, annotation in zip(separate, annotations, strict=True):
                self._ruby_one([base], annotation, run, context, pictures)
            return
        self._ruby_one(bases, " ".join(filter(None, annotations)), run, context, pictures)

    def _ruby_one(
        self, bases: list[Piece], annotation: str, run: Run, context: Context, pictures: Pictures | None
    ) -> None:
        run.open()
        for piece in bases:
            if isinstance(piece, str):
                run.text(piece)
            else:
                self.element(piece, run, context, pictures)
        if annotation:
            run.close(lambda children: Ruby(children, annotation))
        else:
            run.close_plain()

    def raw(self, element: etree._Element, parts: list[str]) -> None:
        """Collect the text of preformatted content as it stands."""
        if element.text:
            parts.append(element.text.translate(INVISIBLE))
        for child in element:
            if not is_skipped(child) and not is_page_break(child):
                self._reader.visit(child)
                if local_name(child) == "br":
                    parts.append("\n")
                elif local_name(child) == "img":
                    parts.append(alternative(child))
                else:
                    self.raw(child, parts)
            if child.tail:
                parts.append(child.tail.translate(INVISIBLE))


def ruby_pieces(element: etree._Element) -> Iterator[Piece]:
    """Yield the text and elements of a ruby in order; what is fallback only is left out."""
    if element.text:
        yield element.text
    for child in element:
        if not is_skipped(child):
            yield child
        if child.tail:
            yield child.tail
