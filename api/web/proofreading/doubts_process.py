"""The doubts of a book as questions for pages, found in a limited process: reading a book takes some seconds.

`python -m api.web.proofreading.doubts_process`, see `api.serving.limited_process`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.serving.limited_process import answer

if TYPE_CHECKING:
    from access.book.walk import Leaf
    from access.language.doubts import Doubt
    from api.proofreading import RememberingReader

MOST_MEMORY = 3 * 1024**3
"""Address space in bytes."""
MOST_PROCESSOR = 600
BELOW = 0.9
"""The confidence under which a reading is asked about, as `tongdu proofread` has it."""
MOST_QUESTIONS = 1000
_HEARD = 12
"""Characters that are heard on each side of the one that is asked about, where no pause comes before."""
_PAUSE = re.compile(r"[^\w\s]")


def main() -> None:
    """Do what standard input says."""
    answer(_found, memory=MOST_MEMORY, processor=MOST_PROCESSOR)


def _found(wanted: dict[str, Any]) -> dict[str, Any]:
    """Return `identifier`, `title`, `questions` (the most doubtful first, each asked once) and `left_out`."""
    from access.book.walk import leaves
    from access.storage.files import working_folder
    from api.proofreading import find_doubts
    from api.works.outputs import file_name

    source, name = Path(wanted["source"]), Path(wanted["name"])
    with working_folder(Path(wanted["folder"])) as folder:
        named = folder / (file_name(name.stem) + name.suffix)
        named.symlink_to(source.resolve())
        found = find_doubts(named, Path(wanted["lexicons"]), {}, below=BELOW, in_braille=False)
    texts = {leaf.id: leaf for leaf in leaves(found.book)}
    questions: dict[tuple[str, str, str], dict[str, Any]] = {}
    for doubt in found.doubts:
        asked = doubt.question
        key = (asked.before, asked.character, asked.after)
        if key in questions:
            _join(questions[key], doubt)
        else:
            questions[key] = _told(doubt, texts, found.reader)
    listed = list(questions.values())
    return {
        "identifier": found.book.metadata.identifier,
        "title": found.book.metadata.title,
        "questions": listed[:MOST_QUESTIONS],
        "left_out": len(listed[MOST_QUESTIONS:]),
    }


def _told(doubt: Doubt, texts: Mapping[str, Leaf], reader: RememberingReader) -> dict[str, Any]:
    place = doubt.places[0]
    return {
        "character": doubt.question.character,
        "before": doubt.question.before,
        "after": doubt.question.after,
        "word": doubt.word,
        "index": doubt.index,
        "sentence": place.sentence,
        "offset": place.offset,
        "section": place.section,
        "page": place.page,
        "count": len(doubt.places),
        "choices": [choice.pinyin for choice in doubt.choices],
        "heard": _heard(doubt, texts[place.leaf_id], reader),
    }


def _join(told: dict[str, Any], doubt: Doubt) -> None:
    """The same is asked where it was read otherwise: one answer settles all."""
    told["count"] += len(doubt.places)
    told["choices"] += [choice.pinyin for choice in doubt.choices if choice.pinyin not in told["choices"]]


def _heard(doubt: Doubt, leaf: Leaf, reader: RememberingReader) -> dict[str, Any]:
    """The part of the sentence around the character, from pause to pause, as it is read; `at` is the character."""
    from access.language.annotations import with_annotations
    from access.language.reading import part_of

    place = doubt.places[0]
    at = doubt.position(place)
    first, last = at - place.offset, at - place.offset + len(place.sentence)
    start, end = place.start, place.end
    while start > max(first, place.start - _HEARD) and not _PAUSE.match(leaf.text[start - 1]):
        start -= 1
    while end < min(last, place.end + _HEARD) and not _PAUSE.match(leaf.text[end]):
        end += 1
    part = part_of(with_annotations(reader.read(leaf.text), leaf.flat), start, end)
    return {
        "text": part.text,
        "words": [list(word) for word in part.words],
        "pinyin": list(part.pinyin),
        "at": at - start,
    }


if __name__ == "__main__":
    main()
