"""Content files of DAISY 2.02: XHTML 1.0 Transitional."""

from __future__ import annotations

from typing import ClassVar

from access.book.model import Note, Section
from audio.publish.clips import block_id
from audio.publish.content import Content
from audio.publish.inlines import Element
from audio.publish.markup import attributes, escape, is_right_to_left, language_attributes, one_line
from audio.publish.pages import page_class
from audio.publish.survey import Reference

DOCTYPE = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
)


class Daisy202Content(Content):
    """Writes a book's text as DAISY 2.02 has it (DAISY 2.02 Specification, 2.3)."""

    suffix: ClassVar[str] = "html"

    def shell(self, title: str, body: str) -> str:
        """Return the XHTML file around the body."""
        language = self.book.metadata.language
        direction = attributes(dir="rtl" if is_right_to_left(language) else None)
        return (
            f'{DOCTYPE}<html xmlns="http://www.w3.org/1999/xhtml"{language_attributes(language)}{direction}>\n<head>\n'
            '<meta http-equiv="Content-type" content="text/html; charset=utf-8"/>\n'
            f"<title>{escape(one_line(title)) or escape(one_line(self.book.metadata.title))}</title>\n"
            '<link rel="stylesheet" type="text/css" href="style.css"/>\n'
            f"</head>\n<body>\n{body}</body>\n</html>\n"
        )

    def section(self, section: Section, inside: str, language: str | None, *, continued: bool = False) -> str:
        """Return a section as a division; XHTML 1.0 has nothing closer."""
        names = attributes(id=None if continued else block_id(section.id))
        return f'<div class="section"{names}{language_attributes(language)}>\n{inside}</div>\n'

    def page_mark(self, element_id: str | None, label: str, *, between_blocks: bool) -> str:
        """Return a page's number as the specification marks it up."""
        shown = escape(one_line(label)) or self.word("page")
        mark = f'<span class="{page_class(label)}"{attributes(id=element_id)}>{shown}</span>'
        return f"<div>{mark}</div>" if between_blocks else mark

    def note_reference(self, reference: Reference, href: str, *, first: bool) -> Element:
        """Return a note reference."""
        names = attributes(id=f"r{reference.number:05d}" if first else None, href=href)
        return Element(f'<a class="noteref"{names}>', "</a>")

    def note(self, note: Note, inside: str) -> str:
        """Return a note's body."""
        label = f'<span class="label">{escape(one_line(note.label))}</span>\n' if note.label else ""
        return f'<div class="notebody"{attributes(id=block_id(note.id))}>\n{label}{inside}</div>\n'

    def sidebar(self, inside: str) -> str:
        """Return a sidebar."""
        return f'<div class="sidebar">\n{inside}</div>\n'

    def figure(self, picture: str, caption: str, description: str) -> str:
        """Return a picture, its caption and its description."""
        parts = [f"{picture}\n"] if picture else []
        parts += [f'<div class="caption">\n{caption}</div>\n'] if caption else []
        parts += [f'<div class="description">\n{description}</div>\n'] if description else []
        return f'<div class="figure">\n{"".join(parts)}</div>\n'

    def captioned(self, caption: str, table: str) -> str:
        """Return a table; captions of XHTML 1.0 hold no blocks, so ours stands before it."""
        before = f'<div class="caption">\n{caption}</div>\n' if caption else ""
        return f'{before}<table border="1">\n{table}</table>\n'

    def ruby(self, annotation: str) -> Element | None:
        """XHTML 1.0 has no ruby: the base text stands alone."""
        del annotation
        return None
