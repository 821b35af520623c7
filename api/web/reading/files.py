"""`/artefacts/{number}`: what was made, to be downloaded; a talking book's sound and pictures, for its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import HTTPException, Response
from fastapi import Path as InPath

from access.catalog.tables import FormKind
from access.errors import UnknownNumberError
from access.patrons.roles import Right
from api.serving.doors import Number
from api.serving.downloads import Extent, find_artefact, send, send_artefact
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting
from audio.play.daisy202 import TalkingBook, talking_book

router = PageRouter("/artefacts/{number}")
_PICTURES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif"}
"""Media types by extension: what talking books hold, and no page is made of."""
Picture = Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]{1,100}\.(jpg|jpeg|png|gif)$")]


@router.show("", Right.LISTEN)
def download(visit: Visiting, number: Number) -> Response:
    """Send an output, whole or in part."""
    return send_artefact(visit.service, visit.request, number)


@router.show("/sound/{chapter}", Right.LISTEN)
def sound(visit: Visiting, number: Number, chapter: Number) -> Response:
    """Send the sound of a chapter, whole or in part, so that it can be played from anywhere."""
    book, content, path = _book(visit, number)
    if chapter > len(book.chapters):
        raise UnknownNumberError("This book has no chapter {number}.", advice="Choose another.", number=chapter)
    extent = Extent(path, *book.place(book.chapters[chapter - 1].sound))
    return send(visit.request, extent, tag=f"{content}-{chapter}", media_type="audio/mpeg")


@router.show("/pictures/{name}", Right.LISTEN)
def picture(visit: Visiting, number: Number, name: Picture) -> Response:
    """Send a picture of a talking book."""
    book, content, path = _book(visit, number)
    if not book.has(name):
        raise HTTPException(404)
    extent = Extent(path, *book.place(name))
    return send(visit.request, extent, tag=f"{content}-{name}", media_type=_PICTURES[name.rpartition(".")[2]])


def _book(visit: Visit, number: int) -> tuple[TalkingBook, str, Path]:
    with visit.service.database.reading() as session:
        artefact = find_artefact(session, number)
        content, kind = artefact.content, artefact.format
    if kind != FormKind.DAISY202:
        raise UnknownNumberError("There is no artefact with the number {number}.", number=number)
    path = visit.service.contents.path(content)
    return talking_book(path), content, path
