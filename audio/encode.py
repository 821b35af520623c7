"""PCM to MP3.

48 kbit/s constant bit rate, mono, LAME quality 7: the cheapest setting whose speech cannot be told from better ones.
Streams of this encoder carry no Xing header and begin with an empty bit reservoir, so blocks that were encoded apart
can be put end to end, and the position of every sample in the joined file is known.
"""

from __future__ import annotations

import lameenc

BIT_RATE = 48
"""kbit/s."""
QUALITY = 7

DECODER_DELAY = 1105
"""Samples by which a decoder gives an MP3 of lameenc late: the encoder's 576 and the decoder's 529."""

_MPEG1_RATES = frozenset({32_000, 44_100, 48_000})
_BIT_RATES_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BIT_RATES_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLE_RATES = {0b11: (44_100, 48_000, 32_000), 0b10: (22_050, 24_000, 16_000), 0b00: (11_025, 12_000, 8_000)}


def encode(pcm: bytes, sample_rate: int) -> bytes:
    """Encode 16-bit little-endian mono PCM as one MP3 stream of whole frames."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(BIT_RATE)
    encoder.set_in_sample_rate(sample_rate)
    encoder.set_out_sample_rate(sample_rate)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    return bytes(encoder.encode(pcm)) + bytes(encoder.flush())


def samples_per_frame(sample_rate: int) -> int:
    """Samples in an MPEG layer III frame (ISO/IEC 11172-3, 13818-3)."""
    return 1152 if sample_rate in _MPEG1_RATES else 576


def decoded_samples(mp3: bytes) -> int:
    """Count the samples a decoder gives for a stream of whole frames, from the frames' headers.

    Raises ValueError when something that is not a frame stands in the stream.
    """
    position, samples = 0, 0
    while position < len(mp3):
        head = mp3[position : position + 4]
        if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
            raise ValueError(f"no MP3 frame at byte {position}")
        version, rate_index = head[1] >> 3 & 3, head[2] >> 2 & 3
        sample_rate = _SAMPLE_RATES[version][rate_index]
        bit_rates = _BIT_RATES_MPEG1 if version == 0b11 else _BIT_RATES_MPEG2
        per_frame = samples_per_frame(sample_rate)
        length = per_frame // 8 * bit_rates[head[2] >> 4] * 1000 // sample_rate + (head[2] >> 1 & 1)
        samples += per_frame
        position += length
    return samples
