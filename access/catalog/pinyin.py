"""The pinyin of names, for search and lists by sound: tone digits, a syllable a Han character, blanks between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from access.catalog.record import Record
from access.catalog.surnames import surname_reading
from access.language.reading import Reader
from access.language.runs import primary_subtag
from access.language.scripts import HAN, HANGUL, KANA

_HAN = re.compile(f"[{HAN}]")
_NOT_CHINESE = re.compile(f"[{KANA}{HANGUL}]")


def with_pinyin(records: Sequence[Record], reader: Reader) -> list[Record]:
    """Return records with the pinyin of their names and of their contributors' names where there is none.

    Pinyin that somebody gave is kept if it has a syllable for each Han character. Names in Japanese and Korean get
    none, nor do names with a character that nobody knows.
    """
    wanted = dict.fromkeys(
        name
        for record in records
        for name, given in _names(record)
        if _is_read(name, record.language) and not fits(given, name)
    )
    texts = list(wanted)
    readings = reader.read_many(texts) if texts else []
    of_name = {
        text: [syllable for syllable in reading.pinyin if syllable]
        for text, reading in zip(texts, readings, strict=True)
    }
    return [_filled(record, of_name) for record in records]


def fits(pinyin: str, name: str) -> bool:
    """Whether there is a syllable for each Han character of a name."""
    return bool(pinyin) and len(pinyin.split()) == len(_HAN.findall(name))


def _names(record: Record) -> list[tuple[str, str]]:
    return [(record.name, record.pinyin), *((person.name, person.pinyin) for person in record.contributors)]


def _is_read(name: str, language: str) -> bool:
    return (
        _HAN.search(name) is not None
        and _NOT_CHINESE.search(name) is None
        and primary_subtag(language) not in {"ja", "ko", "vi"}
    )


def _filled(record: Record, of_name: dict[str, list[str]]) -> Record:
    people = tuple(
        replace(person, pinyin=_chosen(person.pinyin, person.name, of_name, surname_reading(person.name)))
        for person in record.contributors
    )
    return replace(record, pinyin=_chosen(record.pinyin, record.name, of_name, ()), contributors=people)


def _chosen(given: str, name: str, of_name: dict[str, list[str]], surname: tuple[str, ...]) -> str:
    if fits(given, name):
        return given
    read = of_name.get(name)
    if read is None:
        return ""
    pinyin = " ".join((*surname, *read[len(surname) :]))
    return pinyin if fits(pinyin, name) else ""
