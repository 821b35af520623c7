"""Each choice to be heard: made when somebody asks for it, kept by content, and not too often."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from access.errors import BusyError, VoiceFailedError
from access.settings import Settings
from access.storage.files import written_aside
from api.serving.limited_process import result_of

VERSION = 1
"""Changes when the sound does."""
MOST_A_MINUTE = 40
"""New sounds for one account."""
MOST_SECONDS = 30.0
_AT_ONCE = 2
_KEPT_DAYS = 60
_TIDIED_EVERY = 200
_PROCESS = "api.web.proofreading.sound_process"


class Heard:
    """Makes and keeps sounds. Called from several threads at once."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = settings.cache / "heard"
        self._clock = clock
        self._gate = threading.BoundedSemaphore(_AT_ONCE)
        self._lock = threading.Lock()
        self._made: defaultdict[str, deque[float]] = defaultdict(deque)
        self._count = 0

    def sound(self, heard: Mapping[str, Any], syllable: str, account: str) -> Path:
        """Return an MP3 of what is heard around a character, read as a syllable.

        Raises BusyError for too many new ones, MissingVoiceError, VoiceFailedError, DiskFullError and OutputError.
        """
        pinyin = list(heard["pinyin"])
        pinyin[heard["at"]] = syllable
        wanted = {"text": heard["text"], "words": heard["words"], "pinyin": pinyin}
        text = json.dumps([VERSION, wanted], ensure_ascii=False, sort_keys=True)
        path = self._folder / f"{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}.mp3"
        if not path.exists():
            self._count_in(account)
            self._make(wanted, path)
        return path

    def _make(self, wanted: Mapping[str, Any], path: Path) -> None:
        if not self._gate.acquire(timeout=MOST_SECONDS):
            raise BusyError
        try:
            if path.exists():
                return
            told = result_of(_PROCESS, wanted, seconds=MOST_SECONDS)
            if told is None:
                raise VoiceFailedError(name="zh", reason="it gave no sound")
            with written_aside(path) as aside:
                aside.write_bytes(base64.b64decode(told["mp3"]))
        finally:
            self._gate.release()
        self._tidy()

    def _count_in(self, account: str) -> None:
        moment = self._clock()
        with self._lock:
            made = self._made[account]
            while made and made[0] < moment - 60:
                made.popleft()
            if len(made) >= MOST_A_MINUTE:
                raise BusyError(advice="Wait a minute, then listen again.")
            made.append(moment)

    def _tidy(self) -> None:
        """Now and then, take away what nobody has listened to for long."""
        with self._lock:
            self._count += 1
            if self._count % _TIDIED_EVERY != 1:
                return
        oldest = time.time() - _KEPT_DAYS * 86_400
        for path in self._folder.glob("*.mp3"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()
