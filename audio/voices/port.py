"""The Voice port: what narration asks of any speech engine.

A driver lists and opens voices; a voice turns text into 16-bit mono PCM. Drivers load their engine only when a voice is
opened, and an engine is only ever used in one thread of one process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from access.language.reading import Reading
from access.language.runs import primary_subtag


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that can be chosen: `name` is `driver:voice`, `language` a BCP 47 tag."""

    name: str
    language: str
    description: str

    @property
    def driver(self) -> str:
        """The driver's name."""
        return self.name.partition(":")[0]

    @property
    def primary_language(self) -> str:
        """The language without region or script."""
        return primary_subtag(self.language)


class Voice(Protocol):
    """An open voice."""

    @property
    def info(self) -> VoiceInfo:
        """Which voice this is."""

    @property
    def version(self) -> str:
        """Changes whenever the sound may change; part of cache keys."""

    @property
    def sample_rate(self) -> int:
        """Hz."""

    def speak(self, text: str, reading: Reading | None = None) -> bytes:
        """Return 16-bit little-endian mono PCM of one sentence or part of one, without a closing pause.

        `reading` is that of exactly this text; a Mandarin voice speaks it rather than guess. Text without anything to
        say gives empty bytes. Raises VoiceFailedError when the engine gives no or broken sound.
        """


class Driver(Protocol):
    """A speech engine."""

    @property
    def name(self) -> str:
        """The part of a voice's name before the colon."""

    @property
    def description(self) -> str:
        """One line for a person."""

    def check(self) -> str | None:
        """Say why the engine does not work on this machine, or None if it does."""

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List the voices; empty when the engine does not work here."""

    def open(self, voice: VoiceInfo, *, rate: int) -> Voice:
        """Open a voice at `rate` percent of its usual speed. Raises MissingVoiceError."""
