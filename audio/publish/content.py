"""The one walk from a book's blocks to XHTML that DAISY and EPUB share.

What the two write differently (sections, notes, pages, pictures, the file around it all) is left to `Daisy202Content`
and `EpubContent`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import ClassVar

from access.book.model import (
    Aside,
    Block,
    Book,
    Cell,
    Code,
    Figure,
    Heading,
    List,
    ListItem,
    Math,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Section,
    Separator,
    Table,
    Verse,
    VerseLine,
)
from access.book.walk import FlatText, Mark, TextSpan, flatten
from audio.publish.clips import Clip, Clips, block_id
from audio.publish.documents import Document
from audio.publish.images import Picture
from audio.publish.inlines import Element, marked_up
from audio.publish.markup import attributes, escape, language_attributes, outside_address
from audio.publish.survey import Reference, Survey, inner_blocks, section_class, section_titles
from audio.publish.words import words

_DECIMAL = re.compile(r"\(?(\d{1,6})[.)、．）]?\Z")
_BULLETS = frozenset("•·‣◦▪▫●○■□–—-*")


class Content(ABC):
    """Writes the content files of one book."""

    suffix: ClassVar[str]
    """Of content files, without the dot."""

    def __init__(self, book: Book, found: Survey, files: tuple[Document, ...], clips: Clips) -> None:
        """Prepare to write the text of a book."""
        self.book = book
        self.found = found
        self.files = files
        self.clips = clips
        self.titles = section_titles(found.outline)
        self.file_of = _file_of_blocks(files)
        self.here = ""
        self.shown: dict[str, Picture] = {}
        """The pictures in the files that were written."""

    def document(self, file: Document) -> str:
        """Return a whole content file."""
        self.here = file.name
        heading = file.section.heading
        language = file.section.language or file.language
        inside = ""
        if file.begins and heading is not None:
            inside = self.heading(heading, file.section)
        inside += self.blocks(file.blocks)
        title = self.titles.get(file.section.id) or self.book.metadata.title
        shown = language if language != self.book.metadata.language else None
        return self.shell(title, self.section(file.section, inside, shown, continued=not file.begins))

    # --- what the kinds of output write differently ---------------------------------------------------------------

    @abstractmethod
    def shell(self, title: str, body: str) -> str:
        """Return the file around the body."""

    @abstractmethod
    def section(self, section: Section, inside: str, language: str | None, *, continued: bool = False) -> str:
        """Return a section; one that is `continued` began in an earlier file, and its id stands there."""

    @abstractmethod
    def page_mark(self, element_id: str | None, label: str, *, between_blocks: bool) -> str:
        """Return a print page break."""

    @abstractmethod
    def note_reference(self, reference: Reference, href: str, *, first: bool) -> Element:
        """Return the element of a reference to a note; without its id when it is not the `first` piece of it."""

    @abstractmethod
    def note(self, note: Note, inside: str) -> str:
        """Return a note."""

    @abstractmethod
    def sidebar(self, inside: str) -> str:
        """Return a sidebar."""

    @abstractmethod
    def figure(self, picture: str, caption: str, description: str) -> str:
        """Return a picture with what belongs to it."""

    @abstractmethod
    def captioned(self, caption: str, table: str) -> str:
        """Return a table (its rows) with its caption, which may be empty."""

    @abstractmethod
    def ruby(self, annotation: str) -> Element | None:
        """Return the element of ruby, if this output has it."""

    # --- inlines --------------------------------------------------------------------------------------------------

    def phrase(self, clip: Clip) -> Element:
        """Return the element that a clip points at."""
        return Element(f'<span id="{clip.id}">', "</span>")

    def inline(self, leaf_id: str, number: int, span: TextSpan) -> Element | None:
        """Return the element of an inline."""
        if span.mark is Mark.NOTE_REFERENCE:
            reference = self.found.references.get((leaf_id, number))
            href = self.address_of(span.value)
            return None if reference is None or href is None else self.note_reference(reference, href, first=True)
        if span.mark is Mark.RUBY:
            return self.ruby(span.value)
        return self.reopened(span)

    def reopened(self, span: TextSpan) -> Element | None:
        """Return the element of what is left of an inline after the end of a sentence."""
        match span.mark:
            case Mark.EMPHASIS:
                return Element("<em>", "</em>")
            case Mark.STRONG:
                return Element("<strong>", "</strong>")
            case Mark.LANGUAGE:
                tag = language_attributes(span.value)
                return Element(f"<span{tag}>", "</span>") if tag else None
            case Mark.LINK | Mark.NOTE_REFERENCE:
                inside = span.value.removeprefix("#") if span.mark is Mark.LINK else span.value
                is_inside = span.mark is Mark.NOTE_REFERENCE or span.value.startswith("#")
                href = self.address_of(inside) if is_inside else outside_address(span.value)
                return Element(f"<a{attributes(href=href)}>", "</a>") if href else None
            case _:
                return None

    def page(self, span: TextSpan) -> str:
        """Return a print page break inside text."""
        clip = self.clips.of_page(span.id)
        return self.page_mark(clip.target if clip else block_id(span.id), span.value, between_blocks=False)

    def address_of(self, name: str) -> str | None:
        """Return the address of a block or note from the file that is being written."""
        page = self.clips.of_page(name)
        file, target = (page.document, page.target) if page else (self.file_of.get(name), block_id(name))
        if file is None:
            return None
        return f"#{target}" if file == self.here else f"{file}.{self.suffix}#{target}"

    def text(self, leaf_id: str, flat: FlatText, *, keep_lines: bool = False) -> str:
        """Return a leaf's text with its phrases."""
        return marked_up(leaf_id, flat, self.clips.of_leaf(leaf_id), self, keep_lines=keep_lines)

    def common(self, leaf: Heading | Paragraph | VerseLine | Code | Math | Figure) -> str:
        """Return the attributes every leaf may have: an id where something points at it, and its language."""
        target = block_id(leaf.id) if leaf.id in self.found.targets else None
        return attributes(id=target) + language_attributes(leaf.language)

    # --- blocks ---------------------------------------------------------------------------------------------------

    def heading(self, heading: Heading, section: Section) -> str:
        """Return the heading of a section; there are six levels of them."""
        name = f"h{min(section.level, 6)}"
        text = self.text(heading.id, flatten(heading.children))
        names = attributes(class_=section_class(section), id=block_id(heading.id))
        return f"<{name}{names}{language_attributes(heading.language)}>{text}</{name}>\n"

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Return a run of blocks."""
        return "".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        """Return one block, a line or more."""
        match block:
            case Section():
                inside = self.heading(block.heading, block) if block.heading is not None else ""
                return self.section(block, inside + self.blocks(block.blocks), block.language)
            case Paragraph():
                return f"<p{self.common(block)}>{self.text(block.id, flatten(block.children))}</p>\n"
            case List():
                return self.list(block)
            case Table():
                return self.table(block)
            case Figure():
                return self.picture(block)
            case Quote():
                return f"<blockquote>\n{self.blocks(block.blocks)}</blockquote>\n"
            case Verse():
                return self.verse(block)
            case Code():
                text = self.text(block.id, FlatText(block.text), keep_lines=True)
                return f"<pre{self.common(block)}><code>{text}</code></pre>\n"
            case Math():
                return f'<p class="math"{self.common(block)}>{self.text(block.id, FlatText(block.text))}</p>\n'
            case Note():
                return self.note(block, self.blocks(block.blocks))
            case Aside():
                return self.sidebar(self.blocks(block.blocks))
            case Separator():
                return f"<hr{attributes(id=block_id(block.id) if block.id in self.found.targets else None)}/>\n"
            case PageBreak():
                clip = self.clips.of_page(block.id)
                element_id = clip.target if clip else block_id(block.id)
                return self.page_mark(element_id, block.label, between_blocks=True) + "\n"

    def list(self, block: List) -> str:
        """Return a list; markers that a reading system cannot make itself are written out."""
        items = [item for item in block.items if item.blocks]
        if not items:
            return ""
        numbers = [_DECIMAL.match(item.marker) for item in items]
        numbered = block.ordered and all(number or not item.marker for number, item in zip(numbers, items, strict=True))
        name = "ol" if numbered else "ul"
        written = "".join(
            self.list_item(item, number.group(1) if numbered and number else None, written_out=not numbered)
            for item, number in zip(items, numbers, strict=True)
        )
        return f"<{name}>\n{written}</{name}>\n"

    def list_item(self, item: ListItem, value: str | None, *, written_out: bool) -> str:
        """Return an item of a list."""
        marker = item.marker if written_out and item.marker.strip(" ") not in {"", *_BULLETS} else ""
        if not marker:
            return f"<li{attributes(value=str(int(value)) if value else None)}>\n{self.blocks(item.blocks)}</li>\n"
        shown = f'<span class="marker">{escape(marker)}</span> '
        return f'<li class="marked">{shown}\n{self.blocks(item.blocks)}</li>\n'

    def table(self, table: Table) -> str:
        """Return a table; without a single cell of data, nothing in it is a heading."""
        rows = [row for row in table.rows if row]
        caption = self.blocks(table.caption)
        if not rows:
            return caption
        has_data = any(not cell.header for row in rows for cell in row)
        head = 0
        while has_data and head < len(rows) and all(cell.header for cell in rows[head]):
            head += 1
        written = ["<thead>\n", *(self.row(row, "col", has_data) for row in rows[:head]), "</thead>\n"] if head else []
        written += ["<tbody>\n", *(self.row(row, "row", has_data) for row in rows[head:]), "</tbody>\n"]
        return self.captioned(caption, "".join(written))

    def row(self, row: tuple[Cell, ...], scope: str, has_data: bool) -> str:
        """Return a row of a table; `scope` is what its headings head."""
        cells = []
        for cell in row:
            name = "th" if cell.header and has_data else "td"
            spans = attributes(
                scope=scope if name == "th" else None,
                colspan=str(cell.column_span) if cell.column_span > 1 else None,
                rowspan=str(cell.row_span) if cell.row_span > 1 else None,
            )
            cells.append(f"<{name}{spans}>{self.blocks(cell.blocks)}</{name}>\n")
        return f"<tr>\n{''.join(cells)}</tr>\n"

    def picture(self, figure: Figure) -> str:
        """Return a figure; the alternative text of a picture that is not there is shown instead."""
        picture = self.found.pictures.get(figure.image) if figure.image is not None else None
        if picture is not None:
            self.shown[picture.name] = picture
            names = attributes(id=block_id(figure.id), src=picture.name) + language_attributes(figure.language)
            shown = f'<img{names} alt="{escape(figure.alternative)}"/>'
        elif figure.alternative:
            shown = f"<p{self.common(figure)}>{self.text(figure.id, FlatText(figure.alternative))}</p>"
        else:
            shown = ""
        return self.figure(shown, self.blocks(figure.caption), self.blocks(figure.description))

    def verse(self, verse: Verse) -> str:
        """Return a poem."""
        stanzas = []
        for stanza in verse.stanzas:
            lines = "".join(
                f'<p class="line{f" indent{min(line.indent, 8)}" if line.indent else ""}"{self.common(line)}>'
                f"{self.text(line.id, flatten(line.children))}</p>\n"
                for line in stanza
            )
            stanzas.append(f'<div class="stanza">\n{lines}</div>\n')
        return f'<div class="verse">\n{"".join(stanzas)}</div>\n'

    def word(self, key: str) -> str:
        """Return a word that the book does not bring, in its language."""
        return words(key, self.book.metadata.language)


def _file_of_blocks(files: tuple[Document, ...]) -> dict[str, str]:
    """In which file every block with an id stands, notes and sections too."""
    where: dict[str, str] = {}
    for file in files:
        if file.begins:
            where[file.section.id] = file.name
            if file.section.heading is not None:
                where[file.section.heading.id] = file.name
        waiting = list(file.blocks)
        while waiting:
            block = waiting.pop()
            name = getattr(block, "id", None)
            if name is not None and not (isinstance(block, Figure) and block.image is None and not block.alternative):
                where[name] = file.name
            if isinstance(block, Section) and block.heading is not None:
                where[block.heading.id] = file.name
            if isinstance(block, Verse):
                where.update((line.id, file.name) for stanza in block.stanzas for line in stanza)
            waiting.extend(inner_blocks(block))
    return where
