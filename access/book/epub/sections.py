"""From flows of blocks and titles to nested sections: the contents say the outer structure, headings the inner one.

Levels are those of the tree that comes out, so they grow by one inwards. No title is made up: what the contents say
becomes a heading only where the text itself begins with it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from access.book.epub.converting import Anchor, FlowItem, Title
from access.book.epub.navigation import Entry
from access.book.ids import BlockIds
from access.book.model import Block, Figure, Heading, Inline, LineBreak, PageBreak, Paragraph, Section
from access.book.walk import block_leaves, flatten

NEAR = 3
"""Blocks at the start of a section in which its title from the contents is looked for."""

_NO_TITLE = 7
_OWN_ROLES = frozenset(
    [
        "titlepage",
        "halftitlepage",
        "halftitle",
        "copyright-page",
        "imprint",
        "dedication",
        "colophon",
        "epigraph",
        "foreword",
        "preface",
        "prologue",
        "epilogue",
        "afterword",
        "acknowledgments",
        "contributors",
        "errata",
        "footnotes",
        "endnotes",
        "rearnotes",
        "glossary",
        "bibliography",
        "index",
        "appendix",
        "chapter",
        "part",
        "introduction",
        "conclusion",
        "abstract",
    ]
)


@dataclass(slots=True)
class Flow:
    """One document's flow with what it is said to be. `linear` is False for what is read at the end."""

    name: str
    items: list[FlowItem]
    language: str
    role: str | None = None
    linear: bool = True


@dataclass(slots=True)
class _Open:
    """A section in the making; `depth` is the one in the contents, None for what they do not list."""

    depth: int | None
    key: tuple[int, int] | None
    rank: int
    file: str
    heading: Heading | None
    language: str
    role: str | None
    awaiting: Entry | None = None
    blocks: list[Block] = field(default_factory=list)


class SectionBuilder:
    """Takes the flows of a book in reading order."""

    def __init__(self, entries: tuple[Entry, ...], ids: BlockIds) -> None:
        self._ids = ids
        self._entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            self._entries[entry.name, entry.fragment].append(entry)
        self._listed = {entry.name for entry in entries}
        self._stack: list[_Open] = []
        self._done: list[Section] = []
        self._listed_depth = 1
        self._file = ""

    def build(self, flows: list[Flow]) -> tuple[Section, ...]:
        """Return the outermost sections; empty if no flow has a block."""
        lifted = _title_page(flows) if not self._entries else {}
        for flow in flows:
            self._add_flow(flow, lifted.get(flow.name))
        while self._stack:
            self._close()
        return tuple(self._done)

    def _add_flow(self, flow: Flow, rank: int | None) -> None:
        items = _titles_first(flow.items)
        found = {item.fragment for item in items if isinstance(item, Anchor)}
        pending = [
            entry
            for (name, fragment), entries in self._entries.items()
            if name == flow.name and fragment not in found
            for entry in (entries if not fragment else [])
        ]
        self._file = flow.name
        fresh = not flow.linear or flow.role in _OWN_ROLES or not self._stack
        place = 0
        while place < len(items):
            item = items[place]
            if isinstance(item, Anchor):
                pending += self._entries.get((flow.name, item.fragment), [])
                place += 1
                continue
            if pending:
                place, pending = self._listed_section(pending, items, place, flow)
            elif isinstance(item, Title):
                self._unlisted_section(item, flow, rank)
                place += 1
            else:
                if fresh:
                    self._untitled_section(flow)
                self._stack[-1].blocks.append(item)
                place += 1
            fresh = False

    # --- sections of the contents ---------------------------------------------------------------------------------

    def _listed_section(
        self, pending: list[Entry], items: list[FlowItem], place: int, flow: Flow
    ) -> tuple[int, list[Entry]]:
        """Begin the section of the entries that lead here; returns where to go on, and entries still to be placed."""
        item = items[place]
        entry = pending[-1]
        left: list[Entry] = []
        if len(pending) > 1 and isinstance(item, Title):
            # A part and its first chapter may lead to the same place; each then takes the title that is its own.
            for number, candidate in enumerate(pending):
                if _same(candidate.label, _text(item)):
                    entry, left = candidate, pending[number + 1 :]
                    break
        merged = _merged_title(items, place, entry.label)
        if merged is not None:
            heading, key, used, role, language = merged
            self._open(entry.depth, key, heading, language or flow.language, role or self._role(flow))
            return place + used, self._still_ahead(left, items, place + used)
        if isinstance(item, Title):
            heading = Heading(item.id, item.children, item.language)
            self._open(entry.depth, item.key, heading, item.language, item.role or self._role(flow))
            return place + 1, self._still_ahead(left, items, place + 1)
        assert not isinstance(item, Anchor)
        self._open(entry.depth, None, None, flow.language, self._role(flow), awaiting=entry)
        self._stack[-1].blocks.append(item)
        return place + 1, []

    def _still_ahead(self, left: list[Entry], items: list[FlowItem], place: int) -> list[Entry]:
        """Keep those entries whose title comes next."""
        following = next((item for item in items[place : place + NEAR] if isinstance(item, Title)), None)
        return [entry for entry in left if following is not None and _same(entry.label, _text(following))][:1]

    def _role(self, flow: Flow) -> str | None:
        """Give a file's role to its first section."""
        role, flow.role = flow.role, None
        return role

    # --- sections that the contents do not list -------------------------------------------------------------------

    def _unlisted_section(self, title: Title, flow: Flow, rank: int | None) -> None:
        own_rank = title.key[1] if rank is None else rank
        heading = Heading(title.id, title.children, title.language)
        top = self._stack[-1] if self._stack else None
        if top is not None and top.file == self._file and top.awaiting is not None and top.heading is None:
            entry = top.awaiting
            if _related(entry.label, _text(title)):
                self._open(entry.depth, title.key, heading, title.language, title.role)
                return
        while self._stack and self._is_over(self._stack[-1], title.key, own_rank):
            self._close()
        self._push(None, title.key, own_rank, heading, title.language, title.role or self._role(flow))

    def _is_over(self, top: _Open, key: tuple[int, int], rank: int) -> bool:
        """Tell whether the section that is open ends where a title of this rank begins."""
        if top.file != self._file:
            return not (top.rank < rank and top.role != "titlepage")
        if top.depth is None:
            return top.key is None or top.key >= key
        outer = len(self._stack) > 1 and self._stack[-2].file == self._file
        return outer and top.key is not None and top.key > key

    def _untitled_section(self, flow: Flow) -> None:
        while self._stack and (self._stack[-1].depth is None or self._stack[-1].depth >= self._listed_depth):
            self._close()
        self._push(None, None, _NO_TITLE, None, flow.language, self._role(flow))

    # --- the stack ------------------------------------------------------------------------------------------------

    def _open(
        self,
        depth: int,
        key: tuple[int, int] | None,
        heading: Heading | None,
        language: str,
        role: str | None,
        awaiting: Entry | None = None,
    ) -> None:
        while self._stack and (self._stack[-1].depth is None or self._stack[-1].depth >= depth):
            self._close()
        self._listed_depth = depth
        self._push(depth, key, key[1] if key else _NO_TITLE, heading, language, role, awaiting)

    def _push(
        self,
        depth: int | None,
        key: tuple[int, int] | None,
        rank: int,
        heading: Heading | None,
        language: str,
        role: str | None,
        awaiting: Entry | None = None,
    ) -> None:
        self._stack.append(_Open(depth, key, rank, self._file, heading, language, role, awaiting))

    def _close(self) -> None:
        """Finish the innermost section and put it where it belongs."""
        made = self._stack.pop()
        level = len(self._stack) + 1
        blocks = tuple(made.blocks)
        content = flatten(made.heading.children).text if made.heading else _first_text(blocks)
        section = Section(
            self._ids.make("s", content), level, made.heading, blocks, role=made.role, language=made.language
        )
        if self._stack:
            self._stack[-1].blocks.append(section)
        else:
            self._done.append(section)


def _first_text(blocks: tuple[Block, ...]) -> str:
    return next((leaf.text for leaf in block_leaves(blocks, "", ())), "")


def _title_page(flows: list[Flow]) -> dict[str, int]:
    """Without contents, let a first file that alone begins with the highest heading stand beside the others."""
    ranks = [
        (flow.name, title.key[1])
        for flow in flows
        if (title := next((item for item in flow.items if isinstance(item, Title)), None)) is not None
    ]
    if len(ranks) < 3:
        return {}
    first, others = ranks[0], [rank for _, rank in ranks[1:]]
    return {first[0]: min(others)} if first[1] < min(others) else {}


def _titles_first(items: list[FlowItem]) -> list[FlowItem]:
    """Take page breaks before a title into it, and put bare pictures that stand over it at a file's start below it."""
    ordered: list[FlowItem] = []
    for item in items:
        if not isinstance(item, Title):
            ordered.append(item)
            continue
        place = len(ordered)
        while place and _may_follow(ordered[place - 1], at_start=_only_ornaments(ordered[:place])):
            place -= 1
        moved = ordered[place:]
        del ordered[place:]
        pages = tuple(block for block in moved if isinstance(block, PageBreak))
        ordered += [anchor for anchor in moved if isinstance(anchor, Anchor)]
        ordered.append(Title(item.id, (*pages, *item.children), item.language, item.key, item.role))
        ordered += [picture for picture in moved if isinstance(picture, Figure)]
    return ordered


def _only_ornaments(items: list[FlowItem]) -> bool:
    return len(items) < 8 and all(isinstance(item, Figure | PageBreak | Anchor) for item in items)


def _may_follow(item: FlowItem, *, at_start: bool) -> bool:
    if isinstance(item, PageBreak | Anchor):
        return True
    return isinstance(item, Figure) and at_start and not item.caption


def _merged_title(
    items: list[FlowItem], place: int, label: str
) -> tuple[Heading, tuple[int, int] | None, int, str | None, str | None] | None:
    """Make one heading of the first blocks if together they are what the contents say."""
    children: list[Inline] = []
    text = ""
    key: tuple[int, int] | None = None
    role: str | None = None
    wanted = _letters(label)
    for used, item in enumerate(items[place : place + NEAR], 1):
        if not isinstance(item, Title | Paragraph) or not wanted:
            return None
        if isinstance(item, Title):
            key, role = key or item.key, role or item.role
        children += [LineBreak(), *item.children] if children else item.children
        text += _text(item)
        if _letters(text) == wanted:
            first = items[place]
            assert isinstance(first, Title | Paragraph)
            return Heading(first.id, tuple(children), first.language), key, used, role, first.language
        if not wanted.startswith(_letters(text)):
            return None
    return None


def _text(item: Title | Paragraph) -> str:
    return flatten(item.children).text


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _same(label: str, text: str) -> bool:
    return bool(_letters(label)) and _letters(label) == _letters(text)


def _related(label: str, text: str) -> bool:
    """Tell whether a title is the one that the contents mean, be it longer or shorter there."""
    one, other = _letters(label), _letters(text)
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) > 2 and (longer.startswith(shorter) or longer.endswith(shorter)))
