"""Checks of DAISY 2.02 talking books that no grammar can make: references, clips, counts and sums.

Source: DAISY 2.02 Specification. The folder may hold anybody's book; nothing that it says of itself is believed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from audio.check.clips import TOLERANCE, check_clips, clock_value
from audio.check.ncc import HEADING, Entry, ncc_entries
from audio.check.smil import Smil, read_smil
from audio.check.xml import NotXmlError, Text, elements, local_name, metas, parse, reference, text

_REQUIRED = (
    *("dc:title", "dc:identifier", "dc:format", "dc:date", "dc:publisher", "ncc:charset", "ncc:tocItems"),
    *("ncc:pageFront", "ncc:pageNormal", "ncc:pageSpecial", "ncc:totalTime"),
)
_NEEDED_WHEN_USED = frozenset({"ncc:footnotes", "ncc:sidebars", "ncc:prodNotes"})


def check_daisy202(folder: Path) -> tuple[str, ...]:
    """Return what is wrong with a talking book, a sentence each; nothing when it is sound."""
    return _Check(folder).run()


@dataclass(slots=True)
class _Check:
    folder: Path
    findings: list[str] = field(default_factory=list)
    texts: dict[str, Text | None] = field(default_factory=dict)
    used: set[str] = field(default_factory=lambda: {"ncc.html"})

    def run(self) -> tuple[str, ...]:
        root = self.root("ncc.html")
        if root is None:
            return tuple(self.findings)
        self.doubled("ncc.html", text(root).doubled)
        told, entries = metas(root), ncc_entries(root)
        self.entries(entries)
        smils = self.smils(entries)
        self.order(entries, smils)
        self.times(told, smils)
        self.pairs(smils)
        self.links()
        self.counts(told, entries)
        self.sizes(told)
        return tuple(self.findings)

    def say(self, finding: str) -> None:
        self.findings.append(finding)

    def doubled(self, name: str, ids: tuple[str, ...]) -> None:
        for doubled in ids[:3]:
            self.say(f"{name}: the id {doubled} stands there twice")

    def root(self, name: str) -> etree._Element | None:
        """Parse a file of the book."""
        self.used.add(name)
        try:
            data = (self.folder / name).read_bytes()
            if b"[]>" in data[:2000]:
                self.say(f"{name}: the DOCTYPE has an internal subset, which breaks some players")
            return parse(data)
        except OSError:
            self.say(f"{name}: the file is missing")
        except NotXmlError as error:
            self.say(f"{name}: not well-formed ({error})")
        return None

    def text(self, name: str) -> Text | None:
        """Read a content file once."""
        if name not in self.texts:
            root = self.root(name)
            found = self.texts[name] = None if root is None else text(root)
            if found is not None:
                self.doubled(name, found.doubled)
        return self.texts[name]

    def entries(self, entries: list[Entry]) -> None:
        """The entries of the NCC begin with the title, have texts and skip no level."""
        if not entries or entries[0].name != "h1" or entries[0].kind != "title":
            self.say("ncc.html: the first entry is not a heading of class title")
        level = 1
        for entry in entries:
            if entry.target is None:
                self.say(f"ncc.html: entry {entry.id} links to nothing")
            if not entry.text:
                self.say(f"ncc.html: entry {entry.id} has no text")
            heading = HEADING.match(entry.name)
            if heading is not None:
                if int(heading.group(1)) > level + 1:
                    self.say(f"ncc.html: heading {entry.id} skips a level")
                level = int(heading.group(1))

    def smils(self, entries: list[Entry]) -> list[Smil]:
        """The SMIL files in the order of master.smil; without one, of the NCC."""
        in_ncc = list(dict.fromkeys(entry.target[0] for entry in entries if entry.target is not None))
        names = in_ncc
        if (self.folder / "master.smil").is_file():
            root = self.root("master.smil")
            refs = [] if root is None else [each for each in elements(root) if local_name(each) == "ref"]
            targets = (reference("master.smil", each.get("src", "")) for each in refs)
            names = [target[0] for target in targets if target is not None]
            if len(names) != len(set(names)) or not set(in_ncc) <= set(names):
                self.say("master.smil: does not list every SMIL file once")
            for name in sorted(set(names) - set(in_ncc)):
                self.say(f"ncc.html: no entry leads to {name}, so players may never reach it")
        smils = []
        for name in dict.fromkeys([*names, *in_ncc]):
            root = self.root(name)
            if root is not None:
                smils.append(read_smil(name, root))
                self.doubled(name, smils[-1].doubled)
        return smils

    def order(self, entries: list[Entry], smils: list[Smil]) -> None:
        """Every entry of the NCC leads to a pair, in reading order."""
        places: dict[tuple[str, str], int] = {}
        number = 0
        for smil in smils:
            for pair in smil.pairs:
                number += 1
                places.update(((smil.name, own), number) for own in pair.ids)
        last = 0
        for entry in entries:
            place = places.get(entry.target) if entry.target is not None else None
            if entry.target is not None and place is None:
                self.say(f"ncc.html: entry {entry.id} leads to {'#'.join(entry.target)}, which is not there")
            elif place is not None and place < last:
                self.say(f"ncc.html: entry {entry.id} is not in reading order")
            last = max(last, place or 0)

    def times(self, told: dict[str, list[str]], smils: list[Smil]) -> None:
        """What the SMIL files and the NCC tell of times is true."""
        elapsed = 0.0
        for smil in smils:
            seconds = smil.seconds
            self.time(smil.name, "ncc:timeInThisSmil", smil.metas, seconds)
            self.time(smil.name, "ncc:totalElapsedTime", smil.metas, elapsed)
            if smil.duration is None or abs(smil.duration - seconds) > TOLERANCE:
                self.say(f"{smil.name}: dur is not the sum of the clips, {seconds:.3f} s")
            elapsed += seconds
        self.time("ncc.html", "ncc:totalTime", told, elapsed)

    def time(self, name: str, key: str, told: dict[str, list[str]], true: float) -> None:
        values = [clock_value(value) for value in told.get(key, [])]
        if len(values) != 1 or values[0] is None or abs(values[0] - true) > TOLERANCE + 0.0005:
            self.say(f"{name}: {key} is not {true:.3f} s")

    def pairs(self, smils: list[Smil]) -> None:
        """Every text is there, and every clip lies inside its audio."""
        for smil in smils:
            for pair in smil.pairs:
                for target in pair.texts:
                    found = self.text(target[0]) if target is not None else None
                    if target is None:
                        self.say(f"{pair.where}: its text lies outside the book")
                    elif found is not None and target[1] not in found.ids:
                        self.say(f"{pair.where}: the text {'#'.join(target)} is not there")
        clips = [clip for smil in smils for clip in smil.clips]
        self.used.update(clip.source for clip in clips)
        self.findings += check_clips(clips, lambda name: (self.folder / name).open("rb"))

    def links(self) -> None:
        """Everything the content files point at is there."""
        waiting = [name for name, found in self.texts.items() if found is not None]
        for name in waiting:
            found = self.texts[name]
            for href in found.links if found is not None else ():
                target = reference(name, href)
                if target is None:
                    continue
                self.used.add(target[0])
                if not (self.folder / target[0]).is_file():
                    self.say(f"{name}: points at {target[0]}, which is missing")
                elif target[1] and target[0].endswith(".html"):
                    other = self.text(target[0])
                    if other is not None and target[1] not in other.ids:
                        self.say(f"{name}: points at {'#'.join(target)}, which is not there")

    def counts(self, told: dict[str, list[str]], entries: list[Entry]) -> None:
        """Everything the NCC counts is counted again."""
        for key in _REQUIRED:
            if len(told.get(key, [])) != 1:
                self.say(f"ncc.html: {key} does not stand there exactly once")
        for key in ("dc:creator", "dc:language"):
            if not told.get(key):
                self.say(f"ncc.html: {key} is missing")
        kinds = Counter(entry.kind for entry in entries if entry.name == "span")
        levels = [int(found.group(1)) for entry in entries if (found := HEADING.match(entry.name))]
        pages = [entry.text for entry in entries if entry.kind == "page-normal"]
        true = {
            "ncc:tocItems": len(entries),
            "ncc:depth": max(levels, default=0),
            "ncc:pageFront": kinds["page-front"],
            "ncc:pageNormal": kinds["page-normal"],
            "ncc:pageSpecial": kinds["page-special"],
            "ncc:footnotes": kinds["noteref"],
            "ncc:sidebars": kinds["sidebar"],
            "ncc:prodNotes": kinds["optional-prodnote"],
            "ncc:maxPageNormal": max((int(page) for page in pages if page.isascii() and page.isdigit()), default=0),
        }
        for key, count in true.items():
            values = told.get(key)
            if values != [str(count)] and (values is not None or (key in _NEEDED_WHEN_USED and count)):
                self.say(f"ncc.html: {key} is not {count}")

    def sizes(self, told: dict[str, list[str]]) -> None:
        """The files are those that the book uses, and their number and size are true."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        names = {path.relative_to(self.folder).as_posix() for path in files}
        for name in sorted(names - self.used):
            self.say(f"{name}: nothing in the book uses this file")
        size = sum(path.stat().st_size for path in files)
        if told.get("ncc:files", [str(len(files))]) != [str(len(files))]:
            self.say(f"ncc.html: ncc:files is not {len(files)}")
        kilobytes = told.get("ncc:kByteSize")
        if kilobytes is not None and (not kilobytes[0].isdigit() or abs(int(kilobytes[0]) - size / 1024) > 1):
            self.say(f"ncc.html: ncc:kByteSize is not {size / 1024:.1f}")
