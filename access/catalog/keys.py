"""Names as they are compared: what two records of one title have in common however they were written down."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

from access.catalog.record import NO_LANGUAGE, Record
from access.language.runs import primary_subtag

_COUNTRY = re.compile(r"^\s*[(（\[［〔【][^)）\]］〕】]{1,6}[)）\]］〕】]")
"""`(英)`, `[清]` before a name: country or dynasty."""
_LIFE = re.compile(r"[,(（\[，]?\s*(?:\d{3,4}|[?？])\s*[-–—~～].*$|[,(（，]\s*\d{4}\s*[)）]?\s*$")
"""Years of a life behind a name."""
_NO_LETTERS = re.compile(r"[\W_]+")
_MARKS_BELOW = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """Return a title's name for comparing: letters and digits only, without case, width and accents."""
    return _NO_LETTERS.sub("", _plain(name))


@lru_cache(maxsize=1 << 14)
def person_key(name: str) -> str:
    """Return a person's or body's name for comparing.

    `Austen, Jane, 1775-1817`, `Jane Austen` and `AUSTEN, Jane` are one; so are `(英) 狄更斯` and `狄更斯`.
    """
    bare = _LIFE.sub("", _COUNTRY.sub("", name)) if not name.isalpha() else name
    words = re.findall(r"\w+", _plain(bare))
    if all(word.isascii() for word in words):
        return " ".join(sorted(words))
    return "".join(words)


def match_key(record: Record) -> str:
    """Return what titles of one name and first author have in common, as 24 hexadecimal digits."""
    together = f"{name_key(record.name)}\x1f{person_key(record.first_author)}"
    return blake2b(together.encode(), digest_size=12).hexdigest()


def same_name(one: Record, other: Record) -> bool:
    """Whether the names are one, a subtitle being part of the name or not."""
    return bool(_names(one) & _names(other))


def same_language(one: str, other: str) -> bool:
    """Whether two tags are of one language (`zh-CN` and `zh`), or one of them is not known."""
    return NO_LANGUAGE in (one, other) or primary_subtag(one) == primary_subtag(other)


def _names(record: Record) -> set[str]:
    return {name_key(record.name), name_key(record.name + record.subtitle)}


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _MARKS_BELOW.sub("", folded))
