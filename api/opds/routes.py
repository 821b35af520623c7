"""The feeds under `/opds`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse

from access.errors import UnknownNumberError
from access.storage.identity import library_identity
from api import shelf
from api.language import _
from api.language_names import language_name
from api.opds.login import authentication_document
from api.opds.publications import AUTHENTICATION_PATH, form_name, publication
from api.opds.shapes import (
    AUTHENTICATION,
    FEED,
    PUBLICATION,
    FeedMetadata,
    Link,
    NavigationFeed,
    Publication,
    PublicationsFeed,
)
from api.rest.orders import Format
from api.serving.doors import CatalogReader, Number, Open
from api.serving.problems import MEDIA_TYPE, problems

router = APIRouter(prefix="/opds", tags=["opds"])
PER_PAGE = 30
Page = Annotated[int, Query(ge=1, le=10_000)]


def _answers(shape: str, media_type: str, *more: int) -> dict[int | str, dict[str, Any]]:
    """Describe what a feed answers; without a key that is the authentication document."""
    content = {media_type: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
    login = {AUTHENTICATION: {"schema": {"type": "object"}}, MEDIA_TYPE: {"schema": {"type": "object"}}}
    return {
        **problems(*more),
        200: {"description": "The feed.", "content": content},
        401: {"description": "How to come in.", "content": login},
    }


class _Feed(JSONResponse):
    media_type = FEED


_NAVIGATION = _answers("NavigationFeed", FEED)
_PUBLICATIONS = _answers("PublicationsFeed", FEED, 404)


@router.get("", summary="Begin", response_class=_Feed, responses=_NAVIGATION)
def root(request: Request, service: Open, _bearer: CatalogReader) -> _Feed:
    """List the ways in."""
    links = [("new", _("New titles")), ("languages", _("By language")), ("forms", _("By form"))]
    navigation = [_way(request, name, title) for name, title in [*links, ("subjects", _("By subject"))]]
    return _navigation(request, service.settings.library, navigation)


@router.get("/new", summary="New titles", response_class=_Feed, responses=_PUBLICATIONS)
def new(request: Request, service: Open, _bearer: CatalogReader, page: Page = 1) -> _Feed:
    """List what was made last."""
    return _browsed(request, service, shelf.Wanted(), _("New titles"), page)


@router.get("/languages", summary="Languages", response_class=_Feed, responses=_NAVIGATION)
def languages(request: Request, service: Open, _bearer: CatalogReader) -> _Feed:
    """List the languages of what is on the shelf."""
    with service.database.reading() as session:
        found = shelf.languages(session)
    ways = [_way(request, f"languages/{tag}", language_name(tag), count) for tag, count in found]
    return _navigation(request, _("By language"), ways)


@router.get("/languages/{tag}", summary="Titles in a language", response_class=_Feed, responses=_PUBLICATIONS)
def in_language(
    request: Request,
    service: Open,
    _bearer: CatalogReader,
    tag: Annotated[str, Path(pattern="^[a-z]{2,8}$")],
    page: Page = 1,
) -> _Feed:
    """List what there is in a language."""
    return _browsed(request, service, shelf.Wanted(language=tag), language_name(tag), page)


@router.get("/forms", summary="Forms", response_class=_Feed, responses=_NAVIGATION)
def forms(request: Request, service: Open, _bearer: CatalogReader) -> _Feed:
    """List the forms of what is on the shelf."""
    with service.database.reading() as session:
        found = shelf.forms(session)
    return _navigation(
        request, _("By form"), [_way(request, f"forms/{name}", form_name(name), count) for name, count in found]
    )


@router.get("/forms/{name}", summary="Titles in a form", response_class=_Feed, responses=_PUBLICATIONS)
def in_form(request: Request, service: Open, _bearer: CatalogReader, name: Format, page: Page = 1) -> _Feed:
    """List what there is in a form."""
    return _browsed(request, service, shelf.Wanted(form=name.value), form_name(name.value), page)


@router.get("/subjects", summary="Subjects", response_class=_Feed, responses=_NAVIGATION)
def subjects(request: Request, service: Open, _bearer: CatalogReader) -> _Feed:
    """List the subjects that most titles on the shelf are about."""
    with service.database.reading() as session:
        found = shelf.subjects(session)
    ways = [_way(request, f"subjects/{number}", heading, count) for number, heading, count in found]
    return _navigation(request, _("By subject"), ways)


@router.get("/subjects/{number}", summary="Titles about a subject", response_class=_Feed, responses=_PUBLICATIONS)
def about(request: Request, service: Open, _bearer: CatalogReader, number: Number, page: Page = 1) -> _Feed:
    """List what there is about a subject."""
    with service.database.reading() as session:
        heading = shelf.subject_heading(session, number)
    if heading is None:
        raise UnknownNumberError(number=number)
    return _browsed(request, service, shelf.Wanted(subject=heading), heading, page)


@router.get("/search", summary="Search", response_class=_Feed, responses=_PUBLICATIONS)
def search(
    request: Request,
    service: Open,
    _bearer: CatalogReader,
    query: Annotated[str, Query(max_length=500)] = "",
    after: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> _Feed:
    """Find titles by words, pinyin, initials or telephone keys."""
    with service.database.reading() as session:
        found = shelf.search(session, service.search, query, PER_PAGE, after)
        library = library_identity(session)
    links = _links(request, "search", {"query": query, "after": str(after)} if after else {"query": query})
    if found.following is not None:
        links.append(_link(request, "next", "search", {"query": query, "after": str(found.following)}))
    metadata = FeedMetadata(title=_("What was found"), items_per_page=PER_PAGE)
    return _publications(request, metadata, links, found, library)


@router.get(
    "/publications/{number}",
    summary="One title",
    response_class=JSONResponse,
    responses=_answers("Publication", PUBLICATION, 404),
)
def one(request: Request, service: Open, _bearer: CatalogReader, number: Number) -> JSONResponse:
    """Show a title that is on the shelf."""
    with service.database.reading() as session:
        found = shelf.shelved(session, [number])
        library = library_identity(session)
    if not found:
        raise UnknownNumberError("There is no title with the number {number}.", number=number)
    return JSONResponse(publication(found[0], library, _prefix(request)).told(), media_type=PUBLICATION)


@router.get(
    "/authentication",
    summary="How to come in",
    response_class=JSONResponse,
    responses={200: {"description": "The document.", "content": {AUTHENTICATION: {"schema": {"type": "object"}}}}},
)
def authentication(request: Request) -> JSONResponse:
    """Tell how to come in."""
    return JSONResponse(authentication_document(request), media_type=AUTHENTICATION)


SHAPES = (NavigationFeed, PublicationsFeed, Publication)
"""What the description of the interface has to know."""


def _browsed(request: Request, service: Open, wanted: shelf.Wanted, title: str, page: int) -> _Feed:
    with service.database.reading() as session:
        found = shelf.browse(session, wanted, PER_PAGE, (page - 1) * PER_PAGE)
        library = library_identity(session)
    path = request.url.path.removeprefix(f"{_prefix(request)}/opds/")
    links = _links(request, path, {"page": str(page)} if page > 1 else {})
    last = max(1, -(-(found.total or 0) // PER_PAGE))
    around = {"first": 1, "previous": page - 1, "next": page + 1, "last": last}
    links += [
        _link(request, rel, path, {"page": str(place)} if place > 1 else {})
        for rel, place in around.items()
        if 1 <= place <= last
    ]
    metadata = FeedMetadata(title=title, number_of_items=found.total, items_per_page=PER_PAGE, current_page=page)
    return _publications(request, metadata, links, found, library)


def _publications(
    request: Request, metadata: FeedMetadata, links: list[Link], found: shelf.Page, library: str
) -> _Feed:
    publications = [publication(one, library, _prefix(request)) for one in found.titles]
    return _Feed(PublicationsFeed(metadata=metadata, links=links, publications=publications).told())


def _navigation(request: Request, title: str, ways: Sequence[Link]) -> _Feed:
    path = request.url.path.removeprefix(f"{_prefix(request)}/opds").strip("/")
    # A list of feeds must not be empty: from an empty one the way leads back.
    shown = list(ways) or [_link(request, None, "", {}, title=_("Begin"))]
    return _Feed(
        NavigationFeed(metadata=FeedMetadata(title=title), links=_links(request, path, {}), navigation=shown).told()
    )


def _links(request: Request, path: str, asked: dict[str, str]) -> list[Link]:
    """The links that every feed has."""
    prefix = _prefix(request)
    return [
        _link(request, "self", path, asked),
        _link(request, "start", "", {}),
        Link(rel="search", href=f"{prefix}/opds/search{{?query}}", type=FEED, templated=True),
        Link(rel="http://opds-spec.org/auth/document", href=f"{prefix}{AUTHENTICATION_PATH}", type=AUTHENTICATION),
    ]


def _way(request: Request, path: str, title: str, count: int | None = None) -> Link:
    link = _link(request, "subsection", path, {}, title=title)
    return link if count is None else link.model_copy(update={"properties": {"numberOfItems": count}})


def _link(request: Request, rel: str | None, path: str, asked: dict[str, str], title: str | None = None) -> Link:
    address = f"{_prefix(request)}/opds/{path}".rstrip("/") + (f"?{urlencode(asked)}" if asked else "")
    return Link(rel=rel, href=address, type=FEED, title=title)


def _prefix(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")
