"""The pictures a talking book carries along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from access.book.model import Book, Image

_SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture under the ASCII-safe name that it gets in the output."""

    name: str
    image: Image


def pictures(book: Book, used: Iterator[str]) -> dict[str, Picture]:
    """Name the pictures that figures show, in the order of their first use; keys are the book's own names."""
    named: dict[str, Picture] = {}
    for key in used:
        image = book.images.get(key)
        if image is not None and key not in named and image.media_type in _SUFFIXES:
            named[key] = Picture(f"i{len(named) + 1:04d}.{_SUFFIXES[image.media_type]}", image)
    return named
