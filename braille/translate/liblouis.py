"""Translation by liblouis, out of harm's way.

liblouis is not safe with threads and may end its process, so it only ever runs in a worker process of ours
(`louis_worker`). A worker that dies is started again; a passage that kills it a second time is named in the error.
Characters a table has no cells for never come out as liblouis' own hexadecimal cells: they are replaced by something
that says the same (`substitutes`), or written as `UNDEFINED_SIGN` and reported.
"""

from __future__ import annotations

import functools
import os
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from access.errors import MissingTableError, TranslationFailedError
from braille.translate import ueb_print as ueb
from braille.translate.louis_process import LouisProcess, WorkerDiedError
from braille.translate.louis_worker import version_numbers
from braille.translate.substitutes import BLANKS, INVISIBLE, LIGATURES, substitute

BLANK = "\u2800"
UNDEFINED_SIGN = "⠼⠿"
"""Written for a character no code can write: the first transcriber-defined sign of UEB, which Chinese braille never
forms either (a number sign is followed by a digit)."""
OLDEST_VERSION = (3, 20, 0)
ITALIC, BOLD = 1, 4
"""Typeforms of liblouis."""

_LONGEST_STRETCH = 20_000
"""Characters handed to liblouis in one call; longer passages are cut at a blank."""
_BATCH_CHARACTERS = 100_000
_NOT_SIX_DOTS = re.compile("[^\u2800-\u283f]")
_ALWAYS_OTHER = BLANKS | INVISIBLE | LIGATURES.keys()
_TABLE_FOLDERS = (
    "/usr/local/share/liblouis/tables",
    "/opt/homebrew/share/liblouis/tables",
    "/usr/share/liblouis/tables",
)


@dataclass(frozen=True, slots=True)
class LouisStatus:
    """What is known of liblouis here: its version or None, the folder of its tables, and why it cannot be used."""

    version: str | None
    tables: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Text for one table. `forms` are typeforms as (start, end, form); `code` and `where` name it in errors.

    `text` has no line ends.
    """

    table: str
    text: str
    forms: tuple[tuple[int, int, int], ...] = ()
    code: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Translated:
    """A passage in cells: for each cell the code point it stands for, and the code points no cells were found for."""

    cells: str
    positions: Sequence[int]
    untranslated: tuple[int, ...] = ()


@functools.cache
def liblouis_status() -> LouisStatus:
    """Say whether liblouis can be used here; asked once a process (a worker is started for it)."""
    worker = LouisProcess()
    try:
        answer = worker.ask([{"op": "hello"}], seconds=30)[0]
    except (WorkerDiedError, OSError) as error:
        return LouisStatus(None, "", f"liblouis' process does not start: {error}")
    finally:
        worker.close()
    version = answer["version"]
    if version is None:
        return LouisStatus(None, "", str(answer["reason"]))
    if version_numbers(version) < OLDEST_VERSION:
        wanted = ".".join(map(str, OLDEST_VERSION))
        return LouisStatus(None, "", f"liblouis {version} is too old, {wanted} or newer is needed")
    return LouisStatus(version, _tables_folder(str(answer["path"])), "")


def _tables_folder(binding: str) -> str:
    """The folder liblouis finds its tables in, as far as it can be seen from outside."""
    named = [part for part in os.environ.get("LOUIS_TABLEPATH", "").split(",") if part]
    beside = [str(parent / "share/liblouis/tables") for parent in Path(binding).parents]
    for folder in (*named, *beside, *_TABLE_FOLDERS):
        if Path(folder).is_dir():
            return folder
    return ""


@functools.cache
def table_is_here(table: str) -> bool:
    """Say whether liblouis has this table here."""
    status = liblouis_status()
    if status.version is None:
        return False
    if status.tables and (Path(status.tables) / table).is_file():
        return True
    worker = LouisProcess()
    try:
        return "error" not in worker.ask([{"op": "check", "with": {"table": table}}], seconds=30)[0]
    except WorkerDiedError:
        return False
    finally:
        worker.close()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece of a passage as it is handed over; `sources` maps its characters to the passage where they differ."""

    text: str
    sources: Sequence[int] | None
    start: int
    marked: tuple[int, ...]
    """Code points of the passage for which a blank stands that becomes the undefined sign."""


class Louis:
    """A translator by liblouis with its own worker process. Used by one thread at a time; close it after use."""

    def __init__(self) -> None:
        self.process = LouisProcess()
        self._asked: dict[str, set[str]] = {}
        self._lacking: dict[str, set[str]] = {}
        self._blanks: dict[str, ueb.Blanks] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        self.process.close()

    def translate(self, passages: Sequence[Passage]) -> list[Translated]:
        """Translate passages, in order.

        Raises MissingTableError where liblouis is not here, and TranslationFailedError naming the passage that it
        cannot translate.
        """
        if not passages:
            return []
        if (status := liblouis_status()).version is None:
            raise MissingTableError(name=passages[0].code or passages[0].table, reason=status.reason)
        self._ask_for_characters(passages)
        results: list[Translated] = []
        batch: list[Passage] = []
        size = 0
        for passage in passages:
            batch.append(passage)
            size += len(passage.text)
            if size >= _BATCH_CHARACTERS:
                results += self._translate_batch(batch)
                batch, size = [], 0
        return results + self._translate_batch(batch)

    def _ask_for_characters(self, passages: Iterable[Passage]) -> None:
        """Learn which of the passages' characters their tables lack, and of those that may replace them."""
        new: dict[str, set[str]] = {}
        for passage in passages:
            characters = new.setdefault(passage.table, set())
            characters.update(passage.text)
            if ueb.is_ueb(passage.table) and not passage.text.isascii():
                characters.update(*ueb.composed(passage.text).values())
        for table, wanted in new.items():
            asked = self._asked.setdefault(table, set(map(chr, range(0x20, 0x7F))))
            if table not in self._lacking:
                self._learn(table, asked | set("“”‘’…—–·•¥" + UNDEFINED_SIGN))
                self._blanks[table] = self._learn_blanks(table) if ueb.is_ueb(table) else ueb.Blanks()
            if fresh := wanted - asked - BLANKS - INVISIBLE:
                parts = {part for one in fresh for part in _normal_forms(one)}
                self._learn(table, fresh | (parts - asked))
            asked |= fresh

    def _learn(self, table: str, characters: set[str]) -> None:
        ordered = "".join(sorted(characters))
        request = {"op": "undefined", "with": {"table": table, "characters": ordered}}
        (answer,) = self._ask([request], [Passage(table, ordered[:40])], 30 + len(ordered) / 200)
        self._lacking.setdefault(table, set()).update(answer["undefined"])

    def _learn_blanks(self, table: str) -> ueb.Blanks:
        """Learn over which blank the table joins figures."""
        requests = [{"op": "translate", "with": {"table": table, "text": text, "forms": ()}} for text in ueb.PROBES]
        answers = self._ask(requests, [Passage(table, text) for text in ueb.PROBES], 30)
        return ueb.blanks_of([answer["cells"] for answer in answers])

    def _translate_batch(self, passages: Sequence[Passage]) -> list[Translated]:
        stretches = [(passage, stretch) for passage in passages for stretch in self._stretches(passage)]
        requests = [
            {"op": "translate", "with": {"table": one.table, "text": stretch.text, "forms": _forms(one, stretch)}}
            for one, stretch in stretches
        ]
        seconds = 30 + sum(len(passage.text) for passage in passages) / 500
        answers = iter(self._ask(requests, [passage for passage, _ in stretches], seconds))
        parts: dict[int, list[tuple[_Stretch, dict[str, Any]]]] = {}
        for passage, stretch in stretches:
            parts.setdefault(id(passage), []).append((stretch, next(answers)))
        return [self._joined(passage, parts.get(id(passage), [])) for passage in passages]

    def _ask(self, requests: list[dict[str, Any]], passages: Sequence[Passage], seconds: float) -> list[dict[str, Any]]:
        """Ask; where the worker dies go on behind what it answered, and find the request that kills it twice."""
        if not requests:
            return []
        try:
            answers = self.process.ask(requests, seconds)
        except WorkerDiedError as death:
            done = len(death.answers)
            if done:
                return death.answers + self._ask(requests[done:], passages[done:], seconds)
            if len(requests) > 1:
                first = self._ask(requests[:1], passages[:1], seconds)
                return first + self._ask(requests[1:], passages[1:], seconds)
            try:
                answers = self.process.ask(requests, seconds)
            except WorkerDiedError as again:
                raise _failed(passages[0], again.reason) from again
        for passage, answer in zip(passages, answers, strict=True):
            if "error" in answer:
                raise _failed(passage, str(answer["error"]))
        return answers

    def _stretches(self, passage: Passage) -> list[_Stretch]:
        """Cut a passage at blanks into stretches, its characters replaced where the table lacks them."""
        text, lacking = passage.text, self._lacking[passage.table]
        edits = ueb.made_ready(text, lacking, self._blanks[passage.table]) if ueb.is_ueb(passage.table) else ueb.EMPTY
        found = []
        start = 0
        while start < len(text):
            end = _stretch_end(text, start)
            piece = text[start:end]
            if not edits and lacking.isdisjoint(piece) and _ALWAYS_OTHER.isdisjoint(piece):
                found.append(_Stretch(piece, None, start, ()))
            else:
                found.append(_replaced(text, start, end, lacking, edits))
            start = end
        return found

    def _joined(self, passage: Passage, parts: list[tuple[_Stretch, dict[str, Any]]]) -> Translated:
        cells: list[str] = []
        positions = array("i")
        untranslated: list[int] = []
        for stretch, answer in parts:
            got, places = answer["cells"], answer["positions"]
            if stretch.sources is not None:
                places = [stretch.sources[place] for place in places]
            elif stretch.start:
                places = [place + stretch.start for place in places]
            if _NOT_SIX_DOTS.search(got):
                got = _NOT_SIX_DOTS.sub(_six_dots, got)
            if stretch.marked:
                got, places = _signed(got, places, stretch.marked, passage.text, self._lacking[passage.table])
                untranslated += stretch.marked
            cells.append(got)
            positions.extend(places)
        if not any(cells) and not untranslated and any(map(str.isalnum, passage.text)):
            raise _failed(passage, "nothing came back")
        whole = "".join(cells)
        if ueb.is_ueb(passage.table):
            _, wide = ueb.widened(passage.text, passage.forms)
            _never_decreasing(positions)
            whole, places = ueb.put_right(passage.text, whole, positions, wide)
            if places is positions:
                return Translated(whole, positions, tuple(untranslated))
            positions = array("i", places)
        return Translated(whole, _never_decreasing(positions), tuple(untranslated))


def _failed(passage: Passage, reason: str) -> TranslationFailedError:
    """Build the error that names the passage: its place and how it begins."""
    begins = passage.text[:40] + ("…" if len(passage.text) > 40 else "")
    where = f"{passage.where}, “{begins}”" if passage.where else f"“{begins}”"
    return TranslationFailedError(where=where, name=passage.code or passage.table, reason=reason)


def _normal_forms(character: str) -> set[str]:
    """Every character that may come to stand for this one."""
    found: set[str] = set()
    waiting = {character}
    while waiting:
        one = waiting.pop()
        for lacking in (set("“”‘’…—–·•¥[]"), {"“", "”", "‘", "’", "…", "—", "–", "·", "•", "¥"}, {one}):
            if (got := substitute(one, "", lacking)) is not None:
                fresh = set(got[0]) - found - {character}
                found |= fresh
                waiting |= fresh
    return found


def _stretch_end(text: str, start: int) -> int:
    """Where the stretch that begins at `start` ends: behind a blank, unless a word is longer than a stretch."""
    if len(text) - start <= _LONGEST_STRETCH:
        return len(text)
    limit = start + _LONGEST_STRETCH
    for sign in (". ", " ", "。", "，"):
        place = text.rfind(sign, start + _LONGEST_STRETCH // 2, limit)
        if place >= 0:
            return place + len(sign)
    return limit


def _replaced(text: str, start: int, end: int, lacking: set[str], edits: Mapping[int, str]) -> _Stretch:
    """Replace what the table lacks between `start` and `end`; `edits` say by place what is handed over instead."""
    out: list[str] = []
    sources = array("i")
    marked: list[int] = []
    for place in range(start, end):
        character = text[place]
        if (edited := edits.get(place)) is not None:
            put = edited
        elif character in INVISIBLE:
            continue
        elif character in LIGATURES:
            put = LIGATURES[character]
        elif character in BLANKS:
            put = " "
        elif character not in lacking:
            put = character
        else:
            got = substitute(character, text[place + 1 : place + 2], lacking)
            put = got[0] if got else " "
            if got is None or got[1]:
                marked.append(place)
        out.append(put)
        sources.extend([place] * len(put))
    return _Stretch("".join(out), sources, start, tuple(marked))


def _forms(passage: Passage, stretch: _Stretch) -> list[tuple[int, int, int]]:
    """The passage's typeforms in the stretch's own code points."""
    if not passage.forms:
        return []
    found = []
    forms = ueb.widened(passage.text, passage.forms)[0] if ueb.is_ueb(passage.table) else passage.forms
    for start, end, form in forms:
        if stretch.sources is None:
            first, last = start - stretch.start, end - stretch.start
        else:
            first, last = bisect_left(stretch.sources, start), bisect_left(stretch.sources, end)
        first, last = max(first, 0), min(last, len(stretch.text))
        if first < last:
            found.append((first, last, form))
    return found


def _signed(
    cells: str, places: Sequence[int], marked: Sequence[int], text: str, lacking: set[str]
) -> tuple[str, list[int]]:
    """Put the undefined sign where a blank stands for a character without cells."""
    unknown = {place for place in marked if substitute(text[place], text[place + 1 : place + 2], lacking) is None}
    out: list[str] = []
    positions: list[int] = []
    for cell, place in zip(cells, places, strict=True):
        put = UNDEFINED_SIGN if cell == BLANK and place in unknown else cell
        out.append(put)
        positions.extend([place] * len(put))
    return "".join(out), positions


def _six_dots(match: re.Match[str]) -> str:
    """A cell without its dots 7 and 8; anything that is no cell becomes a blank."""
    point = ord(match.group())
    return chr(0x2800 | (point & 0x3F)) if 0x2800 <= point <= 0x28FF else BLANK


def _never_decreasing(positions: array[int]) -> array[int]:
    highest = 0
    for index, position in enumerate(positions):
        if position < highest:
            positions[index] = highest
        else:
            highest = position
    return positions
