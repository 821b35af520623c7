"""The process that drives pyttsx3: `python -m audio.voices.system_host`, orders in and answers out as lines of JSON.

`{"voices": true}` lists the voices; `{"voice", "rate", "text", "file"}` speaks a text into a file. An answer is
`{"voices": […]}`, `{"done": true}` or `{"error": "…"}`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from audio.voices.espeak import bind_bundled_library

_LONGEST_WAIT = 20.0
_POLL = 0.01
_EMPTY_WAV = 44


def main() -> None:
    """Answer orders until standard input ends."""
    # pyttsx3 prints to standard output, which here belongs to the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    engine: Any = None
    for line in sys.stdin:
        order = json.loads(line)
        try:
            if engine is None:
                engine = _start()
            answer = _voices(engine) if "voices" in order else _speak(engine, order)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _start() -> Any:
    if sys.platform.startswith("linux"):
        bind_bundled_library()
    import pyttsx3

    return pyttsx3.init()


def _voices(engine: Any) -> dict[str, object]:
    listed = []
    for voice in engine.getProperty("voices"):
        languages = [tag.decode(errors="ignore") if isinstance(tag, bytes) else str(tag) for tag in voice.languages]
        language = languages[0].strip("\x05").replace("_", "-") if languages else ""
        listed.append({"id": voice.id, "name": voice.name or voice.id, "language": language})
    return {"voices": listed}


def _speak(engine: Any, order: dict[str, Any]) -> dict[str, object]:
    engine.setProperty("voice", order["voice"])
    engine.setProperty("rate", order["rate"])
    # It keeps one text only, so one text at a time.
    engine.save_to_file(order["text"], order["file"])
    engine.runAndWait()
    # The first run may come back before the file is there, and a file may still grow.
    path, size, deadline = Path(order["file"]), -1, time.monotonic() + _LONGEST_WAIT
    while time.monotonic() < deadline:
        now = path.stat().st_size if path.exists() else 0
        if now > _EMPTY_WAV and now == size:
            return {"done": True}
        size = now
        time.sleep(_POLL)
    return {"error": f"no sound after {_LONGEST_WAIT:.0f} s"}


if __name__ == "__main__":
    main()
