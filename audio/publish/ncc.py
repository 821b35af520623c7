"""The Navigation Control Centre of DAISY 2.02: `ncc.html`, a flat list of headings, pages, notes and sidebars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from access.book.model import Metadata
from audio.publish.clips import Clip, Clips
from audio.publish.clock import whole_seconds
from audio.publish.daisy_content import DOCTYPE
from audio.publish.dates import iso_date
from audio.publish.markup import attributes, escape, language_attributes, language_tag, one_line
from audio.publish.pages import page_class
from audio.publish.smil import smil_name, text_element_id
from audio.publish.survey import OutlineSection, Survey, first_words, section_class
from audio.publish.words import words


@dataclass(frozen=True, slots=True)
class NccItem:
    """An entry of class `kind`: a heading (`level` 1 to 6) or, with level 0, something in a span or group."""

    clip: Clip
    text: str
    level: int = 0
    kind: str = ""


def ncc_items(found: Survey, clips: Clips, language: str) -> list[NccItem]:
    """Return the entries after the title, in the order in which they are read; none is without a text."""
    items: list[NccItem] = []
    _headings(found.outline, 1, clips, items)
    for page in found.pages:
        clip = clips.of_page(page.id)
        if clip is not None:
            items.append(NccItem(clip, one_line(page.label) or words("page", language), kind=page_class(page.label)))
    for reference in found.references.values():
        clip = clips.at(reference.leaf_id, reference.start)
        if clip is not None:
            items.append(NccItem(clip, reference.marker, kind="noteref"))
    for own in found.sidebars.values():
        clip = clips.first_of(own)
        if clip is not None:
            shown = next(
                filter(None, (first_words(found.texts[leaf_id]) for leaf_id in own)), words("sidebar", language)
            )
            items.append(NccItem(clip, shown, kind="sidebar"))
    items += _groups({item.clip.part for item in items}, found, clips, language)
    items.sort(key=lambda item: (item.clip.order, item.level == 0))
    return _without_skipped_levels(items)


def _groups(told: set[int], found: Survey, clips: Clips, language: str) -> list[NccItem]:
    """Entries for parts that have none, such as what follows a subsection: players find a part by the NCC alone."""
    groups = []
    for number, part in enumerate(clips.parts):
        if part and number not in told:
            texts = (first_words(found.texts.get(clip.phrase.block_id, "")) for clip in part)
            groups.append(NccItem(part[0], next(filter(None, texts), words("text", language)), kind="group"))
    return groups


def _without_skipped_levels(items: list[NccItem]) -> list[NccItem]:
    """A section without a heading may begin with a subsection, which then comes before it: raise that to its level."""
    level = 0
    kept = []
    for item in items:
        if item.level:
            level = min(item.level, level + 1)
        kept.append(replace(item, level=level) if item.level else item)
    return kept


def _headings(outline: list[OutlineSection], level: int, clips: Clips, items: list[NccItem]) -> None:
    for part in outline:
        clip = clips.first_of(part.own)
        if clip is None or not part.title:  # nothing of its own is spoken: its subsections take its place
            _headings(part.children, level, clips, items)
            continue
        items.append(NccItem(clip, part.title, min(level, 6), _heading_class(part)))
        _headings(part.children, level + 1, clips, items)


def _heading_class(part: OutlineSection) -> str:
    return section_class(part.section) + (" generated" if part.generated else "")


@dataclass(frozen=True, slots=True)
class Production:
    """What the NCC says about the making of the talking book; `length` is milliseconds."""

    made: date
    generator: str
    publisher: str
    voices: tuple[str, ...]
    length: int
    files: int


def ncc(
    metadata: Metadata,
    items: list[NccItem],
    first: Clip,
    production: Production,
    other_bytes: int,
) -> str:
    """Return `ncc.html`.

    `first` is the clip at which the book begins; `other_bytes` are the bytes of all other files, from which and from
    its own size the NCC tells the size of the whole.
    """
    body = _body(metadata, items, first)
    head = _metadata(metadata, items, production)

    def whole(kilobytes: int) -> str:
        size = _meta("ncc:kByteSize", str(kilobytes))
        return (
            f'{DOCTYPE}<html xmlns="http://www.w3.org/1999/xhtml"{language_attributes(metadata.language)}>\n<head>\n'
            '<meta http-equiv="Content-type" content="text/html; charset=utf-8"/>\n'
            f"<title>{escape(one_line(metadata.title))}</title>\n{head}{size}</head>\n<body>\n{body}</body>\n</html>\n"
        )

    return _settled(whole, other_bytes)


def kilobytes(size: int) -> int:
    """Return a size in kilobytes of 1,024 bytes, a begun one counted as whole."""
    return -(-size // 1024)


def _settled(whole: Callable[[int], str], other_bytes: int) -> str:
    """The NCC tells the size of the book, which its own size is part of: go on until what it tells is true."""
    told = kilobytes(other_bytes)
    while True:
        written = whole(told)
        true = kilobytes(other_bytes + len(written.encode()))
        if true == told:
            return written
        told = true  # only grows, and by a digit at most, so this ends


def _metadata(metadata: Metadata, items: list[NccItem], production: Production) -> str:
    kinds = Counter(item.kind for item in items if item.level == 0)
    normal = [int(item.text) for item in items if item.kind == "page-normal"]
    creators = metadata.authors or tuple(contributor.name for contributor in metadata.contributors)
    others = tuple(c.name for c in metadata.contributors if c.name not in creators)
    told: list[tuple[str, str | None]] = [
        ("dc:title", metadata.title),
        *(("dc:creator", name) for name in creators or (words("unknown author", metadata.language),)),
        *(("dc:contributor", name) for name in others),
        ("dc:identifier", metadata.identifier),
        ("dc:language", language_tag(metadata.language) or "und"),
        ("dc:format", "Daisy 2.02"),
        ("dc:date", production.made.isoformat()),
        ("dc:publisher", production.publisher),
        ("dc:source", metadata.source),
        *(("dc:subject", subject) for subject in metadata.subjects),
        ("dc:description", metadata.description),
        ("dc:rights", metadata.rights),
        ("ncc:sourceTitle", metadata.title),
        ("ncc:sourcePublisher", metadata.publisher),
        ("ncc:sourceDate", iso_date(metadata.date)),
        ("ncc:charset", "utf-8"),
        ("ncc:multimediaType", "audioFullText"),
        ("ncc:setInfo", "1 of 1"),
        ("ncc:depth", str(max((item.level for item in items), default=1) or 1)),
        ("ncc:tocItems", str(len(items) + 1)),
        ("ncc:pageFront", str(kinds["page-front"])),
        ("ncc:pageNormal", str(kinds["page-normal"])),
        ("ncc:pageSpecial", str(kinds["page-special"])),
        ("ncc:maxPageNormal", str(max(normal, default=0))),
        ("ncc:footnotes", str(kinds["noteref"]) if kinds["noteref"] else None),
        ("ncc:sidebars", str(kinds["sidebar"]) if kinds["sidebar"] else None),
        ("ncc:totalTime", whole_seconds(production.length)),
        *(("ncc:narrator", voice) for voice in production.voices),
        ("ncc:producer", production.publisher),
        ("ncc:producedDate", production.made.isoformat()),
        ("ncc:generator", production.generator),
        ("ncc:files", str(production.files)),
    ]
    return "".join(_meta(name, content) for name, content in told if content and one_line(content))


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(one_line(content))}"/>\n'


def _body(metadata: Metadata, items: list[NccItem], first: Clip) -> str:
    """The entries; a second one on the same clip goes to the clip's text, so that no two have the same address."""
    lines = [f'<h1 class="title" id="n00000"><a href="{_par(first)}">{escape(one_line(metadata.title))}</a></h1>\n']
    taken = {_par(first)}
    for number, item in enumerate(items, 1):
        address = _par(item.clip)
        if address in taken:
            address = f"{smil_name(item.clip.part)}#{text_element_id(item.clip)}"
        taken.add(address)
        name = f"h{item.level}" if item.level else "div" if item.kind == "group" else "span"
        names = attributes(class_=item.kind, id=f"n{number:05d}")
        lines.append(f'<{name}{names}><a href="{address}">{escape(item.text)}</a></{name}>\n')
    return "".join(lines)


def _par(clip: Clip) -> str:
    return f"{smil_name(clip.part)}#{clip.id}"
