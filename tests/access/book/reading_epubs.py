"""Reading small EPUBs inside of the test's own process, and looking at what came out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, TypeVar

from access.book.epub.reader import read_epub
from access.book.model import Block, Book, Figure, Inline, List, Paragraph, Section, Table, Text
from access.book.opened import OpenedBook
from tests.access.book.epub_builder import simple_epub

Kind = TypeVar("Kind")


def read(data: bytes, language: str | None = None) -> OpenedBook:
    """Read an EPUB."""
    return read_epub(io.BytesIO(data), stem="the-stem", language=language)


def read_bodies(*bodies: str, **options: Any) -> Book:
    """Read an EPUB of documents 0.xhtml, 1.xhtml … with these bodies."""
    return read(simple_epub({f"{place}.xhtml": body for place, body in enumerate(bodies)}, **options)).book


def first_blocks(body: str, **options: Any) -> tuple[Block, ...]:
    """Return the blocks of the only section of a book with one document."""
    (section,) = read_bodies(body, **options).sections
    return section.blocks


def every(book: Book, kind: type[Kind]) -> list[Kind]:
    """Return all blocks of a kind, in order, however deep."""
    return [block for block in _walk(book.sections) if isinstance(block, kind)]


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, List):
            for item in block.items:
                yield from _walk(item.blocks)
        elif isinstance(block, Table):
            yield from _walk(block.caption)
            for row in block.rows:
                for cell in row:
                    yield from _walk(cell.blocks)
        elif isinstance(block, Figure):
            yield from _walk(block.caption)
            yield from _walk(block.description)
        else:
            yield from _walk(getattr(block, "blocks", ()))


def plain(inlines: tuple[Inline, ...]) -> str:
    """Return the text of inlines, a line break as `/`."""
    parts = []
    for inline in inlines:
        if isinstance(inline, Text):
            parts.append(inline.text)
        elif hasattr(inline, "children"):
            parts.append(plain(inline.children))
        elif type(inline).__name__ == "LineBreak":
            parts.append("/")
    return "".join(parts)


def outline(sections: tuple[Block, ...]) -> list[Any]:
    """Return titles as nested lists: `["One", ["One and a half"], "Two"]`; a section without a title is `None`."""
    lines: list[Any] = []
    for section in sections:
        if isinstance(section, Section):
            lines.append(plain(section.heading.children) if section.heading else None)
            inner = outline(section.blocks)
            if inner:
                lines.append(inner)
    return lines


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """Return the text of the paragraphs right in a run of blocks."""
    return [plain(block.children) for block in blocks if isinstance(block, Paragraph)]


def warnings_of(opened: OpenedBook) -> str:
    """Return all warnings as one text."""
    return "\n".join(str(warning) for warning in opened.warnings)
