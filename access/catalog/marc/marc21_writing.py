"""Our record as a MARC 21 bibliographic record, in the order of the fields' numbers, without ISBD punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from access.catalog.languages import fits_code, marc_code
from access.catalog.marc.accessible import BRAILLE_KINDS, ELECTRONIC_KINDS, NAMES, SOUND_KINDS, local_field
from access.catalog.marc.converting import in_pieces, source_of, split_control
from access.catalog.marc.fields import Field, MarcRecord
from access.catalog.record import Contributor, Heading, Record
from access.catalog.roles import DEFAULT_ROLE
from access.catalog.tables import FormKind

_THESAURI = {"lcsh": "0", "lcshac": "1", "mesh": "2", "cash": "5", "rvm": "6"}
_CONTENT = {"braille": ("tactile text", "tct"), "sound": ("spoken word", "spw"), "text": ("text", "txt")}
_FILES = {
    FormKind.DAISY202: ("audio file", "DAISY 2.02"),
    FormKind.EPUB3: ("audio file", "EPUB"),
    FormKind.MP3: ("audio file", "MP3"),
    FormKind.BRF: ("text file", "BRF"),
    FormKind.PEF: ("text file", "PEF"),
    FormKind.ETEXT: ("text file", ""),
}


def to_marc21(record: Record, number: str, entered: date) -> MarcRecord:
    """Return a record; `number` is its control number where the title has none, `entered` the date of its making."""
    kinds = [form.kind for form in record.forms]
    leader = f"00000n{_type(kinds)}m a2200000uc 4500"
    return MarcRecord(leader, (*_control(record, number, kinds, entered), *_description(record), *_rest(record)))


def _type(kinds: list[FormKind]) -> str:
    """Leader 06 by the first form."""
    if kinds and kinds[0] in SOUND_KINDS:
        return "i"
    return "g" if kinds and kinds[0] is FormKind.DESCRIBED_FILM else "a"


def _control(record: Record, number: str, kinds: list[FormKind], entered: date) -> Iterator[Field]:
    own, others = split_control(record.numbers)
    yield Field("001", data=own.value if own else number)
    if own:
        yield Field("003", data=source_of(own))
    yield Field("008", data=_fixed(record, kinds, entered))
    for scheme, tag in (("isbn", "020"), ("issn", "022")):
        yield from (_field(tag, "  ", ("a", one.value)) for one in record.numbers if one.scheme == scheme)
    yield from (_field("024", "7 ", ("a", one.value), ("2", "uri")) for one in record.numbers if one.scheme == "uri")
    yield from (_field("035", "  ", ("a", f"({source_of(one)}){one.value}")) for one in others)
    yield _field("041", "  ", ("d" if _type(kinds) == "i" else "a", marc_code(record.language)))
    if not fits_code(record.language):
        yield _field("041", " 7", ("a", record.language), ("2", "rfc5646"))
    yield from (_class_number(one) for one in record.subjects if one.scheme == "clc")


def _fixed(record: Record, kinds: list[FormKind], entered: date) -> str:
    """008, 40 characters: what is not known is filled with `|`."""
    year = re.search(r"(?<!\d)\d{4}(?!\d)", record.published)
    when = f"s{year[0]}    " if year and year[0].isascii() else "nuuuuuuuu"
    item = " "
    if kinds:
        first = kinds[0]
        item = "f" if first in BRAILLE_KINDS else "d" if first is FormKind.LARGE_PRINT else " "
        item = "s" if item == " " and first in ELECTRONIC_KINDS else item
    return f"{entered:%y%m%d}{when}xx |||||{item}|||||||||||{marc_code(record.language)} d"


def _description(record: Record) -> Iterator[Field]:
    first = record.contributors[:1]
    if first and first[0].role == DEFAULT_ROLE:
        yield _person("100", first[0])
    yield _field("245", "10" if first else "00", ("a", record.name), ("b", record.subtitle), ("9", record.pinyin))
    if record.publisher or record.published:
        yield _field("264", " 1", ("b", record.publisher), ("c", record.published))
    for form in record.forms:
        if form.extent:
            yield _field("300", "  ", ("a", form.extent), ("3", NAMES[form.kind][0]))
    yield from _carriers([form.kind for form in record.forms])
    if record.series:
        yield _field("490", "0 ", ("a", record.series), ("v", record.series_number))
    yield from (_field("520", "  ", ("a", piece)) for piece in in_pieces(record.description))
    if any(form.kind in BRAILLE_KINDS for form in record.forms):
        yield _field("546", "  ", ("b", "Braille"))


def _carriers(kinds: list[FormKind]) -> Iterator[Field]:
    """336, 340, 347: content, size of print, kind of file (RDA)."""
    content = dict.fromkeys(
        "sound" if kind in SOUND_KINDS else "braille" if kind in BRAILLE_KINDS else "text"
        for kind in kinds
        if kind is not FormKind.DESCRIBED_FILM
    )
    for name in content:
        yield _field("336", "  ", ("a", _CONTENT[name][0]), ("b", _CONTENT[name][1]), ("2", "rdacontent"))
    if FormKind.LARGE_PRINT in kinds:
        yield _field("340", "  ", ("n", "large print"), ("2", "rdafs"))
    for kind in dict.fromkeys(kinds):
        if kind in _FILES:
            yield _field("347", "  ", ("a", _FILES[kind][0]), ("b", _FILES[kind][1]), ("3", NAMES[kind][0]))


def _rest(record: Record) -> Iterator[Field]:
    headings = [_heading(one) for one in record.subjects if one.scheme != "clc"]
    yield from sorted(headings, key=lambda field: field.tag)
    for kind in dict.fromkeys(form.kind for form in record.forms):
        yield _field("655", " 4", ("a", NAMES[kind][0]))
    skipped = 1 if record.contributors[:1] and record.contributors[0].role == DEFAULT_ROLE else 0
    yield from (_person("700", person) for person in record.contributors[skipped:])
    for link, form in enumerate(record.forms, 1):
        for copy in form.copies:
            count = str(copy.count) if copy.count > 1 else ""
            parts = (("8", str(link)), ("b", copy.branch), ("h", copy.call_number), ("p", copy.barcode), ("9", count))
            yield _field("852", "8 ", *parts)
    yield from (local_field(form, link) for link, form in enumerate(record.forms, 1))


def _person(tag: str, person: Contributor) -> Field:
    indicators = "1 " if "," in person.name else "0 "
    return _field(tag, indicators, ("a", person.name), ("9", person.pinyin), ("4", person.role))


def _class_number(heading: Heading) -> Field:
    return _field("084", "  ", ("a", heading.heading), ("2", heading.scheme))


def _heading(heading: Heading) -> Field:
    if not heading.scheme:
        return _field("653", "  ", ("a", heading.heading))
    parts = heading.heading.split("--")
    named = [("a", parts[0]), *(("x", part) for part in parts[1:])] if all(parts) else [("a", heading.heading)]
    known = _THESAURI.get(heading.scheme)
    return _field("650", f" {known or '7'}", *named, ("2", "" if known else heading.scheme))


def _field(tag: str, indicators: str, *subfields: tuple[str, str]) -> Field:
    return Field(tag, indicators, tuple(part for part in subfields if part[1]))
