"""A book's tree to the items that are placed on pages, in the order of its leaves.

Choices where the formats leave one, the same in Chinese and English unless the `Style` says otherwise:

- Paragraphs begin two cells in and run over to the margin. In a list item, further paragraphs do so at its run-over.
- List items begin two cells further in for each level; all run over two cells beyond the deepest level of the list.
- Block quotations stand two cells in, between blank lines. Notes stand where the book has them, label first at the
  margin, all else of them two cells in, a blank line before and after a run of them. Asides stand between box lines;
  one inside another gets no box of its own.
- Verse: a line begins two cells further in for each step; all run over two cells beyond the furthest line. A blank line
  parts stanzas. Code: line by line, blanks at the start of a line kept.
- A table is linear: its caption, its column headings as a row, then row by row "heading: cell; heading: cell". A
  cell that spans rows is repeated in each of them.
- A picture is its label and alternative text, then caption and description.
- A separator is a centred line of dots 2-5 between blank lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from access.book.model import (
    Aside,
    Block,
    Book,
    Cell,
    Code,
    Figure,
    Heading,
    Inline,
    List,
    Math,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Section,
    Separator,
    Table,
    Verse,
)
from access.book.walk import Mark, flatten
from braille.layout.flow import Flow, PrintBreak, PrintStop
from braille.layout.items import Item
from braille.layout.note_labels import begins_with_marker, note_labels
from braille.layout.numbers import digit_cells, is_digits
from braille.layout.page import BLANK, PageShape
from braille.layout.run_in import run_in
from braille.layout.source import Source
from braille.layout.style import Style
from braille.layout.tables import TableRow, table_rows


@dataclass(frozen=True, slots=True)
class _Place:
    """Where blocks stand: the margin, and for those inside a list its margin, level and run-over."""

    left: int = 0
    list_left: int = 0
    list_level: int = 0
    list_run: int = 0
    boxed: bool = False


def compose(book: Book, source: Source, shape: PageShape, style: Style) -> list[Item]:
    """Return the items of a whole book. Raises what `source` raises for cells it does not have."""
    composer = _Composer(source, shape.cells, style, note_labels(book))
    for section in book.sections:
        composer.section(section, _Place())
    return composer.items


class _Composer:
    def __init__(self, source: Source, cells: int, style: Style, labels: Mapping[str, str]) -> None:
        self.items: list[Item] = []
        self._source = source
        self._cells = cells
        self._style = style
        self._labels = labels
        self._notes = 0
        self._after: tuple[Item, bool] | None = None
        self._gap = 0
        self._prefix: list[str] = []
        self._lead: tuple[int, int] | None = None

    # --- blocks ---------------------------------------------------------------------------------------------------

    def section(self, section: Section, place: _Place) -> None:
        """A heading and what belongs to it."""
        if section.heading is not None:
            self._heading(section.heading, section.level)
        self.blocks(section.blocks, place)

    def blocks(self, blocks: Sequence[Block], place: _Place) -> None:
        """A run of blocks. The match stands in the loop so that deep nesting costs few frames."""
        for block in blocks:
            match block:
                case Section():
                    self.section(block, place)
                case Paragraph():
                    self._leaf(block.id, block.children, *self._paragraph_indents(place))
                case Math():
                    self._leaf(block.id, (), *self._paragraph_indents(place))
                case Code():
                    self._around(1)
                    self._leaf(block.id, (), place.left, place.left + 2, preformatted=True)
                    self._around(1)
                case PageBreak():
                    self._add(Item(page_break=self._print_break(block), keep=True))
                case List():
                    self._list(block, place)
                case Table():
                    self._table(block, place)
                case Figure():
                    self._figure(block, place)
                case Verse():
                    self._verse(block, place)
                case Quote():
                    self._around(1)
                    self.blocks(block.blocks, _Place(place.left + 2, boxed=place.boxed))
                    self._around(1)
                case Note():
                    self._notes += 1
                    self._prefixed(self._note_label(block), place.left, place.left + 2)
                    self.blocks(block.blocks, _Place(place.left + 2, boxed=place.boxed))
                    self._flush_prefix()
                    self._notes -= 1
                case Aside():
                    self._aside(block, place)
                case Separator():
                    self._around(1)
                    self._rule(self._style.separator[: self._cells], centred=True)
                    self._around(1)

    def _paragraph_indents(self, place: _Place) -> tuple[int, int]:
        return place.left + self._style.paragraph_indent, place.left

    def _heading(self, heading: Heading, level: int) -> None:
        look = self._style.heading(level)
        item = self._leaf(heading.id, heading.children, look.indent, look.indent)
        item.before = max(item.before, look.before)
        item.keep = True
        if look.centred:
            item.side_blanks = min(self._style.side_blanks, self._cells // 4)
            item.ruled = True
        self._gap = look.after
        if look.new_page:
            first = len(self.items) - 1
            while first > 0 and self.items[first - 1].page_break is not None:
                first -= 1  # the print page begins with the section, not at the end of the one before
            self.items[first].new_page = True
            self.items[first].opens_section = True

    def _note_label(self, note: Note) -> str:
        """The label to write before a note, none when the marker of a list item that begins with it says the same."""
        label = self._labels.get(note.id, note.label)
        return "" if self._prefix and begins_with_marker(self._prefix[-1], label) else label

    def _list(self, block: List, place: _Place) -> None:
        outermost = place.list_run == 0
        if outermost:
            place = replace(place, list_left=place.left, list_level=0, list_run=place.left + 2 * _depth(block))
            self._around(self._style.list_gap)
        first = place.list_left + 2 * place.list_level
        inside = replace(place, left=place.list_run, list_level=place.list_level + 1)
        for item in block.items:
            self._prefixed(item.marker, first, place.list_run)
            self.blocks(item.blocks, inside)
            self._flush_prefix()
        if outermost:
            self._around(self._style.list_gap)

    def _verse(self, block: Verse, place: _Place) -> None:
        lines = [line for stanza in block.stanzas for line in stanza]
        run = place.left + 2 + 2 * max((line.indent for line in lines), default=0)
        for stanza in block.stanzas:
            self._around(1)
            for line in stanza:
                self._leaf(line.id, line.children, place.left + 2 * line.indent, run)
        self._around(1)

    def _figure(self, block: Figure, place: _Place) -> None:
        if block.alternative:
            self._prefix.append(self._style.picture)
            self._leaf(block.id, (), *self._paragraph_indents(place))
        self.blocks(block.caption, place)
        self.blocks(block.description, place)

    def _aside(self, block: Aside, place: _Place) -> None:
        self._around(1)
        if place.boxed:
            self.blocks(block.blocks, place)
        else:
            self._rule(self._style.box_top * self._cells).keep = True
            self.blocks(block.blocks, replace(place, boxed=True))
            self._gap = 0
            self._rule(self._style.box_bottom * self._cells)
        self._around(1)

    # --- tables ---------------------------------------------------------------------------------------------------

    def _table(self, table: Table, place: _Place) -> None:
        self._around(self._style.table_gap)
        self.blocks(table.caption, place)
        for row in table_rows(table):
            flow = Flow()
            self._begin(flow)
            self._table_row(flow, row)
            first, run = self._take_lead(place.left, place.left + 2)
            if flow.cells or flow.stops:
                item = self._add(Item(flow, self._clamped(first), self._clamped(run)))
                item.keep = row.headings
        self._around(self._style.table_gap)

    def _table_row(self, flow: Flow, row: TableRow) -> None:
        begun = False
        for part in row.parts:
            own = Flow()
            self._run_in(own, part.blocks, repeated=part.repeated)
            if not own.cells and not own.stops:
                continue
            if begun:
                flow.add(self._source.generated(self._style.semicolon))
                flow.add_blank()
            begun = True
            heading = Flow()
            for cell in part.headings:
                self._run_in(heading, cell.blocks, repeated=True)
            if heading.cells:
                self._run_in_all(flow, part.headings)
                flow.add(self._source.generated(self._style.colon))
                flow.add_blank()
            self._run_in(flow, part.blocks, repeated=part.repeated, fresh=True)

    def _run_in_all(self, flow: Flow, cells: Iterable[Cell]) -> None:
        for number, cell in enumerate(cells):
            self._run_in(flow, cell.blocks, repeated=True, fresh=number == 0)

    def _run_in(self, flow: Flow, blocks: Sequence[Block], *, repeated: bool, fresh: bool = False) -> None:
        """Append the leaves of blocks to a flow, a blank between them; `fresh` when a blank or nothing stands there."""
        for part in run_in(blocks, self._style.picture, self._labels):
            if isinstance(part, PageBreak):
                if not repeated:
                    flow.add_stop(self._print_break(part))
                continue
            if flow.cells and not fresh:
                flow.add_blank()
            fresh = False
            if isinstance(part, str):
                flow.add(self._source.generated(part))
                continue
            text = self._source.leaf(part.id)
            stops = [] if repeated else self._stops(part.children)
            flow.add(text, None if repeated else part.id, one_line=True, stops=stops)

    # --- flows ----------------------------------------------------------------------------------------------------

    def _leaf(
        self, leaf_id: str, children: tuple[Inline, ...], first: int, run: int, *, preformatted: bool = False
    ) -> Item:
        flow = Flow(preformatted=preformatted)
        self._begin(flow)
        flow.add(self._source.leaf(leaf_id), leaf_id, stops=self._stops(children))
        first, run = self._take_lead(first, run)
        return self._add(Item(flow, self._clamped(first), self._clamped(run)))

    def _begin(self, flow: Flow) -> None:
        """Put the markers and labels that wait for text before it."""
        for prefix in self._prefix:
            flow.add(self._source.generated(prefix))
            flow.add_blank(glued=True)
        self._prefix.clear()

    def _prefixed(self, marker: str, first: int, run: int) -> None:
        """Have the next text begin with a marker and stand at these indents; a marker that waits already leads both."""
        if marker.strip():
            self._prefix.append(marker)
        self._lead = (self._lead[0] if self._lead else first, run)

    def _take_lead(self, first: int, run: int) -> tuple[int, int]:
        lead, self._lead = self._lead or (first, run), None
        return lead

    def _flush_prefix(self) -> None:
        """Place markers and labels that had no text."""
        if self._prefix:
            flow = Flow()
            self._begin(flow)
            first, run = self._take_lead(0, 0)
            self._add(Item(flow, self._clamped(first), self._clamped(run)))
        self._lead = None

    def _stops(self, children: tuple[Inline, ...]) -> list[PrintStop]:
        if not children:
            return []
        return [
            PrintStop(span.start, self._labelled(span.value))
            for span in flatten(children).spans
            if span.mark is Mark.PAGE
        ]

    def _print_break(self, block: PageBreak) -> PrintBreak:
        return self._labelled(block.label)

    def _labelled(self, label: str) -> PrintBreak:
        if is_digits(label):
            return PrintBreak(label, digit_cells(label))
        cells = self._source.generated(label).cells if label.strip() else ""
        return PrintBreak(label, cells.replace("\n", BLANK).strip(BLANK))

    def _rule(self, cells: str, *, centred: bool = False) -> Item:
        flow = Flow()
        flow.add_cells(cells)
        return self._add(Item(flow, side_blanks=1 if centred and len(cells) <= self._cells - 2 else 0, ruled=True))

    def _around(self, blank_lines: int) -> None:
        self._gap = max(self._gap, blank_lines)

    def _set_apart(self, item: Item) -> None:
        """A blank line where a run of notes begins and ends, but for what has just been headed or framed."""
        if item.page_break is not None:
            return
        noted = self._notes > 0
        if self._after is not None and self._after[1] != noted and not self._after[0].keep and not item.ruled:
            self._around(1)
        self._after = item, noted

    def _add(self, item: Item) -> Item:
        self._set_apart(item)
        item.before, self._gap = self._gap, 0
        self.items.append(item)
        return item

    def _clamped(self, indent: int) -> int:
        """However deep a block is nested, half the page is left for its text."""
        return min(indent, self._cells // 2)


def _depth(block: List) -> int:
    """Levels of lists directly inside one another."""
    depth, level = 0, [block]
    while level:
        depth += 1
        level = [inner for outer in level for item in outer.items for inner in item.blocks if isinstance(inner, List)]
    return depth
