"""What is asked about a title: its doubts as they were found, and what has been answered since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from access.language.doubts import Question
from access.language.lexicon import LexiconEntry
from access.language.title_lexicon import TitleLexicon

_AROUND = 120
"""Characters of a sentence that are shown on each side of the word at most."""


class Standing(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    LATER = "later"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as a page asks it.

    `left`, `before`, `character`, `after` and `right` are its sentence in pieces: the word is in the middle, in it the
    character that is asked about. `choices` are syllables with tone digits, the one that was chosen by reading first.
    `heard` is what `api.web.proofreading.heard` speaks. `answer` is the syllable that was given, empty for none.
    """

    key: str
    question: Question
    left: str
    before: str
    character: str
    after: str
    right: str
    section: str
    page: str
    count: int
    choices: tuple[str, ...]
    heard: Mapping[str, Any]
    standing: Standing
    answer: str = ""

    @property
    def word(self) -> str:
        """The word that the character stands in."""
        return f"{self.before}{self.character}{self.after}"

    @property
    def ordinal(self) -> int:
        """Which of those in the word it is, counted from 1, where the character stands there more than once; else 0."""
        return self.before.count(self.character) + 1 if self.word.count(self.character) > 1 else 0


def key_of(question: Question) -> str:
    """Return the name of a question in addresses: it tells nothing and stays the same."""
    text = "\x1f".join((question.before, question.character, question.after))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def question_of(told: Mapping[str, Any]) -> Question:
    """Return the question that was put down (`doubts_process`)."""
    return Question(told["character"], told["before"], told["after"])


def askings(told: Sequence[Mapping[str, Any]], lexicon: TitleLexicon) -> list[Asking]:
    """Return the questions of a title as they stand by its lexicon, in the order in which they were found."""
    answers = {_asked(entry): next(filter(None, entry.pinyin), "") for entry in lexicon.entries}
    later = set(lexicon.skipped)
    return [_asking(one, answers, later) for one in told]


def following(found: Sequence[Asking], key: str) -> Asking | None:
    """Return the next open question behind one, from the beginning again when it was the last; None for none."""
    places = [place for place, one in enumerate(found) if one.key == key]
    after = places[0] + 1 if places else 0
    ordered = [*found[after:], *found[:after]]
    return next((one for one in ordered if one.standing is Standing.OPEN and one.key != key), None)


def _asked(entry: LexiconEntry) -> Question:
    return Question(entry.text, entry.before, entry.after)


def _asking(told: Mapping[str, Any], answers: Mapping[Question, str], later: set[Question]) -> Asking:
    question = question_of(told)
    sentence, offset, index, word = told["sentence"], told["offset"], told["index"], told["word"]
    start = max(0, offset - index)
    end = min(len(sentence), start + len(word))
    answer = answers.get(question, "")
    standing = Standing.ANSWERED if answer else Standing.LATER if question in later else Standing.OPEN
    return Asking(
        key=key_of(question),
        question=question,
        left=_cut(sentence[:start], from_end=True),
        before=sentence[start:offset],
        character=sentence[offset],
        after=sentence[offset + 1 : end],
        right=_cut(sentence[end:], from_end=False),
        section=told["section"],
        page=told["page"] or "",
        count=told["count"],
        choices=tuple(told["choices"]),
        heard=told["heard"],
        standing=standing,
        answer=answer,
    )


def _cut(text: str, *, from_end: bool) -> str:
    text = " ".join(text.split())
    if len(text) <= _AROUND:
        return text
    return f"…{text[-_AROUND:]}" if from_end else f"{text[:_AROUND]}…"
