"""A leaf spoken: its phrases as PCM, then as a kept block. This is the work of a worker process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from access.book.walk import Role
from access.errors import VoiceFailedError
from access.language.read_ahead import ReadAhead, has_han, leaf_reading
from access.language.reading import Reader, Reading, part_of
from access.language.runs import primary_subtag
from audio.cache import SpeechCache, SpokenBlock, SpokenPhrase, cache_key
from audio.encode import BIT_RATE, QUALITY, decoded_samples, encode
from audio.script import LeafScript, Piece
from audio.voices.catalogue import open_voice
from audio.voices.mandarin import spoken_latin_pinyin
from audio.voices.port import Voice, VoiceInfo

PAUSES_MS = {Role.HEADING: 900, Role.PARAGRAPH: 500, Role.VERSE_LINE: 400, Role.PAGE: 300}
"""Silence after a leaf; other leaves as a paragraph."""
SENTENCE_PAUSE_MS = 280
BEFORE_HEADING_MS = 600
SHORTEST_PHRASE_MS = 300
"""What has no sound (a row of asterisks) is this long a silence: a clip must not be empty."""


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """How a book is spoken: a voice by primary language, the main language for what has none, speed in percent."""

    voices: Mapping[str, VoiceInfo]
    main_language: str
    rate: int = 100


@dataclass(frozen=True, slots=True)
class SpokenLeaf:
    """A leaf's block, and whether it had to be spoken now."""

    leaf_id: str
    block: SpokenBlock
    fresh: bool


class Speaker:
    """Speaks leaves in one process; voices are opened when they are first needed."""

    def __init__(self, settings: SpeechSettings, reader: Reader, cache: SpeechCache) -> None:
        self._settings = settings
        self._reader = reader
        self._cache = cache
        self._open: dict[str, Voice] = {}

    def blocks(self, leaves: Iterable[LeafScript]) -> list[SpokenLeaf]:
        """Return the blocks of some leaves, read together."""
        taken = list(leaves)
        ready = ReadAhead(self._reader, (leaf.flat.text for leaf in taken))
        return [self.block(leaf, ready) for leaf in taken]

    def block(self, leaf: LeafScript, reader: Reader) -> SpokenLeaf:
        """Return the leaf's block from the cache, or speak, encode and keep it.

        Raises VoiceFailedError, MissingVoiceError, CacheError, OutputError or DiskFullError.
        """
        reading = leaf_reading(leaf.flat, reader) if has_han(leaf.flat.text) else None
        key = self._key(leaf, reading)
        found = self._cache.find(key)
        if found is not None:
            return SpokenLeaf(leaf.leaf_id, found, fresh=False)
        pcm, sample_rate, phrases = self.render(leaf, reading)
        mp3 = encode(pcm, sample_rate)
        block = SpokenBlock(key, sample_rate, decoded_samples(mp3), phrases)
        self._cache.keep(block, mp3)
        return SpokenLeaf(leaf.leaf_id, block, fresh=True)

    def render(self, leaf: LeafScript, reading: Reading | None) -> tuple[bytes, int, tuple[SpokenPhrase, ...]]:
        """Speak a leaf: 16-bit mono PCM, its sample rate (Hz), and its phrases' places in it."""
        rate = self._voice(leaf.language).sample_rate
        pcm = bytearray()
        if leaf.role is Role.HEADING:
            pcm += _silence(BEFORE_HEADING_MS, rate)
        phrases = []
        last = len(leaf.phrases) - 1
        for index, phrase in enumerate(leaf.phrases):
            start = len(pcm) // 2 if index else 0
            if phrase.said_before:
                pcm += self._say_aside(phrase.said_before, leaf.language)
            for piece in phrase.pieces:
                pcm += self._say(leaf.flat.text, piece, reading)
            pause = SENTENCE_PAUSE_MS if index < last else PAUSES_MS.get(leaf.role, PAUSES_MS[Role.PARAGRAPH])
            pcm += _silence(pause, rate)
            shortest = _silence(SHORTEST_PHRASE_MS, rate)
            pcm += shortest[: max(0, len(shortest) - (len(pcm) - start * 2))]
            phrases.append(SpokenPhrase(phrase.start, phrase.end, start, len(pcm) // 2, phrase.page_id))
        return bytes(pcm), rate, tuple(phrases)

    def _say(self, text: str, piece: Piece, reading: Reading | None) -> bytes:
        voice = self._voice(piece.language)
        if voice.info.primary_language == "zh" and "latn" in piece.language.lower():
            pinyin = spoken_latin_pinyin(text[piece.start : piece.end])
            return self._checked(voice if pinyin else self._voice("en"), pinyin or text[piece.start : piece.end], None)
        part = part_of(reading, piece.start, piece.end) if reading is not None else None
        return self._checked(voice, text[piece.start : piece.end], part)

    def _say_aside(self, words: str, language: str) -> bytes:
        voice = self._voice(language)
        reading = self._reader.read(words) if voice.info.primary_language == "zh" else None
        return self._checked(voice, words, reading)

    def _checked(self, voice: Voice, text: str, reading: Reading | None) -> bytes:
        try:
            return voice.speak(" ".join(text.split()) if reading is None else text, reading)
        except VoiceFailedError as error:
            error.where = f"“{text[:60]}”"
            raise

    def _voice(self, language: str) -> Voice:
        settings = self._settings
        tag = primary_subtag(language)
        if tag not in settings.voices:
            tag = (
                primary_subtag(settings.main_language)
                if primary_subtag(settings.main_language) in settings.voices
                else "en"
            )
        if tag not in self._open:
            self._open[tag] = open_voice(settings.voices[tag], rate=settings.rate)
        return self._open[tag]

    def _key(self, leaf: LeafScript, reading: Reading | None) -> str:
        voices = {
            language: [voice.info.name, voice.version] for language, voice in sorted(self._voices_of(leaf).items())
        }
        return cache_key(
            leaf.role.value,
            leaf.flat.text,
            leaf.language,
            [
                [p.start, p.end, p.said_before, p.page_id, [[q.start, q.end, q.language] for q in p.pieces]]
                for p in leaf.phrases
            ],
            reading.pinyin if reading is not None else None,
            [[word.start, word.end] for word in reading.words] if reading is not None else None,
            voices,
            self._settings.rate,
            [BIT_RATE, QUALITY, SENTENCE_PAUSE_MS, SHORTEST_PHRASE_MS, BEFORE_HEADING_MS, sorted(PAUSES_MS.values())],
        )

    def _voices_of(self, leaf: LeafScript) -> dict[str, Voice]:
        languages = {leaf.language, *(piece.language for phrase in leaf.phrases for piece in phrase.pieces)}
        return {primary_subtag(language): self._voice(language) for language in languages}


def _silence(milliseconds: int, sample_rate: int) -> bytes:
    return bytes(2 * (sample_rate * milliseconds // 1000))


_speaker: Speaker | None = None


def begin_speaking(settings: SpeechSettings, make_reader: Callable[[], Reader], cache_folder: Path) -> None:
    """Make this process ready to speak."""
    global _speaker  # noqa: PLW0603 - what a worker process is for
    _speaker = Speaker(settings, make_reader(), SpeechCache(cache_folder))


def speak_batch(leaves: Iterable[LeafScript]) -> list[SpokenLeaf]:
    """Speak some leaves in a process that was made ready."""
    assert _speaker is not None, "begin_speaking comes first"
    return _speaker.blocks(leaves)
