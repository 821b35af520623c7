"""How a title was found, so that it can be said aloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access.catalog.search.asked import Asked
from access.catalog.search.folding import PieceKind
from access.catalog.search.question import Why
from access.catalog.search.stages import Level

_FURTHEST = (Why.WORD, Why.PINYIN, Why.INITIALS, Why.KEYPAD)


@dataclass(frozen=True, slots=True)
class Kept:
    """Of a title: its names and its people's as terms of text and pinyin, and the words inside of them as terms."""

    names: tuple[str, ...]
    inside: tuple[str, ...]


def why_found(level: Level, asked: Asked, look: Callable[[], Kept]) -> Why:
    """Tell how a title was found at a level; what is kept of it is looked up only when the level does not tell.

    Of several pieces the one that is furthest from the written word decides.
    """
    if level <= Level.SOUNDS:
        return Why.SIMILAR
    if level is Level.TONED:
        return Why.PINYIN
    typed = [(kind, piece) for kind, piece in asked.pieces if kind in (PieceKind.LETTERS, PieceKind.DIGITS)]
    if not typed:
        return Why.WORD
    kept = look()
    if level >= Level.BEGINS:
        return _whole(asked, kept)
    ways = (_piece(kind, piece, kept, in_body=level is Level.BODY) for kind, piece in typed)
    return max(ways, key=_FURTHEST.index)


def _whole(asked: Asked, kept: Kept) -> Why:
    """A whole name or its beginning; what is neither text nor pinyin was typed by initials, or is an ISBN."""
    if _begins(kept.names, f"t{asked.squeezed}"):
        return Why.WORD
    if asked.is_digits:
        return Why.WORD if len(asked.squeezed) in (10, 13) and asked.squeezed.startswith("97") else Why.KEYPAD
    return Why.PINYIN if _begins(kept.names, f"p{asked.squeezed}") else Why.INITIALS


def _piece(kind: PieceKind, piece: str, kept: Kept, *, in_body: bool) -> Why:
    if _begins(kept.inside, f"t{piece}"):
        return Why.WORD
    if kind is PieceKind.DIGITS:
        return Why.KEYPAD
    if any(piece in name for name in kept.names if name[0] == "p"):
        return Why.PINYIN
    if in_body or not piece.isascii():
        return Why.WORD
    return Why.INITIALS


def _begins(terms: tuple[str, ...], beginning: str) -> bool:
    return any(term.startswith(beginning) for term in terms)
