"""MP3 streams that can be put end to end."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.encode import DECODER_DELAY, decoded_samples, encode, samples_per_frame
from tests.audio.decoding import decode, lag_and_likeness

RATE = 22_050


def chirp(samples: int, seed: int) -> bytes:
    noise = np.random.default_rng(seed).normal(0, 1, samples)
    smooth = np.convolve(noise, np.ones(12) / 12, "same")
    return (smooth / (np.abs(smooth).max() or 1) * 12_000).astype("<i2").tobytes()


@settings(deadline=None, max_examples=30)
@given(st.integers(min_value=0, max_value=9_000))
def test_the_count_of_samples_is_what_a_decoder_needs(samples: int) -> None:
    count = decoded_samples(encode(chirp(max(samples, 1), 1)[: samples * 2], RATE))
    assert count % samples_per_frame(RATE) == 0
    assert samples == 0 or count >= samples + DECODER_DELAY


def test_blocks_end_to_end_decode_in_their_places(tmp_path: Path) -> None:
    blocks = [chirp(length, seed) for seed, length in enumerate((30_000, 700, 12_345, 22_050))]
    streams = [encode(block, RATE) for block in blocks]
    path = tmp_path / "joined.mp3"
    path.write_bytes(b"".join(streams))
    heard = decode(path)
    assert len(heard) == sum(map(decoded_samples, streams))
    offset = 0
    for block, stream in zip(blocks, streams, strict=True):
        place = offset + DECODER_DELAY
        spoken = np.frombuffer(block, dtype="<i2").astype(np.float64)
        lag, likeness = lag_and_likeness(heard[place : place + len(spoken)], spoken)
        assert abs(lag) <= 2
        assert likeness > 0.95
        offset += decoded_samples(stream)


def test_what_is_no_mp3_is_refused() -> None:
    with pytest.raises(ValueError, match="byte 0"):
        decoded_samples(b"not a frame")
