"""What both ways of reading a MARC record share: control numbers, holdings, coded counts, what comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from access.book.opened import BookWarning
from access.catalog.marc.fields import MarcRecord
from access.catalog.record import Number, Record
from access.catalog.tables import FormKind

_FROM_ELSEWHERE = re.compile(r"\(([^()]+)\)\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is said of a file by who imports it.

    `source` names the system that its control numbers are of; `form` is the form of records that tell of none;
    `language` (BCP 47) is that of books, whatever they say.
    """

    source: str = ""
    form: FormKind | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """A record as it was understood, and what could not be taken along."""

    record: Record
    remarks: tuple[BookWarning, ...] = ()


def control_numbers(marc: MarcRecord, source: str) -> Iterable[Number]:
    """Yield the record's own control number, when its source is known, and those of other systems (035)."""
    own = marc.control("001").strip()
    if own and source.strip():
        yield Number(f"control:{source.strip()}", own)
    for field in marc.all("035"):
        for value in field.all("a"):
            found = _FROM_ELSEWHERE.fullmatch(value.strip())
            if found:
                yield Number(f"control:{found[1].strip()}", found[2].strip())


def count_of(text: str) -> int:
    """Return a number of copies; 1 for what is none."""
    bare = text.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 8 else 1


def remarks_of(copies: int, forms: int) -> tuple[BookWarning, ...]:
    """Say that copies were left out where a record tells of no accessible form."""
    if copies and not forms:
        return (BookWarning("Its copies were left out, for it tells of no accessible form."),)
    return ()


def split_control(numbers: tuple[Number, ...]) -> tuple[Number | None, list[Number]]:
    """Return the control number that a written record has as its own, and those of other systems."""
    control = [number for number in numbers if number.scheme.startswith("control:")]
    return (control[0] if control else None), control[1:]


def source_of(number: Number) -> str:
    """Return the system that a control number is of."""
    return number.scheme.removeprefix("control:")


def in_pieces(text: str, most: int = 2000) -> Iterable[str]:
    """Yield a long text in pieces that a field can hold, cut where a blank is or, without one, anywhere."""
    while len(text) > most:
        cut = text.rfind(" ", 1, most)
        if cut < 0:
            cut = most
        yield text[:cut]
        text = text[cut:].lstrip(" ")
    if text:
        yield text


def in_one(pieces: Iterable[str]) -> str:
    """Join the pieces of a text: with a blank, except between two characters of Chinese."""
    whole = ""
    for piece in pieces:
        if whole and not (_east(whole[-1]) and _east(piece[:1])):
            whole += " "
        whole += piece
    return whole


def _east(character: str) -> bool:
    return "\u2e80" <= character <= "\ufaff" or "\ufe30" <= character <= "\uffef" or character >= "\U00020000"
