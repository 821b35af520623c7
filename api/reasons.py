"""How a title was found, as it is told."""

from __future__ import annotations

from access.catalog.search.question import Why
from api.language import _

_REASON_WORDS = {
    Why.PINYIN: "by pinyin",
    Why.INITIALS: "by initials",
    Why.KEYPAD: "by telephone keys",
    Why.SIMILAR: "similar",
}


def reason(why: Why) -> str:
    """Return how a title was found in the reader's language; nothing for one that has the word that was typed."""
    return _(_REASON_WORDS.get(why, ""))
