"""The labelled sentences of CPP in two halves: rules and models are made on one and judged on the other."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from access.language.context.weights import notation

CPP = Path(__file__).parents[2] / "shared" / "chinese"
"""Where the files of the development set lie: `cpp-dev.sent` and `cpp-dev.lb`."""


@dataclass(frozen=True)
class Labelled:
    """A sentence, the place of the character that is judged, and its reading in our notation."""

    text: str
    place: int
    reading: str


def labelled_halves(folder: Path = CPP) -> tuple[list[Labelled], list[Labelled]]:
    """Return the making half and the judged half.

    A sentence belongs to the first when the first byte of its BLAKE2b is even. It is hashed without its marks, so
    that equal sentences are in one half.
    """
    halves: tuple[list[Labelled], list[Labelled]] = ([], [])
    sentences = (folder / "cpp-dev.sent").read_text(encoding="utf-8").splitlines()
    labels = (folder / "cpp-dev.lb").read_text(encoding="utf-8").splitlines()
    for marked, label in zip(sentences, labels, strict=True):
        text = marked.replace("▁", "")
        half = blake2b(text.encode()).digest()[0] % 2
        halves[half].append(Labelled(text, marked.index("▁"), notation(label)))
    return halves
