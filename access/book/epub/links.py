"""Links that were left open while the book was read, and languages, settled when all of it is known."""

from __future__ import annotations

from dataclasses import replace

from access.book.epub.converting import Shared
from access.book.epub.notes import Place
from access.book.epub.package import resolve
from access.book.model import (
    Aside,
    Block,
    Cell,
    Code,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    Math,
    Note,
    NoteRef,
    Paragraph,
    Quote,
    Ruby,
    Section,
    Span,
    Strong,
    Table,
    Verse,
)

_MARK = "\0"


def pending_link(name: str, href: str) -> str:
    """Write a target inside the book so that it can be settled later."""
    target, fragment = resolve(name, href)
    return f"{_MARK}{target}{_MARK}{fragment}"


def pending_note(name: str, number: int) -> str:
    """Write the place of a note so that it can be settled later."""
    return f"{_MARK}{name}{_MARK}{number}"


class Settler:
    """Rewrites blocks: targets become ids, a language that is inherited becomes None."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def section(self, section: Section, language: str) -> Section:
        """Settle a section; `language` is what it inherits."""
        own = section.language or language
        heading = section.heading
        if heading is not None:
            heading = Heading(heading.id, self._inlines(heading.children), _other(heading.language, own))
        return replace(
            section, heading=heading, blocks=self._blocks(section.blocks, own), language=_other(own, language)
        )

    def _blocks(self, blocks: tuple[Block, ...], language: str) -> tuple[Block, ...]:
        return tuple(self._block(block, language) for block in blocks)

    def _block(self, block: Block, language: str) -> Block:
        match block:
            case Section():
                return self.section(block, language)
            case Paragraph():
                return replace(block, children=self._inlines(block.children), language=_other(block.language, language))
            case Code() | Math():
                return replace(block, language=_other(block.language, language))
            case List():
                items = tuple(ListItem(item.marker, self._blocks(item.blocks, language)) for item in block.items)
                return replace(block, items=items)
            case Table():
                return self._table(block, language)
            case Figure():
                own = block.language or language
                description, caption = self._blocks(block.description, own), self._blocks(block.caption, own)
                return replace(block, description=description, caption=caption, language=_other(own, language))
            case Verse():
                return self._verse(block, language)
            case Quote() | Note() | Aside():
                return replace(block, blocks=self._blocks(block.blocks, language))
            case _:
                return block

    def _table(self, table: Table, language: str) -> Table:
        def settled(cell: Cell) -> Cell:
            return replace(cell, blocks=self._blocks(cell.blocks, language))

        rows = tuple(tuple(settled(cell) for cell in row) for row in table.rows)
        return Table(rows, self._blocks(table.caption, language))

    def _verse(self, verse: Verse, language: str) -> Verse:
        return Verse(
            tuple(
                tuple(
                    replace(line, children=self._inlines(line.children), language=_other(line.language, language))
                    for line in stanza
                )
                for stanza in verse.stanzas
            )
        )

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        settled: list[Inline] = []
        for inline in inlines:
            match inline:
                case Link(target=target, children=children):
                    found = self._target(target)
                    inner = self._inlines(children)
                    settled.extend([Link(found, inner)] if found else inner)
                case NoteRef(note_id=place, children=children):
                    note = self._shared.notes.get(_place(place))
                    inner = self._inlines(children)
                    settled.extend([NoteRef(note, inner)] if note else inner)
                case Emphasis() | Strong() | Ruby() | Span():
                    settled.append(replace(inline, children=self._inlines(inline.children)))
                case _:
                    settled.append(inline)
        return tuple(settled)

    def _target(self, target: str) -> str:
        if not target.startswith(_MARK):
            return target
        _, name, fragment = target.split(_MARK, 2)
        anchors = self._shared.anchors
        found = anchors.get((name, fragment)) or anchors.get((name, ""))
        return f"#{found}" if found else ""


def _place(pending: str) -> Place:
    _, name, number = pending.split(_MARK, 2)
    return name, int(number)


def _other(language: str | None, inherited: str) -> str | None:
    return None if language == inherited else language
