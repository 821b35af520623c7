"""Where Tongdu keeps things between runs."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from audio.cache import SpeechCache

MOST_SPEECH_BYTES = 8 * 1024**3
UNUSED_DAYS = 60.0


def cache_folder() -> Path:
    """Return TONGDU_CACHE, or the platform's cache folder."""
    chosen = os.environ.get("TONGDU_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("tongdu", appauthor=False))


def data_folder() -> Path:
    """Return TONGDU_DATA, or the platform's folder for a user's data: what is kept for good, such as lexicons."""
    chosen = os.environ.get("TONGDU_DATA")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("tongdu", appauthor=False))


def speech_cache() -> Path:
    """Return the folder of spoken blocks."""
    return cache_folder() / "speech"


def prune_speech() -> None:
    """Drop what was not used for long; what a conversion just used is the last to go."""
    SpeechCache(speech_cache()).prune(most_bytes=MOST_SPEECH_BYTES, unused_days=UNUSED_DAYS)
