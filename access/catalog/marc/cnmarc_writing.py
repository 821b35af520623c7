"""Our record as a CNMARC record, in the order of the fields' numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from access.catalog.languages import fits_code, marc_code
from access.catalog.marc.accessible import BRAILLE_KINDS, ELECTRONIC_KINDS, NAMES, SOUND_KINDS, local_field
from access.catalog.marc.converting import in_pieces, source_of, split_control
from access.catalog.marc.fields import Field, MarcRecord
from access.catalog.record import Contributor, Heading, Record
from access.catalog.roles import DEFAULT_ROLE, chinese_word
from access.catalog.tables import FormKind


def to_cnmarc(record: Record, number: str, entered: date, *, gbk: bool = False) -> MarcRecord:
    """Return a record; `number` is its control number where the title has none, `entered` the date of its making.

    `gbk` says that it will be written in GBK, which 100 then does not call Unicode.
    """
    kinds = [form.kind for form in record.forms]
    kind = "i" if kinds and kinds[0] in SOUND_KINDS else "g" if FormKind.DESCRIBED_FILM in kinds[:1] else "a"
    leader = f"00000n{kind}m0 2200000   450 "
    fields = [*_numbers(record, number), *_coded(record, kinds, entered, gbk=gbk), *_description(record)]
    return MarcRecord(leader, (*fields, *_access_points(record), *_holdings(record)))


def _numbers(record: Record, number: str) -> Iterator[Field]:
    own, others = split_control(record.numbers)
    yield Field("001", data=own.value if own else number)
    for scheme, tag in (("isbn", "010"), ("issn", "011")):
        yield from (_field(tag, "  ", ("a", one.value)) for one in record.numbers if one.scheme == scheme)
    yield from (_field("017", "70", ("a", one.value), ("2", "uri")) for one in record.numbers if one.scheme == "uri")
    yield from (_field("035", "  ", ("a", f"({source_of(one)}){one.value}")) for one in others)


def _coded(record: Record, kinds: list[FormKind], entered: date, *, gbk: bool) -> Iterator[Field]:
    year = re.search(r"(?<!\d)\d{4}(?!\d)", record.published)
    when = f"d{year[0]}    " if year and year[0].isascii() else "u        "
    characters = "    " if gbk else "50  "
    yield _field("100", "  ", ("a", f"{entered:%Y%m%d}{when}uuuy0chiy{characters}    ea"))
    if record.language != "und":
        yield _field("101", "0 ", ("a", marc_code(record.language)))
        if not fits_code(record.language):
            yield _field("101", "0 ", ("a", record.language), ("2", "rfc5646"))
    first = kinds[0] if kinds else None
    if first in BRAILLE_KINDS:
        yield _field("106", "  ", ("a", "f"))
    elif first is FormKind.LARGE_PRINT:
        yield _field("106", "  ", ("a", "d"))
    elif first in ELECTRONIC_KINDS:
        yield _field("106", "  ", ("a", "s"))


def _description(record: Record) -> Iterator[Field]:
    statement = [f"{person.name}{chinese_word(person.role)}" for person in record.contributors]
    named = [("f" if place == 0 else "g", text) for place, text in enumerate(statement)]
    yield _field("200", "1 ", ("a", record.name), ("9", record.pinyin), ("e", record.subtitle), *named)
    if record.publisher or record.published:
        yield _field("210", "  ", ("c", record.publisher), ("d", record.published))
    yield from (_field("215", "  ", ("a", form.extent)) for form in record.forms if form.extent)
    if record.series:
        yield _field("225", "2 ", ("a", record.series), ("v", record.series_number))
    yield from (_field("330", "  ", ("a", piece)) for piece in in_pieces(record.description))


def _access_points(record: Record) -> Iterator[Field]:
    headings = [_heading(heading) for heading in record.subjects]
    genres = dict.fromkeys(form.kind for form in record.forms)
    headings += [_field("608", "  ", ("a", NAMES[kind][1])) for kind in genres]
    yield from sorted(headings, key=lambda field: field.tag)
    yield from (_person(person) for person in record.contributors)
    own, _ = split_control(record.numbers)
    if own:
        yield _field("801", " 0", ("a", "CN"), ("b", source_of(own)))


def _holdings(record: Record) -> Iterator[Field]:
    for link, form in enumerate(record.forms, 1):
        for copy in form.copies:
            count = str(copy.count) if copy.count > 1 else ""
            call = ("d" if copy.call_number.isdigit() else "f", copy.call_number)
            yield _field("905", "  ", ("8", str(link)), ("a", copy.branch), ("b", copy.barcode), call, ("9", count))
    yield from (local_field(form, link) for link, form in enumerate(record.forms, 1))


def _person(person: Contributor) -> Field:
    tag = "701" if person.role == DEFAULT_ROLE else "702"
    entry, comma, rest = person.name.partition(", ")
    parts = [("a", entry), ("b", rest)] if comma and entry and rest else [("a", person.name)]
    return _field(
        tag, " 1" if len(parts) == 2 else " 0", *parts, ("9", person.pinyin), ("4", chinese_word(person.role))
    )


def _heading(heading: Heading) -> Field:
    if heading.scheme == "clc":
        return _field("690", "  ", ("a", heading.heading))
    if not heading.scheme:
        return _field("610", "0 ", ("a", heading.heading))
    parts = heading.heading.split("--")
    named = [("a", parts[0]), *(("x", part) for part in parts[1:])] if all(parts) else [("a", heading.heading)]
    scheme = {"cct": "", "lcsh": "lc"}.get(heading.scheme, heading.scheme)
    return _field("606", "0 ", *named, ("2", scheme))


def _field(tag: str, indicators: str, *subfields: tuple[str, str]) -> Field:
    return Field(tag, indicators, tuple(part for part in subfields if part[1]))
