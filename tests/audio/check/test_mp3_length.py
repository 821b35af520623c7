"""Counting the frames of MP3 files."""

from __future__ import annotations

import io

import lameenc
import pytest

import audio.check.mp3
from audio.check.mp3 import Mp3Length, NotMp3Error, mp3_length
from tests.samples.talking_book import frames, tone


def encoded(samples: int, rate: int, channels: int = 1, kilobits: int = 64) -> bytes:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(kilobits)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_channels(channels)
    encoder.set_quality(7)
    return bytes(encoder.encode(bytes(samples * channels * 2))) + bytes(encoder.flush())


def length(data: bytes) -> Mp3Length:
    return mp3_length(io.BytesIO(data))


def test_the_whole_length_is_counted() -> None:
    data = tone(22_050 * 3)
    assert length(data) == Mp3Length(frames(data) * 576, 22_050)
    assert 3 <= length(data).seconds < 3.2


@pytest.mark.parametrize(("rate", "per_frame"), [(44_100, 1152), (48_000, 1152), (24_000, 576), (8_000, 576)])
def test_other_rates_and_stereo(rate: int, per_frame: int) -> None:
    found = length(encoded(rate, rate, 2))
    assert found.sample_rate == rate
    assert found.samples % per_frame == 0
    assert 1 <= found.seconds < 1.3


def test_streams_put_end_to_end_add_up() -> None:
    first, second = tone(5_000), tone(9_000)
    assert length(first + second).samples == length(first).samples + length(second).samples


@pytest.mark.parametrize("block", [1, 3, 128, 157, 1000])
def test_frames_over_the_edges_of_blocks(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tone(8_000)
    whole = length(data)
    monkeypatch.setattr(audio.check.mp3, "_BLOCK", block)
    assert length(data) == whole
    assert length(data + b"TAG" + bytes(125)) == whole
    with pytest.raises(NotMp3Error):
        length(data[:-1])


def test_tags_are_passed_over() -> None:
    data = tone(5_000)
    head = b"ID3\x04\x00\x00" + bytes([0, 0, 1, 5]) + bytes(133)
    assert length(head + data + b"TAG" + bytes(125)) == length(data)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: b"", "no frame"),
        (lambda data: b"RIFF" + bytes(40), "no frame begins at byte 0"),
        (lambda data: data[:-7], "cut off"),
        (lambda data: data + b"\xff", "cut off"),
        (lambda data: data + b"rubbish", "no frame begins at byte"),
        (lambda data: data + encoded(1_000, 44_100), "sample rate changes"),
        (lambda data: b"ID3", "cut off"),
    ],
)
def test_what_is_no_sound_mp3_is_told(damage: object, message: str) -> None:
    assert callable(damage)
    with pytest.raises(NotMp3Error, match=message):
        length(damage(tone(4_000)))
