"""What an import did: counts, and a line for every record."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from access.book.opened import BookWarning
from access.catalog.entry import Place
from access.errors import TongduError


class Outcome(StrEnum):
    """What became of a record."""

    TAKEN = "taken"
    MERGED = "merged"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    REMARK = "remark"
    """Nothing: this line is about a whole file."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of the record at a place: the title it is now part of, or the error for which it was refused."""

    place: Place
    outcome: Outcome
    title_id: int | None = None
    error: TongduError | None = None
    remarks: tuple[BookWarning, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the line as an object for JSON, texts in English."""
        told: dict[str, object] = {"outcome": self.outcome.value, "file": self.place.file}
        if self.place.record:
            told["record"] = self.place.record
        if self.place.line:
            told["line"] = self.place.line
        if self.title_id is not None:
            told["title"] = self.title_id
        if self.error is not None:
            told["reason"] = self.error.english()
        if self.remarks:
            told["remarks"] = [str(remark) for remark in self.remarks]
        return told


_COUNTED: tuple[Outcome, ...] = (Outcome.TAKEN, Outcome.MERGED, Outcome.UNCHANGED, Outcome.REFUSED)


@dataclass(slots=True)
class ImportReport:
    """The counts of a run, and the lines of what was refused."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0))
    refused: list[Line] = field(default_factory=list)

    def add(self, line: Line) -> None:
        """Count a line."""
        if line.outcome in self.counts:
            self.counts[line.outcome] += 1
        if line.outcome is Outcome.REFUSED:
            self.refused.append(line)

    @property
    def all_refused(self) -> bool:
        """Whether there was something and all of it was refused."""
        return self.counts[Outcome.REFUSED] > 0 and sum(self.counts.values()) == self.counts[Outcome.REFUSED]

    def as_json(self) -> dict[str, int]:
        """Return the counts as an object for JSON."""
        return {outcome.value: count for outcome, count in self.counts.items()}
