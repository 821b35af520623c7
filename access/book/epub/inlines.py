"""A run of inlines in the making: white space folded as a browser folds it, marks opened and closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from access.book.epub.elements import INVISIBLE
from access.book.model import Emphasis, Inline, LineBreak, Link, NoteRef, PageBreak, Ruby, Span, Strong, Text

_WHITE = re.compile(r"[ \t\r\n\f\u0085]+")
_WIDE = r"\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
_BREAK_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")

Marked = Emphasis | Strong | Link | NoteRef | Ruby | Span


class Run:
    """Collects the inlines of one block."""

    def __init__(self) -> None:
        self._stack: list[list[Inline]] = [[]]
        self._after_blank = True

    def text(self, text: str) -> None:
        """Add characters as they stand in the source."""
        text = text.translate(INVISIBLE)
        if "\n" in text or "\r" in text:
            text = _BREAK_BETWEEN_WIDE.sub("", text)
        text = _WHITE.sub(" ", text)
        if self._after_blank and text.startswith(" "):
            text = text[1:]
        if not text:
            return
        self._after_blank = text.endswith(" ")
        here = self._stack[-1]
        if here and isinstance(here[-1], Text):
            here[-1] = Text(here[-1].text + text)
        else:
            here.append(Text(text))

    def line_break(self) -> None:
        """End the line here."""
        _strip_blank(self._stack[-1])
        self._stack[-1].append(LineBreak())
        self._after_blank = True

    def separate(self) -> None:
        """End the line here unless it is just beginning (blocks inside of what can only hold inlines)."""
        here = self._stack[-1]
        if here and not isinstance(here[-1], LineBreak):
            self.line_break()

    def page_break(self, page: PageBreak) -> None:
        """Begin a print page here."""
        self._stack[-1].append(page)

    def open(self) -> None:
        """Begin a marked stretch."""
        self._stack.append([])

    def close(self, make: Callable[[tuple[Inline, ...]], Inline]) -> None:
        """End the marked stretch that was opened last; an empty one leaves nothing but its page breaks."""
        children = tuple(self._stack.pop())
        if all(isinstance(child, PageBreak) for child in children):
            self._stack[-1].extend(children)
        else:
            self._stack[-1].append(make(children))

    def close_plain(self) -> None:
        """End the stretch that was opened last without a mark."""
        children = self._stack.pop()
        self._stack[-1].extend(children)

    def finish(self) -> tuple[Inline, ...]:
        """Return the inlines, without blanks and line ends at both ends."""
        inlines = self._stack[0]
        while inlines and isinstance(inlines[0], LineBreak):
            del inlines[0]
        _strip_blank(inlines, line_ends=True)
        return tuple(inlines)


def _strip_blank(inlines: list[Inline], *, line_ends: bool = False) -> None:
    """Take the blanks off the end of a run, also where they stand inside of a mark."""
    place = len(inlines) - 1
    while place >= 0:
        last = inlines[place]
        if isinstance(last, PageBreak):
            place -= 1
            continue
        if isinstance(last, LineBreak) and line_ends:
            del inlines[place]
            place -= 1
            continue
        if isinstance(last, Text):
            stripped = last.text.rstrip(" ")
            if stripped:
                inlines[place] = Text(stripped)
                return
            del inlines[place]
            place -= 1
            continue
        if isinstance(last, Marked):
            children = list(last.children)
            _strip_blank(children, line_ends=line_ends)
            if children:
                inlines[place] = replace(last, children=tuple(children))
                return
            del inlines[place]
            place -= 1
            continue
        return


def has_text(inlines: tuple[Inline, ...]) -> bool:
    """Tell whether there is any character in a run."""
    for inline in inlines:
        if isinstance(inline, Text):
            if inline.text.strip():
                return True
        elif isinstance(inline, Marked) and has_text(inline.children):
            return True
    return False


def split_lines(inlines: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    """Cut a run at its line breaks; a mark that reaches over one is cut in two."""
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, LineBreak):
            lines.append([])
        elif isinstance(inline, Marked):
            parts = split_lines(inline.children)
            for place, part in enumerate(parts):
                if place:
                    lines.append([])
                if part:
                    lines[-1].append(replace(inline, children=part))
        else:
            lines[-1].append(inline)
    return [tuple(line) for line in lines]
