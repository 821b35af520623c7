"""The rules of OPDS 2.0 and of the Readium Web Publication Manifest, as this project understands them, written down.

`faults` names each place where a feed or publication breaks one. They were written from the specifications' text, not
from the code that makes the feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

FEED, PUBLICATION = "application/opds+json", "application/opds-publication+json"
ACQUISITION = re.compile(r"http://opds-spec\.org/acquisition(/(open-access|borrow|buy|sample|subscribe))?|preview")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; ?[\w-]+=[\w-]+)*")
_REFERENCE = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%{}]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(T.*)?")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_PEOPLE = ("author", "translator", "editor", "artist", "illustrator", "letterer", "penciler", "colorist", "inker",
           "narrator", "contributor", "publisher", "imprint")  # fmt: skip
_MODES = {"auditory", "chartOnVisual", "chemOnVisual", "colorDependent", "diagramOnVisual", "mathOnVisual",
          "musicOnVisual", "tactile", "textOnVisual", "textual", "visual"}  # fmt: skip
_SUFFICIENT = {"auditory", "tactile", "textual", "visual"}


def feed_faults(feed: Any) -> Iterator[str]:
    """A feed is an object with metadata that has a title, links with one to itself, and a collection of some kind."""
    if not isinstance(feed, dict):
        yield "a feed is an object"
        return
    metadata = feed.get("metadata")
    if not isinstance(metadata, dict) or not _text(metadata.get("title")):
        yield "metadata.title is needed"
    else:
        for name in ("numberOfItems", "itemsPerPage", "currentPage"):
            if name in metadata and not (type(metadata[name]) is int and metadata[name] >= (name != "numberOfItems")):
                yield f"metadata.{name} must be a positive number"
    yield from _links(feed.get("links"), "links")
    if not any("self" in _rels(link) for link in feed.get("links", [])):
        yield "links needs one with rel=self"
    held = [name for name in ("navigation", "publications", "groups") if name in feed]
    if not held:
        yield "navigation, publications or groups is needed"
    if "navigation" in feed:
        if not feed["navigation"]:
            yield "navigation must not be empty"
        yield from _links(feed["navigation"], "navigation")
        for place, link in enumerate(feed["navigation"]):
            if not _text(link.get("title")):
                yield f"navigation.{place}: a title is needed"
    for place, publication in enumerate(feed.get("publications", [])):
        for fault in publication_faults(publication):
            yield f"publications.{place}.{fault}"


def publication_faults(publication: Any) -> Iterator[str]:
    """A publication has metadata, and links of which at least one acquires it."""
    yield from _metadata(publication.get("metadata", {}))
    yield from _links(publication.get("links"), "links")
    if not any(ACQUISITION.fullmatch(rel) for link in publication.get("links", []) for rel in _rels(link)):
        yield "links needs one to acquire it"
    for place, link in enumerate(publication.get("links", [])):
        for inner in link.get("properties", {}).get("indirectAcquisition", []):
            if not _MEDIA_TYPE.fullmatch(inner.get("type", "")):
                yield f"links.{place}: indirectAcquisition needs a media type"


def authentication_faults(document: Any) -> Iterator[str]:
    """Authentication for OPDS 1.0: an id that is the address of the document, a title, and flows with types."""
    if not re.match(r"https?://", str(document.get("id", ""))):
        yield "id must be an address"
    if not _text(document.get("title")):
        yield "title is needed"
    flows = document.get("authentication")
    if not flows:
        yield "authentication must not be empty"
    for flow in flows or []:
        if not re.match(r"http://opds-spec\.org/auth/", flow.get("type", "")):
            yield "each flow needs a type"
        if not set(flow.get("labels", {})) <= {"login", "password"}:
            yield "labels are of login and password"


def _metadata(metadata: dict[str, Any]) -> Iterator[str]:
    if not _text(metadata.get("title")):
        yield "metadata.title is needed"
    if "@type" in metadata and not re.match(r"https?://schema\.org/\w+$", metadata["@type"]):
        yield "metadata.@type must be of schema.org"
    if "identifier" in metadata and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$", metadata["identifier"]):
        yield "metadata.identifier must be a URI"
    if "modified" in metadata and not _MOMENT.fullmatch(metadata["modified"]):
        yield "metadata.modified must be a moment"
    if "published" in metadata and not _DATE.fullmatch(metadata["published"]):
        yield "metadata.published must be a date"
    if "language" in metadata and not all(_TAG.fullmatch(tag) for tag in _several(metadata["language"])):
        yield "metadata.language must be BCP 47"
    for name in _PEOPLE:
        for one in _several(metadata.get(name, [])):
            if not _text(one) and not (isinstance(one, dict) and _text(one.get("name"))):
                yield f"metadata.{name} needs a name"
    for subject in _several(metadata.get("subject", [])):
        if not _text(subject) and not _text(subject.get("name")):
            yield "metadata.subject needs a name"
    for series in _several(metadata.get("belongsTo", {}).get("series", [])):
        if not _text(series) and not _text(series.get("name")):
            yield "metadata.belongsTo.series needs a name"
        if isinstance(series, dict) and not isinstance(series.get("position", 0), int | float):
            yield "metadata.belongsTo.series.position must be a number"
    if any(value is None for value in metadata.values()):
        yield "metadata has a null"
    yield from _accessibility(metadata.get("accessibility", {}))


def _accessibility(accessibility: dict[str, Any]) -> Iterator[str]:
    if not set(accessibility.get("accessMode", [])) <= _MODES:
        yield "metadata.accessibility.accessMode is not known"
    for modes in accessibility.get("accessModeSufficient", []):
        if not set(_several(modes)) <= _SUFFICIENT:
            yield "metadata.accessibility.accessModeSufficient is not known"


def _links(links: Any, where: str) -> Iterator[str]:
    if not isinstance(links, list):
        yield f"{where} must be a list"
        return
    for place, link in enumerate(links):
        if not _REFERENCE.fullmatch(str(link.get("href", ""))):
            yield f"{where}.{place}.href must be a URI reference"
        if "type" in link and not _MEDIA_TYPE.fullmatch(link["type"]):
            yield f"{where}.{place}.type must be a media type"
        if ("{" in link.get("href", "")) != bool(link.get("templated", False)):
            yield f"{where}.{place}: a template and only that is templated"
        if any(value is None for value in link.values()):
            yield f"{where}.{place} has a null"


def _rels(link: dict[str, Any]) -> list[str]:
    return [str(rel) for rel in _several(link.get("rel", []))]


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
