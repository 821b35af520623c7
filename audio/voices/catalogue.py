"""Which voices there are and which one speaks a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from access.errors import MissingVoiceError
from access.language.runs import primary_subtag
from audio.voices.espeak import MANDARIN, EspeakDriver
from audio.voices.port import Driver, Voice, VoiceInfo
from audio.voices.system import SystemDriver

_DEFAULT_VOICES = {"zh": f"{EspeakDriver.name}:{MANDARIN}", "en": f"{EspeakDriver.name}:en-gb"}


def drivers() -> tuple[Driver, ...]:
    """Return the drivers, the one to prefer first."""
    return EspeakDriver(), SystemDriver()


def all_voices() -> tuple[VoiceInfo, ...]:
    """List every voice of every driver that works here."""
    return tuple(voice for driver in drivers() for voice in driver.voices())


def find_voice(name: str) -> VoiceInfo:
    """Return the voice of this name (`espeak:en-gb`; without a driver's name, espeak's). Raises MissingVoiceError."""
    full_name = name if ":" in name else f"{EspeakDriver.name}:{name}"
    driver_name = full_name.partition(":")[0]
    for driver in drivers():
        if driver.name == driver_name:
            for voice in driver.voices():
                if voice.name.casefold() == full_name.casefold():
                    return voice
    raise MissingVoiceError(name=name)


def choose_voices(languages: Iterable[str], chosen: Iterable[VoiceInfo] = ()) -> Mapping[str, VoiceInfo]:
    """Return a voice for each of these languages (BCP 47 tags), by primary language.

    A chosen voice speaks its own language. A language without any voice is left out: its text is spoken by the voice of
    the book's language (see `audio.narrate`). Raises MissingVoiceError when not even the usual voices are there.
    """
    voices = {voice.primary_language: voice for voice in chosen}
    available = EspeakDriver().voices()
    for language in languages:
        tag = primary_subtag(language)
        if tag in voices:
            continue
        voice = _usual_voice(language, available)
        if voice is not None:
            voices[tag] = voice
        elif tag in _DEFAULT_VOICES:
            raise MissingVoiceError(name=_DEFAULT_VOICES[tag])
    return voices


def _usual_voice(language: str, available: Iterable[VoiceInfo]) -> VoiceInfo | None:
    """The voice of the language's region, else the language's usual one, else any that speaks it."""
    tag = primary_subtag(language)
    speaking = [voice for voice in available if voice.primary_language == tag]
    regional = f"{EspeakDriver.name}:{language.lower().replace('_', '-')}"
    for name in (regional, _DEFAULT_VOICES.get(tag), f"{EspeakDriver.name}:{tag}"):
        for voice in speaking:
            if voice.name == name:
                return voice
    return speaking[0] if speaking else None


def open_voice(voice: VoiceInfo, *, rate: int) -> Voice:
    """Open a voice in this process. Raises MissingVoiceError."""
    for driver in drivers():
        if driver.name == voice.driver:
            return driver.open(voice, rate=rate)
    raise MissingVoiceError(name=voice.name)
