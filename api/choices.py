"""What is chosen once for each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from access.book.model import Book
from access.book.walk import leaves
from access.errors import UsageError
from access.language.runs import language_runs
from braille.translate.codes import primary_language


def one_each(option: str, chosen: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map languages to names, given as pairs of both; the same name twice is one.

    Raises UsageError naming `option` when a language has two names: which is meant cannot be known.
    """
    names: dict[str, str] = {}
    for language, name in chosen:
        if names.setdefault(language, name) != name:
            raise UsageError(
                "{option} was given two names for one language: {first} and {second}.",
                advice="Give one name for each language.",
                option=option,
                first=names[language],
                second=name,
            )
    return names


def unused_codes(book: Book, codes: Mapping[str, str]) -> list[str]:
    """Return the names of those braille codes, given by language, in whose language the book has no text."""
    unused = {primary_language(language): name for language, name in codes.items()}
    unused.pop(primary_language(book.metadata.language), None)
    for leaf in leaves(book):
        if not unused:
            break
        for run in language_runs(leaf.flat, leaf.language):
            unused.pop(primary_language(run.language), None)
    return list(unused.values())
