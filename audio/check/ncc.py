"""What the Navigation Control Centre of a DAISY 2.02 talking book lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from audio.check.xml import elements, local_name, reference, text_of

HEADING = re.compile(r"h([1-6])\Z")
"""The element names of headings; the group is the level."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the NCC, its element's name and class (`kind`), and where it leads: a SMIL file and a fragment."""

    id: str
    name: str
    kind: str
    text: str
    target: tuple[str, str] | None


def ncc_entries(root: etree._Element) -> list[Entry]:
    """Return the entries in their order, those without a link too."""
    body = next((element for element in root if local_name(element) == "body"), None)
    entries = []
    for element in body if body is not None else ():
        if local_name(element):
            link = next((inner for inner in elements(element) if local_name(inner) == "a"), None)
            target = reference("ncc.html", link.get("href", "")) if link is not None else None
            kind = element.get("class", "")
            entries.append(Entry(element.get("id", ""), local_name(element), kind, text_of(element), target))
    return entries
