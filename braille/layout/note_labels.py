"""Which label is written before each note, so that a reader finds the note of a reference and the way back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from access.book.model import Book, Note
from access.book.walk import Mark, Role, leaves

_AROUND = " \t\n[]()（）〔〕【】［］〈〉<>{}^↑↩"
"""What stands around a marker and is no part of it."""


def note_labels(book: Book) -> Mapping[str, str]:
    """Return the label of each note by its id, empty where its own text begins with its marker.

    A note's own label comes first. Without one it is the marker of the first reference to it, brackets stripped.
    """
    markers: dict[str, str] = {}
    labels: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for leaf in leaves(book):
        for span in leaf.flat.spans:
            if span.mark is Mark.NOTE_REFERENCE:
                marker = leaf.text[span.start : span.end].strip(_AROUND)
                if marker:
                    markers.setdefault(span.value, marker)
        for block in leaf.parents:
            if isinstance(block, Note):
                labels.setdefault(block.id, block.label)
                if leaf.role is not Role.PAGE and leaf.text.strip():
                    beginnings.setdefault(block.id, leaf.text)
    for note_id, label in labels.items():
        if not label.strip():
            marker = markers.get(note_id, "")
            labels[note_id] = "" if begins_with_marker(beginnings.get(note_id, ""), marker) else marker
    return labels


def begins_with_marker(text: str, marker: str) -> bool:
    """Whether a text begins with a marker: 1 begins “1. See …” and “[1] See …”, but not “1984 was …” or “1.5 km”."""
    text, marker = text.lstrip(_AROUND), marker.strip(_AROUND)
    if not marker or not text.startswith(marker):
        return not marker
    rest = text[len(marker) :]
    if marker[-1].isdigit():
        return re.match(r"\d|[.,]\d", rest) is None
    return not (marker[-1].isalpha() and marker[-1].isascii() and rest[:1].isascii() and rest[:1].isalnum())
