"""SMIL 1.0 files of DAISY 2.02: one for each part of the narration, and the master that lists them."""

from __future__ import annotations

from dataclasses import dataclass

from audio.publish.clips import Clip
from audio.publish.clock import clock, seconds
from audio.publish.markup import escape, one_line

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">\n'
    "<smil>\n<head>\n"
)
_LAYOUT = '<layout>\n<region id="txtView"/>\n</layout>\n</head>\n'


@dataclass(frozen=True, slots=True)
class SmilFile:
    """One SMIL file to be: `elapsed` and `length` are milliseconds before it and in it."""

    number: int
    title: str
    clips: list[Clip]
    elapsed: int

    @property
    def name(self) -> str:
        """The file's name."""
        return smil_name(self.number)

    @property
    def length(self) -> int:
        """Milliseconds of all its clips."""
        return sum(clip.length for clip in self.clips)


def smil_name(part: int) -> str:
    """Return the name of the SMIL file of part number `part`, counted from 0."""
    return f"s{part + 1:04d}.smil"


def audio_name(part: int) -> str:
    """Return the name of the audio file of part number `part`, counted from 0."""
    return f"a{part + 1:04d}.mp3"


def text_element_id(clip: Clip) -> str:
    """Return the id of the text element in a clip's `par`, whose own id is the clip's."""
    return f"{clip.id}t"


def smil(file: SmilFile, book_title: str, identifier: str, generator: str) -> str:
    """Return a SMIL file."""
    lines = [
        _HEAD,
        _meta("dc:format", "Daisy 2.02"),
        _meta("dc:identifier", identifier),
        _meta("dc:title", book_title),
        _meta("title", file.title),
        _meta("ncc:generator", generator),
        _meta("ncc:totalElapsedTime", clock(file.elapsed)),
        _meta("ncc:timeInThisSmil", clock(file.length)),
        _LAYOUT,
        f'<body>\n<seq dur="{seconds(file.length)}">\n',
    ]
    audio = audio_name(file.number)
    for clip in file.clips:
        skip = f' system-required="{clip.skip.value}"' if clip.skip is not None else ""
        lines.append(
            f'<par endsync="last"{skip} id="{clip.id}">\n'
            f'<text id="{text_element_id(clip)}" src="{clip.document}.html#{clip.target}"/>\n'
            f'<audio id="{clip.id}a" src="{audio}" clip-begin="npt={seconds(clip.begin)}" '
            f'clip-end="npt={seconds(clip.end)}"/>\n</par>\n'
        )
    lines.append("</seq>\n</body>\n</smil>\n")
    return "".join(lines)


def master(files: list[SmilFile], book_title: str, identifier: str, generator: str) -> str:
    """Return `master.smil`."""
    lines = [
        _HEAD,
        _meta("dc:format", "Daisy 2.02"),
        _meta("dc:identifier", identifier),
        _meta("dc:title", book_title),
        _meta("ncc:generator", generator),
        _meta("ncc:timeInThisSmil", clock(sum(file.length for file in files))),
        _LAYOUT,
        "<body>\n",
    ]
    lines += [
        f'<ref id="m{file.number + 1:04d}" title="{escape(one_line(file.title))}" src="{file.name}"/>\n'
        for file in files
    ]
    lines.append("</body>\n</smil>\n")
    return "".join(lines)


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(one_line(content))}"/>\n'
