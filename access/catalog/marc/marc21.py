"""A MARC 21 bibliographic record as our record (MARC 21 Format for Bibliographic Data)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

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
from access.language.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_LINK = re.compile(r"(\d{3})-(\d{2})")
_PEOPLE = ("100", "110", "111", "700", "710", "711", "720")
_SUBJECTS = ("600", "610", "611", "630", "648", "650", "651", "653", "084")
_THESAURI = {"0": "lcsh", "1": "lcshac", "2": "mesh", "5": "cash", "6": "rvm"}
_VISUAL = "efgkor"
"""Types of record (leader 06) whose form of item stands at 29 of 008, not at 23."""


def from_marc21(marc: MarcRecord, wish: Wish) -> Converted:
    """Return what a record says. Its texts are as they stand; `access.catalog.record.tidied` sees to them."""
    marc = _in_own_script(marc)
    plain = marc.leader[18:19] != "c"
    title = marc.first("245")
    language = _language(marc)
    name = _unpunctuated(title.first("a"), plain=plain)
    parts = [name, *(_unpunctuated(part, plain=plain) for part in title.all("np"))]
    publication = _publication(marc)
    series = marc.first("490", "830", "440")
    held = _copies(marc)
    forms = with_copies(local_forms(marc), held, _form(marc, wish))
    record = Record(
        name=" ".join(part for part in parts if part),
        subtitle=_unpunctuated(title.first("b"), plain=plain),
        pinyin=title.first("9"),
        language=language,
        contributors=tuple(_contributors(marc, plain=plain)),
        subjects=tuple(_subjects(marc, plain=plain)),
        series=_unpunctuated(series.first("a"), plain=plain),
        series_number=_unpunctuated(series.first("v"), plain=plain),
        description=in_one(piece for field in marc.all("520") for piece in field.all("a")),
        publisher=_unpunctuated(publication.first("b"), plain=plain),
        published=_unpunctuated(publication.first("c"), plain=plain),
        numbers=tuple(_numbers(marc, wish)),
        forms=forms,
    )
    return Converted(record, remarks_of(len(held), len(forms)))


def _in_own_script(marc: MarcRecord) -> MarcRecord:
    """Put fields 880 in Chinese in the place of the romanised ones they belong to, and drop the others."""
    if "880" not in marc.by_tag:
        return marc
    in_script: dict[tuple[str, str], Field] = {}
    alone: list[Field] = []
    for field in marc.all("880"):
        link = _LINK.match(field.first("6"))
        bare = replace(field, subfields=tuple(part for part in field.subfields if part[0] != "6"))
        if link is None or not any(_HAN.search(value) for _, value in bare.subfields):
            continue
        if link[2] == "00":
            alone.append(replace(bare, tag=link[1]))
        else:
            in_script[link[1], link[2]] = replace(bare, tag=link[1])
    fields = []
    for field in marc.fields:
        link = _LINK.match(field.first("6"))
        if field.tag != "880":
            fields.append(in_script.get((field.tag, link[2]), field) if link else field)
    return MarcRecord(marc.leader, (*fields, *alone))


def _unpunctuated(text: str, *, plain: bool) -> str:
    """Return a value without the punctuation (ISBD) that stands before the next one or ends the field."""
    bare = text.strip()
    if not plain:
        return bare
    if bare.endswith(("/", ":", ";", "=", ",")):
        bare = bare[:-1].rstrip()
    # A full stop ends the field, unless it ends an initial, an abbreviation of two letters or an omission.
    if bare.endswith(".") and (_HAN.search(bare[-2:-1]) or re.fullmatch(r"[^\s.]{3}\.", bare[-4:])):
        bare = bare[:-1]
    return bare


def _language(marc: MarcRecord) -> str:
    spoken = marc.leader[6:7] in {"i", "j"}
    tags = [field for field in marc.all("041") if field.indicators[1] == "7" and field.first("2") == "rfc5646"]
    for field in (*tags, *marc.all("041")):
        code = (field.first("d") if spoken else "") or field.first("ad")
        if field.indicators[1] == "7" and field not in tags:
            continue
        tag = language_tag(code if field in tags else code[:3])
        if tag != NO_LANGUAGE:
            return tag
    return language_tag(marc.control("008")[35:38])


def _contributors(marc: MarcRecord, *, plain: bool) -> Iterator[Contributor]:
    told = False
    for field in marc.all(*_PEOPLE):
        name = _person(field, plain=plain)
        if not name or field.first("t"):
            continue  # with a title it is another work that is told of
        told = True
        default = DEFAULT_ROLE if field.tag.startswith("1") else OTHER_ROLE
        written = field.all("4") or field.all("j" if field.tag.endswith("11") else "e")
        for role in dict.fromkeys(role_of(text) for text in written) or (default,):
            yield Contributor(name, role, field.first("9"))
    statement = marc.first("245").first("c")
    if not told and _HAN.search(statement):
        for name, role in split_statement(statement):
            yield Contributor(name, role)


def _person(field: Field, *, plain: bool) -> str:
    codes = "ab" if field.tag in {"100", "110", "700", "710"} else "a"
    return " ".join(_unpunctuated(part, plain=plain) for part in field.all(codes)).rstrip(" ,;:")


def _subjects(marc: MarcRecord, *, plain: bool) -> Iterator[Heading]:
    for field in marc.all(*_SUBJECTS):
        if field.tag == "084":
            yield from (Heading(value, field.first("2")) for value in field.all("a"))
        elif field.tag == "653":
            yield from (Heading(value) for value in field.all("a"))
        else:
            name = field.all("a") if field.tag in {"648", "650", "651"} else field.all("abcdt")[:1]
            parts = [*name, *field.all("vxyz")]
            scheme = field.first("2") if field.indicators[1] == "7" else _THESAURI.get(field.indicators[1], "")
            yield Heading("--".join(_unpunctuated(part, plain=plain) for part in parts), scheme)


def _publication(marc: MarcRecord) -> Field:
    """The field about publishing: of several 264 the one that is not about printing, selling or rights."""
    published = [field for field in marc.all("264") if field.indicators[1] == "1"]
    return published[0] if published else marc.first("260", "264")


def _numbers(marc: MarcRecord, wish: Wish) -> Iterator[Number]:
    yield from control_numbers(marc, wish.source or marc.control("003"))
    for tag, scheme in (("020", "isbn"), ("022", "issn")):
        yield from (Number(scheme, value) for field in marc.all(tag) for value in field.all("a"))
    for field in marc.all("024"):
        if field.indicators[0] == "7" and field.first("2") == "uri":
            yield from (Number("uri", value) for value in field.all("a"))


def _copies(marc: MarcRecord) -> list[tuple[str, Holding]]:
    """Copies of 852, and of 952 as one widespread library system writes it."""
    found = []
    for field in marc.all("852", "952"):
        if field.tag == "852":
            call = " ".join(field.all("khijm"))
            copy = Holding(field.first("ba"), field.first("p"), call, count_of(field.first("9")))
        else:
            copy = Holding(field.first("ab"), field.first("p"), field.first("o"))
        found.append((field.first("8"), copy))
    return found


def _form(marc: MarcRecord, wish: Wish) -> HeldForm | None:
    kind = kind_told(_evidence(marc)) or wish.form
    if kind is None:
        return None
    extent = " ; ".join(text.rstrip(" :;+/") for field in marc.all("300") for text in field.all("a"))
    return HeldForm(kind, _language(marc), extent, volumes_in(extent))


def _evidence(marc: MarcRecord) -> Evidence:
    kind = marc.leader[6:7]
    fixed = marc.control("008")
    items = {fixed[29:30] if kind in _VISUAL else fixed[23:24]}
    items |= {field.data[12:13] if field.data[:1] in _VISUAL else field.data[6:7] for field in marc.all("006")}
    carriers = {field.data[:2] for field in marc.all("007")}
    content = {code for field in marc.all("336") for code in field.all("b")}
    words = [
        value
        for tag in ("250", "300", "340", "341", "347", "533", "538", "655")
        for f in marc.all(tag)
        for _, value in f.subfields
    ]
    words += marc.first("245").all("h") + [value for field in marc.all("546") for value in field.all("b")]
    words += [value for field in marc.all("856") for value in field.all("q")]
    return Evidence(
        words="\n".join(words),
        braille="f" in items or bool(carriers & {"fb", "tc"}) or "tct" in content,
        large="d" in items or "tb" in carriers,
        sound=kind == "i" or "spw" in content,
        electronic=bool(items & set("soq")) or (kind == "m" and fixed[26:27] in set("de")),
    )
