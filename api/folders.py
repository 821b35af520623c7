"""Where Tongdu keeps things between runs."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import platformdirs

from access.errors import OutputError
from access.settings import Settings
from audio.cache import SpeechCache

MOST_SPEECH_BYTES = 8 * 1024**3
UNUSED_DAYS = 60.0


def cache_folder() -> Path:
    """Return the cache that is set, or the platform's cache folder: the service's own default is for its workers."""
    settings = Settings()
    return settings.cache if settings.is_set("cache") else Path(platformdirs.user_cache_dir("tongdu", appauthor=False))


def data_folder() -> Path:
    """Return the data folder that is set, or the platform's: what is kept for good, such as lexicons."""
    return Settings().data


def speech_cache() -> Path:
    """Return the folder of spoken blocks."""
    return cache_folder() / "speech"


def nearest_writable(folder: Path, *, advice: str | None = None) -> Path:
    """Return the folder, or the nearest one above it that is there, after making sure that files can be made in it.

    Raises OutputError, with `advice` in place of its own.
    """
    nearest = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if not _is_folder(nearest):
        raise OutputError(path=nearest, reason="it exists and is not a folder", advice=advice)
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        raise OutputError(path=nearest, reason=error.strerror or str(error), advice=advice) from error
    return nearest


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def prune_speech() -> None:
    """Drop what was not used for long; what a conversion just used is the last to go."""
    SpeechCache(speech_cache()).prune(most_bytes=MOST_SPEECH_BYTES, unused_days=UNUSED_DAYS)
