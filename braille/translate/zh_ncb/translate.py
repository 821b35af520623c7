"""Chinese text to national common braille: tokens, then cells with their blanks.

A text is taken apart into tokens (words of Han characters, numbers, letters, marks, stretches of other languages); each
knows its cells and what blanks it wants; `compose` puts them side by side. Stretches of other languages are written by
another code, so their tokens are filled in between the two steps.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from access.language.reading import Reading
from access.language.scripts import HAN
from braille.transcript import CellText
from braille.translate.liblouis import UNDEFINED_SIGN
from braille.translate.zh_ncb.dividing import cut_measure
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.numbers import (
    UNITS,
    circled_cells,
    is_compound,
    is_letters,
    letter_cells,
    number_cells,
)
from braille.translate.zh_ncb.punctuation import (
    ATTACHED_TO_NUMBER,
    CLOCK_COLON,
    CURRENCY,
    DASH,
    ELLIPSIS,
    MARKS,
    MINUS,
    Blank,
    Mark,
    quote_mark,
)
from braille.translate.zh_ncb.tables import BLANK, JOIN_SIGN
from braille.translate.zh_ncb.tones import word_cells
from braille.translate.zh_ncb.word_lists import LINKS, PARTICLES, PRONOUNS, HanWord
from braille.translate.zh_ncb.words import braille_words


class Kind(Enum):
    """What a token is."""

    HAN = "han"
    NUMBER = "number"
    LETTERS = "letters"
    FOREIGN = "foreign"
    SIGN = "sign"
    """A symbol that stands like a word."""
    MARK = "mark"
    LINE_END = "line end"


@dataclass(slots=True)
class Token:
    """A piece of text and its cells.

    `pieces` are the cells of one code point each, with that code point; `breaks` are indexes into `pieces` before which
    a line may end inside the token. `blank` says that print has a blank before it.
    """

    kind: Kind
    start: int
    end: int
    pieces: list[tuple[str, int]]
    before: Blank = Blank.EITHER
    after: Blank = Blank.EITHER
    blank: bool = False
    breaks: list[int] = field(default_factory=list)
    language: str = ""

    @property
    def is_word(self) -> bool:
        """Whether it stands between blanks among its like."""
        return self.kind not in (Kind.MARK, Kind.LINE_END)


@dataclass(frozen=True, slots=True)
class Foreign:
    """Code points `start` to `end` are in another language."""

    start: int
    end: int
    language: str


_TOKENS = re.compile(
    r"(?P<line>\n)|(?P<blank>[^\S\n]+)"
    r"|(?P<number>[0-9０-９]+(?:[.．,，][0-9０-９]+)*)"
    rf"|(?P<han>[{HAN}]+)"
    r"|(?P<letters>[A-Za-zＡ-Ｚａ-ｚΑ-ΡΣ-Ωα-ω]+)"
    r"|(?P<ellipsis>…+|⋯+|‥+|\.{3,}|。{3,})"
    r"|(?P<dash>[—―─]{2,}|--+|―|─)"
    r"|(?P<other>.)"
)
_OPENING = frozenset(
    character for character, mark in MARKS.items() if mark.after is Blank.NEVER and mark.before is Blank.WANTED
)


class Tokenizer:
    """Takes one text apart. `untranslated` holds the code points that no cells were found for."""

    def __init__(self, reading: Reading, foreign: Sequence[Foreign], house: HouseRules) -> None:
        self.text = reading.text
        self.reading = reading
        self.house = house
        self.foreign = tuple(foreign)
        self.untranslated: list[int] = []
        self._words = iter(reading.words)
        self._word = next(self._words, None)
        self._blank = False
        self._quotes = {'"': False, "'": False}

    def tokens(self) -> list[Token]:
        """Return the tokens of the text, in order."""
        found: list[Token] = []
        place = 0
        for stretch in self.foreign:
            if not self._is_foreign(stretch):
                continue
            self._own(place, stretch.start, found)
            self._foreign(stretch, found)
            place = stretch.end
        self._own(place, len(self.text), found)
        return found

    def _is_foreign(self, stretch: Foreign) -> bool:
        """Single letters, capitals and units inside Chinese are written in letters, not in another code."""
        text = self.text[stretch.start : stretch.end]
        after_number = self.text[max(stretch.start - 3, 0) : stretch.start].rstrip()[-1:].isdigit()
        return not (stretch.language[:2] in ("en", "el") and is_letters(text, after_number, self.house))

    def _foreign(self, stretch: Foreign, found: list[Token]) -> None:
        """Add a stretch in another language, a token a line, without the blanks around it."""
        for line in re.finditer(r"\n|[^\n]+", self.text[stretch.start : stretch.end]):
            text, start = line.group(), stretch.start + line.start()
            if text == "\n":
                self._add(Token(Kind.LINE_END, start, start + 1, [("\n", start)]), found)
                continue
            first, last = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
            self._blank = self._blank or first > start
            if first < last:
                self._add(Token(Kind.FOREIGN, first, last, [], language=stretch.language), found)
                self._blank = last < start + len(text)

    def _own(self, start: int, end: int, found: list[Token]) -> None:
        for match in _TOKENS.finditer(self.text, start, end):
            first, last, group = match.start(), match.end(), match.lastgroup
            if group == "han":
                self._han(first, last, found)
            elif group == "number":
                for token in self._number(first, last):
                    self._add(token, found)
            elif group == "letters":
                letters = unicodedata.normalize("NFKC", match.group())
                pieces = list(zip(letter_cells(letters), range(first, last), strict=True))
                self._add(Token(Kind.LETTERS, first, last, pieces), found)
            elif group == "blank":
                self._blank = True
            elif group == "line":
                self._add(Token(Kind.LINE_END, first, last, [("\n", first)]), found)
            else:
                mark = {"ellipsis": ELLIPSIS, "dash": DASH}.get(group or "") or self._mark(first)
                if mark is not None:
                    kind = Kind.SIGN if mark.word else Kind.MARK
                    self._add(Token(kind, first, last, [(mark.cells, first)], mark.before, mark.after), found)

    def _add(self, token: Token, found: list[Token]) -> None:
        token.blank, self._blank = self._blank, False
        found.append(token)

    def _han(self, start: int, end: int, found: list[Token]) -> None:
        """Add the words of an unbroken stretch of Han characters."""
        pinyin = self.reading.pinyin
        words: list[HanWord] = []
        place = start
        while self._word is not None and self._word.end <= start:
            self._word = next(self._words, None)
        while place < end:
            last = end
            if self._word is not None and self._word.start <= place:
                last = min(self._word.end, end)
                self._word = next(self._words, None)
            elif self._word is not None:
                last = min(self._word.start, end)
            words.append(HanWord(self.text[place:last], place, pinyin[place:last]))
            place = last
        if found and found[-1].kind is Kind.NUMBER and not self._blank and not self.house.words_as_read:
            words = cut_measure(words)
        following = self.text[end : end + 1]
        goes_on = bool(following) and (following.isalnum() or following in _OPENING)
        for word in braille_words(words, self.house, goes_on=goes_on):
            cells = word_cells(word.text, word.pinyin, self.house)
            pieces = [(cell or UNDEFINED_SIGN, word.start + offset) for offset, cell in enumerate(cells)]
            self.untranslated += [word.start + offset for offset, cell in enumerate(cells) if cell is None]
            breaks = [offset for offset in range(1, len(pieces)) if word.pinyin[offset] != "er5"]
            self._add(Token(Kind.HAN, word.start, word.start + len(word.text), pieces, breaks=breaks), found)

    def _number(self, start: int, end: int) -> Iterator[Token]:
        """A number, or several where commas do not group thousands (1，2，3). Points stay inside (3.14, 1.2.3)."""
        number = unicodedata.normalize("NFKC", self.text[start:end])
        for match in re.finditer(r"[0-9]+(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)*|[.,]", number):
            first, last = start + match.start(), start + match.end()
            if match.group() in ",.":
                mark = MARKS[match.group()]
                yield Token(Kind.MARK, first, last, [(mark.cells, first)], mark.before, mark.after)
            else:
                yield Token(
                    Kind.NUMBER, first, last, list(zip(number_cells(match.group()), range(first, last), strict=True))
                )

    def _mark(self, place: int) -> Mark | None:
        """What a single character that is no letter, digit or blank is written as; None where nothing is."""
        character = self.text[place]
        before, after = self.text[place - 1 : place], self.text[place + 1 : place + 2]
        if character in "-－﹣−" and after.isdigit() and not (before and (before.isalnum() or before in "）)%％")):
            return MINUS
        if character in ":：" and before.isdigit() and after.isdigit():
            return CLOCK_COLON
        if character in "'\"":
            opening = not self._quotes[character]
            self._quotes[character] = opening
            return quote_mark(character, opening)
        if (mark := MARKS.get(character)) is not None:
            return mark
        if (cells := circled_cells(character)) is not None:
            return Mark(cells, Blank.EITHER, Blank.EITHER, word=True)
        return self._compatible(character, place)

    def _compatible(self, character: str, place: int) -> Mark | None:
        """Characters that stand for letters or digits (Ⅳ, ㎏, ²), combining signs, and what cannot be written."""
        same = unicodedata.normalize("NFKC", character)
        cells = ""
        if same != character and same.isascii() and same.isalpha():
            cells = "".join(letter_cells(same))
        elif same != character and same.isascii() and same.isdigit():
            cells = "".join(number_cells(same))
        elif unicodedata.category(character) in ("Cf", "Cc") or 0xFE00 <= ord(character) <= 0xFE0F:
            return None
        else:
            self.untranslated.append(place)
            cells = UNDEFINED_SIGN
        return Mark(cells, Blank.EITHER, Blank.EITHER, word=True)


def compose(text: str, tokens: Sequence[Token]) -> CellText:
    """Put tokens side by side with the blanks they want."""
    cells: list[str] = []
    positions: list[int] = []
    breaks: list[int] = []
    previous: Token | None = None
    for token in tokens:
        if previous is not None:
            between = _between(text, previous, token)
            cells.append(between)
            positions += [token.start] * len(between)
            if not between and _ends_freely(previous, token):
                breaks.append(len(positions))
        size = len(positions)
        offsets: list[int] = []
        for piece, position in token.pieces:
            offsets.append(len(positions))
            cells.append(piece)
            positions += [position] * len(piece)
        breaks += [offsets[place] for place in token.breaks if offsets[place] > size]
        previous = token
    return CellText(text, "".join(cells), tuple(positions), frozenset(breaks), JOIN_SIGN, sign_first=True)


def _ends_freely(left: Token, right: Token) -> bool:
    """A line may also end behind a mark that has no blank after it (。 ——), unless another mark follows."""
    return left.kind is Kind.MARK and left.after is Blank.EITHER and right.before is not Blank.NEVER


def _between(text: str, left: Token, right: Token) -> str:
    """What stands between two tokens: a blank, the join sign, or nothing."""
    if Kind.LINE_END in (left.kind, right.kind):
        return ""
    if left.is_word and right.is_word:
        return _between_words(text, left, right)
    if Blank.NEVER in (left.after, right.before):
        return ""
    return BLANK if Blank.WANTED in (left.after, right.before) else ""


_APART_FROM_NUMBERS = (PARTICLES | PRONOUNS | LINKS) - {"当"}
"""Words that never count anything, so that a blank divides them from digits (3 和 5, 50 的)."""


def _between_words(text: str, left: Token, right: Token) -> str:
    first, last = text[left.start : left.end], text[right.start : right.end]
    if Blank.NEVER in (left.after, right.before):
        return ""
    if left.kind is Kind.NUMBER and right.kind is Kind.LETTERS:  # 3A, and 5 kg with print's blank
        return "" if not right.blank or last in UNITS or len(last) == 1 else BLANK
    if right.blank:
        return BLANK
    match left.kind, right.kind:
        case Kind.NUMBER, Kind.HAN:
            if last[0] == "年":
                return ""
            return BLANK if last in _APART_FROM_NUMBERS else JOIN_SIGN
        case Kind.HAN, Kind.NUMBER:
            return "" if first[-1] == "第" else BLANK
        case Kind.LETTERS, Kind.NUMBER | Kind.LETTERS:
            return ""
        case Kind.LETTERS, Kind.HAN:
            return JOIN_SIGN if is_compound(first, last) else BLANK
        case Kind.HAN, Kind.LETTERS:
            return JOIN_SIGN if is_compound(first, last) else BLANK
        case Kind.NUMBER, Kind.SIGN:
            return "" if last in ATTACHED_TO_NUMBER else BLANK
        case Kind.SIGN, Kind.NUMBER:
            return "" if first in CURRENCY else BLANK
        case Kind.HAN, Kind.SIGN:
            return "" if right.pieces[0][0] == "⠶⠔" else BLANK
        case _:
            return BLANK
