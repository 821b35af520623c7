"""Checks of DAISY 2.02 talking books that no grammar can make: references, clips, counts and sums.

Source: DAISY 2.02 Specification. `folder` may hold anybody's book; what it says is believed of nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from audio.check.clips import TOLERANCE, AudioClip, check_clips, clock_value
from audio.check.xml import NotXmlError, Parsed, elements, local_name, parse, reference, text_of, with_ids

_HEADING = re.compile(r"h([1-6])\Z")
_REQUIRED = (
    *("dc:title", "dc:identifier", "dc:format", "dc:date", "dc:publisher", "ncc:charset", "ncc:tocItems"),
    *("ncc:pageFront", "ncc:pageNormal", "ncc:pageSpecial", "ncc:totalTime"),
)


def check_daisy202(folder: Path) -> tuple[str, ...]:
    """Return what is wrong with a talking book, a sentence each; nothing when it is sound."""
    return _Check(folder).run()


@dataclass(slots=True)
class _Smil:
    name: str
    parsed: Parsed
    pars: list[etree._Element]
    seconds: float = 0.0


@dataclass(slots=True)
class _Check:
    folder: Path
    findings: list[str] = field(default_factory=list)
    parsed: dict[str, Parsed | None] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def run(self) -> tuple[str, ...]:
        ncc = self.file("ncc.html")
        if ncc is None:
            return tuple(self.findings)
        metas = _metas(ncc.root)
        items = self.items(ncc)
        smils = self.smils(items)
        self.order(items, smils)
        self.times(metas, smils)
        self.master(smils)
        self.clips(smils)
        self.texts()
        self.counts(metas, ncc.root)
        self.sizes(metas)
        return tuple(self.findings)

    def say(self, finding: str) -> None:
        self.findings.append(finding)

    def file(self, name: str) -> Parsed | None:
        """Parse a file of the book once."""
        if name in self.parsed:
            return self.parsed[name]
        self.parsed[name] = None
        self.used.add(name)
        try:
            data = (self.folder / name).read_bytes()
            if b"[]>" in data[:2000]:
                self.say(f"{name}: the DOCTYPE has an internal subset, which breaks some players")
            found = with_ids(parse(data))
        except OSError:
            self.say(f"{name}: the file is missing")
            return None
        except NotXmlError as error:
            self.say(f"{name}: not well-formed ({error})")
            return None
        self.parsed[name] = found
        for doubled in found.doubled[:3]:
            self.say(f"{name}: the id {doubled} stands there twice")
        return found

    def items(self, ncc: Parsed) -> list[tuple[etree._Element, str, str]]:
        """The entries of the NCC as (element, SMIL file, fragment)."""
        body = next((element for element in ncc.root if local_name(element) == "body"), None)
        entries = [] if body is None else [element for element in body if isinstance(element.tag, str)]
        if not entries or local_name(entries[0]) != "h1" or entries[0].get("class") != "title":
            self.say("ncc.html: the first entry is not a heading of class title")
        found = []
        level = 1
        for entry in entries:
            link = next((element for element in elements(entry) if local_name(element) == "a"), None)
            target = reference("ncc.html", link.get("href", "")) if link is not None else None
            if target is None:
                self.say(f"ncc.html: entry {entry.get('id')} links to nothing")
                continue
            if not text_of(entry):
                self.say(f"ncc.html: entry {entry.get('id')} has no text")
            heading = _HEADING.match(local_name(entry))
            if heading is not None:
                if int(heading.group(1)) > level + 1:
                    self.say(f"ncc.html: heading {entry.get('id')} skips a level")
                level = int(heading.group(1))
            found.append((entry, *target))
        return found

    def smils(self, items: list[tuple[etree._Element, str, str]]) -> list[_Smil]:
        """The SMIL files in the order of master.smil; without one, of the NCC."""
        names = self.master_names() or list(dict.fromkeys(name for _, name, _ in items))
        names += [name for name in dict.fromkeys(name for _, name, _ in items) if name not in names]
        smils = []
        for name in names:
            parsed = self.file(name)
            if parsed is not None:
                pars = [element for element in elements(parsed.root) if local_name(element) == "par"]
                smils.append(_Smil(name, parsed, pars))
        return smils

    def master_names(self) -> list[str]:
        if not (self.folder / "master.smil").is_file():
            return []
        master = self.file("master.smil")
        refs = [] if master is None else [each for each in elements(master.root) if local_name(each) == "ref"]
        targets = (reference("master.smil", each.get("src", "")) for each in refs)
        return [target[0] for target in targets if target is not None]

    def master(self, smils: list[_Smil]) -> None:
        names = self.master_names()
        if names and names != [smil.name for smil in smils]:
            self.say("master.smil: does not list every SMIL file once")

    def order(self, items: list[tuple[etree._Element, str, str]], smils: list[_Smil]) -> None:
        """Every entry of the NCC leads to a par, a text or an audio, in reading order."""
        places: dict[tuple[str, str], int] = {}
        number = 0
        for smil in smils:
            for par in smil.pars:
                number += 1
                for element in elements(par):
                    if element.get("id") is not None:
                        places[smil.name, element.get("id", "")] = number
        last = 0
        for entry, name, fragment in items:
            place = places.get((name, fragment))
            if place is None:
                self.say(f"ncc.html: entry {entry.get('id')} leads to {name}#{fragment}, which is not there")
            elif place < last:
                self.say(f"ncc.html: entry {entry.get('id')} is not in reading order")
            else:
                last = place

    def times(self, metas: dict[str, list[str]], smils: list[_Smil]) -> None:
        """What the SMIL files and the NCC tell of times is true."""
        elapsed = 0.0
        for smil in smils:
            for element in elements(smil.parsed.root):
                if local_name(element) == "audio":
                    begin, end = clock_value(element.get("clip-begin")), clock_value(element.get("clip-end"))
                    smil.seconds += end - begin if begin is not None and end is not None else 0.0
            told = _metas(smil.parsed.root)
            self.time(smil.name, "ncc:timeInThisSmil", told, smil.seconds)
            self.time(smil.name, "ncc:totalElapsedTime", told, elapsed)
            sequence = next((each for each in elements(smil.parsed.root) if local_name(each) == "seq"), None)
            told_length = clock_value(sequence.get("dur")) if sequence is not None else None
            if told_length is None or abs(told_length - smil.seconds) > TOLERANCE:
                self.say(f"{smil.name}: dur is not the sum of the clips, {smil.seconds:.3f} s")
            elapsed += smil.seconds
        self.time("ncc.html", "ncc:totalTime", metas, elapsed)

    def time(self, name: str, key: str, told: dict[str, list[str]], true: float) -> None:
        values = [clock_value(value) for value in told.get(key, [])]
        if len(values) != 1 or values[0] is None or abs(values[0] - true) > TOLERANCE + 0.0005:
            self.say(f"{name}: {key} is not {true:.3f} s")

    def clips(self, smils: list[_Smil]) -> None:
        """Every clip lies inside its audio, every text is there."""
        clips = []
        for smil in smils:
            for element in elements(smil.parsed.root):
                kind = local_name(element)
                if kind not in {"audio", "text", "img"}:
                    continue
                where = f"{smil.name}#{element.get('id')}"
                target = reference(smil.name, element.get("src", ""))
                if target is None:
                    self.say(f"{where}: leads out of the book")
                elif kind == "audio":
                    begin, end = clock_value(element.get("clip-begin")), clock_value(element.get("clip-end"))
                    clips.append(AudioClip(target[0], begin, end, where))
                    self.used.add(target[0])
                elif kind == "text":
                    text = self.file(target[0])
                    if text is not None and target[1] not in text.ids:
                        self.say(f"{where}: the text {target[0]}#{target[1]} is not there")
        self.findings += check_clips(clips, lambda name: (self.folder / name).read_bytes())

    def texts(self) -> None:
        """Everything the text files point at is there."""
        for name in [name for name, parsed in self.parsed.items() if parsed is not None and name.endswith("html")]:
            parsed = self.parsed[name]
            for element in elements(parsed.root) if parsed is not None else ():
                for attribute in ("src", "href"):
                    target = reference(name, element.get(attribute, "")) if element.get(attribute) else None
                    if target is not None and name != "ncc.html":
                        self.target(name, *target)

    def target(self, name: str, file: str, fragment: str) -> None:
        self.used.add(file)
        if not (self.folder / file).is_file():
            self.say(f"{name}: points at {file}, which is missing")
        elif fragment and file.endswith((".html", ".smil")):
            parsed = self.file(file)
            if parsed is not None and fragment not in parsed.ids:
                self.say(f"{name}: points at {file}#{fragment}, which is not there")

    def counts(self, metas: dict[str, list[str]], root: etree._Element) -> None:
        """Everything the NCC counts is counted again."""
        for key in _REQUIRED:
            if len(metas.get(key, [])) != 1:
                self.say(f"ncc.html: {key} does not stand there exactly once")
        for key in ("dc:creator", "dc:language"):
            if not metas.get(key):
                self.say(f"ncc.html: {key} is missing")
        body = next((element for element in root if local_name(element) == "body"), None)
        entries = [] if body is None else [element for element in body if isinstance(element.tag, str)]
        kinds = Counter(entry.get("class", "") for entry in entries if local_name(entry) == "span")
        levels = [int(found.group(1)) for entry in entries if (found := _HEADING.match(local_name(entry)))]
        texts = (text_of(entry) for entry in entries if entry.get("class") == "page-normal")
        normal = [int(text) for text in texts if text.isascii() and text.isdigit()]
        true = {
            "ncc:tocItems": len(entries),
            "ncc:depth": max(levels, default=0),
            "ncc:pageFront": kinds["page-front"],
            "ncc:pageNormal": kinds["page-normal"],
            "ncc:pageSpecial": kinds["page-special"],
            "ncc:footnotes": kinds["noteref"],
            "ncc:sidebars": kinds["sidebar"],
            "ncc:prodNotes": kinds["optional-prodnote"],
            "ncc:maxPageNormal": max(normal, default=0),
        }
        needed = {"ncc:footnotes", "ncc:sidebars", "ncc:prodNotes"}
        for key, count in true.items():
            told = metas.get(key)
            if (told is None and key in needed and count) or (told is not None and told != [str(count)]):
                self.say(f"ncc.html: {key} is not {count}")

    def sizes(self, metas: dict[str, list[str]]) -> None:
        """The files are those that the book uses, and their number and size are true."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        names = {path.relative_to(self.folder).as_posix() for path in files}
        for name in sorted(names - self.used):
            self.say(f"{name}: nothing in the book uses this file")
        size = sum(path.stat().st_size for path in files)
        if metas.get("ncc:files", [str(len(files))]) != [str(len(files))]:
            self.say(f"ncc.html: ncc:files is not {len(files)}")
        told = metas.get("ncc:kByteSize")
        if told is not None and (not told[0].isdigit() or abs(int(told[0]) - size / 1024) > 1):
            self.say(f"ncc.html: ncc:kByteSize is not {size / 1024:.1f}")


def _metas(root: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in elements(root):
        if local_name(element) == "meta" and element.get("name") is not None:
            found.setdefault(element.get("name", ""), []).append(element.get("content", ""))
    return found
