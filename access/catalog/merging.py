"""Whether a record brings a new title or tells of one that is here, and what comes of joining the two.

An incoming record is of a title that is here
1. when they have a control number of the same system in common. If nothing else at all speaks for it (the names are not
   alike, no other number and no first author in common), the number was given twice, and the record is refused;
2. else when they have an ISBN, ISSN or address (URI) in common and their names fit: they are equal as
   `access.catalog.keys.name_key` compares them, whether a subtitle stands in the name or apart;
3. else when name, first author and language fit and nothing speaks against it. Against it speak subtitles or numbers
   within a series that differ, and standard or control numbers of one kind of which none is shared, unless the record
   brings only forms that the title does not have: the talking book of a printed work has numbers of its own.
A language that is not known fits every other; of `zh` and `zh-CN` only the language itself is compared.
Otherwise it is a new title; without a name it is refused (`access.catalog.record.tidied`).

Joining never takes away or changes what is here. It fills what is empty, and adds contributors, subjects, numbers,
forms and copies that are not here: somebody under another role, with `ctb` ("had a part in it") saying nothing new; a
subject by its words; a form by kind, language, extent and volumes, where what is empty fits; a copy by its barcode, or
without one by branch and call number. So the same record again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from access.catalog.keys import name_key, person_key, same_language, same_name
from access.catalog.record import NO_LANGUAGE, Contributor, Heading, HeldForm, Holding, Number, Record
from access.catalog.roles import OTHER_ROLE

_ALIKE = 0.5
"""Share of a name from which two names may be one that somebody put right."""


def shares_number(one: Record, other: Record, *, control: bool) -> bool:
    """Whether two records have a number in common: a control number, or one of any other kind."""
    common = set(one.numbers) & set(other.numbers)
    return any(number.scheme.startswith("control:") is control for number in common)


def may_share_control_number(held: Record, found: Record) -> bool:
    """Whether two records with a control number in common may be of one title."""
    if same_name(held, found) or shares_number(held, found, control=False):
        return True
    author = person_key(found.first_author)
    if author and author == person_key(held.first_author):
        return True
    return SequenceMatcher(None, name_key(held.name), name_key(found.name)).ratio() >= _ALIKE


def fits_by_name(held: Record, found: Record) -> bool:
    """Rule 3 of the module: two records whose names and first authors are one already."""
    if not same_language(held.language, found.language):
        return False
    for here, there in ((held.subtitle, found.subtitle), (held.series_number, found.series_number)):
        if here and there and name_key(here) != name_key(there):
            return False
    return not _numbers_conflict(held, found)


def _numbers_conflict(held: Record, found: Record) -> bool:
    of_held, of_found = _by_scheme(held.numbers), _by_scheme(found.numbers)
    conflict = any(
        scheme != "uri" and not values & of_held[scheme] for scheme, values in of_found.items() if scheme in of_held
    )
    if not conflict:
        return False
    kinds = {form.kind for form in found.forms}
    return not kinds or bool(kinds & {form.kind for form in held.forms})


def _by_scheme(numbers: Iterable[Number]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number in numbers:
        found.setdefault(number.scheme, set()).add(number.value)
    return found


def joined(held: Record, found: Record) -> Record:
    """Return what is known of a title after a record of it came in. Everything new stands behind what was there."""
    series = held.series or found.series
    same_series = name_key(series) == name_key(found.series)
    return replace(
        held,
        subtitle=held.subtitle or ("" if _in_name(found.subtitle, held.name) else found.subtitle),
        pinyin=held.pinyin or (found.pinyin if name_key(held.name) == name_key(found.name) else ""),
        language=found.language if held.language == NO_LANGUAGE else held.language,
        contributors=_with_people(held.contributors, found.contributors),
        subjects=_with_headings(held.subjects, found.subjects),
        series=series,
        series_number=held.series_number or (found.series_number if same_series else ""),
        description=held.description or found.description,
        publisher=held.publisher or found.publisher,
        published=held.published or found.published,
        numbers=tuple(dict.fromkeys((*held.numbers, *found.numbers))),
        forms=_with_forms(held.forms, found.forms),
        book=found.book,
    )


def _in_name(subtitle: str, name: str) -> bool:
    return name_key(name).endswith(name_key(subtitle))


def _with_people(held: tuple[Contributor, ...], found: tuple[Contributor, ...]) -> tuple[Contributor, ...]:
    people = list(held)
    known = {(person_key(person.name), person.role) for person in held}
    names = {name for name, _ in known}
    for person in found:
        key = (person_key(person.name), person.role)
        if key in known or (person.role == OTHER_ROLE and key[0] in names):
            continue
        known.add(key)
        names.add(key[0])
        people.append(person)
    return tuple(people)


def _with_headings(held: tuple[Heading, ...], found: tuple[Heading, ...]) -> tuple[Heading, ...]:
    known = {_heading_key(heading.heading) for heading in held}
    return (*held, *(heading for heading in found if _heading_key(heading.heading) not in known))


def _heading_key(heading: str) -> str:
    """A heading for comparing; in class numbers the marks between digits count."""
    return heading.casefold().replace(" ", "")


def _with_forms(held: tuple[HeldForm, ...], found: tuple[HeldForm, ...]) -> tuple[HeldForm, ...]:
    forms = list(held)
    barcodes = {copy.barcode for form in held for copy in form.copies if copy.barcode}
    for form in found:
        place = _place_of(form, forms)
        if place is None:
            forms.append(replace(form, copies=_new_copies((), form.copies, barcodes)))
        else:
            forms[place] = _one_form(forms[place], form, barcodes)
        barcodes |= {copy.barcode for copy in form.copies if copy.barcode}
    return tuple(forms)


def _place_of(form: HeldForm, forms: list[HeldForm]) -> int | None:
    """Return which of the forms this one is: one that says the same, else one that says nothing else."""
    exact = (place for place, other in enumerate(forms) if _told(other) == _told(form))
    near = (place for place, other in enumerate(forms) if _may_be_one(other, form))
    return next(exact, next(near, None))


def _told(form: HeldForm) -> tuple[object, ...]:
    return form.kind, form.language, form.extent, form.volumes


def _may_be_one(one: HeldForm, other: HeldForm) -> bool:
    if one.kind is not other.kind or not same_language(one.language, other.language):
        return False
    extents_fit = not (one.extent and other.extent) or name_key(one.extent) == name_key(other.extent)
    return extents_fit and (not (one.volumes and other.volumes) or one.volumes == other.volumes)


def _one_form(held: HeldForm, found: HeldForm, barcodes: set[str]) -> HeldForm:
    return replace(
        held,
        language=found.language if held.language == NO_LANGUAGE else held.language,
        extent=held.extent or found.extent,
        volumes=held.volumes or found.volumes,
        note=held.note or found.note,
        copies=(*held.copies, *_new_copies(held.copies, found.copies, barcodes)),
    )


def _new_copies(held: tuple[Holding, ...], found: tuple[Holding, ...], barcodes: set[str]) -> tuple[Holding, ...]:
    """Return the copies that are not here; one without a barcode is here if its branch has one of its call number."""
    places = {(copy.branch, copy.call_number) for copy in held}
    return tuple(
        copy
        for copy in found
        if (copy.barcode not in barcodes if copy.barcode else (copy.branch, copy.call_number) not in places)
    )
