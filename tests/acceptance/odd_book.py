"""What an odd book is: bytes that are a valid book, the reason why it is odd, and what must hold once it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tests.acceptance.epub_builder import EpubBuilder

Content: TypeAlias = EpubBuilder | bytes


@dataclass(frozen=True, slots=True)
class OddBook:
    """One odd but valid book; counts that are None are not held against it.

    `contains` come in the text in this order, `anywhere` in any, `absent` nowhere. `languages` are pairs of a stretch
    of text and the language that it must have. `same_letters`: the book's letters are exactly those of its spine.
    """

    name: str
    reason: str
    make: Callable[[], Content]
    contains: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    headings: int | None = None
    depth: int | None = None
    notes: int | None = None
    references: int | None = None
    pages: tuple[str, ...] | None = None
    languages: tuple[tuple[str, str], ...] = ()
    same_letters: bool = True
    warned: bool = False
    file_name: str = "book.epub"

    def data(self) -> bytes:
        """The file's bytes, always the same."""
        made = self.make()
        return made.build() if isinstance(made, EpubBuilder) else made
