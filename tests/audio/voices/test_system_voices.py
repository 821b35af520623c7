"""System voices through pyttsx3's public API, in their own process."""

import sys
import wave
from pathlib import Path

import pytest

from audio.voices.catalogue import open_voice
from audio.voices.port import Voice
from audio.voices.sound_file import SoundFileError, read_sound
from audio.voices.system import SAMPLE_RATE, SystemDriver


@pytest.fixture(scope="module")
def voice() -> Voice:
    driver = SystemDriver()
    assert driver.check() is None
    chosen = next(info for info in driver.voices() if info.primary_language == "en")
    return open_voice(chosen, rate=100)


def test_it_speaks_text_after_text(voice: Voice) -> None:
    lengths = [
        len(voice.speak(text)) / 2 / SAMPLE_RATE for text in ("One.", "A rather longer sentence follows.", "Two.")
    ]
    assert all(length > 0.2 for length in lengths)
    assert lengths[1] > 2 * lengths[0]


def test_long_text_comes_whole(voice: Voice) -> None:
    once = "The escort waits until the reader is home. "
    assert len(voice.speak(once * 12)) > 9 * len(voice.speak(once))


def test_nothing_to_say(voice: Voice) -> None:
    assert voice.speak("—") == b""


def test_two_channels_and_another_rate_are_brought_to_ours(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(44_100)
        sound.writeframes(b"\x00\x10\x00\x10" * 44_100)
    assert len(read_sound(path, SAMPLE_RATE)) / 2 == pytest.approx(SAMPLE_RATE, abs=2)


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="aifc left Python with 3.13")
@pytest.mark.filterwarnings("ignore:.*aifc.*:DeprecationWarning")
def test_aiff_of_macos(tmp_path: Path) -> None:
    import aifc

    path = tmp_path / "speech.wav"  # what macOS writes there is AIFF all the same
    samples = bytes(range(256)) * 40
    with aifc.open(str(path), "wb") as sound:
        sound.aiff()
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes(samples)
    swapped = bytes(byte for pair in zip(samples[1::2], samples[::2], strict=True) for byte in pair)
    assert read_sound(path, SAMPLE_RATE) == swapped


def test_an_empty_file_is_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "silent.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
    with pytest.raises(SoundFileError):
        read_sound(path, SAMPLE_RATE)
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(SoundFileError):
        read_sound(path, SAMPLE_RATE)
