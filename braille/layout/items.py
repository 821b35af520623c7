"""What is placed on pages, one after another."""

from __future__ import annotations

from dataclasses import dataclass, field

from braille.layout.flow import Flow, PrintBreak


@dataclass(slots=True)
class Item:
    """A block ready to be placed: a flow with its indents, or a print page break between blocks.

    `first` and `run` are the indents of its first and its other rows, in cells. `side_blanks` of at least 1 centres it.
    A `ruled` item (centred, a box line) takes only whole rows, none that is shared with a page number. `before` is the
    number of blank lines before it. `keep` keeps it on the page of what follows. `new_page` begins a page,
    `opens_section` says that a volume may well begin here.
    """

    flow: Flow = field(default_factory=Flow)
    first: int = 0
    run: int = 0
    side_blanks: int = 0
    ruled: bool = False
    before: int = 0
    keep: bool = False
    new_page: bool = False
    opens_section: bool = False
    page_break: PrintBreak | None = None
