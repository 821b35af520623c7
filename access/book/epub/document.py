"""One content document as a flow of blocks and titles, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from access.book.epub.converting import DEEPEST, Anchor, Context, FlowItem, SectionMark, Shared, Title, only_blocks
from access.book.epub.elements import (
    NAVIGATION_TYPES,
    SECTIONING,
    blockish,
    heading_rank,
    is_page_break,
    is_skipped,
    parts,
    shows_text,
)
from access.book.epub.figures import read_figure, read_picture
from access.book.epub.formulas import read_formula
from access.book.epub.inlines import Run, has_text
from access.book.epub.lists import read_list, read_terms
from access.book.epub.markup import attribute, language_of, local_name, semantics
from access.book.epub.note_blocks import read_note
from access.book.epub.page_labels import page_label
from access.book.epub.phrasing import Phrasing
from access.book.epub.tables import read_table
from access.book.epub.verse import is_verse, read_verse
from access.book.language_tags import normalise_tag
from access.book.model import Aside, Block, Code, Inline, PageBreak, Paragraph, Quote, Separator, Strong, Text
from access.book.walk import flatten

Piece = str | etree._Element
"""Text or an inline element, as they follow each other between two blocks."""

_ROLES_OF_WHOLE = frozenset({"frontmatter", "bodymatter", "backmatter", "volume-part"})


class DocumentReader:
    """Converts one document; what it makes it adds to `flow`."""

    def __init__(self, shared: Shared, name: str, root: etree._Element, wanted: frozenset[str]) -> None:
        self.shared = shared
        self.name = name
        self.flow: list[FlowItem] = []
        self._root = root
        self._wanted = wanted
        self._pending: list[str] = []
        self._last_leaf = ""
        self._blockish = blockish(root)
        notes, references = shared.plan.notes.get(name, set()), shared.plan.references.get(name, {})
        self.note_numbers: dict[etree._Element, int] = {}
        self.references: dict[etree._Element, tuple[str, int]] = {}
        for number, element in enumerate(root.iter()):
            if number in notes:
                self.note_numbers[element] = number
            if number in references:
                self.references[element] = references[number]
        self.by_id = {str(element.get("id")): element for element in root.iter() if element.get("id")}
        self.phrasing = Phrasing(self)
        self.language = ""
        """The language of the document's body, known when it is read."""

    def read(self, language: str) -> list[FlowItem]:
        """Return the whole document's flow; `language` is the book's."""
        root = self._root
        context = self.within(root, Context(language, SectionMark()))
        bodies = [element for element in root.iter() if local_name(element) == "body"][:1]
        body = bodies[0] if bodies else root
        self.pages_at("", self.flow)
        mark = SectionMark(_role(body))
        if local_name(root) in {"svg", "math"}:
            self.pieces([root], self.flow, context)
        else:
            self.visit(body)
            context = replace(self.within(body, context), section=mark)
            self.content(body, self.flow, context)
        self.language = context.language
        for identifier in self._pending:
            if self._last_leaf:
                self.shared.anchors.setdefault((self.name, identifier), self._last_leaf)
        return self.flow

    def described(self, fragment: str, language: str) -> tuple[Block, ...]:
        """Return the document, or the element with an id in it, as blocks of a description."""
        element = self.by_id.get(fragment, self._root)
        context = self.within(self._root, Context(language, SectionMark(), nested=True))
        return self.blocks(element, self.within(element, context))

    # --- places ---------------------------------------------------------------------------------------------------

    def within(self, element: etree._Element, context: Context) -> Context:
        """Return the context inside of an element, which may declare its language."""
        tag = normalise_tag(language_of(element))
        return replace(context, language=tag) if tag and tag != context.language else context

    def visit(self, element: etree._Element) -> None:
        """Remember the ids of an element: they lead to the next leaf that is made."""
        for identifier in (element.get("id"), element.get("name") if local_name(element) == "a" else None):
            if identifier:
                self._pending.append(identifier)
                if identifier in self._wanted:
                    self.flow.append(Anchor(identifier))

    def leaf(self, kind: str, content: str) -> str:
        """Make the id of a leaf; the places passed since the last one lead here."""
        made = self.shared.ids.make(kind, content)
        for identifier in self._pending:
            self.shared.anchors.setdefault((self.name, identifier), made)
        self._pending.clear()
        if not self._last_leaf:
            self.shared.anchors.setdefault((self.name, ""), made)
        self._last_leaf = made
        return made

    def page(self, element: etree._Element) -> PageBreak:
        """Make the page break that an element is."""
        label = page_label(element, self.shared.navigation.page_label(self.name, element.get("id", "")))
        return PageBreak(self.shared.ids.make("page", label), label)

    def listed_page(self, identifier: str | None) -> PageBreak | None:
        """Make the page break that only the list of pages knows of."""
        label = self.shared.navigation.page_label(self.name, identifier) if identifier is not None else ""
        return PageBreak(self.shared.ids.make("page", label), label) if label else None

    def pages_at(self, identifier: str | None, out: list[FlowItem]) -> None:
        """Add the page break that the list of pages has at an id."""
        page = self.listed_page(identifier)
        if page is not None:
            out.append(page)

    # --- blocks ---------------------------------------------------------------------------------------------------

    def content(self, element: etree._Element, out: list[FlowItem], context: Context) -> None:
        """Add what is in an element: blocks as they are, and what stands between them as paragraphs."""
        pieces: list[Piece] = [element.text] if element.text else []
        for child in element:
            if child in self._blockish and not is_skipped(child):
                if pieces:
                    self.pieces(pieces, out, context)
                    pieces = []
                self.block(child, out, context)
            elif local_name(child) or child.tail is None:
                pieces.append(child)
            if child.tail:
                pieces.append(child.tail)
        if pieces:
            self.pieces(pieces, out, context)

    def blocks(self, element: etree._Element, context: Context) -> tuple[Block, ...]:
        """Return what is in an element as blocks of something that cannot hold sections."""
        out: list[FlowItem] = []
        self.content(element, out, context)
        return only_blocks(out)

    def is_block(self, element: etree._Element) -> bool:
        """Tell whether an element is a block or holds one."""
        return element in self._blockish

    def stray(self, part: Piece, out: list[FlowItem], context: Context) -> None:
        """Add what stands where it should not, such as text right inside of a list."""
        if not isinstance(part, str) and part in self._blockish:
            self.block(part, out, context)
        else:
            self.pieces([part], out, context)

    def paragraph_of(self, text: str, context: Context) -> Paragraph:
        """Make a paragraph of plain text."""
        return Paragraph(self.leaf("p", text), (Text(text),), context.language)

    def hidden_blocks(self, element: etree._Element, context: Context) -> tuple[Block, ...]:
        """Return the blocks of an element that is itself not shown, because something else speaks for it."""
        return self.blocks(element, self.within(element, context))

    def pieces(self, pieces: list[Piece], out: list[FlowItem], context: Context) -> None:
        """Make a paragraph of text and inline elements, or the pictures, formulas and page breaks that they are."""
        texts = any(
            piece.strip() if isinstance(piece, str) else not is_skipped(piece) and shows_text(piece) for piece in pieces
        )
        if not texts:
            for piece in pieces:
                if not isinstance(piece, str):
                    self._textless(piece, out, context)
            return
        children, pictures = self.phrasing.run(pieces, context)
        if has_text(children):
            text = flatten(children).text
            out.append(Paragraph(self.leaf("p", text), children, context.language))
        else:
            out.extend(child for child in children if isinstance(child, PageBreak))
        for picture in pictures:
            read_picture(self, picture, out, context)

    def _textless(self, element: etree._Element, out: list[FlowItem], context: Context) -> None:
        if not local_name(element) or is_skipped(element):
            return
        self.visit(element)
        if is_page_break(element):
            out.append(self.page(element))
            return
        self.pages_at(element.get("id"), out)
        name = local_name(element)
        if name in {"img", "svg", "image"} or "img" in element.get("role", "").split():
            read_picture(self, element, out, context)
        elif name == "math":
            read_formula(self, element, out, self.within(element, context))
        else:
            for child in element:
                self._textless(child, out, self.within(element, context))

    def block(self, element: etree._Element, out: list[FlowItem], context: Context) -> None:
        """Add one block element."""
        said = semantics(element)
        name = local_name(element)
        if name in {"nav", "section", "div"} and said & NAVIGATION_TYPES and (name == "nav" or "toc" not in said):
            return
        self.visit(element)
        self.pages_at(element.get("id"), out)
        context = self.within(element, context)
        if element in self.note_numbers:
            read_note(self, element, out, context)
        elif heading_rank(element):
            self.title(element, heading_rank(element), out, context)
        elif context.depth >= DEEPEST:
            self.content(element, out, context)
        else:
            self._by_kind(element, name, said, out, context)

    def _by_kind(
        self, element: etree._Element, name: str, said: frozenset[str], out: list[FlowItem], context: Context
    ) -> None:
        if name in SECTIONING or (said and name == "div" and _role(element) in {"chapter", "part", "volume"}):
            inner = replace(context, sectioning=context.sectioning + 1, section=SectionMark(_role(element)))
            self._section(element, out, inner)
        elif name in _BY_NAME:
            _BY_NAME[name](self, element, out, context)
        elif is_verse(element):
            read_verse(self, element, out, context)
        else:
            self.content(element, out, context)

    def _section(self, element: etree._Element, out: list[FlowItem], context: Context) -> None:
        if is_verse(element) and not any(heading_rank(child) for child in element.iter()):
            read_verse(self, element, out, context)
        else:
            self.content(element, out, context)

    def quote(self, element: etree._Element, out: list[FlowItem], context: Context) -> None:
        """Add a block quotation, or the verse in it."""
        if is_verse(element):
            read_verse(self, element, out, context.inside())
            return
        blocks = self.blocks(element, context.inside())
        if blocks:
            out.append(Quote(blocks))

    def aside(self, element: etree._Element, out: list[FlowItem], context: Context) -> None:
        """Add what stands beside the main text."""
        blocks = self.blocks(element, context.inside())
        if blocks:
            out.append(Aside(blocks))

    def preformatted(self, element: etree._Element, out: list[FlowItem], context: Context) -> None:
        """Add text whose blanks and line ends matter."""
        parts: list[str] = []
        self.phrasing.raw(element, parts)
        text = "".join(parts).replace("\r\n", "\n").removeprefix("\n").rstrip()
        if text.strip():
            out.append(Code(self.leaf("code", text), text, context.language))

    def separator(self, element: etree._Element, out: list[FlowItem], context: Context) -> None:
        """Add a change of scene."""
        del element, context
        out.append(Separator(self.shared.ids.make("hr", "")))

    # --- titles ---------------------------------------------------------------------------------------------------

    def title(self, element: etree._Element, rank: int, out: list[FlowItem], context: Context) -> None:
        """Add a heading; where no section can begin it is a paragraph in bold."""
        children, pictures = self.phrasing.run_of(element, context)
        if not has_text(children):
            out.extend(child for child in children if isinstance(child, PageBreak))
        elif context.nested or out is not self.flow:
            text = flatten(children).text
            out.append(Paragraph(self.leaf("p", text), (Strong(children),), context.language))
        else:
            self.flow.append(self._title(children, (context.sectioning, rank), context))
        for picture in pictures:
            read_picture(self, picture, out, context)

    def _title(self, children: tuple[Inline, ...], key: tuple[int, int], context: Context) -> Title:
        role = None if context.section.taken else context.section.role
        context.section.taken = True
        return Title(self.leaf("h", flatten(children).text), children, context.language, key, role)

    def heading_group(self, element: etree._Element, out: list[FlowItem], context: Context) -> None:
        """Add the lines of an `<hgroup>` as one heading, of the rank of its first."""
        ranks = [heading_rank(child) for child in element if heading_rank(child)]
        if not ranks or context.nested or out is not self.flow:
            self.content(element, out, context)
            return
        run = Run()
        for part in parts(element):
            run.separate()
            if isinstance(part, str):
                run.text(part)
            else:
                self.phrasing.element(part, run, context, pictures=None)
        children = run.finish()
        if has_text(children):
            self.flow.append(self._title(children, (context.sectioning, ranks[0]), context))


def _role(element: etree._Element) -> str | None:
    """Return what an element is said to be in the EPUB vocabulary, if that is not the whole front, body or back."""
    said = attribute(element, "type") if local_name(element) not in {"ol", "ul", "li"} else ""
    words = [word.lower() for word in said.split()] or [
        word.removeprefix("doc-") for word in element.get("role", "").lower().split() if word.startswith("doc-")
    ]
    return next((word for word in words if ":" not in word and word not in _ROLES_OF_WHOLE), None)


_BY_NAME: dict[str, Callable[[DocumentReader, etree._Element, list[FlowItem], Context], None]] = {
    "blockquote": DocumentReader.quote,
    "aside": DocumentReader.aside,
    "pre": DocumentReader.preformatted,
    "hr": DocumentReader.separator,
    "hgroup": DocumentReader.heading_group,
    "ul": read_list,
    "ol": read_list,
    "menu": read_list,
    "dir": read_list,
    "dl": read_terms,
    "table": read_table,
    "figure": read_figure,
}


def body_role(root: etree._Element) -> str | None:
    """Return what a whole document is said to be: by its body, or by the one section in it."""
    body = next((element for element in root.iter() if local_name(element) == "body"), None)
    if body is None:
        return None
    children = [child for child in body if local_name(child)]
    inner = _role(children[0]) if len(children) == 1 else None
    return inner or _role(body)
