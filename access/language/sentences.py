"""Sentences of Chinese, English and both in one paragraph, short enough to be spoken and found again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from access.language.scripts import CJK_PUNCTUATION, HAN, HANGUL, KANA, KANA_MARKS

LONGEST = 300
"""Code points a phrase has at most: about a minute of speech."""

Stretch = tuple[int, int]
"""Code points, half open."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_END = re.compile(r"[。！？｡!?.…‽؟۔।॥።]+")
_HARD = frozenset("。！？｡؟۔।॥።")
_ELLIPSIS = re.compile(r"…+|\.{2,}")
_CLOSING = "”’」』）》】〕〉］｝〗〙»›)]}\"'＂＇"
_TITLE_CLOSING = "》〉"
_BRACKETS = {"）": "（", ")": "(", "】": "【", "]": "[", "］": "［", "〕": "〔", "》": "《", "〉": "〈"}
_OPENING = "“‘「『（《【〔〈［｛〖«‹([{\"'＂＇¿¡"
_CONTINUING = "，、；：,;:"
_EAST_ASIAN = re.compile(rf"[{HAN}{KANA}{KANA_MARKS}{CJK_PUNCTUATION}“”]")
_SPOKEN = re.compile(rf"[^\W_]|[{HAN}{HANGUL}]")

# English abbreviations that end with a full stop, by what may follow them.
_NEVER_LAST = frozenset({
    "mr", "mrs", "ms", "mx", "dr", "prof", "messrs", "mme", "mlle", "mgr", "rev", "revd", "hon", "gen", "col",
    "capt", "lt", "sgt", "maj", "cpl", "cmdr", "adm", "gov", "sen", "rep", "pres", "supt", "fr", "mt", "ft", "e.g",
    "i.e", "cf", "viz", "vs", "ca", "al", "approx", "eg", "ie",
})  # fmt: skip
_BEFORE_NUMBER = frozenset({
    "no", "nos", "nr", "fig", "figs", "vol", "vols", "ch", "chap", "p", "pp", "sec", "sect", "eq", "art", "pl", "pt",
    "bk", "par", "para", "tab", "ver", "ed", "v", "op", "cap", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
})  # fmt: skip
_PERHAPS_LAST = frozenset({
    "etc", "a.m", "p.m", "am", "pm", "inc", "ltd", "co", "corp", "bros", "jr", "sr", "esq", "st", "ave", "rd",
    "blvd", "sq", "u.s", "u.k", "u.n", "e.u", "u.s.a", "u.s.s.r", "ph.d", "m.d", "b.a", "m.a", "b.sc", "m.sc", "d.c",
    "b.c", "a.d", "b.c.e", "c.e", "r.i.p", "dept", "est", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "univ",
    "assn",
})  # fmt: skip
_STARTERS = frozenset({
    "The", "He", "She", "It", "They", "We", "You", "This", "That", "These", "Those", "There", "Then", "But", "And",
    "So", "Or", "Yet", "For", "In", "On", "At", "By", "To", "From", "With", "Without", "When", "Where", "While",
    "Who", "What", "Why", "How", "If", "As", "After", "Before", "Since", "Because", "Although", "Though", "However",
    "His", "Her", "Its", "Their", "Our", "Your", "My", "Not", "No", "Yes", "Now", "Here", "Some", "Many", "Most",
    "All", "Every", "Each", "Both", "One", "Once", "Another", "Such", "Perhaps", "Is", "Are", "Was", "Were", "Do",
    "Does", "Did", "Have", "Has", "Had", "Can", "Could", "Will", "Would", "May", "Might", "Must", "Shall", "Should",
    "Let", "Nobody", "Nothing", "Everyone", "Everything", "Meanwhile", "Finally", "Only", "Even", "Still", "Never",
})  # fmt: skip
_LETTER = rf"[^\W\d_{HAN}{KANA}{KANA_MARKS}]"
_WORD_BEFORE = re.compile(rf"{_LETTER}(?:{_LETTER}|[.'’&-])*$")
_WORD_AFTER = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_LIST_MARKER = re.compile(r"\s*[(（]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,6})$")

_CUTS = tuple(
    re.compile(rf"(?:{marks})[{re.escape(_CLOSING)}]*")
    for marks in (r"[。！？!?]+", r"；+|;(?=\s)", r"[：，]|[:,](?=\s)|—+|-{2,}|…+", r"、")
)
"""Where a sentence that is too long is cut, the best first."""


def sentences(text: str, language: str, longest: int = LONGEST) -> tuple[Stretch, ...]:
    """Divide `text` into sentences: half-open stretches in order that cover every character that is not white space.

    A forced line end always ends a sentence. No stretch begins or ends with white space or is longer than `longest`
    (at least 2) code points: a longer sentence is cut at its clause marks, else at blanks, else where it must be.
    `language` (BCP 47) decides what the text does not: whether an ellipsis ends a sentence as in Chinese or in English.
    """
    found: list[Stretch] = []
    east_asian = language.split("-", 1)[0].lower() in ("zh", "ja", "yue", "wuu", "nan", "hak", "lzh")
    for line in _LINE.finditer(text):
        for start, end in _of_line(line.group(), east_asian):
            for piece_start, piece_end in _short_enough(line.group(), start, end, max(longest, 2)):
                found.append((line.start() + piece_start, line.start() + piece_end))
    return tuple(found)


def _of_line(line: str, east_asian: bool) -> Iterator[Stretch]:
    """Yield the sentences of one line, however long."""
    start = counted = quotes = 0
    spoken = _spoken_from(line, 0)
    waiting: Stretch | None = None
    for mark in _END.finditer(line):
        if mark.start() < start:
            continue
        quotes += line.count('"', counted, mark.start())
        counted = mark.start()
        end = _closed(line, mark.end(), quotes % 2 == 1)
        # Marks before the first word do not make a sentence.
        if end == len(line) or (spoken < end and _ends(line, start, mark, end, east_asian)):
            if waiting:
                yield waiting
            waiting, start = (start, end), end
            if spoken < end:
                spoken = _spoken_from(line, end)
    if spoken < len(line):
        if waiting:
            yield waiting
        yield start, len(line)
    elif waiting:
        # Marks without a word after the last sentence (a dash, a stray quotation mark) are heard with it.
        yield waiting[0], len(line)
    elif line:
        yield 0, len(line)


def _spoken_from(line: str, place: int) -> int:
    """Find the first letter, digit or Han character at or behind `place`; the line's length when there is none."""
    match = _SPOKEN.search(line, place)
    return match.start() if match else len(line)


def _closed(line: str, place: int, in_quotes: bool) -> int:
    """Go past the closing marks at `place`; a straight double quotation mark closes only what was opened."""
    while place < len(line) and line[place] in _CLOSING:
        character = line[place]
        if character == '"':
            if not in_quotes:
                break
            in_quotes = False
        elif character == "'" and line[place + 1 : place + 2].isalnum() and not _EAST_ASIAN.match(line, place + 1):
            break
        place += 1
    return place


def _ends(line: str, start: int, mark: re.Match[str], end: int, east_asian: bool) -> bool:
    """Tell whether the sentence that began at `start` ends with this mark, `end` being behind its closing marks."""
    after = end
    while after < len(line) and line[after].isspace():
        after += 1
    if after == len(line):
        return True
    following = line[after]
    if following in _CONTINUING or _END.match(following):
        return False
    run = mark.group()
    if not _HARD.isdisjoint(run):
        return _ends_with_wide_mark(line, start, mark, end, after)
    if _ELLIPSIS.fullmatch(run):
        return _ends_with_ellipsis(line, mark, end, after, east_asian)
    if run == ".":
        return _ends_with_full_stop(line, start, mark, end, after)
    return _ends_with_exclamation(line, start, mark, end, after)


def _in_brackets_inside(line: str, start: int, mark: re.Match[str], end: int) -> bool:
    """Tell whether the closing marks shut a bracket or a title that stands inside the sentence."""
    closing = line[end - 1]
    opening = _BRACKETS.get(closing) if end > mark.end() else None
    if opening is None:
        return False
    if closing in _TITLE_CLOSING:
        return True
    place = line.rfind(opening, start, mark.start())
    return place < 0 or line[start:place].strip(_OPENING + " \u3000\u00a0") != ""


def _ends_with_wide_mark(line: str, start: int, mark: re.Match[str], end: int, after: int) -> bool:
    if end == mark.end():
        return True
    if line[after].islower():
        return False
    if "。" in mark.group() and line[end - 1] not in _TITLE_CLOSING:
        return True
    return not _in_brackets_inside(line, start, mark, end)


def _ends_with_ellipsis(line: str, mark: re.Match[str], end: int, after: int, east_asian: bool) -> bool:
    before = line[mark.start() - 1 : mark.start()]
    following = line[after]
    if _EAST_ASIAN.match(before) or (east_asian and not before.isalpha()):
        return end > mark.end() and following in '“‘「『"'
    if following.islower():
        return False
    return following.isupper() or following in _OPENING or after > end


def _ends_with_exclamation(line: str, start: int, mark: re.Match[str], end: int, after: int) -> bool:
    following = line[after]
    if following.islower() or _in_brackets_inside(line, start, mark, end):
        return False
    if after > end or _EAST_ASIAN.match(following) or _EAST_ASIAN.match(line[mark.start() - 1 : mark.start()]):
        return True
    return end > mark.end() and (following.isupper() or following in _OPENING)


def _ends_with_full_stop(line: str, start: int, mark: re.Match[str], end: int, after: int) -> bool:
    following = line[after]
    place = mark.start()
    before = line[place - 1 : place]
    word = _WORD_BEFORE.search(line, max(start, place - 30), place)
    abbreviation = word.group().lower() if word else ""
    if after == end:
        if _EAST_ASIAN.match(before):
            return not following.isdigit()
        if end > mark.end():
            return following.isupper() or following in _OPENING or bool(_EAST_ASIAN.match(following))
        plain = word is not None and word.group().islower() and len(abbreviation) > 1 and "." not in abbreviation
        return bool(_EAST_ASIAN.match(following)) and plain and not _is_abbreviation(abbreviation)
    if following.islower() or _in_brackets_inside(line, start, mark, end):
        return False
    if _LIST_MARKER.fullmatch(line, start, place) and (start == 0 or before.isdigit()):
        return False
    if word is None or end > mark.end():
        return True
    return _word_ends(word.group(), line, after)


def _is_abbreviation(word: str) -> bool:
    return word in _NEVER_LAST or word in _BEFORE_NUMBER or word in _PERHAPS_LAST


def _word_ends(word: str, line: str, after: int) -> bool:
    """Tell whether `word` with a full stop ends a sentence before what stands at `after`, which is not lower case."""
    following = line[after]
    lower = word.lower()
    if lower in _NEVER_LAST:
        return False
    if lower in _BEFORE_NUMBER and following.isdigit():
        return False
    if following in _OPENING and not following.isalnum():
        return len(word) > 1 or following not in "([（"
    next_word = _WORD_AFTER.match(line, after)
    starts = next_word is not None and next_word.group() in _STARTERS
    if _INITIALS.fullmatch(word):
        return starts
    if lower in _PERHAPS_LAST:
        return starts or (next_word is not None and next_word.group() in ("I", "A", "An"))
    return True


def _short_enough(line: str, start: int, end: int, longest: int) -> Iterator[Stretch]:
    """Yield the stretch without outer white space, cut into pieces no longer than `longest`."""
    while True:
        while start < end and line[start].isspace():
            start += 1
        last = end
        while last > start and line[last - 1].isspace():
            last -= 1
        if start == last:
            return
        if last - start <= longest:
            yield start, last
            return
        cut = _cut(line, start, longest)
        last = cut
        while line[last - 1].isspace():
            last -= 1
        yield start, last
        start = cut


def _cut(line: str, start: int, longest: int) -> int:
    """Find where to cut a stretch that is longer than `longest`: behind a mark, else a blank, else where it must be."""
    limit = start + longest
    enough = max(longest // 4, 1)
    fallback = start
    for marks in _CUTS:
        places = (match.end() for match in marks.finditer(line, start, limit))
        place = max((place for place in places if line[place] not in _CLOSING), default=start)
        if place - start >= enough:
            return place
        fallback = max(fallback, place)
    blank = max(line.rfind(" ", start, limit), line.rfind("\u3000", start, limit))
    if blank - start >= enough:
        return blank
    if fallback > start:
        return fallback
    place = limit
    while place > start + 1 and (line[place] in "\u200d\ufe0f" or unicodedata.category(line[place])[0] == "M"):
        place -= 1
    return place if place > start + 1 else limit
