"""How the text of a talking book is cut into files.

A file holds one outermost section; one that is too long is cut at its subsections, and a section without any at its
blocks, so that no file grows out of hand however a book is built.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from access.book.model import Block, Book, Section
from access.book.walk import block_leaves, leaves

LONGEST = 120_000
"""Characters of text in one file, unless one block alone has more."""


@dataclass(frozen=True, slots=True)
class Document:
    """One content file: blocks of `section`, and its heading if the section begins here and not in an earlier file."""

    name: str
    section: Section
    blocks: tuple[Block, ...]
    begins: bool
    language: str
    """The language that `section` inherits."""

    def leaf_ids(self) -> Iterator[str]:
        """Yield the ids of the leaves in this file."""
        if self.begins and self.section.heading is not None:
            yield self.section.heading.id
        for leaf in block_leaves(self.blocks, self.language, ()):
            yield leaf.id


def documents(book: Book, longest: int = LONGEST) -> tuple[Document, ...]:
    """Cut a book into files, in reading order, named `t0001` and so on."""
    sizes: Counter[str] = Counter()
    for leaf in leaves(book):
        for parent in leaf.parents:
            if isinstance(parent, Section):
                sizes[parent.id] += len(leaf.text)
    cutter = _Cutter(sizes, longest)
    for section in book.sections:
        cutter.cut(section, book.metadata.language)
    return tuple(cutter.done)


class _Cutter:
    def __init__(self, sizes: Counter[str], longest: int) -> None:
        self.sizes = sizes
        self.longest = longest
        self.done: list[Document] = []

    def cut(self, section: Section, language: str) -> None:
        if self.sizes[section.id] <= self.longest:
            self.add(section, section.blocks, language, begins=True)
            return
        inner = section.language or language
        run: list[Block] = []
        size, begins = 0, True
        for block in section.blocks:
            nested = isinstance(block, Section)
            length = 0 if nested else sum(len(leaf.text) for leaf in block_leaves((block,), inner, ()))
            if nested or (run and size + length > self.longest):
                begins = not self.add(section, tuple(run), language, begins=begins) and begins
                run, size = [], 0
            if isinstance(block, Section):
                self.cut(block, inner)
            else:
                run.append(block)
                size += length
        self.add(section, tuple(run), language, begins=begins)

    def add(self, section: Section, blocks: tuple[Block, ...], language: str, *, begins: bool) -> bool:
        """Add a file unless there is nothing to put into it."""
        if not blocks and not (begins and section.heading is not None):
            return False
        self.done.append(Document(f"t{len(self.done) + 1:04d}", section, blocks, begins, language))
        return True
