"""Times of clips, from samples, in the notations of SMIL 1.0 and SMIL 3.0.

Every edge of a clip is cut to the millisecond at or before it. Lengths are differences of such edges, so the lengths of
clips that follow each other add up exactly, and no clip ends after its audio.
"""

from __future__ import annotations


def milliseconds(samples: int, sample_rate: int) -> int:
    """Return the last whole millisecond at or before a sample."""
    return samples * 1000 // sample_rate


def seconds(ms: int) -> str:
    """Return `12.345s`, SMIL's timecount value."""
    return f"{ms // 1000}.{ms % 1000:03d}s"


def clock(ms: int) -> str:
    """Return `1:02:03.456`, SMIL's full clock value."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def whole_seconds(ms: int) -> str:
    """Return `01:02:03`, rounded to the nearest second, as DAISY 2.02 wants its total time."""
    total = (ms + 500) // 1000
    return f"{total // 3600:02d}:{total // 60 % 60:02d}:{total % 60:02d}"
