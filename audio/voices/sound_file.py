"""Short sound files that speech engines write, as 16-bit mono PCM: WAVE, and AIFF of macOS."""

from __future__ import annotations

import struct
import sys
import warnings
import wave
from pathlib import Path

with warnings.catch_warnings():
    # Part of Python up to 3.12 and deprecated there; the same module comes from a wheel for later ones.
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop


class SoundFileError(ValueError):
    """Not a sound file, or an empty one."""


def read_sound(path: Path, sample_rate: int) -> bytes:
    """Return the file's samples as 16-bit little-endian mono PCM at `sample_rate` Hz. Raises SoundFileError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SoundFileError(str(error)) from error
    frames, width, channels, rate = _aiff(data) if data[:4] == b"FORM" else _wave(path)
    if not frames:
        raise SoundFileError("the sound is empty")
    if channels == 2:
        frames = audioop.tomono(frames, width, 0.5, 0.5)
    elif channels != 1:
        raise SoundFileError(f"{channels} channels")
    if width != 2:
        frames = audioop.lin2lin(frames, width, 2)
    if rate != sample_rate:
        frames, _ = audioop.ratecv(frames, 2, 1, rate, sample_rate, None)
    return frames if sys.byteorder == "little" else audioop.byteswap(frames, 2)


def _wave(path: Path) -> tuple[bytes, int, int, int]:
    try:
        with wave.open(str(path), "rb") as sound:
            frames = sound.readframes(sound.getnframes())
            return frames, sound.getsampwidth(), sound.getnchannels(), sound.getframerate()
    except (wave.Error, EOFError) as error:
        raise SoundFileError(str(error)) from error


def _aiff(data: bytes) -> tuple[bytes, int, int, int]:
    """Read AIFF and uncompressed AIFF-C (Apple, Audio Interchange File Format 1.3)."""
    if data[8:12] not in {b"AIFF", b"AIFC"}:
        raise SoundFileError("not an AIFF file")
    position, common, sound = 12, b"", b""
    while position + 8 <= len(data):
        name, size = struct.unpack_from(">4sI", data, position)
        body = data[position + 8 : position + 8 + size]
        if name == b"COMM":
            common = body
        elif name == b"SSND":
            sound = body[8 + struct.unpack_from(">I", body)[0] :]
        position += 8 + size + size % 2
    if len(common) < 18:
        raise SoundFileError("an AIFF file without its description")
    channels, _, bits = struct.unpack_from(">hIh", common)
    exponent, mantissa = struct.unpack_from(">HQ", common, 8)
    rate = mantissa >> (16383 + 63 - exponent)
    width = (bits + 7) // 8
    little = common[18:22] == b"sowt"
    if common[18:22] not in {b"", b"NONE", b"twos", b"sowt"}:
        raise SoundFileError("a compressed AIFF file")
    if width > 1 and little != (sys.byteorder == "little"):
        sound = audioop.byteswap(sound, width)
    return sound, width, channels, rate
