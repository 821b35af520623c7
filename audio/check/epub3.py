"""Checks of EPUB 3 books with Media Overlays that complement the official checker: clips, sums and references.

Sources: EPUB 3.3, section 9 (Media Overlays) and OCF. The official checker never listens to the audio; this does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

from audio.check.clips import TOLERANCE, AudioClip, check_clips, clock_value
from audio.check.xml import NotXmlError, Parsed, elements, local_name, parse, reference, text_of, with_ids


def check_epub3(path: Path) -> tuple[str, ...]:
    """Return what is wrong with an EPUB, a sentence each; nothing when it is sound."""
    try:
        with ZipFile(path) as archive:
            return _Check(archive).run()
    except (BadZipFile, OSError) as error:
        return (f"{path.name}: cannot be opened ({error})",)


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    path: str
    media_type: str
    overlay: str | None
    properties: frozenset[str]


@dataclass(slots=True)
class _Check:
    archive: ZipFile
    findings: list[str] = field(default_factory=list)
    parsed: dict[str, Parsed | None] = field(default_factory=dict)

    def run(self) -> tuple[str, ...]:
        names = self.archive.namelist()
        if len(names) != len(set(names)):
            self.say("the archive holds a file twice")
        first = self.archive.infolist()[0] if names else None
        if first is None or first.filename != "mimetype" or first.compress_type != ZIP_STORED or first.extra:
            self.say("mimetype is not the first file, stored as it is")
        package_path = self.package_path()
        package = self.file(package_path) if package_path else None
        if package is None or package_path is None:
            return tuple(self.findings)
        items = self.items(package, package_path)
        self.files(items, package_path, set(names))
        self.spine(package, items)
        self.overlays(package, items)
        self.links(items)
        return tuple(self.findings)

    def say(self, finding: str) -> None:
        self.findings.append(finding)

    def read(self, name: str) -> bytes:
        return self.archive.read(name)

    def file(self, name: str) -> Parsed | None:
        """Parse a file once."""
        if name not in self.parsed:
            self.parsed[name] = None
            try:
                self.parsed[name] = found = with_ids(parse(self.read(name)))
            except KeyError:
                self.say(f"{name}: the file is missing")
            except NotXmlError as error:
                self.say(f"{name}: not well-formed ({error})")
            else:
                for doubled in found.doubled[:3]:
                    self.say(f"{name}: the id {doubled} stands there twice")
        return self.parsed[name]

    def package_path(self) -> str | None:
        container = self.file("META-INF/container.xml")
        roots = [] if container is None else [each for each in elements(container.root) if each.get("full-path")]
        if not roots:
            self.say("META-INF/container.xml: names no package")
            return None
        return roots[0].get("full-path")

    def items(self, package: Parsed, base: str) -> dict[str, _Item]:
        """The manifest by ids."""
        items: dict[str, _Item] = {}
        for element in elements(package.root):
            if local_name(element) == "item":
                target = reference(base, element.get("href", ""))
                if target is None:
                    self.say(f"{base}: item {element.get('id')} lies outside the book")
                    continue
                name = element.get("id", "")
                items[name] = _Item(
                    name,
                    target[0],
                    element.get("media-type", ""),
                    element.get("media-overlay"),
                    frozenset(element.get("properties", "").split()),
                )
        return items

    def files(self, items: dict[str, _Item], package_path: str, names: set[str]) -> None:
        listed = {item.path for item in items.values()}
        for path in sorted(listed - names):
            self.say(f"{path}: listed, but missing")
        others = {name for name in names - listed if not name.startswith("META-INF/") and not name.endswith("/")}
        for path in sorted(others - {"mimetype", package_path}):
            self.say(f"{path}: there, but not listed")
        if sum("nav" in item.properties for item in items.values()) != 1:
            self.say(f"{package_path}: does not list exactly one navigation file")

    def spine(self, package: Parsed, items: dict[str, _Item]) -> None:
        refs = [element.get("idref", "") for element in elements(package.root) if local_name(element) == "itemref"]
        if not refs:
            self.say("the spine is empty")
        for name in refs:
            if name not in items:
                self.say(f"the spine names {name}, which is not listed")

    def overlays(self, package: Parsed, items: dict[str, _Item]) -> None:
        """Every overlay belongs to its text, its clips lie in their audio, and the lengths told are true."""
        told, total = _durations(package.root)
        clips: list[AudioClip] = []
        length_of_all = 0.0
        for item in items.values():
            if item.media_type != "application/smil+xml":
                continue
            own = self.overlay(item, items)
            clips += own
            length = sum(clip.length for clip in own)
            length_of_all += length
            self.duration(item.path, told.get(item.id), length)
            if not any(other.overlay == item.id for other in items.values()):
                self.say(f"{item.path}: no text has this overlay")
        if clips or total is not None:
            self.duration("the whole book", total, length_of_all)
        for item in items.values():
            if item.overlay is not None and item.overlay not in items:
                self.say(f"{item.path}: its overlay {item.overlay} is not listed")
        self.findings += check_clips(clips, self.read)

    def duration(self, where: str, told: float | None, true: float) -> None:
        if told is None or abs(told - true) > TOLERANCE:
            self.say(f"{where}: media:duration is not {true:.3f} s")

    def overlay(self, item: _Item, items: dict[str, _Item]) -> list[AudioClip]:
        smil = self.file(item.path)
        clips: list[AudioClip] = []
        by_path = {other.path: other for other in items.values()}
        for element in elements(smil.root) if smil is not None else ():
            kind = local_name(element)
            if kind not in {"text", "audio"}:
                continue
            pair = element.getparent()
            where = f"{item.path}#{pair.get('id') if pair is not None else None}"
            target = reference(item.path, element.get("src", ""))
            if target is None or target[0] not in by_path:
                self.say(f"{where}: points at {element.get('src')}, which is not listed")
            elif kind == "audio":
                begin, end = clock_value(element.get("clipBegin", "0")), clock_value(element.get("clipEnd"))
                clips.append(AudioClip(target[0], begin, end, where))
            else:
                text = self.file(target[0])
                if text is not None and target[1] not in text.ids:
                    self.say(f"{where}: the text {target[0]}#{target[1]} is not there")
                if by_path[target[0]].overlay != item.id:
                    self.say(f"{where}: {target[0]} does not have this overlay")
        return clips

    def links(self, items: dict[str, _Item]) -> None:
        """Everything the texts point at inside the book is there."""
        paths = {item.path for item in items.values()}
        texts = [item.path for item in items.values() if item.media_type == "application/xhtml+xml"]
        for path in texts:
            parsed = self.file(path)
            for element in elements(parsed.root) if parsed is not None else ():
                for written in (element.get("href"), element.get("src")):
                    target = reference(path, written) if written is not None else None
                    if target is None:
                        continue
                    if target[0] not in paths:
                        self.say(f"{path}: points at {target[0]}, which is not listed")
                        continue
                    other = self.file(target[0]) if target[1] and target[0] in texts else None
                    if other is not None and target[1] not in other.ids:
                        self.say(f"{path}: points at {target[0]}#{target[1]}, which is not there")


def _durations(root: etree._Element) -> tuple[dict[str, float | None], float | None]:
    """What the package tells of lengths in seconds: of each overlay by its id, and of the whole."""
    each: dict[str, float | None] = {}
    total: float | None = None
    for element in elements(root):
        if local_name(element) == "meta" and element.get("property") == "media:duration":
            refined = element.get("refines")
            if refined is None:
                total = clock_value(text_of(element))
            else:
                each[refined.removeprefix("#")] = clock_value(text_of(element))
    return each, total
