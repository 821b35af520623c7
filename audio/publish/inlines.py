"""The inlines of a leaf as markup, an element around every phrase.

Phrases are the outermost elements, so an emphasis that reaches over the end of a sentence is closed there and opened
again. A print page break stands exactly where it stands in the text, be it inside a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from access.book.walk import FlatText, Mark, TextSpan
from audio.publish.clips import Clip
from audio.publish.markup import escape


@dataclass(frozen=True, slots=True)
class Element:
    """An element's start and end tags."""

    start: str
    end: str


class InlineTags(Protocol):
    """How a kind of output writes inlines."""

    def phrase(self, clip: Clip) -> Element:
        """The element around a phrase."""

    def inline(self, leaf_id: str, number: int, span: TextSpan) -> Element | None:
        """The element for span `number` of a leaf where it begins, or `None` if this output has none for it."""

    def reopened(self, span: TextSpan) -> Element | None:
        """The element for what is left of a span after the end of a sentence; it has no id."""

    def page(self, span: TextSpan) -> str:
        """A print page break inside text."""


def marked_up(leaf_id: str, flat: FlatText, clips: Iterable[Clip], tags: InlineTags, *, keep_lines: bool) -> str:
    """Return a leaf's text as markup; `keep_lines` leaves line ends as they are, as preformatted text wants them."""
    return _Sweep(leaf_id, flat, list(clips), tags, keep_lines).run()


@dataclass(slots=True)
class _Open:
    key: tuple[str, int]
    element: Element
    is_link: bool = False


@dataclass(slots=True)
class _Sweep:
    leaf_id: str
    flat: FlatText
    clips: list[Clip]
    tags: InlineTags
    keep_lines: bool
    out: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    begun: set[int] = field(default_factory=set)

    def run(self) -> str:
        text, spans = self.flat.text, self.flat.spans
        pages: dict[int, list[TextSpan]] = {}
        for span in spans:
            if span.mark is Mark.PAGE:
                pages.setdefault(span.start, []).append(span)
        cuts = {0, len(text), *pages}
        cuts.update(edge for span in spans for edge in (span.start, span.end))
        cuts.update(edge for clip in self.clips for edge in (clip.phrase.text_start, clip.phrase.text_end))
        edges = sorted(edge for edge in cuts if 0 <= edge <= len(text))
        next_span = next_clip = 0
        active: list[tuple[int, TextSpan]] = []
        for start, end in pairwise(edges):
            active = [entry for entry in active if entry[1].end > start]
            while next_span < len(spans) and spans[next_span].start <= start:
                if spans[next_span].end > start and spans[next_span].mark is not Mark.PAGE:
                    active.append((next_span, spans[next_span]))
                next_span += 1
            while next_clip < len(self.clips) and self.clips[next_clip].phrase.text_end <= start:
                next_clip += 1
            clip = self.clips[next_clip] if next_clip < len(self.clips) else None
            self.step(clip if clip is not None and clip.phrase.text_start <= start else None, active, pages.get(start))
            self.write(text[start:end])
        self.step(None, [], pages.get(len(text)))
        return "".join(self.out)

    def step(self, clip: Clip | None, active: list[tuple[int, TextSpan]], pages: list[TextSpan] | None) -> None:
        """Close what ends here, write the pages that begin here, and open what begins here."""
        wanted = [("phrase", clip.order)] if clip is not None else []
        wanted += [("span", number) for number, _ in active]
        kept = 0
        if clip is None or (self.open and self.open[0].key == wanted[0]):  # phrases are outermost
            for key in wanted:  # some have no element in this output and are passed over
                if kept < len(self.open) and self.open[kept].key == key:
                    kept += 1
        while len(self.open) > kept:
            self.out.append(self.open.pop().element.end)
        for page in pages or ():
            self.out.append(self.tags.page(page))
        held = {entry.key for entry in self.open}
        if clip is not None and ("phrase", clip.order) not in held:
            self.begin(("phrase", clip.order), self.tags.phrase(clip))
        for number, span in active:
            if ("span", number) not in held:
                self.open_span(number, span)

    def open_span(self, number: int, span: TextSpan) -> None:
        is_link = span.mark in (Mark.LINK, Mark.NOTE_REFERENCE)
        if is_link and (any(entry.is_link for entry in self.open) or not self.flat.text[span.start : span.end].strip()):
            return
        if number in self.begun:
            element = self.tags.reopened(span)
        else:
            element = self.tags.inline(self.leaf_id, number, span)
            self.begun.add(number)
        if element is not None:
            self.begin(("span", number), element, is_link)

    def begin(self, key: tuple[str, int], element: Element, is_link: bool = False) -> None:
        self.out.append(element.start)
        self.open.append(_Open(key, element, is_link))

    def write(self, text: str) -> None:
        written = escape(text)
        self.out.append(written if self.keep_lines else written.replace("\n", "<br/>"))
