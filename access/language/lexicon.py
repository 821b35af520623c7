"""What a library or a title says of its own words: exact words and phrases with their readings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from access.language.pinyin import split_syllable
from access.language.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_BASE = {"一": "yi1", "不": "bu4"}


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """How `text` is read, everywhere or only where `before` and `after` stand directly around it.

    `pinyin` has one reading for each character of `text`: a syllable in our notation for Han, `None` for others. 行 in
    银行 is `LexiconEntry("行", ("hang2",), before="银")`, or simply `LexiconEntry("银行", ("yin2", "hang2"))`.
    Raises `ValueError` when the readings do not fit the characters.
    """

    text: str
    pinyin: tuple[str | None, ...]
    before: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        if not self.text or len(self.text) != len(self.pinyin):
            raise ValueError(f"{self.text!r} wants one reading a character, not {len(self.pinyin)}")
        for character, syllable in zip(self.text, self.pinyin, strict=True):
            if syllable is not None:
                split_syllable(syllable)
            if (syllable is not None) != bool(_HAN.match(character)):
                raise ValueError(f"{character!r} cannot be read {syllable!r}")

    def fits(self, text: str, start: int) -> bool:
        """Tell whether the entry holds at `start` of `text`."""
        return (
            text.startswith(self.text, start)
            and (not self.before or text.endswith(self.before, 0, start))
            and text.startswith(self.after, start + len(self.text))
        )


class Lexicon:
    """Entries of several sources. Where they say different things of a character, the earlier source is right.

    Give the title's entries first and the library's after them: who answered for this book knew its sentence. Inside a
    source, what matches earlier in the text goes before what overlaps it; at one place the longest entry does, its
    neighbours counted in. `一` and `不` keep their base tones.
    """

    def __init__(self, *sources: Iterable[LexiconEntry]) -> None:
        self._sources = tuple(_Source(tuple(source)) for source in sources)

    def __reduce__(self) -> tuple[type[Lexicon], tuple[Sequence[LexiconEntry], ...]]:
        """Travel to other processes as entries."""
        return Lexicon, tuple(source.entries for source in self._sources)

    @property
    def entries(self) -> tuple[LexiconEntry, ...]:
        """All entries, source after source."""
        return tuple(entry for source in self._sources for entry in source.entries)

    @cached_property
    def version(self) -> str:
        """A short name that changes with the entries and with whose they are."""
        told = "\n\n".join(
            "\n".join(repr((entry.text, entry.pinyin, entry.before, entry.after)) for entry in source.entries)
            for source in self._sources
            if source.entries
        )
        return blake2b(told.encode(), digest_size=8).hexdigest() if told else "none"

    def touches(self, text: str) -> bool:
        """Tell whether any entry holds in `text`, so that its reading depends on this lexicon."""
        return any(next(source.matches(text), None) is not None for source in self._sources)

    def readings(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the place and the base reading of every Han character that the lexicon decides, in order."""
        decided: dict[int, str] = {}
        for source in reversed(self._sources):
            for start, entry in source.matches(text):
                decided.update(
                    (place, syllable) for place, syllable in enumerate(entry.pinyin, start) if syllable is not None
                )
        for place, syllable in sorted(decided.items()):
            base = _BASE.get(text[place])
            yield place, base if base and base[:-1] == syllable[:-1] else syllable


class _Source:
    """The entries of one source, by the character they begin with."""

    def __init__(self, entries: tuple[LexiconEntry, ...]) -> None:
        self.entries = entries
        self._by_first: dict[str, list[LexiconEntry]] = defaultdict(list)
        for entry in entries:
            self._by_first[entry.text[0]].append(entry)
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry.text) - len(entry.before) - len(entry.after))
        self._first = re.compile(f"[{re.escape(''.join(sorted(self._by_first)))}]") if entries else None

    def matches(self, text: str) -> Iterator[tuple[int, LexiconEntry]]:
        """Yield what holds in `text`: the place and the entry, in order, without overlaps."""
        free = 0
        for found in self._first.finditer(text) if self._first else ():
            start = found.start()
            if start < free:
                continue
            for entry in self._by_first[text[start]]:
                if entry.fits(text, start):
                    yield start, entry
                    free = start + len(entry.text)
                    break
