"""Which readings of a book are in doubt: one question for each word, with all the places that its answer settles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from access.book.model import Book, Section
from access.book.walk import Leaf, Mark, Role, flatten, leaves
from access.language.annotations import with_annotations
from access.language.heteronyms import MOST, Choice
from access.language.lexicon import LexiconEntry
from access.language.reading import Reader, Reading, Word, part_of
from access.language.runs import language_runs, primary_subtag
from access.language.scripts import HAN
from access.language.sentences import sentences

_HAN = re.compile(f"[{HAN}]")
_AT_ONCE = 50_000
"""Characters that are read together."""

Alternatives = Callable[[str], Sequence[Choice]]
"""The readings that a character can have, the likely ones first."""


class BookReader(Reader, Protocol):
    """A reader that is quicker with many texts at once."""

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        """Read each text as `read` would."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a doubtful character stands.

    `start` and `end` are its word in the text of the leaf, `offset` is the character's own place in `sentence`, all in
    code points. `page` is the label of the print page, None where the book has none so far; `section` the heading of
    the innermost section that has one, else empty.
    """

    leaf_id: str
    start: int
    end: int
    sentence: str
    offset: int
    confidence: float
    page: str | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, the same wherever it comes up: a character and the text directly around it.

    Around it stands the rest of its word; a word of one character has one code point of what stands beside it on each
    side, so that an answer holds there and not for every such character of the book.
    """

    character: str
    before: str
    after: str

    def answered(self, pinyin: str) -> LexiconEntry:
        """Return the answer as an entry of a lexicon. Raises `ValueError` for what is no syllable in our notation.

        The entry decides the one character alone: what else is in doubt in its word stays so.
        """
        return LexiconEntry(self.character, (pinyin,), self.before, self.after)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A character whose reading is in doubt.

    `index` is its place in the word. `choices` are the readings it can have, the one that was chosen first; none where
    no dictionary knows the character. `confidence` is that of the least sure of `places`, which comes first. `reading`
    is the word as it is read there.
    """

    question: Question
    index: int
    choices: tuple[Choice, ...]
    reading: Reading
    places: tuple[Place, ...]

    @property
    def word(self) -> str:
        """The word the character stands in."""
        return self.reading.text

    @property
    def character(self) -> str:
        """The character."""
        return self.question.character

    @property
    def confidence(self) -> float:
        """How sure the least sure place is, 0 to 1."""
        return self.places[0].confidence

    def position(self, place: Place) -> int:
        """Return the code point of the character in the leaf's text."""
        return place.start + self.index

    def read_as(self, pinyin: str) -> Reading:
        """Return the reading of the word with another reading of the character."""
        reading = self.reading
        sounds = (*reading.pinyin[: self.index], pinyin, *reading.pinyin[self.index + 1 :])
        return Reading(reading.text, reading.words, sounds, reading.confidence, reading.sources)


_Key = tuple[Question, int, str | None]


def doubts(book: Book, reader: BookReader, *, below: float, alternatives: Alternatives) -> tuple[Doubt, ...]:
    """Return what is less sure than `below` (0 to 1) in the Chinese of a book, the most doubtful first.

    The same question with the same reading comes once, with all its places: the least sure first, then the others in
    reading order. What the book itself annotates with pinyin is sure. Characters that can be read in one way only are
    left out, those that nobody can read are not.
    """
    found: dict[_Key, list[tuple[Place, Reading]]] = {}
    for leaf, page, reading in _readings(book, reader):
        for key, place in _in_leaf(leaf, page, reading, below):
            found.setdefault(key, []).append((place, part_of(reading, place.start, place.end)))
    made = [_doubt(key, places, alternatives) for key, places in found.items()]
    asked = [doubt for doubt in made if len(doubt.choices) != 1]
    return tuple(sorted(asked, key=lambda doubt: (doubt.confidence, -len(doubt.places))))


def _doubt(key: _Key, places: Sequence[tuple[Place, Reading]], alternatives: Alternatives) -> Doubt:
    question, index, chosen = key
    worst, reading = min(places, key=lambda found: found[0].confidence)
    others = [choice for choice in alternatives(question.character) if choice.pinyin != chosen]
    first = [Choice(chosen, reading.sources[index] or "dictionary")] if chosen is not None else []
    ordered = (worst, *(place for place, _ in places if place is not worst))
    return Doubt(question, index, (*first, *others)[:MOST], reading, ordered)


def _readings(book: Book, reader: BookReader) -> Iterator[tuple[Leaf, str | None, Reading]]:
    """Yield the leaves with Han characters, the print page on which each begins, and how each is read aloud."""
    page: str | None = None
    waiting: list[tuple[Leaf, str | None]] = []
    size = 0
    for leaf in leaves(book):
        if leaf.role is Role.PAGE:
            page = leaf.text
            continue
        if _HAN.search(leaf.text):
            waiting.append((leaf, page))
            size += len(leaf.text)
        for span in leaf.flat.spans:
            page = span.value if span.mark is Mark.PAGE else page
        if size > _AT_ONCE:
            yield from _read(waiting, reader)
            waiting, size = [], 0
    yield from _read(waiting, reader)


def _read(waiting: Sequence[tuple[Leaf, str | None]], reader: BookReader) -> Iterator[tuple[Leaf, str | None, Reading]]:
    read = reader.read_many([leaf.text for leaf, _ in waiting])
    for (leaf, page), reading in zip(waiting, read, strict=True):
        yield leaf, page, with_annotations(reading, leaf.flat)


def _in_leaf(leaf: Leaf, page: str | None, reading: Reading, below: float) -> Iterator[tuple[_Key, Place]]:
    unsure = [
        (place, confidence)
        for place, confidence in enumerate(reading.confidence)
        if confidence is not None and confidence < below and _HAN.match(reading.text[place])
    ]
    if not unsure:
        return
    text = leaf.text
    stretches = sentences(text, primary_subtag(leaf.language))
    starts = [start for start, _ in stretches]
    words = [word.start for word in reading.words]
    pages = [(span.start, span.value) for span in leaf.flat.spans if span.mark is Mark.PAGE]
    chinese = [run for run in language_runs(leaf.flat, leaf.language) if primary_subtag(run.language) == "zh"]
    section = _section(leaf)
    for place, confidence in unsure:
        if not any(run.start <= place < run.end for run in chinese):
            continue
        word = reading.words[bisect_right(words, place) - 1]
        start, end = stretches[bisect_right(starts, place) - 1]
        begun = [label for at, label in pages if at <= place]
        yield (
            (_question(text, word, place), place - word.start, reading.pinyin[place]),
            Place(
                leaf.id,
                word.start,
                word.end,
                text[start:end],
                place - start,
                confidence,
                begun[-1] if begun else page,
                section,
            ),
        )


def _question(text: str, word: Word, place: int) -> Question:
    if word.end - word.start == 1:
        return Question(text[place], text[max(place - 1, 0) : place], text[place + 1 : place + 2])
    return Question(text[place], text[word.start : place], text[place + 1 : word.end])


def _section(leaf: Leaf) -> str:
    for parent in reversed(leaf.parents):
        if isinstance(parent, Section) and parent.heading is not None:
            return " ".join(flatten(parent.heading.children).text.split())
    return ""
