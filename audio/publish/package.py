"""The package document of EPUB 3: what the book is, what is in it, and for whom it is accessible.

Sources: EPUB 3.3, EPUB Accessibility 1.1, the Schema.org accessibility properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from access.book.model import Book, Metadata
from audio.publish.clock import clock
from audio.publish.dates import iso_date
from audio.publish.markup import attributes, escape, is_right_to_left, language_tag, one_line
from audio.publish.style import ACTIVE_CLASS
from audio.publish.survey import Survey
from audio.publish.words import words

_MEDIA_TYPES = {
    "xhtml": "application/xhtml+xml",
    "smil": "application/smil+xml",
    "mp3": "audio/mpeg",
    "css": "text/css",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the package. `length` is the milliseconds of an overlay; `overlay` names the one of a content file."""

    name: str
    media_type: str
    length: int | None = None
    overlay: str | None = None
    properties: str | None = None

    @property
    def id(self) -> str:
        """The item's id: the file's name with a hyphen for the dot."""
        return self.name.replace(".", "-")


def media_type(name: str) -> str:
    """Return the media type of one of our own files by its suffix."""
    return _MEDIA_TYPES[name.rsplit(".", 1)[1]]


def package(
    book: Book, found: Survey, items: list[Item], voices: tuple[str, ...], *, modified: datetime, generator: str
) -> str:
    """Return `package.opf`; content files are read in the order of `items`."""
    language = language_tag(book.metadata.language) or "und"
    direction = attributes(page__progression__direction="rtl" if is_right_to_left(language) else None)
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id"'
        f'{attributes(xml_lang=language)}>\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
    )
    lines = [
        head,
        *_description(book.metadata, language),
        _meta("dcterms:modified", modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        _meta("generator", generator, old=True),
        *_overlays(items, voices),
        *_accessibility(book.metadata, found, language),
        "</metadata>\n<manifest>\n",
    ]
    for item in items:
        overlay = item.overlay.replace(".", "-") if item.overlay is not None else None
        names = attributes(id=item.id, href=item.name, media__type=item.media_type, media__overlay=overlay)
        lines.append(f"<item{names}{attributes(properties=item.properties)}/>\n")
    lines.append(f"</manifest>\n<spine{direction}>\n")
    read = (item for item in items if item.media_type == _MEDIA_TYPES["xhtml"] and item.properties is None)
    lines += [f'<itemref idref="{item.id}"/>\n' for item in read]
    lines.append("</spine>\n</package>\n")
    return "".join(lines)


def _meta(name: str, content: str, *, refines: str | None = None, scheme: str | None = None, old: bool = False) -> str:
    if old:
        return f"<meta{attributes(name=name, content=content)}/>\n"
    names = attributes(property=name, refines=refines, scheme=scheme)
    return f"<meta{names}>{escape(one_line(content))}</meta>\n"


def _description(metadata: Metadata, language: str) -> Iterator[str]:
    yield f'<dc:identifier id="book-id">{escape(one_line(metadata.identifier))}</dc:identifier>\n'
    yield f"<dc:title>{escape(one_line(metadata.title))}</dc:title>\n"
    yield f"<dc:language>{language}</dc:language>\n"
    people = [person for person in metadata.contributors if one_line(person.name)]
    for number, person in enumerate(people, 1):
        name = "creator" if person.role == "aut" else "contributor"
        yield f'<dc:{name} id="person{number}">{escape(one_line(person.name))}</dc:{name}>\n'
        if re.fullmatch("[a-z]{3}", person.role):
            yield _meta("role", person.role, refines=f"#person{number}", scheme="marc:relators")
    told = [("publisher", metadata.publisher), ("rights", metadata.rights), ("description", metadata.description)]
    told += [("date", iso_date(metadata.date))]
    told += [("source", metadata.source), *(("subject", subject) for subject in metadata.subjects)]
    for name, content in told:
        if content and one_line(content):
            yield f"<dc:{name}>{escape(one_line(content))}</dc:{name}>\n"


def _overlays(items: list[Item], voices: tuple[str, ...]) -> Iterator[str]:
    lengths = [(item.id, item.length) for item in items if item.length is not None]
    for name, length in lengths:
        yield _meta("media:duration", clock(length), refines=f"#{name}")
    yield _meta("media:duration", clock(sum(length for _, length in lengths)))
    for voice in voices:
        if one_line(voice):
            yield _meta("media:narrator", voice)
    yield _meta("media:active-class", ACTIVE_CLASS)


def _accessibility(metadata: Metadata, found: Survey, language: str) -> Iterator[str]:
    shown = [figure for figure in found.figures if figure.image in found.pictures]
    told = all(figure.alternative or figure.description for figure in shown)
    for mode in ("textual", "auditory", *(("visual",) if shown else ())):
        yield _meta("schema:accessMode", mode)
    for modes in ("textual", "auditory") if told else ("textual,visual", "auditory,visual"):
        yield _meta("schema:accessModeSufficient", modes)
    features = ["synchronizedAudioText", "structuralNavigation", "tableOfContents", "readingOrder"]
    features += ["alternativeText"] if shown and told else []
    features += ["longDescription"] if any(figure.description for figure in shown) else []
    features += ["rubyAnnotations"] if found.has_ruby else []
    features += ["pageBreakMarkers", "pageNavigation", "printPageNumbers"] if found.pages else []
    for feature in features:
        yield _meta("schema:accessibilityFeature", feature)
    moving = any(picture.image.media_type == "image/gif" for picture in found.pictures.values())
    yield _meta("schema:accessibilityHazard", "unknown" if moving else "none")
    images = "" if not shown else words("summary images" if told else "summary images without", language)
    pages = words("summary pages", language) if found.pages else ""
    yield _meta("schema:accessibilitySummary", words("summary", language).format(pages=pages, images=images))
    if found.pages:
        yield _meta("pageBreakSource", metadata.source or metadata.identifier)
