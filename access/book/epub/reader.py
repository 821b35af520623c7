"""EPUB 2 and 3 into the one `Book`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO

from access.book.epub.converting import Shared, Title, only_blocks
from access.book.epub.document import DocumentReader, body_role
from access.book.epub.elements import has_letters, shown_text
from access.book.epub.gate import Archive, EntryError, open_archive
from access.book.epub.images import ImageShelf
from access.book.epub.library import Contents, read_contents
from access.book.epub.links import Settler
from access.book.epub.markup import Markup, parse_document, semantics
from access.book.epub.metadata import read_metadata
from access.book.epub.navigation import Navigation, read_navigation
from access.book.epub.notes import NoteFinder, NotePlan
from access.book.epub.package import Package, SpineItem, locate, open_package
from access.book.epub.protection import check_protection
from access.book.epub.remarks import Remarks
from access.book.epub.sections import Flow, SectionBuilder
from access.book.ids import BlockIds
from access.book.model import Block, Book, Figure, PageBreak, Separator
from access.book.opened import OpenedBook
from access.book.walk import book_text
from access.errors import NoTextError

MOST_SAMPLE = 20_000
"""Pieces of text that are looked at to tell the language."""

MOST_LETTERS = 200_000
"""Characters of it."""


def read_epub(
    file: BinaryIO, *, stem: str, language: str | None = None, on_size: Callable[[int], None] | None = None
) -> OpenedBook:
    """Read an EPUB from a seekable file.

    `stem` names the book if it has no title; `language` overrides what it says; `on_size` is told how many bytes of
    text there are before they are read. Raises UnsafeBookError, EncryptedBookError, DamagedBookError or NoTextError;
    everything less is mended and told in the warnings.
    """
    remarks = Remarks()
    archive = open_archive(file)
    check_protection(archive)
    package = open_package(archive, remarks)
    navigation = read_navigation(archive, package, remarks)
    if on_size is not None:
        on_size(sum(archive.entry(item.item.name).size for item in package.spine))
    contents = read_contents(archive, package, remarks)
    return _BookReader(archive, package, navigation, contents, remarks).read(stem, language)


class _BookReader:
    def __init__(
        self, archive: Archive, package: Package, navigation: Navigation, contents: Contents, remarks: Remarks
    ) -> None:
        self._archive = archive
        self._package = package
        self._navigation = navigation
        self._contents = contents
        self._remarks = remarks

    def read(self, stem: str, language: str | None) -> OpenedBook:
        spine = [item for item in self._reading_order() if item.item.name in self._contents.documents]
        plan, sample = self._look_over(spine)
        metadata = read_metadata(self._package, self._contents, sample, stem, language, self._remarks)
        shared = Shared(
            BlockIds(),
            self._navigation,
            plan,
            ImageShelf(self._archive, self._remarks),
            self._remarks,
            find_image=lambda base, href: self._find_image(shared, base, href),
            describe=lambda name, fragment: self._describe(shared, name, fragment, metadata.language),
        )
        flows = [flow for item in spine if (flow := self._flow(item, shared, metadata.language)) is not None]
        settler = Settler(shared)
        sections = tuple(
            settler.section(section, metadata.language)
            for section in SectionBuilder(self._navigation.entries, shared.ids).build(flows)
        )
        book = Book(metadata, sections, shared.images.images)
        if not has_letters(book_text(book)):
            raise NoTextError
        return OpenedBook(book, self._remarks.all())

    def _look_over(self, spine: list[SpineItem]) -> tuple[NotePlan, str]:
        """Find the notes of the whole book, and some of its text."""
        finder = NoteFinder([item.item.name for item in spine])
        sample: list[str] = []
        for item in spine:
            markup = self._parse(item.item.name)
            if markup is not None:
                self._tell(item.item.name, markup)
                finder.look(item.item.name, markup.root)
                if len(sample) < MOST_SAMPLE:
                    sample += islice(shown_text(markup.root), MOST_SAMPLE)
        plan = finder.plan()
        for name, target in plan.missing:
            self._remarks.add("A note that is referred to is missing ({target}).", name, target=target[:200])
        return plan, "".join(sample)[:MOST_LETTERS]

    def _reading_order(self) -> Iterator[SpineItem]:
        """Yield the spine without the navigation document, what is not linear at the end."""
        navigation = self._package.navigation
        inner = [item for item in self._package.spine if navigation is None or item.item.name != navigation.name]
        yield from (item for item in inner if item.linear)
        yield from (item for item in inner if not item.linear)

    def _parse(self, name: str) -> Markup | None:
        return parse_document(self._contents.documents[name])

    def _tell(self, name: str, markup: Markup) -> None:
        if markup.mended:
            self._remarks.add("The markup is not well-formed; it was read as a browser would.", name)
        if markup.guessed_encoding:
            self._remarks.add("The encoding of the text is not what it says; it was guessed.", name)
        if markup.outside:
            self._remarks.add("The file asks for another file to be put into it; that was left out.", name)

    def _flow(self, item: SpineItem, shared: Shared, language: str) -> Flow | None:
        name = item.item.name
        markup = self._parse(name)
        if markup is None:
            self._remarks.add("A part of the book is empty.", name)
            return None
        wanted = frozenset(
            entry.fragment for entry in self._navigation.entries if entry.name == name and entry.fragment
        )
        reader = DocumentReader(shared, name, markup.root, wanted)
        items = reader.read(language)
        if not any(isinstance(block, Title) for block in items) and self._is_bare_cover(
            item, markup, only_blocks(items)
        ):
            return None
        return Flow(name, items, reader.language, body_role(markup.root), item.linear)

    def _is_bare_cover(self, spine_item: SpineItem, markup: Markup, blocks: tuple[Block, ...]) -> bool:
        """Tell whether a document is a cover without text."""
        if not all(isinstance(block, Figure | PageBreak | Separator) for block in blocks):
            return False
        if any(isinstance(block, Figure) and (block.caption or block.description) for block in blocks):
            return False
        item = spine_item.item
        said = any("cover" in semantics(element) for element in markup.root.iter())
        last = item.name.lower().rpartition("/")[2]
        named = item.name in self._package.covers or "cover" in last or "cover" in item.id.lower()
        return said or named or item.name == self._package.spine[0].item.name

    def _find_image(self, shared: Shared, base: str, href: str) -> str | None:
        found = locate(self._archive, base, href)
        if found is None:
            self._remarks.add("A picture is missing.", href[:200])
            return None
        return shared.images.take(found)

    def _describe(self, shared: Shared, name: str, fragment: str, language: str) -> tuple[Block, ...]:
        """Read a long description, unless it is read anyway because it stands in the reading order."""
        found = self._archive.find(name)
        if found is None or found in self._contents.documents:
            return ()
        try:
            markup = parse_document(self._archive.read(found))
        except EntryError:
            return ()
        if markup is None:
            return ()
        return DocumentReader(shared, found, markup.root, frozenset()).described(fragment, language)
