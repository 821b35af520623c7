"""A proofreader at the terminal: one doubt after the other, one key an answer, in lines that a screen reader reads."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from access.book.walk import Leaf, leaves
from access.language.annotations import with_annotations
from access.language.doubts import Doubt, Place
from access.language.lexicon import Lexicon
from access.language.title_lexicon import TitleLexicon, save_title
from api.keys import ENTER, LEAVE, Answers
from api.language import _
from api.proofreading import CellsOfChoices, Doubtful, typed_syllable

_AROUND = 8
"""Characters shown on each side of the one in question."""


class Desk:
    """Asks the doubts of a book; every answer is kept at once."""

    def __init__(
        self, found: Doubtful, asked: Sequence[Doubt], cells: CellsOfChoices, data_folder: Path, answers: Answers
    ) -> None:
        self._found = found
        self._asked = asked
        self._cells = cells
        self._folder = data_folder
        self._answers = answers
        self._texts: Mapping[str, Leaf] = {leaf.id: leaf for leaf in leaves(found.book)}
        self._lexicon = found.lexicon
        self._matched = Lexicon()
        self._steps: list[tuple[int, TitleLexicon]] = []

    def run(self) -> None:
        """Ask until all is answered, put off, or the proofreader leaves; then say what came of it."""
        if not self._asked:
            _say(_("Nothing in this book is in doubt."))
            return
        self._say_keys()
        number = 0
        while number < len(self._asked):
            if self._is_settled(self._asked[number]):
                number += 1
                continue
            self._show(number)
            following = self._answer(number)
            if following is None:
                break
            number = following
        self._close()

    # --- asking ---------------------------------------------------------------------------------------------------

    def _say_keys(self) -> None:
        _say(_("A number answers, Enter takes the first choice, p takes pinyin that you type."))
        _say(_("s asks later, u takes the last step back, r repeats the question, h says this again, q leaves."))

    def _show(self, number: int) -> None:
        doubt = self._asked[number]
        first = doubt.places[0]
        _say("")
        _say(_("Doubt {number} of {count}.").format(number=number + 1, count=len(self._asked)))
        _say(" ".join(first.sentence.split()))
        _say(_("How is “{character}” read here: {around}").format(character=doubt.character, around=_around(first)))
        _say(self._where(doubt))
        for digit, choice in enumerate(doubt.choices, 1):
            _say(f"{digit}, {choice.pinyin}, {self._cells.of(doubt, choice.pinyin)}")
        if not doubt.choices:
            _say(_("No dictionary knows this character."))

    def _where(self, doubt: Doubt) -> str:
        place = doubt.places[0]
        parts = [_("in “{section}”").format(section=place.section)] if place.section else []
        if place.page is not None:
            parts.append(_("print page {page}").format(page=place.page))
        braille = self._found.braille(place.leaf_id, doubt.position(place))
        if braille is not None:
            parts.append(
                _("braille volume {volume}, page {page}, line {line}").format(
                    volume=braille.volume, page=braille.page, line=braille.line
                )
            )
        count = len(doubt.places)
        told = _("One place") if count == 1 else _("{count} places, the least sure of them").format(count=count)
        return _("{what}: {where}.").format(what=told, where=_(", ").join(parts)) if parts else f"{told}."

    def _answer(self, number: int) -> int | None:
        """Take keys until one leads on; return the number of the next doubt, None to leave."""
        doubt = self._asked[number]
        while True:
            key = self._answers.key()
            if key in (LEAVE, "q"):
                return None
            if key == "u" and self._steps:
                number, lexicon = self._steps.pop()
                self._keep(lexicon)
                _say(_("Taken back."))
                return number
            pinyin = self._typed() if key == "p" else _chosen(doubt, key)
            if pinyin is not None:
                self._step(number, self._lexicon.with_answer(doubt.question, pinyin))
                _say(_("{word}: {pinyin}.").format(word=doubt.word, pinyin=pinyin))
                return number + 1
            if key == "s":
                self._step(number, self._lexicon.with_skipped(doubt.question))
                _say(_("Later."))
                return number + 1
            if key == "r":
                return number
            if key == "u":
                _say(_("There is nothing to take back."))
            elif key == "h":
                self._say_keys()
            elif key != "p":
                _say(_("This key has no meaning here; h tells the keys."))

    def _typed(self) -> str | None:
        _say(_("Pinyin with its tone, such as hang2:"))
        line = self._answers.line()
        if not line:
            return None
        syllable = typed_syllable(line)
        if syllable is None:
            _say(_("“{typed}” is not a syllable with its tone.").format(typed=line))
        return syllable

    def _step(self, number: int, lexicon: TitleLexicon) -> None:
        before = self._lexicon
        self._keep(lexicon)
        self._steps.append((number, before))

    def _keep(self, lexicon: TitleLexicon) -> None:
        save_title(self._folder, lexicon)
        self._lexicon = lexicon
        self._matched = Lexicon(lexicon.entries)

    def _is_settled(self, doubt: Doubt) -> bool:
        """Whether what was answered since the book was read decides every place of a doubt."""
        return bool(self._steps) and all(self._is_decided(doubt.position(place), place) for place in doubt.places)

    def _is_decided(self, position: int, place: Place) -> bool:
        return any(found == position for found, _ in self._matched.readings(self._texts[place.leaf_id].text))

    # --- closing --------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        _say("")
        answered = len(set(self._lexicon.entries) - set(self._found.lexicon.entries))
        _say(
            _("{answered} answered, {later} for later. All answers are kept.").format(
                answered=answered, later=len(self._lexicon.skipped)
            )
        )
        _say(
            _("{blocks} of the {of} blocks of the book will be made anew by the next conversion.").format(
                blocks=self._changed_blocks(), of=len(self._texts)
            )
        )

    def _changed_blocks(self) -> int:
        """Count the leaves that the answers read otherwise than before."""
        return sum(self._is_changed(leaf) for leaf in self._texts.values() if self._matched.touches(leaf.text))

    def _is_changed(self, leaf: Leaf) -> bool:
        before = self._found.reader.read(leaf.text)
        pinyin = list(before.pinyin)
        for place, syllable in self._matched.readings(leaf.text):
            pinyin[place] = syllable
        after = replace(before, pinyin=tuple(pinyin))
        return with_annotations(after, leaf.flat).pinyin != with_annotations(before, leaf.flat).pinyin


def _say(line: str) -> None:
    print(line)
    sys.stdout.flush()


def _chosen(doubt: Doubt, key: str) -> str | None:
    number = 1 if key == ENTER else int(key) if key in "123456789" and key else 0
    return doubt.choices[number - 1].pinyin if 1 <= number <= len(doubt.choices) else None


def _around(place: Place) -> str:
    """The character between what stands beside it: …的‘行’…"""
    sentence, at = place.sentence, place.offset
    before, after = sentence[max(at - _AROUND, 0) : at], sentence[at + 1 : at + 1 + _AROUND]
    left = "…" if at > _AROUND else ""
    right = "…" if at + 1 + _AROUND < len(sentence) else ""
    return " ".join(f"{left}{before}‘{sentence[at]}’{after}{right}".split())
