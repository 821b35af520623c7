"""espeak-ng in memory, through pyttsx3's own binding and the library of the espeakng-loader wheel.

Synchronous retrieval gives the samples of a text with their exact number and no sound card. Mandarin is given as
pinyin, so that what is heard is our own reading. The library keeps its state in globals: one engine a process, one
thread.
"""

from __future__ import annotations

import ctypes
import os
import re
from functools import cache
from importlib import metadata
from types import ModuleType

from access.errors import MissingVoiceError, VoiceFailedError
from access.language.reading import Reading
from access.language.runs import primary_subtag
from audio.voices.mandarin import spoken_pinyin
from audio.voices.port import VoiceInfo

USUAL_WORDS_PER_MINUTE = 175
SLOWEST, FASTEST = 80, 450
"""The library's own limits, in words a minute."""

MANDARIN = "cmn-latn-pinyin"
_BUFFER_MS = 1000
_SHORTEST_MS_A_SOUND = 8
_SOUNDS = re.compile(r"[^\W_]", re.UNICODE)
_ORNAMENT = re.compile(r"^[\s*＊·•⁂—–―‐\-_=~～.…。，,、;:!?'\"“”‘’()（）\[\]]*$")
_TRIES = 3


class EspeakDriver:
    """espeak-ng's voices, Mandarin by pinyin."""

    name = "espeak"
    description = "espeak-ng, bundled: quick, clear and the same on every system"

    def check(self) -> str | None:
        """Load the library, which proves that it is there."""
        try:
            _engine()
        except (ImportError, OSError, RuntimeError, AttributeError) as error:
            return str(error)
        return None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List every voice, Mandarin under the one that takes pinyin."""
        return () if self.check() else _voices()

    def open(self, voice: VoiceInfo, *, rate: int) -> EspeakVoice:
        """Open a voice; cheap, the engine is shared within the process."""
        if voice not in self.voices():
            raise MissingVoiceError(name=voice.name)
        return EspeakVoice(voice, rate)


class EspeakVoice:
    """One voice at one speed."""

    def __init__(self, info: VoiceInfo, rate: int) -> None:
        self.info = info
        self.version = f"espeakng-loader {metadata.version('espeakng-loader')}"
        self._engine = _engine()
        self.sample_rate = self._engine.sample_rate
        self._identifier = info.name.partition(":")[2]
        self._words_per_minute = min(FASTEST, max(SLOWEST, round(USUAL_WORDS_PER_MINUTE * rate / 100)))

    def speak(self, text: str, reading: Reading | None = None) -> bytes:
        """Speak; Mandarin needs its reading. See `Voice.speak`."""
        if _ORNAMENT.match(text):
            return b""
        words = text
        if self._identifier == MANDARIN and reading is not None:
            words = spoken_pinyin(reading)
            if not words:
                return b""
        least = self.sample_rate * _SHORTEST_MS_A_SOUND * min(len(_SOUNDS.findall(words)), 50) // 1000
        for _ in range(_TRIES):
            pcm = self._engine.speak(self._identifier, self._words_per_minute, words)
            # A voice that swallows a text would leave a hole nobody can see: a sound this short cannot be the text.
            if len(pcm) // 2 >= least or not _SOUNDS.search(words):
                return pcm
        if not any(character.isascii() for character in words if character.isalnum()):
            return b""  # letters of a script this voice has no sounds for
        raise VoiceFailedError(name=self.info.name, reason=f"{len(pcm) // 2} samples for {len(text)} characters")


class _Engine:
    """The library, once a process."""

    def __init__(self, binding: ModuleType, data_path: str) -> None:
        self._binding = binding
        self._sound = bytearray()
        self._current: tuple[str, int] | None = None
        self.sample_rate: int = binding.Initialize(
            binding.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MS, os.fsencode(data_path), 0
        )
        if self.sample_rate <= 0:
            raise RuntimeError("espeak-ng did not start")
        binding.SetSynthCallback(self._take)
        self.files: dict[str, str] = {}
        self.descriptions: dict[str, str] = {}
        for voice in binding.ListVoices(None):
            tag = voice.languages[1:].decode()
            if tag not in self.files:
                self.files[tag] = voice.identifier.decode()
                self.descriptions[tag] = voice.name.decode()

    def _take(self, samples: object, count: int, _events: object) -> int:
        if count > 0 and samples:
            self._sound += ctypes.string_at(samples, count * 2)  # type: ignore[arg-type]
        return 0

    def speak(self, identifier: str, words_per_minute: int, text: str) -> bytes:
        if self._current != (identifier, words_per_minute):
            # By the name of its file: `en-gb` is a language that no voice file is named after, and a voice that is not
            # found leaves the last one in place, so that English would be read in Mandarin.
            if self._binding.SetVoiceByName(self.files[identifier].encode()) != self._binding.EE_OK:
                raise MissingVoiceError(name=f"espeak:{identifier}")
            self._binding.SetParameter(self._binding.RATE, words_per_minute, 0)
            self._current = (identifier, words_per_minute)
        self._sound.clear()
        # A NUL would end the C string early and swallow the rest.
        self._binding.Synth(text.replace("\0", " "), flags=self._binding.CHARS_UTF8)
        return bytes(self._sound)


@cache
def _engine() -> _Engine:
    return _Engine(bind_bundled_library(), os.environ["ESPEAK_DATA_PATH"])


def bind_bundled_library() -> ModuleType:
    """Import pyttsx3's binding so that it binds to the wheel's library, whatever the system has; return the binding.

    The binding tries a list of names; answering the first of them is the one way that works on every system. The
    library is loaded with its symbols kept to itself: Piper carries another espeak and the two would mix.
    """
    import espeakng_loader

    library = espeakng_loader.get_library_path()
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    loader = ctypes.cdll
    loader.LoadLibrary = lambda name: ctypes.CDLL(library)  # type: ignore[method-assign]  # noqa: ARG005
    try:
        from pyttsx3.drivers import _espeak
    finally:
        del loader.LoadLibrary  # the class's own method shows again
    binding: ModuleType = _espeak
    return binding


@cache
def _voices() -> tuple[VoiceInfo, ...]:
    found = [
        VoiceInfo(
            f"{EspeakDriver.name}:{identifier}",
            "zh-CN" if identifier == MANDARIN else _tag(identifier),
            description,
        )
        for identifier, description in _engine().descriptions.items()
        if identifier != "cmn"  # it reads Han characters as English letters
    ]
    return tuple(sorted(found, key=lambda voice: (primary_subtag(voice.language), voice.name)))


def _tag(identifier: str) -> str:
    head, *rest = identifier.split("-")
    return "-".join([head, *(part.upper() if len(part) == 2 else part for part in rest)])
