"""Checks of EPUB 3 books with Media Overlays that complement the official checker: clips, sums and references.

Sources: EPUB 3.3, Media Overlays and OCF. The official checker never looks into the audio; this does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

from audio.check.clips import TOLERANCE, AudioClip, check_clips, clock_value
from audio.check.smil import Smil, read_smil
from audio.check.xml import NotXmlError, Text, elements, local_name, parse, reference, text, text_of

_OVERLAY = "application/smil+xml"
_XHTML = "application/xhtml+xml"


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
    texts: dict[str, Text | None] = field(default_factory=dict)

    def run(self) -> tuple[str, ...]:
        self.archive_itself()
        package_path = self.package_path()
        package = self.root(package_path) if package_path else None
        if package is None or package_path is None:
            return tuple(self.findings)
        items = self.items(package, package_path)
        self.files(items, package_path)
        self.spine(package, items)
        self.overlays(package, items)
        self.links(items)
        return tuple(self.findings)

    def say(self, finding: str) -> None:
        self.findings.append(finding)

    def root(self, name: str) -> etree._Element | None:
        """Parse a file of the book."""
        try:
            return parse(self.archive.read(name))
        except KeyError:
            self.say(f"{name}: the file is missing")
        except NotXmlError as error:
            self.say(f"{name}: not well-formed ({error})")
        return None

    def text(self, name: str) -> Text | None:
        """Read a content file once."""
        if name not in self.texts:
            root = self.root(name)
            found = self.texts[name] = None if root is None else text(root)
            for doubled in found.doubled[:3] if found is not None else ():
                self.say(f"{name}: the id {doubled} stands there twice")
        return self.texts[name]

    def archive_itself(self) -> None:
        names = self.archive.namelist()
        if len(names) != len(set(names)):
            self.say("the archive holds a file twice")
        first = self.archive.infolist()[0] if names else None
        if first is None or first.filename != "mimetype" or first.compress_type != ZIP_STORED or first.extra:
            self.say("mimetype is not the first file, stored as it is")

    def package_path(self) -> str | None:
        container = self.root("META-INF/container.xml")
        paths = [] if container is None else [each.get("full-path") for each in elements(container)]
        path = next((path for path in paths if path), None)
        if container is not None and path is None:
            self.say("META-INF/container.xml: names no package")
        return path

    def items(self, package: etree._Element, base: str) -> dict[str, _Item]:
        """The manifest by ids."""
        items: dict[str, _Item] = {}
        for element in elements(package):
            if local_name(element) != "item":
                continue
            name, target = element.get("id", ""), reference(base, element.get("href", ""))
            if target is None or name in items:
                self.say(f"{base}: item {name} lies outside the book or stands there twice")
                continue
            properties = frozenset(element.get("properties", "").split())
            kind, overlay = element.get("media-type", ""), element.get("media-overlay")
            items[name] = _Item(name, target[0], kind, overlay, properties)
        return items

    def files(self, items: dict[str, _Item], package_path: str) -> None:
        """What is listed is there, and what is there is listed."""
        names, listed = set(self.archive.namelist()), {item.path for item in items.values()}
        for path in sorted(listed - names):
            self.say(f"{path}: listed, but missing")
        others = {name for name in names - listed if not name.startswith("META-INF/") and not name.endswith("/")}
        for path in sorted(others - {"mimetype", package_path}):
            self.say(f"{path}: there, but not listed")
        if sum("nav" in item.properties for item in items.values()) != 1:
            self.say(f"{package_path}: does not list exactly one navigation file")

    def spine(self, package: etree._Element, items: dict[str, _Item]) -> None:
        refs = [element.get("idref", "") for element in elements(package) if local_name(element) == "itemref"]
        if not refs:
            self.say("the spine is empty")
        for name in refs:
            if name not in items:
                self.say(f"the spine names {name}, which is not listed")

    def overlays(self, package: etree._Element, items: dict[str, _Item]) -> None:
        """Every overlay belongs to its text, its clips lie in their audio, and the lengths told are true."""
        told, total = _durations(package)
        by_path = {item.path: item for item in items.values()}
        in_use = {item.overlay for item in items.values() if item.overlay is not None}
        clips: list[AudioClip] = []
        for item in items.values():
            root = self.root(item.path) if item.media_type == _OVERLAY else None
            if root is None:
                continue
            smil = read_smil(item.path, root)
            clips += smil.clips
            self.duration(item.path, told.get(item.id), smil.seconds)
            self.pairs(smil, item, by_path)
            if item.id not in in_use:
                self.say(f"{item.path}: no text has this overlay")
        if clips or total is not None:
            self.duration("the whole book", total, sum(clip.length for clip in clips))
        for name in sorted(in_use - items.keys()):
            self.say(f"the overlay {name} is not listed")
        self.findings += check_clips(clips, self.archive.open)

    def duration(self, where: str, told: float | None, true: float) -> None:
        if told is None or abs(told - true) > TOLERANCE:
            self.say(f"{where}: media:duration is not {true:.3f} s")

    def pairs(self, smil: Smil, item: _Item, by_path: dict[str, _Item]) -> None:
        """Every pair has its text, in a file that has this overlay, and its audio."""
        for doubled in smil.doubled[:3]:
            self.say(f"{smil.name}: the id {doubled} stands there twice")
        for pair in smil.pairs:
            if len(pair.clips) != 1 or pair.clips[0].source not in by_path:
                self.say(f"{pair.where}: does not have exactly one audio that is listed")
            for target in pair.texts:
                file = by_path.get(target[0]) if target is not None else None
                found = self.text(file.path) if file is not None else None
                if target is None or file is None:
                    self.say(f"{pair.where}: its text is not listed")
                elif file.overlay != item.id:
                    self.say(f"{pair.where}: {file.path} does not have this overlay")
                elif found is not None and target[1] not in found.ids:
                    self.say(f"{pair.where}: the text {'#'.join(target)} is not there")

    def links(self, items: dict[str, _Item]) -> None:
        """Everything the texts point at inside the book is there."""
        paths = {item.path for item in items.values()}
        texts = {item.path for item in items.values() if item.media_type == _XHTML}
        for path in sorted(texts):
            found = self.text(path)
            for href in found.links if found is not None else ():
                target = reference(path, href)
                if target is not None and target[0] not in paths:
                    self.say(f"{path}: points at {target[0]}, which is not listed")
                elif target is not None and target[1] and target[0] in texts:
                    other = self.text(target[0])
                    if other is not None and target[1] not in other.ids:
                        self.say(f"{path}: points at {'#'.join(target)}, which is not there")


def _durations(package: etree._Element) -> tuple[dict[str, float | None], float | None]:
    """What the package tells of lengths in seconds: of each overlay by its id, and of the whole."""
    each: dict[str, float | None] = {}
    total: float | None = None
    for element in elements(package):
        if local_name(element) == "meta" and element.get("property") == "media:duration":
            refined = element.get("refines")
            if refined is None:
                total = clock_value(text_of(element))
            else:
                each[refined.removeprefix("#")] = clock_value(text_of(element))
    return each, total
