"""How pages of a language look, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """A heading: centred, or blocked `indent` cells in; blank lines before and after; whether it begins a new page."""

    centred: bool
    indent: int = 0
    before: int = 1
    after: int = 0
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """What distinguishes one practice of layout from another.

    `headings` are for levels 1, 2 …; the last is for all deeper ones. `side_blanks` is the least number of blanks on
    either side of centred text. `list_gap` is the number of blank lines around a list, `table_gap` around a table.
    `box_top` and `box_bottom` are the cells that lines above and below an aside are filled with. Words are texts to be
    transcribed, or cells where the code leaves no choice. In `volume_line` and `end_line`, ` ` is a blank, `{n}` the
    volume's number and `{m}` the number of volumes. `odd_numbers_only`: on interpoint paper only the front of a sheet
    is numbered.
    """

    headings: tuple[HeadingStyle, ...]
    side_blanks: int
    paragraph_indent: int
    list_gap: int
    table_gap: int
    box_top: str
    box_bottom: str
    separator: str
    picture: str
    colon: str
    semicolon: str
    volume_line: tuple[str, ...]
    end_line: tuple[str, ...]
    odd_numbers_only: bool = False

    def heading(self, level: int) -> HeadingStyle:
        """Return the style of a heading of `level` (from 1)."""
        return self.headings[min(level, len(self.headings)) - 1]


ENGLISH = Style(
    headings=(
        HeadingStyle(centred=True, after=1, new_page=True),
        HeadingStyle(centred=False, indent=4),
        HeadingStyle(centred=False, indent=6),
    ),
    side_blanks=3,
    paragraph_indent=2,
    list_gap=1,
    table_gap=1,
    box_top="⠶",
    box_bottom="⠛",
    separator="⠒" * 12,
    picture="Picture:",
    colon="⠒",
    semicolon="⠆",
    volume_line=("Volume", " ", "{n}", " ", "of", " ", "{m}"),
    end_line=("End of volume", " ", "{n}"),
)
"""Braille Formats 2016 (BANA): centred, cell-5 and cell-7 headings (section 4), 3-1 paragraphs, lists with run-overs
two cells beyond the deepest item (section 8), box lines (section 7). A section of level 1 begins a new page."""

CHINESE = Style(
    headings=(
        HeadingStyle(centred=True, after=1, new_page=True),
        HeadingStyle(centred=True, after=1),
        HeadingStyle(centred=False, indent=4),
    ),
    side_blanks=4,
    paragraph_indent=2,
    list_gap=0,
    table_gap=1,
    box_top="⠒",
    box_bottom="⠒",
    separator="⠒" * 12,
    picture="图：",
    colon="：",
    semicolon="；",
    volume_line=("第", "{n}", "⠤", "册", " ", "共", " ", "{m}", "⠤", "册"),
    end_line=("第", "{n}", "⠤", "册", " ", "终"),
    odd_numbers_only=True,
)
"""GB/T 44725-2024: headings centred with at least four blanks before, those of levels 1 and 2 between blank lines;
paragraphs two cells in. Characters after digits take ⠤. A section of level 1 begins a new page."""


def style_for(language: str) -> Style:
    """Return the style of a language (a BCP 47 tag): Chinese, or for all others the English one."""
    return CHINESE if language.lower().split("-")[0] == "zh" else ENGLISH
