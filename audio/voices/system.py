"""The voices of the operating system (SAPI 5, NSSS; espeak-ng on Linux) through pyttsx3's public API.

pyttsx3 keeps its engine in class-level state, prints, and may hang, so it lives in a process of its own
(`audio.voices.system_host`), one for each open driver, which ends when its standard input is closed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import weakref
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

from access.errors import MissingVoiceError, VoiceFailedError
from access.language.reading import Reading
from audio.voices.espeak import MANDARIN
from audio.voices.mandarin import spoken_pinyin
from audio.voices.port import VoiceInfo
from audio.voices.sound_file import SoundFileError, read_sound

SAMPLE_RATE = 22_050
"""Hz; what an engine gives at another rate is resampled, so that all voices of a book fit together."""
USUAL_WORDS_PER_MINUTE = 200
_TRIES = 3


class SystemDriver:
    """pyttsx3's voices."""

    name = "pyttsx3"
    description = "the voices of this operating system, by pyttsx3"

    def check(self) -> str | None:
        """Say why there are no system voices, or None."""
        try:
            return None if _voices() else "the operating system has no voices"
        except VoiceFailedError as error:
            return error.english()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List them; empty when there are none."""
        with suppress(VoiceFailedError):
            return _voices()
        return ()

    def open(self, voice: VoiceInfo, *, rate: int) -> SystemVoice:
        """Open a voice in a host of its own."""
        if voice not in self.voices():
            raise MissingVoiceError(name=voice.name)
        return SystemVoice(voice, rate)


class SystemVoice:
    """One system voice at one speed."""

    sample_rate = SAMPLE_RATE

    def __init__(self, info: VoiceInfo, rate: int) -> None:
        self.info = info
        self.version = f"pyttsx3 {metadata.version('pyttsx3')} {sys.platform}"
        self._words_per_minute = round(USUAL_WORDS_PER_MINUTE * rate / 100)
        self._host = _Host(info.name)

    def speak(self, text: str, reading: Reading | None = None) -> bytes:
        """Speak into a file and read it back; tried again when the engine gave silence or nothing."""
        words = text
        if self.info.name.endswith(MANDARIN) and reading is not None:
            words = spoken_pinyin(reading)
        if not any(character.isalnum() for character in words):
            return b""
        reason = ""
        for _ in range(_TRIES):
            with tempfile.TemporaryDirectory(prefix="tongdu-voice-") as folder:
                target = Path(folder) / "speech.wav"
                order = {
                    "voice": self.info.name.partition(":")[2],
                    "rate": self._words_per_minute,
                    "text": words,
                    "file": str(target),
                }
                answer = self._host.ask(order)
                if "error" in answer:
                    reason = str(answer["error"])
                    continue
                try:
                    return read_sound(target, SAMPLE_RATE)
                except SoundFileError as error:
                    reason = str(error)
        raise VoiceFailedError(name=self.info.name, reason=reason)


class _Host:
    """The process that holds pyttsx3, and its line protocol: one JSON object a line each way."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "audio.voices.system_host"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        weakref.finalize(self, _end, self._process)

    def ask(self, order: dict[str, object]) -> dict[str, object]:
        """Send one order and wait for its answer. Raises VoiceFailedError when the host is gone."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(json.dumps(order) + "\n")
            stdin.flush()
            answer = stdout.readline()
        except OSError as error:
            raise VoiceFailedError(name=self._name, reason=str(error)) from error
        if not answer:
            raise VoiceFailedError(name=self._name, reason="the speech engine ended by itself")
        parsed: dict[str, object] = json.loads(answer)
        return parsed


def _end(process: subprocess.Popen[str]) -> None:
    with suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(2)
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


@cache
def _voices() -> tuple[VoiceInfo, ...]:
    answer = _Host(SystemDriver.name).ask({"voices": True})
    if "error" in answer:
        raise VoiceFailedError(name=SystemDriver.name, reason=str(answer["error"]))
    listed = answer["voices"]
    assert isinstance(listed, list)
    return tuple(
        VoiceInfo(f"{SystemDriver.name}:{voice['id']}", voice["language"] or "und", voice["name"]) for voice in listed
    )
