"""Reads plain text files: decoded, laid out, divided at its headings, as a `Book`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from uuid import UUID

from access.book.ids import BlockIds
from access.book.model import Block, Book, Heading, Metadata, Note, Section, Verse, VerseLine
from access.book.opened import BookWarning, OpenedBook
from access.book.text.encoding import decode_text
from access.book.text.front import Front, name_at, read_front, split_title_line
from access.book.text.headings import Kind, explicit_heading
from access.book.text.lines import Layout, Unit, find_layout, text_units
from access.book.text.main_language import is_english, main_language
from access.book.text.notes import FoundNotes, find_notes, with_references
from access.book.text.outline import Title, find_titles
from access.book.text.paragraphs import is_verse, joined, paragraph, stanza
from access.errors import UnsafeBookError

MAX_BYTES = 64 << 20
MAX_PARAGRAPHS = 600_000
_TITLE_PAGE_CHARACTERS = 400


@dataclass(slots=True)
class _Draft:
    """A section in the making."""

    id: str
    level: int
    heading: Heading | None
    role: str | None
    blocks: list[Block] = field(default_factory=list)


def read_plain_text(data: bytes, *, stem: str, language: str | None = None) -> OpenedBook:
    """Read the bytes of a text file; `stem` is the file's name without extension, `language` a BCP 47 tag if known.

    The first lines give the title and the author and stay in the text. Chapters are sections of level 1 (parts, where
    there are parts). Raises `UnknownFormatError` for what is not text, `NoTextError` for text without a letter or
    digit, `UnsafeBookError` for more than 64 MiB or 600,000 paragraphs.
    """
    if len(data) > MAX_BYTES:
        raise UnsafeBookError(reason=f"the text is larger than {MAX_BYTES >> 20} MiB")
    decoded = decode_text(data)
    text, warnings = decoded.text, list(decoded.warnings)
    layout = find_layout(text)
    units: list[Unit] = []
    for unit in text_units(text, layout, _stands_alone):
        units.append(unit)
        if len(units) > MAX_PARAGRAPHS:
            raise UnsafeBookError(reason=f"the text has more than {MAX_PARAGRAPHS:,} paragraphs")
    if layout.wrapped:
        split_title_line(units)
    front = read_front(units)
    titles = find_titles(units, layout, front.body)
    if front.body == 1 and not front.contributors and [title.start for title in titles] == [1]:
        author = name_at(units, 1)  # the only other "heading" is the author's name
        if author is not None:
            front, titles = replace(front, body=2, contributors=(author,)), []
    title = _title(units, front, titles) or stem.strip() or "—"
    if language is None:
        language = main_language(text)
    if language is None:
        language = "en"
        if not is_english(text):
            warnings.append(
                BookWarning("The text does not say its language; it was taken to be English. --language gives another.")
            )
    identifier = UUID(bytes=sha256(text.encode("utf-8", "surrogatepass")).digest()[:16], version=5).urn
    metadata = Metadata(title, language, identifier, front.contributors)
    return OpenedBook(Book(metadata, _sections(units, layout, front, titles)), tuple(warnings))


def _stands_alone(line: str) -> bool:
    pattern = explicit_heading(line)
    return pattern is not None and pattern.kind is not Kind.NAMED


def _title(units: Sequence[Unit], front: Front, titles: Sequence[Title]) -> str | None:
    """Return the title; a first line with a long text of its own beside other such pieces names only its piece."""
    if front.title is None or front.body == 0:
        return front.title
    end = titles[0].start if titles else len(units)
    length = sum(len(unit.text) for unit in units[front.body : end])
    if length > _TITLE_PAGE_CHARACTERS and sum(title.level == 1 and title.role is None for title in titles) > 1:
        return None
    return front.title


def _sections(units: Sequence[Unit], layout: Layout, front: Front, titles: Sequence[Title]) -> tuple[Section, ...]:
    ids = BlockIds()
    marks = list(titles)
    if front.body:
        marks.insert(0, Title(0, 1, 1, "titlepage" if titles else None))
    elif not marks or marks[0].start > 0:
        marks.insert(0, Title(0, 0, 1, None))
    ends = [mark.start for mark in marks[1:]] + [len(units)]
    notes = find_notes(units, [(mark.end, end) for mark, end in zip(marks, ends, strict=True)], ids)
    top: list[Section] = []
    drafts: list[_Draft] = []
    for mark, end in zip(marks, ends, strict=True):
        while drafts and drafts[-1].level >= mark.level:
            _close(drafts, top)
        draft = _draft(units, mark, layout, ids)
        draft.blocks += _blocks(units, range(mark.end, end), layout, notes, ids)
        drafts.append(draft)
    while drafts:
        _close(drafts, top)
    return tuple(top)


def _draft(units: Sequence[Unit], mark: Title, layout: Layout, ids: BlockIds) -> _Draft:
    lines = [line for unit in units[mark.start : mark.end] for line in unit.lines]
    words = "\n".join(line.text for line in lines)
    section_id = ids.make("s", words)
    unwrapped = Layout(wrapped=False, margin=layout.margin, gap=layout.gap)
    heading = Heading(ids.make("h", words), joined(lines, unwrapped)) if lines else None
    return _Draft(section_id, mark.level, heading, mark.role)


def _close(drafts: list[_Draft], top: list[Section]) -> None:
    draft = drafts.pop()
    section = Section(draft.id, draft.level, draft.heading, tuple(draft.blocks), draft.role)
    if drafts:
        drafts[-1].blocks.append(section)
    else:
        top.append(section)


def _blocks(units: Sequence[Unit], place: range, layout: Layout, notes: FoundNotes, ids: BlockIds) -> list[Block]:
    blocks: list[Block] = []
    stanzas: list[tuple[VerseLine, ...]] = []
    for index in place:
        unit = units[index]
        verse = index not in notes.notes and index not in notes.references and is_verse(unit, layout)
        if stanzas and (not verse or unit.gap > max(1, layout.gap)):
            blocks.append(Verse(tuple(stanzas)))
            stanzas = []
        if verse:
            stanzas.append(stanza(unit, ids))
            continue
        block = paragraph(unit, layout, ids)
        if index in notes.references:
            block = type(block)(block.id, with_references(block.children, notes.references[index]))
        blocks.append(Note(notes.notes[index], "", (block,)) if index in notes.notes else block)
    if stanzas:
        blocks.append(Verse(tuple(stanzas)))
    return blocks
