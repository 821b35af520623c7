"""A title on the shelf as an OPDS publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC

from access.catalog.record import NO_LANGUAGE, Record
from api.language import _
from api.opds.shapes import (
    AUTHENTICATION,
    PUBLICATION,
    Accessibility,
    Belongs,
    Contributor,
    Link,
    Metadata,
    Publication,
    Series,
    SubjectShape,
)
from api.shelf import Output, Shelved

ACQUIRE = "http://opds-spec.org/acquisition/open-access"
"""Whoever may see the catalogue downloads at once: there is no loan to be made first."""
AUTHENTICATION_PATH = "/opds/authentication"
_PEOPLE = {"aut": "author", "trl": "translator", "edt": "editor", "ill": "illustrator", "nrt": "narrator"}
_INSIDE = {"brf": "text/x-brf", "daisy202": "application/x-daisy202"}
"""What is in a zip file, by our formats: neither braille in BRF nor DAISY 2.02 has a registered media type."""
_PART_NAMES = {
    "daisy202": "DAISY 2.02 talking book",
    "epub3": "EPUB 3 with sound",
    "brf": "Braille (BRF)",
    "pef": "Braille (PEF)",
}


def form_name(name: str) -> str:
    """Return what a format is called, in the reader's language."""
    return _(_PART_NAMES.get(name, "")) or name


def publication(shelved: Shelved, library: str, prefix: str) -> Publication:
    """Return a title. `library` tells the database from every other, `prefix` is where the service lies."""
    number = shelved.number
    own = Link(rel="self", href=f"{prefix}/opds/publications/{number}", type=PUBLICATION)
    acquire = [_acquisition(artefact, prefix) for artefact in shelved.artefacts]
    return Publication(metadata=_metadata(shelved, library), links=[own, *acquire])


def _acquisition(artefact: Output, prefix: str) -> Link:
    properties: dict[str, object] = {
        "authenticate": {"href": f"{prefix}{AUTHENTICATION_PATH}", "type": AUTHENTICATION},
    }
    if artefact.media_type == "application/zip":
        properties["indirectAcquisition"] = [{"type": _INSIDE.get(artefact.format, "application/octet-stream")}]
    return Link(
        rel=ACQUIRE,
        href=f"{prefix}/api/v1/artefacts/{artefact.id}/file",
        type=artefact.media_type,
        title=form_name(artefact.format),
        properties=properties,
    )


def _metadata(shelved: Shelved, library: str) -> Metadata:
    record = shelved.record
    formats = [artefact.format for artefact in shelved.artefacts]
    people: dict[str, list[Contributor]] = {}
    for one in record.contributors:
        key = _PEOPLE.get(one.role, "contributor")
        role = one.role if key == "contributor" else None
        people.setdefault(key, []).append(Contributor(name=one.name, sort_as=one.pinyin or None, role=role))
    return Metadata(
        kind="http://schema.org/Audiobook" if set(formats) == {"daisy202"} else "http://schema.org/Book",
        identifier=_identifier(record, f"urn:tongdu:{library}:{shelved.number}"),
        title=record.name,
        subtitle=record.subtitle or None,
        sort_as=record.pinyin or None,
        modified=shelved.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        published=record.published if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", record.published) else None,
        language=record.language if record.language != NO_LANGUAGE else None,
        publisher=record.publisher or None,
        description=record.description or None,
        subject=[SubjectShape(name=one.heading, scheme=one.scheme or None) for one in record.subjects] or None,
        belongs_to=_series(record),
        accessibility=_accessibility(formats),
        **people,
    )


def _identifier(record: Record, own: str) -> str:
    """A URI: an ISBN, else an address, else our own."""
    for number in record.numbers:
        if number.scheme == "isbn":
            return f"urn:isbn:{number.value}"
    for number in record.numbers:
        if number.scheme == "uri" and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+", number.value):
            return number.value
    return own


def _series(record: Record) -> Belongs | None:
    if not record.series:
        return None
    place = re.fullmatch(r"\d{1,6}(\.\d{1,3})?", record.series_number)
    return Belongs(series=[Series(name=record.series, position=float(record.series_number) if place else None)])


def _accessibility(formats: Sequence[str]) -> Accessibility:
    """What is known by the formats; what their pictures and sounds may do to somebody is not."""
    modes: list[str] = []
    features = ["tableOfContents", "structuralNavigation", "readingOrder"]
    if {"daisy202", "epub3"} & set(formats):
        modes += ["textual", "auditory"]
        features.append("synchronizedAudioText")
    if {"brf", "pef"} & set(formats):
        modes.append("tactile")
        features.append("braille")
    return Accessibility(access_mode=modes, access_mode_sufficient=[[mode] for mode in modes], feature=features)
