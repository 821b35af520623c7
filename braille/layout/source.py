"""Where the layout takes cells from."""

from __future__ import annotations

from typing import Protocol

from access.errors import TranslationFailedError
from braille.transcript import CellText, Transcript

_EMPTY = CellText("", "", ())


class Source(Protocol):
    """Gives the cells of leaves and of texts that the layout itself writes."""

    def leaf(self, leaf_id: str) -> CellText:
        """Return the cells of a leaf."""

    def generated(self, text: str) -> CellText:
        """Return the cells of a text of the layout's own; cells are returned as they are."""


class TranscriptSource:
    """Cells out of a transcript. Raises `TranslationFailedError` for what it does not hold."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript

    def leaf(self, leaf_id: str) -> CellText:
        """Return the cells of a leaf."""
        found = self._transcript.leaves.get(leaf_id)
        if found is None:
            raise self._missing(leaf_id)
        return found

    def generated(self, text: str) -> CellText:
        """Return the cells of a text of the layout's own."""
        if is_cells(text):
            return CellText(text, text, tuple(range(len(text))))
        found = self._transcript.generated.get(text)
        if found is None:
            raise self._missing(text)
        return found

    def _missing(self, what: str) -> TranslationFailedError:
        return TranslationFailedError(name=self._transcript.code, reason=f"it has no cells for “{what}”")


class RecordingSource:
    """Has no cells and remembers which texts of the layout's own were asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def leaf(self, leaf_id: str) -> CellText:  # noqa: ARG002 - the protocol's name
        """Return no cells."""
        return _EMPTY

    def generated(self, text: str) -> CellText:
        """Remember the text and return no cells."""
        if not is_cells(text):
            self.asked.add(text)
        return _EMPTY


def is_cells(text: str) -> bool:
    """Whether a text is braille already (or empty)."""
    return all("\u2800" <= character <= "\u283f" for character in text)
