"""Clips of audio in SMIL files: do they lie inside their audio, and are they in order?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO

from audio.check.mp3 import NotMp3Error, mp3_length

TOLERANCE = 0.5
"""Seconds by which sums of times may miss what is told."""
_CLOCK = re.compile(r"(?:npt=)?(?:(?:(\d+):)?([0-5]?\d):([0-5]?\d(?:\.\d+)?)|(\d+(?:\.\d+)?)(h|min|s|ms)?)\Z")
_UNITS = {"h": 3600.0, "min": 60.0, "s": 1.0, "ms": 0.001}


@dataclass(frozen=True, slots=True)
class AudioClip:
    """A stretch of an audio file in seconds; `where` names the SMIL file and the element for a person."""

    source: str
    begin: float | None
    end: float | None
    where: str

    @property
    def length(self) -> float:
        """Seconds; none when an edge cannot be read."""
        return 0.0 if self.begin is None or self.end is None else self.end - self.begin


def clock_value(written: str | None) -> float | None:
    """Return the seconds of a SMIL clock value (`npt=1.5s`, `0:01:02.5`, `90`), or `None` when it is none."""
    found = _CLOCK.match(written.strip()) if written else None
    if found is None:
        return None
    hours, minutes, seconds, count, unit = found.groups()
    if count is not None:
        return float(count) * _UNITS[unit or "s"]
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)


def check_clips(clips: Iterable[AudioClip], opened: Callable[[str], IO[bytes]]) -> list[str]:
    """Check clips in reading order; `opened` opens a file for reading, or raises `KeyError` or `OSError`."""
    findings: list[str] = []
    lengths: dict[str, float | None] = {}
    reached: dict[str, float] = {}
    for clip in clips:
        if clip.source not in lengths:
            lengths[clip.source] = _length(clip.source, opened, findings)
        length = lengths[clip.source]
        if clip.begin is None or clip.end is None:
            findings.append(f"{clip.where}: the clip has no readable begin and end")
            continue
        if clip.end <= clip.begin:
            findings.append(f"{clip.where}: the clip ends at {clip.end:.3f} s, not after its begin {clip.begin:.3f} s")
        if length is not None and clip.end > length + 0.0005:
            findings.append(f"{clip.where}: the clip ends at {clip.end:.3f} s, after its audio ({length:.3f} s)")
        if clip.begin < reached.get(clip.source, 0.0) - 0.0005:
            findings.append(f"{clip.where}: the clip begins at {clip.begin:.3f} s, before the end of the one before it")
        reached[clip.source] = clip.end
    return findings


def _length(source: str, opened: Callable[[str], IO[bytes]], findings: list[str]) -> float | None:
    try:
        with opened(source) as stream:
            return mp3_length(stream).seconds
    except (KeyError, OSError):
        findings.append(f"{source}: the audio file is missing")
    except NotMp3Error as error:
        findings.append(f"{source}: {error}")
    return None
