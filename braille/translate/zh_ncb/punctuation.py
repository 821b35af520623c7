"""Marks of punctuation and their blanks; signs and symbols in prose.

Sources: GF 0019-2018 § 8 for the cells; GB/T 44725-2024 § 4.8 for blanks: ， 、 ； ： are followed by one, 。 ？ ！ ——
by none, …… by one unless a mark follows, opening marks take one before and closing marks one after; blanks collapse;
there is none between a closing mark and 。, and · takes none. GB/T 18028-2010 § 5.4 for operators in prose.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Blank(IntEnum):
    """What a mark says of the blank on one side of it. NEVER wins over WANTED, WANTED over EITHER."""

    EITHER = 0
    WANTED = 1
    NEVER = 2


class Mark(NamedTuple):
    """A mark's cells and its blanks. `word` says that it stands like a word, between blanks."""

    cells: str
    before: Blank
    after: Blank
    word: bool = False


def _pause(cells: str) -> Mark:
    return Mark(cells, Blank.NEVER, Blank.WANTED)


def _stop(cells: str) -> Mark:
    return Mark(cells, Blank.NEVER, Blank.EITHER)


def _opening(cells: str) -> Mark:
    return Mark(cells, Blank.WANTED, Blank.NEVER)


def _closing(cells: str) -> Mark:
    return Mark(cells, Blank.NEVER, Blank.WANTED)


def _between(cells: str) -> Mark:
    return Mark(cells, Blank.NEVER, Blank.NEVER)


def _operator(cells: str) -> Mark:
    return Mark("⠨" + cells, Blank.WANTED, Blank.WANTED)


def _sign(cells: str) -> Mark:
    return Mark(cells, Blank.EITHER, Blank.EITHER, word=True)


ELLIPSIS = Mark("⠐⠐⠐", Blank.NEVER, Blank.WANTED)
DASH = Mark("⠠⠤", Blank.NEVER, Blank.EITHER)
HYPHEN = _between("⠤")
CLOCK_COLON = _between("⠤")
MINUS = Mark("⠤", Blank.EITHER, Blank.NEVER, word=True)
NOTE_MARK = Mark("⠶⠔", Blank.EITHER, Blank.EITHER, word=True)
SLASH = _between("⠠⠳")

MARKS: dict[str, Mark] = {
    **dict.fromkeys(("，", ","), _pause("⠐")),
    **dict.fromkeys(("、", "､"), _pause("⠈")),
    **dict.fromkeys(("；", ";"), _pause("⠰")),
    **dict.fromkeys(("：", ":"), _pause("⠤")),
    **dict.fromkeys(("。", ".", "．", "｡"), _stop("⠐⠆")),
    **dict.fromkeys(("？", "?"), _stop("⠐⠄")),
    **dict.fromkeys(("！", "!"), _stop("⠰⠂")),
    **dict.fromkeys(("“", "「", "﹁", "〝", "„"), _opening("⠘")),
    **dict.fromkeys(("”", "」", "﹂", "〞", "‟"), _closing("⠘")),
    **dict.fromkeys(("‘", "『", "﹃", "‚"), _opening("⠘⠘")),
    **dict.fromkeys(("’", "』", "﹄"), _closing("⠘⠘")),
    **dict.fromkeys(("《", "«", "︽", "≪"), _opening("⠐⠤")),
    **dict.fromkeys(("》", "»", "︾", "≫"), _closing("⠤⠂")),
    **dict.fromkeys(("〈", "‹", "︿"), _opening("⠐⠄")),
    **dict.fromkeys(("〉", "›", "﹀"), _closing("⠠⠂")),
    **dict.fromkeys(("（", "("), _opening("⠰⠄")),
    **dict.fromkeys(("）", ")"), _closing("⠠⠆")),
    **dict.fromkeys(("［", "[", "【", "〔", "〖", "{", "｛"), _opening("⠰⠆")),
    **dict.fromkeys(("］", "]", "】", "〕", "〗", "}", "｝"), _closing("⠰⠆")),
    **dict.fromkeys(("·", "・", "•", "‧", "･", "∙"), _between("⠠⠄")),
    **dict.fromkeys(("–", "-", "－", "‐", "‑", "—", "～", "~", "〜", "﹣"), HYPHEN),
    **dict.fromkeys(("*", "＊", "※"), NOTE_MARK),
    **dict.fromkeys(("●", "○", "◎", "■", "□", "◆", "◇", "▲", "△", "▼", "▽", "★", "☆", "▪", "▸", "►"), NOTE_MARK),
    "/": SLASH,
    "／": SLASH,
    "∕": SLASH,
    "+": _operator("⠖"),
    "＋": _operator("⠖"),
    "−": _operator("⠤"),
    "×": _operator("⠦"),
    "÷": _operator("⠲"),
    "=": _operator("⠶"),
    "＝": _operator("⠶"),
    "±": _operator("⠖⠤"),
    "<": _operator("⠪"),
    "＜": _operator("⠪"),
    ">": _operator("⠕"),
    "＞": _operator("⠕"),
    "≤": _operator("⠪⠶"),
    "≥": _operator("⠕⠶"),
    "≠": _operator("⠈⠶"),
    "≈": _operator("⠢⠢"),
    "→": _operator("⠒⠕"),
    "←": _operator("⠪⠒"),
    "%": _sign("⠼⠚⠴"),
    "％": _sign("⠼⠚⠴"),
    "‰": _sign("⠼⠚⠴⠴"),
    "°": _sign("⠐⠴"),
    "℃": _sign("⠐⠴⠠⠉"),
    "℉": _sign("⠐⠴⠠⠋"),
    "′": _sign("⠨⠔"),
    "″": _sign("⠨⠔⠨⠔"),
    "¥": _sign("⠈⠽"),
    "￥": _sign("⠈⠽"),
    "$": _sign("⠈⠎"),
    "＄": _sign("⠈⠎"),
    "€": _sign("⠈⠑"),
    "£": _sign("⠈⠇"),
    "&": _sign("⠈⠯"),
    "＆": _sign("⠈⠯"),
    "@": _sign("⠈⠁"),
    "＠": _sign("⠈⠁"),
    "#": _sign("⠸⠹"),
    "＃": _sign("⠸⠹"),
    "|": _sign("⠸⠳"),
    "｜": _sign("⠸⠳"),
    "\\": _sign("⠸⠡"),
    "_": _sign("⠨⠤"),
    "＿": _sign("⠨⠤"),
    "^": _sign("⠈⠢"),
    "§": _sign("⠘⠎"),
    "©": _sign("⠘⠉"),
    "®": _sign("⠘⠗"),
    "™": _sign("⠘⠞"),
}
"""Marks by character. Those that only English print has (`,` `.`) are what stands for them in Chinese."""

ATTACHED_TO_NUMBER = frozenset("%％‰°℃℉′″")
CURRENCY = frozenset("¥￥$＄€£")


def quote_mark(character: str, opening: bool) -> Mark:
    """Return the mark of a straight quotation mark, which print does not tell apart."""
    cells = "⠘" if character == '"' else "⠘⠘"
    return _opening(cells) if opening else _closing(cells)
