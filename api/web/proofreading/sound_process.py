"""A few words spoken by the voice that reads Chinese, in a limited process: engines are C libraries and may crash.

`python -m api.web.proofreading.sound_process`, see `api.serving.limited_process`.
"""

from __future__ import annotations

import base64
from typing import Any

from api.serving.limited_process import answer

MOST_MEMORY = 1024**3
MOST_PROCESSOR = 20


def main() -> None:
    """Do what standard input says."""
    answer(_spoken, memory=MOST_MEMORY, processor=MOST_PROCESSOR)


def _spoken(wanted: dict[str, Any]) -> dict[str, Any]:
    """Return `mp3` (Base64) of `text`, whose `words` are places and whose `pinyin` has one entry a code point."""
    from access.language.reading import Reading, Word
    from audio.encode import encode
    from audio.voices.catalogue import choose_voices, open_voice

    pinyin = tuple(wanted["pinyin"])
    words = tuple(Word(*word) for word in wanted["words"])
    reading = Reading(
        wanted["text"],
        words,
        pinyin,
        tuple(None if syllable is None else 1.0 for syllable in pinyin),
        tuple(None if syllable is None else "lexicon" for syllable in pinyin),
    )
    voice = open_voice(choose_voices(["zh"])["zh"], rate=100)
    mp3 = encode(voice.speak(reading.text, reading), voice.sample_rate)
    return {"mp3": base64.b64encode(mp3).decode()}


if __name__ == "__main__":
    main()
