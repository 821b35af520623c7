"""A CNMARC record as our record (中国机读目录格式, the Chinese application of UNIMARC/B)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from access.catalog.languages import language_tag
from access.catalog.marc.accessible import Evidence, kind_told, local_forms, volumes_in, with_copies
from access.catalog.marc.converting import (
    Converted,
    Wish,
    control_numbers,
    count_of,
    in_one,
    remarks_of,
)
from access.catalog.marc.fields import Field, MarcRecord
from access.catalog.record import NO_LANGUAGE, Contributor, Heading, HeldForm, Holding, Number, Record
from access.catalog.roles import DEFAULT_ROLE, OTHER_ROLE, role_of, split_statement

_PEOPLE = ("700", "701", "702", "710", "711", "712", "720", "721", "722")
_SUBJECTS = ("600", "601", "602", "604", "605", "606", "607", "610", "690")
_SCHEMES = {"": "cct", "ct": "cct", "cct": "cct", "lc": "lcsh"}
"""606 without a source is of the Chinese thesaurus, as hardly anybody names it."""


def from_cnmarc(marc: MarcRecord, wish: Wish) -> Converted:
    """Return what a record says. Its texts are as they stand; `access.catalog.record.tidied` sees to them."""
    title = marc.first("200")
    language = _language(marc)
    publication = marc.first("210", "214")
    series = marc.first("225")
    held = _copies(marc)
    forms = with_copies(local_forms(marc), held, _form(marc, wish, language))
    record = Record(
        name=" ".join(part.strip() for part in [title.first("a"), *title.all("hi")] if part.strip()),
        subtitle=" ".join(title.all("e")),
        pinyin=title.first("9"),
        language=language,
        contributors=tuple(_contributors(marc)),
        subjects=tuple(_subjects(marc)),
        series=series.first("a"),
        series_number=series.first("v"),
        description=in_one(piece for field in marc.all("330") for piece in field.all("a")),
        publisher=publication.first("c"),
        published=publication.first("d"),
        numbers=tuple(_numbers(marc, wish)),
        forms=forms,
    )
    return Converted(record, remarks_of(len(held), len(forms)))


def _language(marc: MarcRecord) -> str:
    fields = list(marc.all("101"))
    tags = [field for field in fields if field.first("2") == "rfc5646"]
    for field in (*tags, *fields):
        code = field.first("a")
        tag = language_tag(code if field in tags else code[:3])
        if tag != NO_LANGUAGE:
            return tag
    return NO_LANGUAGE


def _contributors(marc: MarcRecord) -> Iterator[Contributor]:
    told = False
    for field in marc.all(*_PEOPLE):
        name = _person(field)
        if not name:
            continue
        told = True
        default = DEFAULT_ROLE if field.tag.endswith(("0", "1")) else OTHER_ROLE
        for role in dict.fromkeys(role_of(text) for text in field.all("4")) or (default,):
            yield Contributor(name, role, field.first("9"))
    if not told:
        title = marc.first("200")
        for statement in title.all("fg"):
            for name, role in split_statement(statement):
                yield Contributor(name, role)


def _person(field: Field) -> str:
    """A name as it is entered, `Dickens, C.` for one in two parts; for a body its parts with blanks."""
    entry, parts = field.first("a").strip(" ,"), [part.strip(" ,") for part in field.all("b")]
    if field.tag.startswith("70") and parts:
        return f"{entry}, {' '.join(parts)}"
    return " ".join([entry, *parts]).strip()


def _subjects(marc: MarcRecord) -> Iterator[Heading]:
    for field in marc.all(*_SUBJECTS):
        if field.tag == "690":
            yield from (Heading(value, "clc") for value in field.all("a"))
        elif field.tag == "610":
            yield from (Heading(value) for value in field.all("a"))
        else:
            scheme = field.first("2").lower()
            parts = [*field.all("a"), *field.all("xyzj")]
            yield Heading("--".join(part.strip() for part in parts), _SCHEMES.get(scheme, scheme))


def _numbers(marc: MarcRecord, wish: Wish) -> Iterator[Number]:
    agencies = [field for field in marc.all("801") if field.indicators[1] in " 03"]
    source = wish.source or next((field.first("b") for field in agencies), "")
    yield from control_numbers(marc, source)
    for tag, scheme in (("010", "isbn"), ("011", "issn")):
        yield from (Number(scheme, value) for field in marc.all(tag) for value in field.all("a"))
    for field in marc.all("017"):
        if field.first("2") == "uri":
            yield from (Number("uri", value) for value in field.all("a"))


def _copies(marc: MarcRecord) -> list[tuple[str, Holding]]:
    """Copies of 905: $a branch, $b barcodes, $d and $e or $f call number; a number alone in $f counts copies."""
    found = []
    for field in marc.all("905"):
        last = field.first("f").strip()
        counts = last.isascii() and last.isdigit()
        call = last if last and not counts else "/".join(part.strip() for part in field.all("de"))
        count = count_of(field.first("9") or (last if counts else ""))
        for barcode in field.all("b") or [""]:
            copy = Holding(field.first("a"), barcode, call, 1 if barcode else count)
            found.append((field.first("8"), copy))
    return found


def _form(marc: MarcRecord, wish: Wish, language: str) -> HeldForm | None:
    kind = kind_told(_evidence(marc)) or wish.form
    if kind is None:
        return None
    extent = " ; ".join(text.strip() for field in marc.all("215") for text in field.all("a"))
    note = " ".join(text for field in marc.all("300") for text in field.all("a"))
    return HeldForm(kind, language, extent, volumes_in(extent), note)


def _evidence(marc: MarcRecord) -> Evidence:
    item = {field.first("a")[:1] for field in marc.all("106")}
    words = marc.first("200").all("b")
    words += [
        value
        for tag in ("205", "215", "300", "307", "336", "337", "608")
        for f in marc.all(tag)
        for _, value in f.subfields
    ]
    words += [value for field in marc.all("856") for value in field.all("q")]
    return Evidence(
        words="\n".join(words),
        braille="f" in item,
        large="d" in item,
        sound=marc.leader[6:7] == "i",
        electronic="s" in item or marc.leader[6:7] == "l" or bool(re.search("^d", marc.first("135").first("a"))),
    )
