"""Content files of EPUB 3: XHTML as HTML has it, with structural semantics."""

from __future__ import annotations

from typing import ClassVar

from access.book.model import Note, Section
from audio.publish.clips import block_id
from audio.publish.content import Content
from audio.publish.epub_semantics import section_semantics
from audio.publish.inlines import Element
from audio.publish.markup import attributes, escape, is_right_to_left, language_attributes, one_line
from audio.publish.survey import Reference


def xhtml(title: str, language: str, body: str) -> str:
    """Return an XHTML file of EPUB 3."""
    direction = attributes(dir="rtl" if is_right_to_left(language) else None)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f'{language_attributes(language)}{direction}>\n<head>\n<meta charset="utf-8"/>\n'
        f'<title>{escape(one_line(title))}</title>\n<link rel="stylesheet" type="text/css" href="style.css"/>\n'
        f"</head>\n<body>\n{body}</body>\n</html>\n"
    )


class EpubContent(Content):
    """Writes a book's text as EPUB 3.3 has it."""

    suffix: ClassVar[str] = "xhtml"

    def shell(self, title: str, body: str) -> str:
        """Return the XHTML file around the body."""
        return xhtml(title, self.book.metadata.language, body)

    def section(self, section: Section, inside: str, language: str | None, *, continued: bool = False) -> str:
        """Return a section with what it is; a part of a book that has a role is named by its heading."""
        kind, role = section_semantics(section.role)
        labelled = role is not None and section.heading is not None and not continued
        names = attributes(
            id=None if continued else block_id(section.id),
            epub_type=kind,
            role=role if labelled else None,
            aria__labelledby=block_id(section.heading.id) if labelled and section.heading is not None else None,
        )
        return f"<section{names}{language_attributes(language)}>\n{inside}</section>\n"

    def page_mark(self, element_id: str | None, label: str, *, between_blocks: bool) -> str:
        """Return a page break that shows nothing and is spoken."""
        name = "div" if between_blocks else "span"
        shown = one_line(label) or self.word("page")
        names = attributes(id=element_id, epub_type="pagebreak", role="doc-pagebreak", aria__label=shown)
        return f"<{name}{names}></{name}>"

    def note_reference(self, reference: Reference, href: str, *, first: bool) -> Element:
        """Return a note reference."""
        names = attributes(
            id=f"r{reference.number:05d}" if first else None, href=href, epub_type="noteref", role="doc-noteref"
        )
        return Element(f"<a{names}>", "</a>")

    def note(self, note: Note, inside: str) -> str:
        """Return a note; its label, where it has one, leads back to the first reference."""
        back = self.found.first_reference(note.id)
        file = self.clips.file_of_leaf.get(back.leaf_id) if back is not None else None
        label = ""
        if note.label:
            shown = escape(one_line(note.label))
            if back is not None and file is not None:
                href = f"{'' if file == self.here else f'{file}.{self.suffix}'}#r{back.number:05d}"
                names = attributes(href=href, epub_type="backlink", role="doc-backlink")
                shown = f"<a{names}>{shown}</a>"
            label = f'<span class="label">{shown}</span>\n'
        names = attributes(id=block_id(note.id), epub_type="footnote", role="doc-footnote")
        return f"<aside{names}>\n{label}{inside}</aside>\n"

    def sidebar(self, inside: str) -> str:
        """Return a sidebar."""
        return f'<aside role="note">\n{inside}</aside>\n'

    def figure(self, picture: str, caption: str, description: str) -> str:
        """Return a picture and its caption, and after them, as it is read, its description."""
        shown = f"{picture}\n" if picture else ""
        below = f"<figcaption>\n{caption}</figcaption>\n" if caption else ""
        after = f'<div class="description">\n{description}</div>\n' if description else ""
        return (f"<figure>\n{shown}{below}</figure>\n" if shown or below else "") + after

    def captioned(self, caption: str, table: str) -> str:
        """Return a table."""
        inside = f"<caption>\n{caption}</caption>\n" if caption else ""
        return f"<table>\n{inside}{table}</table>\n"

    def ruby(self, annotation: str) -> Element | None:
        """Return ruby."""
        shown = escape(one_line(annotation))
        return Element("<ruby>", f"<rt>{shown}</rt></ruby>") if shown else None
