"""A book as phrases with exact clips."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence, or a page announcement, with its place in the text and in the sound.

    `start` and `end` are samples of the decoded audio of the narration part it belongs to, the decoder's delay counted.
    `text_start` and `text_end` are code points of the leaf's text (half open); for a page announcement they are equal
    and `page_id` names the page break.
    """

    block_id: str
    text: str
    text_start: int
    text_end: int
    start: int
    end: int
    page_id: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One audio file and the phrases in it: a section with its own text, without its subsections.

    `audio` is an MP3 file; `samples` is its decoded length. Phrases are in reading order, do not overlap, and every one
    ends where the next begins.
    """

    section_id: str
    audio: Path
    samples: int
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Narration:
    """A whole book's sound. `parts` are in reading order; all have the same sample rate (Hz)."""

    sample_rate: int
    parts: tuple[Part, ...]
    voices: tuple[str, ...]
