"""The phrases of a narration as clips in milliseconds, each with the place in the text that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audio.narration import Narration, Phrase
from audio.publish.clock import milliseconds
from audio.publish.documents import Document
from audio.publish.survey import Skip, Survey


@dataclass(frozen=True, slots=True)
class Clip:
    """A phrase in its places.

    `id` is unique in the book and names the clip; `target` is the id of its element in the text (a picture whose
    alternative text has several sentences is the target of several clips). `begin` and `end` are milliseconds of the
    audio of part number `part`; `order` counts clips from 0; `document` names the content file.
    """

    id: str
    target: str
    document: str
    part: int
    order: int
    begin: int
    end: int
    phrase: Phrase
    skip: Skip | None = None

    @property
    def length(self) -> int:
        """Milliseconds."""
        return self.end - self.begin


class Clips:
    """All clips of a book, and which belong to what; `file_of_leaf` names the content file of every leaf."""

    def __init__(self, narration: Narration, found: Survey, files: tuple[Document, ...]) -> None:
        """Lay out a narration over the files of a book's text."""
        self.parts: list[list[Clip]] = []
        self._texts: dict[str, list[Clip]] = {}
        self._pages: dict[str, Clip] = {}
        self.file_of_leaf = {leaf_id: file.name for file in files for leaf_id in file.leaf_ids()}
        shown = {figure.id for figure in found.figures if figure.image in found.pictures}
        order = 0
        for number, part in enumerate(narration.parts):
            clips = []
            for phrase in part.phrases:
                name = f"f{order + 1:05d}"
                clip = Clip(
                    id=name,
                    target=block_id(phrase.block_id) if phrase.block_id in shown and not phrase.page_id else name,
                    document=self.file_of_leaf.get(phrase.block_id, files[0].name),
                    part=number,
                    order=order,
                    begin=milliseconds(phrase.start, narration.sample_rate),
                    end=milliseconds(phrase.end, narration.sample_rate),
                    phrase=phrase,
                    skip=Skip.PAGE if phrase.page_id else found.skips.get(phrase.block_id),
                )
                order += 1
                clips.append(clip)
                if phrase.page_id:
                    self._pages[phrase.page_id] = clip
                else:
                    self._texts.setdefault(phrase.block_id, []).append(clip)
            self.parts.append(clips)

    def of_leaf(self, leaf_id: str) -> list[Clip]:
        """The clips of a leaf's sentences."""
        return self._texts.get(leaf_id, [])

    def of_page(self, page_id: str) -> Clip | None:
        """The clip that announces a page."""
        return self._pages.get(page_id)

    def first_of(self, leaf_ids: Iterable[str]) -> Clip | None:
        """The first clip of any of these leaves, page announcements included."""
        for leaf_id in leaf_ids:
            texts = self._texts.get(leaf_id)
            found = texts[0] if texts else self._pages.get(leaf_id)
            if found is not None:
                return found
        return None

    def at(self, leaf_id: str, place: int) -> Clip | None:
        """The clip of the sentence that holds a code point of a leaf's text, or the nearest before it."""
        best: Clip | None = None
        for clip in self._texts.get(leaf_id, ()):
            if best is not None and clip.phrase.text_start > place:
                break
            best = clip
        return best


def block_id(name: str) -> str:
    """The id in the text of a block, whatever ids clips have."""
    return f"b-{name}"
