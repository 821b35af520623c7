"""What can be chosen: voices and braille codes, a line each."""

from __future__ import annotations

import json

from access.errors import MissingVoiceError
from access.language.runs import primary_subtag
from api.language import _, chosen_language
from audio.voices.catalogue import all_voices, choose_voices
from braille.translate.codes import codes_here


def list_voices(language: str | None, *, as_json: bool) -> None:
    """Print the voices, or those of one language, the usual ones first.

    Raises MissingVoiceError when there are none at all.
    """
    usual = _usual_voices()
    found = [voice for voice in all_voices() if language is None or voice.primary_language == primary_subtag(language)]
    if not found:
        raise MissingVoiceError(
            "There is no voice for “{name}” on this machine.",
            advice="`tongdu doctor` says what is missing.",
            name=language or _("any language"),
        )
    for voice in sorted(found, key=lambda voice: usual.index(voice.name) if voice.name in usual else len(usual)):
        is_usual = voice.name in usual
        if as_json:
            entry = {"name": voice.name, "language": voice.language, "description": voice.description}
            print(json.dumps(entry | {"default": is_usual}, ensure_ascii=False))
        else:
            facts = [voice.name, voice.language, voice.description]
            print(_(", ").join([*facts, _("the default")] if is_usual else facts))


def _usual_voices() -> tuple[str, ...]:
    """The names of the voices that are taken for Chinese and English when none is chosen."""
    try:
        return tuple(voice.name for voice in choose_voices(("zh", "en")).values())
    except MissingVoiceError:
        return ()


def list_codes(*, as_json: bool) -> None:
    """Print the braille codes that work on this machine."""
    for code in codes_here():
        description = code.description_zh if chosen_language() == "zh" else code.description
        if as_json:
            entry = {"name": code.name, "language": code.language, "description": description}
            entry |= {"cells": str(code.cells), "lines": str(code.lines)}
            print(json.dumps(entry, ensure_ascii=False))
        else:
            print(_(", ").join((code.name, code.language, description)))
