"""A question as stages, the surest first: whole names, their beginnings, what is inside, what resembles.

A title belongs to the first stage that finds it; inside a stage popularity decides. Each piece of a question may be a
word, pinyin, initials or telephone keys, and may lie in any zone; all pieces must be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from access.catalog.search.asked import Asked
from access.catalog.search.folding import PieceKind
from access.catalog.search.keys import LONGEST_BEGINNING
from access.catalog.search.readings import syllables_of, typed_readings
from access.catalog.search.syllables import completions, confused, divisions, is_nearly_pinyin
from access.catalog.search.wanted import NOTHING, Begins, Resembles, Term, Wanted, all_of, any_of
from access.language.words import words

TITLE = ("title",)
HEAD = ("title", "people", "topic")
NAMES = ("title", "people")
_SHORTEST_INSIDE = 3
"""Letters and keys that are looked for inside names too; fewer only as beginnings of whole names."""
_SHORTEST_BEGINNING = 3
_SHORTEST_KEYS_BEGINNING = 4
_LONGEST_INITIALS = 12
_LONGEST_PAIR = 2 * 6 + 1
"""Two syllables and a letter too many."""
_SHORTEST_RESEMBLING = 4
_RESEMBLING_TWICE = 8


class Level(IntEnum):
    """The stages; a larger one is a better find."""

    SIMILAR = 1
    SOUNDS = 2
    BODY = 3
    TYPING = 4
    HEAD = 5
    TITLE = 6
    BEGINS = 7
    EXACT = 8
    TONED = 9


COVERS: dict[Level, tuple[Level, ...]] = {
    Level.EXACT: (Level.TONED,),
    Level.HEAD: (Level.TITLE,),
    Level.TYPING: (Level.TITLE, Level.HEAD),
}
"""The stages whose titles a later one finds all again, so that to leave out its own is enough."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is looked for at a level."""

    level: Level
    wanted: Wanted


def sure_stages(asked: Asked) -> Iterator[Stage]:
    """Yield the stages without typos, those that look for nothing left out."""
    short = len(asked.squeezed) < _SHORTEST_INSIDE and asked.squeezed.isascii()
    stages: list[tuple[Level, Callable[[], Wanted]]] = [
        (Level.TONED, lambda: Term("whole", f"q{asked.toned}") if asked.toned else NOTHING),
        (Level.EXACT, lambda: any_of(_whole(asked, "whole"))),
        (Level.BEGINS, lambda: any_of([*_beginnings(asked), *_whole(asked, "author")])),
    ]
    if not short:
        stages += [
            (Level.TITLE, lambda: all_of(_exactly(kind, piece, TITLE) for kind, piece in asked.pieces)),
            (Level.HEAD, lambda: all_of(_exactly(kind, piece, HEAD, names=True) for kind, piece in asked.pieces)),
            (Level.TYPING, lambda: all_of(_begun(kind, piece) for kind, piece in asked.pieces)),
            (Level.BODY, lambda: all_of(_in_body(kind, piece) for kind, piece in asked.pieces)),
        ]
    for level, make in stages:
        wanted = make()
        if wanted != NOTHING:
            yield Stage(level, wanted)


def _whole(asked: Asked, zone: str) -> Iterator[Term]:
    """Yield the terms of a whole name that the question may be."""
    text = asked.squeezed
    yield Term(zone, f"t{text}")
    if asked.is_letters:
        yield Term(zone, f"p{text}")
        if len(text) <= _LONGEST_INITIALS:
            yield Term(zone, f"i{text}")
    if asked.is_digits:
        yield Term(zone, f"k{text}")
        yield Term(zone, f"j{text}")
        yield Term(zone, f"n{text}")


def _beginnings(asked: Asked) -> Iterator[Wanted]:
    """Yield what finds whole names that begin so; a long text is compared with all names only if it may be pinyin."""
    for term in _whole(asked, "begin"):
        sign, long = term.term[0], len(term.term) > LONGEST_BEGINNING + 1
        if sign != "n" and not (sign == "p" and long and not divisions(asked.squeezed)):
            yield beginning(term.term)


@lru_cache(maxsize=1024)
def _exactly(kind: PieceKind, piece: str, zones: tuple[str, ...], *, names: bool = False) -> Wanted:
    """A piece as it is written: a word, ideographs, pinyin of whole syllables, keys of a word or of two syllables."""
    found: list[Wanted] = []
    for zone in zones:
        if kind is PieceKind.IDEOGRAPHS:
            found.append(_ideographs(piece, zone))
            continue
        found.append(Term(zone, f"t{piece}"))
        if kind is PieceKind.LETTERS and piece.isascii():
            found.extend(_syllables(way, zone) for way in divisions(piece) if _is_whole(way))
        if kind is PieceKind.DIGITS:
            found.append(Term(zone, f"k{piece}"))
    if names and kind in (PieceKind.LETTERS, PieceKind.DIGITS):
        found.extend(_whole_name(kind, piece))
    return any_of(found)


def _whole_name(kind: PieceKind, piece: str) -> Iterator[Wanted]:
    """The beginning of a title or a whole person, in letters, initials or keys: `nh luxun` and `nh lx` are found."""
    if len(piece) < 2:
        return
    for sign in "tpi" if kind is PieceKind.LETTERS else "kj":
        yield Term("author", f"{sign}{piece}")
        if sign in "ij":
            yield Term("whole", f"{sign}{piece}")
        elif sign != "t":
            yield beginning(f"{sign}{piece}")


def beginning(term: str) -> Wanted:
    """Return what finds whole names that begin so."""
    return Term("begin", term) if len(term) <= LONGEST_BEGINNING + 1 else Begins("whole", term)


def _ideographs(piece: str, zone: str) -> Wanted:
    """A run of ideographs by its neighbouring pairs; a long one also by its words, which may stand apart."""
    if len(piece) == 1:
        return Term(zone, f"h{piece}")
    return all_of(Term(zone, f"h{one}{other}") for one, other in pairwise(piece))


def _syllables(way: tuple[str, ...], zone: str, sign: str = "p") -> Wanted:
    if len(way) == 1:
        return Term(zone, f"{sign}{way[0]}")
    return all_of(Term(zone, f"{sign}{one}{other}") for one, other in pairwise(way))


def _is_whole(way: tuple[str, ...]) -> bool:
    return way[-1] in completions(way[-1])


@lru_cache(maxsize=1024)
def _begun(kind: PieceKind, piece: str) -> Wanted:
    """A piece that is still being typed, or ideographs whose words stand apart; what is exactly so as well."""
    if kind is PieceKind.IDEOGRAPHS:
        return any_of([_exactly(kind, piece, HEAD), _apart(piece)])
    found: list[Wanted] = []
    for zone in HEAD:
        found.append(Begins(zone, f"t{piece}") if len(piece) >= _SHORTEST_BEGINNING else Term(zone, f"t{piece}"))
        if kind is PieceKind.LETTERS and piece.isascii():
            found.extend(_begun_syllables(way, zone) for way in divisions(piece))
        if kind is PieceKind.DIGITS:
            long = len(piece) >= _SHORTEST_KEYS_BEGINNING
            found.append(Begins(zone, f"k{piece}") if long else Term(zone, f"k{piece}"))
    if kind in (PieceKind.LETTERS, PieceKind.DIGITS):
        found.extend(_whole_name(kind, piece))
    if kind is PieceKind.DIGITS and len(piece) >= _SHORTEST_KEYS_BEGINNING:
        found.append(Begins("author", f"k{piece}"))
    return any_of(found)


def _begun_syllables(way: tuple[str, ...], zone: str) -> Wanted:
    """Whole syllables and then one of those that begin like the last."""
    last = completions(way[-1])
    if len(way) == 1:
        return any_of(Term(zone, f"p{syllable}") for syllable in last)
    ends = any_of(Term(zone, f"p{way[-2]}{syllable}") for syllable in last)
    return all_of([*(Term(zone, f"p{one}{other}") for one, other in pairwise(way[:-1])), ends])


def _apart(piece: str) -> Wanted:
    """The words of a run of ideographs, in any order and zone; nothing when it is one word."""
    found = words(piece)
    if len(found) < 2:
        return NOTHING
    parts = (piece[word.start : word.end] for word in found)
    return all_of(any_of(_ideographs(part, zone) for zone in HEAD) for part in parts)


def _in_body(kind: PieceKind, piece: str) -> Wanted:
    inside = _ideographs(piece, "body") if kind is PieceKind.IDEOGRAPHS else Term("body", f"t{piece}")
    return any_of([_exactly(kind, piece, HEAD), inside])


def sounding_stages(asked: Asked) -> Iterator[Stage]:
    """Yield what sounds like the question: homophones of ideographs, syllables that are commonly confused."""
    alike = [list(_sounding(*piece)) for piece in asked.pieces]
    if any(alike):
        parts = zip(asked.pieces, alike, strict=True)
        yield Stage(Level.SOUNDS, all_of(any_of([_begun(*piece), *sounding]) for piece, sounding in parts))


def similar_stage(asked: Asked, known: frozenset[str] = frozenset()) -> Stage:
    """Return what the question may have been meant to be; pieces that are `known` are taken to be right."""
    pieces = [_begun(*piece) if piece[1] in known else _resembling(*piece) for piece in asked.pieces]
    return Stage(Level.SIMILAR, any_of([all_of(pieces), *_resembling_whole(asked)]))


def known_piece(kind: PieceKind, piece: str) -> Wanted:
    """Return what finds a piece as it was typed."""
    return _exactly(kind, piece, HEAD, names=True)


def allowed_distance(text: str) -> int:
    """Return how many letters may be wrong: one from four letters on, two from eight."""
    return 0 if len(text) < _SHORTEST_RESEMBLING else 1 if len(text) < _RESEMBLING_TWICE else 2


def _sounding(kind: PieceKind, piece: str) -> Iterator[Wanted]:
    if kind is PieceKind.IDEOGRAPHS:
        yield from _homophones(piece)
    elif kind is PieceKind.LETTERS and piece.isascii():
        for way in divisions(piece, loosely=True):
            if len(way) > 1:
                confusions = tuple(confused(syllable) for syllable in way)
                yield from (_syllables(confusions, zone, "f") for zone in NAMES)


def _resembling(kind: PieceKind, piece: str) -> Wanted:
    found = [_begun(kind, piece), *_sounding(kind, piece)]
    if kind is PieceKind.IDEOGRAPHS:
        found.extend(_one_wrong(piece))
    distance = allowed_distance(piece)
    if kind is PieceKind.LETTERS and distance:
        found.append(Resembles("words", piece, distance))
        if piece.isascii() and len(piece) <= _LONGEST_PAIR and is_nearly_pinyin(piece):
            found.extend(Resembles(zone, f"p{piece}", 1) for zone in NAMES)
    return any_of(found)


def _resembling_whole(asked: Asked) -> Iterator[Wanted]:
    """Yield whole names whose pinyin resembles the whole question, however it was divided."""
    # Several words that cannot be syllables are looked for one by one; to compare a million whole names takes long.
    may_be_whole = len(asked.pieces) == 1 or is_nearly_pinyin(asked.squeezed)
    if asked.is_letters and allowed_distance(asked.squeezed) and may_be_whole:
        for zone in ("whole", "author"):
            yield Resembles(zone, f"p{asked.squeezed}", 1)


def _homophones(piece: str) -> Iterator[Wanted]:
    """Yield what sounds the same, and what sounds nearly so."""
    if len(piece) < 2:
        return
    readings = [
        typed_readings(character, syllable)
        for character, syllable in zip(piece, syllables_of(piece), strict=True)
        if syllable
    ]
    if len(readings) != len(piece):
        return
    for way in _ways(readings):
        for zone in NAMES:
            yield _syllables(way, zone)
            yield _syllables(tuple(confused(syllable) for syllable in way), zone, "f")


def _ways(readings: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The likely reading, then each character once in another."""
    first = tuple(each[0] for each in readings)
    others = [(*first[:place], other, *first[place + 1 :]) for place, each in enumerate(readings) for other in each[1:]]
    return [first, *others][:4]


def _one_wrong(piece: str) -> Iterator[Wanted]:
    """Yield a longer run of ideographs with any one of them left open."""
    if len(piece) < _SHORTEST_RESEMBLING:
        return
    for place in range(len(piece)):
        rest = [part for part in (piece[:place], piece[place + 1 :]) if part]
        yield all_of(_ideographs(part, "title") for part in rest)
