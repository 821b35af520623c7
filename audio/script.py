"""What is to be spoken: the phrases of every leaf of a book.

A phrase is a sentence, or the announcement of a print page. A page that begins inside a sentence is announced before
that sentence, so that who goes to the page misses nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from access.book.model import Block, Book, List, Note, Section, Table
from access.book.walk import FlatText, Leaf, Mark, Role, block_leaves, leaves
from access.language.runs import language_runs, primary_subtag
from access.language.sentences import sentences

_PAGE_MARKS = {
    "zh": "第{label}页",
    "en": "Page {label}.",
    "ja": "{label}ページ",
    "fr": "Page {label}.",
    "de": "Seite {label}.",
}
_PICTURE_MARKS = {"zh": "图：", "en": "Picture: ", "fr": "Image : ", "de": "Bild: "}
_NOTE_MARKS = {"zh": "注{label}：", "en": "Note {label}: ", "fr": "Note {label} : ", "de": "Anmerkung {label}: "}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a phrase in one language: code points of the leaf's text, half open."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class PhraseScript:
    """One phrase. `said_before` is spoken first and stands nowhere in the text (`图：`, `1.`, `第5页`)."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    said_before: str = ""
    page_id: str = ""


@dataclass(frozen=True, slots=True)
class LeafScript:
    """A leaf and its phrases; `language` is the leaf's, in which what is said before is said."""

    leaf_id: str
    role: Role
    level: int
    language: str
    flat: FlatText
    phrases: tuple[PhraseScript, ...]


@dataclass(frozen=True, slots=True)
class PartScript:
    """A section's own leaves: what becomes one audio file."""

    section_id: str
    leaves: tuple[LeafScript, ...]


def script(book: Book) -> tuple[PartScript, ...]:
    """Lay out what is spoken, a part for every section that has leaves of its own, in reading order."""
    said_before = _said_before(book)
    parts: list[tuple[str, list[LeafScript]]] = []
    for leaf in leaves(book):
        section = next(parent for parent in reversed(leaf.parents) if isinstance(parent, Section))
        phrases = leaf_phrases(leaf, said_before.get(leaf.id, ""))
        if not phrases:
            continue
        if not parts or parts[-1][0] != section.id:
            parts.append((section.id, []))
        parts[-1][1].append(LeafScript(leaf.id, leaf.role, leaf.level, leaf.language, leaf.flat, phrases))
    return tuple(PartScript(section_id, tuple(scripts)) for section_id, scripts in parts)


def leaf_phrases(leaf: Leaf, said_before: str = "") -> tuple[PhraseScript, ...]:
    """Split a leaf into phrases, page announcements in their places."""
    if leaf.role is Role.PAGE:
        return (_announcement(leaf.text, leaf.language, 0, leaf.id),)
    if leaf.role is Role.FIGURE:
        said_before += _words(_PICTURE_MARKS, leaf.language)
    pages = [span for span in leaf.flat.spans if span.mark is Mark.PAGE]
    runs = language_runs(leaf.flat, leaf.language)
    phrases: list[PhraseScript] = []
    for start, end in sentences(leaf.text, primary_subtag(leaf.language)):
        while pages and pages[0].start < end:
            page = pages.pop(0)
            phrases.append(_announcement(page.value, leaf.language, start, page.id))
        pieces = tuple(
            Piece(max(start, run.start), min(end, run.end), run.language)
            for run in runs
            if run.start < end and run.end > start
        )
        phrases.append(PhraseScript(start, end, pieces, said_before))
        said_before = ""
    phrases.extend(_announcement(page.value, leaf.language, len(leaf.text), page.id) for page in pages)
    return tuple(phrases)


def _announcement(label: str, language: str, place: int, page_id: str) -> PhraseScript:
    return PhraseScript(place, place, (), _words(_PAGE_MARKS, language).format(label=label), page_id)


def _words(words: dict[str, str], language: str) -> str:
    return words.get(primary_subtag(language), words["en"])


def _said_before(book: Book) -> dict[str, str]:
    """What is spoken before a leaf and is no text of it: the numbers of list items, the labels of notes."""
    said: dict[str, str] = {}
    for section in book.sections:
        _mark_first_leaves(section.blocks, section.language or book.metadata.language, said)
    return said


def _mark_first_leaves(blocks: tuple[Block, ...], language: str, said: dict[str, str]) -> None:
    for block in blocks:
        match block:
            case Section():
                _mark_first_leaves(block.blocks, block.language or language, said)
            case List():
                for item in block.items:
                    _put_before(item.marker + " " if block.ordered and item.marker else "", item.blocks, language, said)
            case Note():
                label = _words(_NOTE_MARKS, language).format(label=block.label) if block.label else ""
                _put_before(label, block.blocks, language, said)
            case Table():
                for row in block.rows:
                    for cell in row:
                        _mark_first_leaves(cell.blocks, language, said)
            case _:
                _mark_first_leaves(getattr(block, "blocks", ()), language, said)


def _put_before(words: str, blocks: tuple[Block, ...], language: str, said: dict[str, str]) -> None:
    first: Iterator[Leaf] = block_leaves(blocks, language, ())
    leaf = next(first, None)
    if leaf is not None and words:
        said[leaf.id] = words + said.get(leaf.id, "")
    _mark_first_leaves(blocks, language, said)
