"""Media Overlays of EPUB 3: a SMIL 3.0 file for each content file in which something is spoken."""

from __future__ import annotations

from itertools import groupby

from audio.publish.clips import Clip
from audio.publish.clock import clock
from audio.publish.smil import audio_name
from audio.publish.survey import Skip


def overlay(name: str, clips: list[Clip]) -> str:
    """Return the overlay of the content file `name`.

    Stretches that a listener may skip or leave (notes, sidebars) are sequences of their own.
    """
    text = f"{name}.xhtml"
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n<body>\n'
    )
    lines = [head]
    for skip, stretch in groupby(clips, key=lambda clip: None if clip.skip is Skip.PAGE else clip.skip):
        pairs = list(stretch)
        if skip is not None:
            kind = ' epub:type="footnote"' if skip is Skip.NOTE else ""
            lines.append(f'<seq epub:textref="{text}#{pairs[0].target}"{kind}>\n')
        lines += [_pair(text, clip) for clip in pairs]
        if skip is not None:
            lines.append("</seq>\n")
    lines.append("</body>\n</smil>\n")
    return "".join(lines)


def _pair(text: str, clip: Clip) -> str:
    kind = ' epub:type="pagebreak"' if clip.skip is Skip.PAGE else ""
    return (
        f'<par id="{clip.id}"{kind}><text src="{text}#{clip.target}"/>'
        f'<audio src="{audio_name(clip.part)}" clipBegin="{clock(clip.begin)}" clipEnd="{clock(clip.end)}"/></par>\n'
    )
