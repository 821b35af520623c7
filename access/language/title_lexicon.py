"""Lexicons kept between runs: one of the library, and one of each title with what its proofreaders have answered.

They are JSON files that a person can read and edit: `library.json`, and `titles/NAME.json` where the name is made from
the title's identifier. An entry has the characters, their syllables with blanks between them, and, where it holds only
beside certain characters, what stands before and after::

    {"text": "银行", "pinyin": "yin2 hang2"}
    {"text": "行", "pinyin": "xing2", "before": "步", "after": "街"}

Syllables are in our notation (`lv4`, `de5`), one for each Han character.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from access.errors import InputError
from access.language.context.reader import ContextReader
from access.language.doubts import Question
from access.language.lexicon import Lexicon, LexiconEntry
from access.language.scripts import HAN
from access.storage.files import written_aside

_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class TitleLexicon:
    """What a title's proofreaders have said: answers in the order in which they were given, and what they put off.

    `title` is there for people who open the file.
    """

    identifier: str
    title: str = ""
    entries: tuple[LexiconEntry, ...] = ()
    skipped: tuple[Question, ...] = ()

    def with_answer(self, question: Question, pinyin: str) -> TitleLexicon:
        """Return the lexicon with an answer, which replaces an earlier one. Raises `ValueError` for no syllable."""
        entry = question.answered(pinyin)
        kept = (known for known in self.entries if _asked(known) != question)
        return replace(self, entries=(*kept, entry), skipped=self._others(question))

    def with_skipped(self, question: Question) -> TitleLexicon:
        """Return the lexicon with a question put off, behind those that were put off before."""
        return replace(self, skipped=(*self._others(question), question))

    def _others(self, question: Question) -> tuple[Question, ...]:
        return tuple(other for other in self.skipped if other != question)


def _asked(entry: LexiconEntry) -> Question:
    return Question(entry.text, entry.before, entry.after)


def library_path(data_folder: Path) -> Path:
    """Return where the library's lexicon lies."""
    return data_folder / "library.json"


def title_path(data_folder: Path, identifier: str) -> Path:
    """Return where the lexicon of the title with this identifier lies."""
    name = blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
    return data_folder / "titles" / f"{name}.json"


def load_library(data_folder: Path) -> tuple[LexiconEntry, ...]:
    """Load the library's entries, none where there is no file. Raises `InputError` for a file that is damaged."""
    return _load(library_path(data_folder), _entries) or ()


def save_library(data_folder: Path, entries: Iterable[LexiconEntry]) -> None:
    """Write the library's entries, all at once. Raises `OutputError` or `DiskFullError`."""
    _save(library_path(data_folder), {"entries": [_entry_as_json(entry) for entry in entries]})


def load_title(data_folder: Path, identifier: str, title: str = "") -> TitleLexicon:
    """Load the lexicon of a title, an empty one where there is no file.

    `title` is taken where the file has none. Raises `InputError` for a file that is damaged.
    """
    loaded = _load(title_path(data_folder, identifier), partial(_title, identifier))
    found = loaded or TitleLexicon(identifier)
    return found if found.title else replace(found, title=title)


def save_title(data_folder: Path, lexicon: TitleLexicon) -> None:
    """Write the lexicon of a title; the old one stands until the new one is whole. Raises `OutputError`."""
    told = {
        "title": lexicon.title,
        "identifier": lexicon.identifier,
        "entries": [_entry_as_json(entry) for entry in lexicon.entries],
        "later": [_question_as_json(question) for question in lexicon.skipped],
    }
    _save(title_path(data_folder, lexicon.identifier), told)


def lexicon_of(data_folder: Path, identifier: str) -> Lexicon:
    """Return what a title is read by: its own entries, then the library's. Raises `InputError` as loading does."""
    return Lexicon(load_title(data_folder, identifier).entries, load_library(data_folder))


def title_reader_factory(identifier: str, data_folder: Path) -> Callable[[], ContextReader]:
    """Return what makes readers of a title in any process.

    The lexicons are loaded once, here, so that all readers of one conversion agree whatever is answered meanwhile.
    Raises `InputError` for a lexicon that is damaged.
    """
    return partial(ContextReader, lexicon_of(data_folder, identifier))


def library_reader_factory(data_folder: Path) -> Callable[[], ContextReader]:
    """Return what makes readers of a text that is of no title. Raises `InputError` for a lexicon that is damaged."""
    return partial(ContextReader, Lexicon(load_library(data_folder)))


# --- files ------------------------------------------------------------------------------------------------------------


_Loaded = TypeVar("_Loaded")


def _load(path: Path, made: Callable[[dict[str, Any]], _Loaded]) -> _Loaded | None:
    try:
        told = json.loads(path.read_bytes().decode("utf-8-sig", "surrogatepass"))
        if not isinstance(told, dict):
            raise ValueError(f"it holds a {type(told).__name__} and not an object")
        return made(told)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "The lexicon “{path}” cannot be read ({reason}).",
            advice="Correct it, or move it away to begin a new one.",
            path=path,
            reason=str(error),
        ) from error


def _save(path: Path, told: dict[str, Any]) -> None:
    lines = ",\n".join(f"  {_json(key)}: {_value(value)}" for key, value in told.items())
    with written_aside(path) as aside:
        aside.write_bytes(f"{{\n{lines}\n}}\n".encode("utf-8", "surrogatepass"))


def _value(value: object) -> str:
    """One entry a line, so that a person finds it and a comparison of two versions shows it."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"    {_json(entry)}" for entry in value) + "\n  ]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _title(identifier: str, told: dict[str, Any]) -> TitleLexicon:
    skipped = tuple(
        Question(_text(asked, "text"), _text(asked, "before"), _text(asked, "after")) for asked in told.get("later", ())
    )
    return TitleLexicon(identifier, _text(told, "title"), _entries(told), skipped)


def _entries(told: dict[str, Any]) -> tuple[LexiconEntry, ...]:
    return tuple(_entry(entry) for entry in told.get("entries", ()))


def _entry(told: dict[str, Any]) -> LexiconEntry:
    text = _text(told, "text")
    syllables = iter(_text(told, "pinyin").split())
    pinyin = tuple(next(syllables, None) if _HAN.match(character) else None for character in text)
    if next(syllables, None) is not None:
        raise ValueError(f"{text!r} has more syllables than Han characters")
    return LexiconEntry(text, pinyin, _text(told, "before"), _text(told, "after"))


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise TypeError(f"{name} is not a text")
    return value


def _entry_as_json(entry: LexiconEntry) -> dict[str, str]:
    told = {"text": entry.text, "pinyin": " ".join(syllable for syllable in entry.pinyin if syllable)}
    return told | {name: value for name, value in (("before", entry.before), ("after", entry.after)) if value}


def _question_as_json(question: Question) -> dict[str, str]:
    told = {"text": question.character, "before": question.before, "after": question.after}
    return {name: value for name, value in told.items() if value}
