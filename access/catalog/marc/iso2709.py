"""Records as ISO 2709 (ANSI Z39.2) lays them out in a file, in and out.

A file is cut at the record terminators. A record that is not as long as it says, or whose directory points past its
fields, is refused by itself: the next one is found again by what every leader has in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from access.catalog.marc.encodings import decoder
from access.catalog.marc.fields import Field, MarcRecord
from access.errors import RefusedRecordError

RECORD_END, FIELD_END, DELIMITER = b"\x1d", b"\x1e", b"\x1f"
_LEADER = 24
_ENTRY = 12
_MOST_RECORD = 99_999
_MOST_FIELD = 9_999
_CHUNK = 1 << 18
_MOST_UNENDED = 1 << 20
"""Bytes after which a record whose end does not come is given up."""
_BETWEEN = b"\r\n \x00\x1a"
"""What systems write between records, and at the end of a file."""
_LOOKS_LIKE_LEADER = rb"[0-9]{5}[a-z][ -~]{4}22[0-9]{5}"
_BEGINS = re.compile(_LOOKS_LIKE_LEADER)
_INSIDE = re.compile(rb"(?<=\x1e)[\r\n \x00]*(" + _LOOKS_LIKE_LEADER + rb")")


class RawField(NamedTuple):
    """A field before its characters are known. A control field has its data under the code of no bytes."""

    tag: str
    indicators: str
    subfields: tuple[tuple[str, bytes], ...]


class RawRecord(NamedTuple):
    """A record before its characters are known."""

    leader: bytes
    fields: tuple[RawField, ...]

    def has(self, tag: str) -> bool:
        """Whether there is a field with this tag."""
        return any(field.tag == tag for field in self.fields)


def raw_records(file: BinaryIO) -> Iterator[RawRecord | RefusedRecordError]:
    """Yield the records of a file, or for each that is damaged why; holds one record at a time."""
    damaged = False
    for chunk in _chunks(file):
        if damaged and not _BEGINS.match(chunk):
            continue  # the rest of a record that had an end in its midst
        damaged = False
        rest = chunk
        while rest:
            try:
                record = _parse(rest)
            except RefusedRecordError as error:
                yield error
                damaged = True
                next_one = _INSIDE.search(rest, _LEADER)
                rest = rest[next_one.start(1) :] if next_one else b""
            else:
                yield record
                break


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield what stands before each record terminator, with it; the last one may have none."""
    held = b""
    while block := file.read(_CHUNK):
        *whole, held = (held + block).split(RECORD_END)
        for chunk in whole:
            if bare := chunk.lstrip(_BETWEEN):
                yield bare + RECORD_END
        if len(held) > _MOST_UNENDED:
            yield held
            held = b""
    if held.strip(_BETWEEN):
        yield held.lstrip(_BETWEEN)


def _parse(chunk: bytes) -> RawRecord:
    if len(chunk) < _LEADER + 2 or not _BEGINS.match(chunk):
        raise RefusedRecordError(reason="it does not begin with a leader of MARC")
    length, base = int(chunk[:5]), int(chunk[12:17])
    if not chunk.endswith(RECORD_END):
        raise RefusedRecordError(reason="it is cut off, or its end mark is missing")
    if length != len(chunk):
        raise RefusedRecordError(reason="it is not as long as it says")
    if not _LEADER < base < length or chunk[base - 1 : base] != FIELD_END or (base - 1 - _LEADER) % _ENTRY:
        raise RefusedRecordError(reason="its directory of fields is damaged")
    fields = tuple(_field(chunk, start, base) for start in range(_LEADER, base - 1, _ENTRY))
    if not fields:
        raise RefusedRecordError(reason="it has no fields")
    return RawRecord(chunk[:_LEADER], fields)


def _field(chunk: bytes, start: int, base: int) -> RawField:
    entry = chunk[start : start + _ENTRY]
    if not entry.isalnum() or not entry[3:].isdigit():
        raise RefusedRecordError(reason="its directory of fields is damaged")
    tag = entry[:3].decode("ascii")
    begin = base + int(entry[7:])
    end = begin + int(entry[3:7])
    if end > len(chunk) - 1 or chunk[end - 1 : end] != FIELD_END or FIELD_END in chunk[begin : end - 1]:
        raise RefusedRecordError(reason="its fields are not where its directory says")
    data = chunk[begin : end - 1]
    if tag < "010" and DELIMITER not in data:
        return RawField(tag, "", (("", data),))
    indicators, *subfields = data.split(DELIMITER)
    marks = indicators[:2].decode("ascii", "replace").ljust(2)
    return RawField(tag, marks, tuple((chr(part[0]), part[1:]) for part in subfields if part and part[0] < 128))


def decoded(raw: RawRecord, *, marc21: bool, forced: str | None = None) -> MarcRecord:
    """Return a record with its characters known. Raises RefusedRecordError when they cannot be."""
    values = (value for field in raw.fields for _, value in field.subfields)
    decode = decoder(values, raw.leader, marc21=marc21, forced=forced)
    try:
        fields = tuple(_decoded_field(field, decode) for field in raw.fields)
    except UnicodeDecodeError as error:  # a character cut in two by a delimiter
        raise RefusedRecordError(reason="its characters are in no encoding that is known, or are damaged") from error
    return MarcRecord(raw.leader.decode("ascii", "replace"), fields)


def _decoded_field(field: RawField, decode: Callable[[bytes], str]) -> Field:
    if field.subfields and not field.subfields[0][0]:
        return Field(field.tag, data=decode(field.subfields[0][1]))
    return Field(field.tag, field.indicators, tuple((code, decode(value)) for code, value in field.subfields))


def to_iso2709(record: MarcRecord, encoding: str = "utf-8") -> bytes:
    """Return a record's bytes. Raises RefusedRecordError when it is longer than the layout can say.

    `encoding` is `utf-8` or `gbk`; what GBK has no character for is written as `?`.
    """
    directory, body = b"", b""
    for field in record.fields:
        data = _field_bytes(field, encoding)
        if len(data) > _MOST_FIELD:
            raise RefusedRecordError(reason="a field of it is longer than ISO 2709 allows")
        directory += f"{field.tag}{len(data):04}{len(body):05}".encode("ascii")
        body += data
    base = _LEADER + len(directory) + 1
    length = base + len(body) + 1
    if length > _MOST_RECORD:
        raise RefusedRecordError(reason="it is longer than ISO 2709 allows")
    leader = f"{length:05}{record.leader[5:12]}{base:05}{record.leader[17:]}".encode("ascii")
    return leader + directory + FIELD_END + body + RECORD_END


def _field_bytes(field: Field, encoding: str) -> bytes:
    if field.data:
        return field.data.encode(encoding, "replace") + FIELD_END
    parts = (DELIMITER + code.encode("ascii") + value.encode(encoding, "replace") for code, value in field.subfields)
    return field.indicators.encode("ascii") + b"".join(parts) + FIELD_END
