"""The least that speaking a text can cost: the bare voice and the bare encoder in two processes, and nothing else.

`python bench/floor.py SENTENCES VOICE_FILE` reads one sentence a line and prints seconds and seconds of sound as JSON.
It imports nothing of Tongdu, so that it stays a floor whatever Tongdu becomes.
"""

import ctypes
import json
import multiprocessing
import sys
import time
from pathlib import Path

import espeakng_loader
import lameenc

ENCODE_AT_ONCE = 20 * 60
"""Seconds of sound to one encoder, as long as a chapter."""


def speak(job: tuple[list[str], str]) -> float:
    """Speak sentences and encode them; return the seconds of sound."""
    sentences, voice = job
    engine = ctypes.CDLL(espeakng_loader.get_library_path())
    rate: int = engine.espeak_Initialize(2, 1000, espeakng_loader.get_data_path().encode(), 0)
    sound = bytearray()

    def take(samples: int, count: int, _events: int) -> int:
        if count > 0 and samples:
            sound.extend(ctypes.string_at(samples, count * 2))
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(take)
    engine.espeak_SetSynthCallback(callback)
    if engine.espeak_SetVoiceByName(voice.encode()) != 0:
        raise SystemExit(f"no voice {voice}")
    total = 0
    for sentence in sentences:
        text = sentence.encode()
        engine.espeak_Synth(text, len(text) + 1, 0, 1, 0, 1 | 0x1000, None, None)
        if len(sound) > ENCODE_AT_ONCE * rate * 2:
            total += encode(sound, rate)
    total += encode(sound, rate)
    return total / rate


def encode(sound: bytearray, rate: int) -> int:
    """Encode and forget; return the samples."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.encode(bytes(sound))
    encoder.flush()
    samples = len(sound) // 2
    sound.clear()
    return samples


def main() -> None:
    """Speak the file's sentences in two processes."""
    lines = [line for line in Path(sys.argv[1]).read_text("utf-8").splitlines() if line]
    half = len(lines) // 2
    began = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        spoken = sum(pool.map(speak, [(lines[:half], sys.argv[2]), (lines[half:], sys.argv[2])]))
    print(json.dumps({"seconds": time.perf_counter() - began, "audio_seconds": spoken}))


if __name__ == "__main__":
    main()
