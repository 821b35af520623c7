"""What a SMIL file says, of DAISY 2.02 (SMIL 1.0) and of EPUB 3 (SMIL 3.0) alike."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from audio.check.clips import AudioClip, clock_value
from audio.check.xml import elements, local_name, metas, reference


@dataclass(frozen=True, slots=True)
class Pair:
    """A `par`: the ids in it, and (file, fragment) of its texts; `None` stands for one outside the book."""

    where: str
    ids: tuple[str, ...]
    texts: tuple[tuple[str, str] | None, ...]
    clips: tuple[AudioClip, ...]


@dataclass(frozen=True, slots=True)
class Smil:
    """A SMIL file. `duration` is that of its first sequence, `metas` its metadata; times are seconds."""

    name: str
    metas: dict[str, list[str]]
    duration: float | None
    pairs: tuple[Pair, ...]
    doubled: tuple[str, ...]

    @property
    def clips(self) -> list[AudioClip]:
        """All clips in order."""
        return [clip for pair in self.pairs for clip in pair.clips]

    @property
    def seconds(self) -> float:
        """The sum of all clips."""
        return sum(clip.length for pair in self.pairs for clip in pair.clips)


def read_smil(name: str, root: etree._Element) -> Smil:
    """Take a SMIL file apart."""
    pairs = []
    ids: dict[str, int] = {}
    duration: float | None = None
    for element in elements(root):
        own = element.get("id")
        if own is not None:
            ids[own] = ids.get(own, 0) + 1
        kind = local_name(element)
        if kind == "par":
            pairs.append(_pair(name, element))
        elif kind == "seq" and duration is None:
            duration = clock_value(element.get("dur"))
    doubled = tuple(own for own, count in ids.items() if count > 1)
    return Smil(name, metas(root), duration, tuple(pairs), doubled)


def _pair(name: str, par: etree._Element) -> Pair:
    where = f"{name}#{par.get('id')}"
    ids, texts, clips = [], [], []
    for element in elements(par):
        own = element.get("id")
        if own is not None:
            ids.append(own)
        kind = local_name(element)
        if kind == "text":
            texts.append(reference(name, element.get("src", "")))
        elif kind == "audio":
            target = reference(name, element.get("src", ""))
            begin = clock_value(element.get("clip-begin", element.get("clipBegin", "0")))
            end = clock_value(element.get("clip-end", element.get("clipEnd")))
            clips.append(AudioClip(target[0] if target is not None else "", begin, end, where))
    return Pair(where, tuple(ids), tuple(texts), tuple(clips))
