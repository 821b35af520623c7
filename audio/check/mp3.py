"""The length of an MP3 file, counted frame by frame.

Players place clips by what they decode, and what a header may claim is no witness to that; so the frames are counted.
Source: ISO/IEC 11172-3 and 13818-3, layer III.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

_BIT_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s by the header's index: MPEG-1 (3), and MPEG-2 and 2.5 (2)."""
_SAMPLE_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_BLOCK = 1 << 18
_TAG_AT_END = 128


class NotMp3Error(ValueError):
    """Something that is no frame stands where a frame should begin; the message says where."""


@dataclass(frozen=True, slots=True)
class Mp3Length:
    """What a file decodes to. `samples` are samples of one channel."""

    samples: int
    sample_rate: int

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return self.samples / self.sample_rate


def mp3_length(stream: IO[bytes]) -> Mp3Length:
    """Count the frames of an MP3 file, read in blocks; ID3 tags before and after them are passed over.

    Raises `NotMp3Error` when it has no frame, holds anything else, changes its sample rate or ends inside a frame.
    """
    frames: dict[bytes, tuple[int, int, int]] = {}
    samples = rate = 0
    passed = _skip_tag(stream)
    block = stream.read(_BLOCK)
    place = 0
    """Where the next frame begins in `block`, which begins at byte `passed`."""
    while True:
        while place + 4 <= len(block):
            header = block[place : place + 4]
            frame = frames.get(header)
            if frame is None:
                if header[:3] == b"TAG":
                    break
                frame = frames[header] = _frame(header, passed + place)
                if rate and frame[2] != rate:
                    raise NotMp3Error(f"the sample rate changes at byte {passed + place}")
                rate = frame[2]
            place += frame[0]
            samples += frame[1]
        more = stream.read(_BLOCK)
        if not more:
            break
        kept = min(place, len(block))
        passed += kept
        block = block[kept:] + more
        place -= kept
    if place != len(block) and not (block[place : place + 3] == b"TAG" and len(block) - place == _TAG_AT_END):
        raise NotMp3Error("the last frame is cut off")
    if not samples:
        raise NotMp3Error("there is no frame")
    return Mp3Length(samples, rate)


def _skip_tag(stream: IO[bytes]) -> int:
    """Pass over an ID3v2 tag at the beginning; return its bytes."""
    head = stream.read(10)
    if head[:3] != b"ID3" or len(head) < 10:
        stream.seek(0)
        return 0
    size = 0
    for seven in head[6:10]:
        size = size << 7 | seven & 0x7F
    size += 10 if head[5] & 0x10 else 0
    stream.seek(10 + size)
    return 10 + size


def _frame(header: bytes, position: int) -> tuple[int, int, int]:
    """Return bytes, samples and sample rate of the frame with this header."""
    if header[0] == 0xFF and header[1] & 0xE6 == 0xE2:
        version, rate_index, bit_index = header[1] >> 3 & 3, header[2] >> 2 & 3, header[2] >> 4
        if version != 1 and rate_index != 3 and 0 < bit_index < 15:
            rate = _SAMPLE_RATES[version][rate_index]
            samples = 1152 if version == 3 else 576
            bits = _BIT_RATES[3 if version == 3 else 2][bit_index] * 1000
            return samples // 8 * bits // rate + (header[2] >> 1 & 1), samples, rate
    raise NotMp3Error(f"no frame begins at byte {position}")
