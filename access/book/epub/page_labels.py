"""What is printed on the page that begins at a page break."""

from __future__ import annotations

import re

from lxml import etree

from access.book.epub.markup import text_content

_WORDS = re.compile(r"^(?:page|pg\.?|p\.|第)\s*(?=\S)|\s*[页頁]$|[.\s]+$", re.IGNORECASE)
_IN_ID = re.compile(r"^(?:page|pagebreak|pg|pb|p)[-_.]?0*(\d{1,5}|[ivxlcdm]{1,12})$", re.IGNORECASE)


def page_label(element: etree._Element, listed: str = "") -> str:
    """Return the label of a page break: its title, name, text, what the list of pages says, or what its id says."""
    for text in (element.get("title"), element.get("aria-label"), text_content(element), listed):
        label = _WORDS.sub("", " ".join((text or "").split()))
        if label:
            return label
    in_id = _IN_ID.match(element.get("id", ""))
    return in_id[1] if in_id else element.get("id", "")
