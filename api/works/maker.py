"""The maker of the works: each step of a title's outputs, done in a step process (see `access.production.making`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from access.book.opening import open_book
from access.errors import CacheError
from access.language.context.reader import ContextReader
from access.production.making import Advance, Asked, Checked, Made, Opened, Spoken
from access.storage.files import working_folder
from api.making import Choices, codes_of, generator, make_braille, shape_of, speech_settings, write_talking_book
from api.targets import AUDIO_FORMATS, BRAILLE_FORMATS
from api.works.options import choices_from
from api.works.outputs import check_output, file_name, moved, packed
from api.works.plan import Plan, Plans, hash_of
from api.works.print_lines import keep_print
from audio.cache import SpeechCache
from audio.narrate import Progress, chapters, join, keys_of_all, speak_chapter
from audio.narration import Narration
from audio.speak import Speaker
from audio.voices.catalogue import open_voice
from braille.publish.brf import write_brf
from braille.publish.pef import write_pef
from braille.translate.liblouis import liblouis_status

if TYPE_CHECKING:
    from access.storage.tables import Plain  # the database is slow to load, and step processes have none


def open_maker(settings: Mapping[str, Any]) -> TitleMaker:
    """Make the maker of a step process.

    `settings` are folders that all workers share: `works`, `speech` (spoken blocks) and `lexicons`.
    """
    return TitleMaker(Path(settings["works"]), Path(settings["speech"]), Path(settings["lexicons"]))


class TitleMaker:
    """Makes a title's outputs out of files that the workers share."""

    def __init__(self, works: Path, speech: Path, lexicons: Path) -> None:
        self._works = works
        self._speech = speech
        self._lexicons = lexicons
        self._plans = Plans(works / "plans")
        self._speaker: tuple[str, Speaker] | None = None

    def open(self, asked: Asked) -> Opened:
        """Open the source and put it down with the lexicon of now."""
        choices = _choices(asked)
        source = Path(asked.source)
        language = asked.options.get("language")
        with working_folder(self._works / "open") as folder:
            # By the name it came with: a text file is called by that, and what is wrong with it is told by that.
            named = folder / (file_name(Path(asked.source_name).stem) + Path(asked.source_name).suffix)
            named.symlink_to(source.resolve())
            opened = open_book(named, language=str(language) if language else None)
        plan = self._plans.put_down(opened, source.name, self._lexicons)
        sound, cells = AUDIO_FORMATS & set(asked.formats), BRAILLE_FORMATS & set(asked.formats)
        spoken = [sum(len(leaf.flat.text) for leaf in chapter) for chapter in chapters(plan.parts)] if sound else []
        length = sum(len(leaf.flat.text) for part in plan.parts for leaf in part.leaves)
        made_from = {name: self._speech_key(plan, choices) for name in sound}
        made_from |= {name: self._braille_key(plan, choices) for name in cells}
        return Opened(
            plan=plan.key,
            chapters=tuple(spoken),
            braille=length if cells else 0,
            made_from={name: hash_of(name, generator(), key) for name, key in made_from.items()},
            made_of={name: "speak" if name in AUDIO_FORMATS else "braille" for name in asked.formats},
        )

    def speak(self, asked: Asked, chapter: int, advance: Advance) -> Spoken:
        """Speak a chapter; its blocks lie in the cache from then on."""
        plan = self._plans.get(asked.plan)
        choices = _choices(asked)
        key = self._speech_key(plan, choices)
        leaves = chapters(plan.parts)[chapter - 1]
        last = Progress(0, 0, 0, 0)

        def follow(progress: Progress) -> None:
            nonlocal last
            last = progress
            advance(progress.characters)

        spoken = speak_chapter(leaves, self._speaker_for(plan, choices, key), follow)
        plan.keep_spoken(key, chapter, {leaf.leaf_id: leaf.block.key for leaf in spoken})
        return Spoken(last.spoken_blocks, last.kept_blocks)

    def braille(self, asked: Asked, advance: Advance) -> Mapping[str, Plain]:
        """Put the book into cells and lay it out, checked."""
        plan = self._plans.get(asked.plan)
        choices = _choices(asked)
        length = sum(len(leaf.flat.text) for part in plan.parts for leaf in part.leaves)
        made = make_braille(
            plan.book, choices, plan.make_reader(), lambda done, of: advance(length * done // max(1, of))
        )
        plan.keep_volumes(self._braille_key(plan, choices), made.volumes, made.shape)
        keep_print(plan.folder, made.volumes, made.transcript)
        return {"untranslated": len(made.transcript.untranslated)}

    def publish(self, asked: Asked, name: str) -> Made:
        """Make the output of a format, one file."""
        plan = self._plans.get(asked.plan)
        if name in AUDIO_FORMATS:
            return self._talking_book(plan, asked, name)
        return self._braille_file(plan, asked, name)

    def check(self, asked: Asked, name: str, made: Path) -> Checked:
        """Judge an output as it will be shelved."""
        plan = self._plans.get(asked.plan)
        shape = shape_of(plan.book, _choices(asked))
        with working_folder(self._works / "check") as folder:
            findings, facts = check_output(name, made, shape, folder)
        report = {"format": name, "findings": list(findings), "checked_by": generator(), **facts}
        return Checked(findings, json.dumps(report, ensure_ascii=False, sort_keys=True))

    # --- sound ----------------------------------------------------------------------------------------------------

    def _speaker_for(self, plan: Plan, choices: Choices, key: str) -> Speaker:
        """The speaker for a plan; kept from chapter to chapter, with what it has loaded."""
        if self._speaker is None or self._speaker[0] != key:
            settings = speech_settings(plan.book, choices, plan.parts)
            self._speaker = key, Speaker(settings, plan.make_reader(), SpeechCache(self._speech))
        return self._speaker[1]

    def _speech_key(self, plan: Plan, choices: Choices) -> str:
        settings = speech_settings(plan.book, choices, plan.parts)
        voices = {
            language: [voice.name, open_voice(voice, rate=settings.rate).version]
            for language, voice in settings.voices.items()
        }
        return hash_of(plan.key, ContextReader().version, voices, settings.rate)

    def _narration(self, plan: Plan, asked: Asked, folder: Path) -> Narration:
        """The book's sound, all of it from the cache; what was lost there meanwhile is spoken again."""
        try:
            return self._joined(plan, asked, folder, trusting=True)
        except CacheError:
            return self._joined(plan, asked, folder, trusting=False)

    def _joined(self, plan: Plan, asked: Asked, folder: Path, *, trusting: bool) -> Narration:
        """Join what was spoken; without `trusting` every chapter is gone through again, for blocks that are missing."""
        choices = _choices(asked)
        key = self._speech_key(plan, choices)
        blocks: dict[str, str] = {}
        for number in range(1, len(chapters(plan.parts)) + 1):
            found = plan.spoken(key, number) if trusting else None
            if found is None:
                self.speak(asked, number, lambda _: None)
                found = plan.spoken(key, number) or {}
            blocks |= found
        return join(
            plan.parts,
            keys_of_all(plan.parts, blocks),
            speech_settings(plan.book, choices, plan.parts),
            cache_folder=self._speech,
            work_folder=folder,
        )

    def _talking_book(self, plan: Plan, asked: Asked, name: str) -> Made:
        moment = datetime.fromisoformat(asked.moment)
        stem = file_name(plan.book.metadata.title)
        with working_folder(plan.folder) as folder:
            narration = self._narration(plan, asked, folder)
            seconds = sum(part.samples for part in narration.parts) / narration.sample_rate
            facts: dict[str, Plain] = {"seconds": round(seconds, 1)}
            target = folder / name
            write_talking_book(name, plan.book, narration, target, moment)
            key = hash_of(asked.moment, self._speech_key(plan, _choices(asked)))
            if name == "daisy202":
                aside = packed(target, plan.folder / f"made-{key}-{name}.zip", stem)
                return Made(str(aside), f"{stem}.daisy202.zip", "application/zip", facts)
            aside = moved(target, plan.folder / f"made-{key}-{name}.epub")
            return Made(str(aside), f"{stem}.epub", "application/epub+zip", facts)

    # --- braille --------------------------------------------------------------------------------------------------

    def _braille_key(self, plan: Plan, choices: Choices) -> str:
        shape = shape_of(plan.book, choices)
        sheet = [shape.cells, shape.lines, shape.volume_pages, shape.number_place, shape.interpoint]
        return hash_of(
            plan.key, ContextReader().version, codes_of(plan.book, choices), liblouis_status().version, sheet
        )

    def _braille_file(self, plan: Plan, asked: Asked, name: str) -> Made:
        choices = _choices(asked)
        key = self._braille_key(plan, choices)
        kept = plan.volumes(key)
        if kept is None:
            self.braille(asked, lambda _: None)
            kept = plan.volumes(key)
        assert kept is not None, "it was just put there"
        volumes, shape = kept
        facts: dict[str, Plain] = {
            "volumes": len(volumes),
            "pages": sum(len(volume.pages) for volume in volumes),
            "cells": shape.cells,
            "lines": shape.lines,
        }
        stem = file_name(plan.book.metadata.title)
        with working_folder(plan.folder) as folder:
            if name == "pef":
                write_pef(volumes, plan.book.metadata, shape, folder / "out.pef")
                aside = moved(folder / "out.pef", plan.folder / f"made-{key}.pef")
                return Made(str(aside), f"{stem}.pef", "application/x-pef+xml", facts)
            (folder / "out").mkdir()
            paths = write_brf(volumes, folder / "out" / stem)
            if len(paths) == 1:
                aside = moved(paths[0], plan.folder / f"made-{key}.brf")
                return Made(str(aside), f"{stem}.brf", "text/x-brf", facts)
            aside = packed(folder / "out", plan.folder / f"made-{key}-brf.zip", "")
            return Made(str(aside), f"{stem}.brf.zip", "application/zip", facts)


def _choices(asked: Asked) -> Choices:
    return choices_from(asked.formats, asked.options)
