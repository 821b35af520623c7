"""How a page is registered: with its address and the right that it needs, without which the application does not start.

    router = PageRouter()

    @router.show("/orders/{number}", Right.SEE_PRODUCTION)
    def order(visit: Visiting, number: Number) -> Response: ...

    @router.take("/orders/{number}/retry", Right.STEER_PRODUCTION)
    def retry(visit: Visiting, number: Number) -> Response: ...

`show` answers GET and changes nothing. `take` answers POST: whoever sent the form has the right, it came from a page of
ours, and its fields are in `visit.form`.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute

from access.errors import MissingPagesError, RightMissingError
from access.patrons.roles import Right
from api.web.cookies import Cookie, kept
from api.web.forms import Form
from api.web.house import house_of
from api.web.own_site import FIELD, check_origin, check_token, visitor_of
from api.web.visit import Visit

Endpoint = TypeVar("Endpoint", bound=Callable[..., object])
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_MOST_FIELDS = 300
_MOST_FILES = 10


class Public(Enum):
    """Marks what is open to strangers."""

    EVERYBODY = "public"


PUBLIC: Final = Public.EVERYBODY
"""Instead of a right: everybody may, without an account."""
Need = Right | Public


class SignInNeeded(Exception):  # noqa: N818
    """A stranger came to what needs an account; `back` is where to go after signing in."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back

    @property
    def target(self) -> str:
        """The address to be sent to."""
        return f"/sign-in?next={quote(self.back, safe='')}" if self.back != "/" else "/sign-in"


class Door:
    """Lets in who has a right; `need` says which, `upload` whether large files may come in."""

    def __init__(self, need: Need, *, upload: bool = False) -> None:
        self.need = need
        self.upload = upload

    async def __call__(self, request: Request) -> AsyncIterator[None]:
        """Leave the visit with the request.

        Raises MissingPagesError, FormRefusedError, SignInNeeded and RightMissingError, in this order; only then is a
        body read.
        """
        house = house_of(request)
        if house.statics.missing:
            raise MissingPagesError(names=", ".join(house.statics.missing))
        posted = request.method == "POST"
        if posted:
            check_origin(request)
        shown = kept(request, Cookie.SESSION)
        known = _TOKEN.fullmatch(shown) is not None
        session = await to_thread.run_sync(house.sessions.find, shown) if known else None
        visit = Visit(request, house, session, visitor_of(request))
        request.state.visit = visit
        if isinstance(self.need, Right):
            if session is None:
                raise SignInNeeded("/" if posted else visit.here)
            if not visit.may(self.need):
                raise RightMissingError
        if not posted:
            yield
            return
        async with request.form(max_files=_MOST_FILES if self.upload else 0, max_fields=_MOST_FIELDS) as data:
            given = data.get(FIELD)
            check_token(given if isinstance(given, str) else "", session.csrf if session else visit.visitor)
            visit.form = Form(data)
            yield


@dataclass(frozen=True, slots=True)
class Page:
    """One route of the pages."""

    method: str
    path: str
    door: Door
    endpoint: Callable[..., object]


class PageRouter:
    """The pages of a feature, each with what it needs; `pages` has them in the order in which they were registered."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self.pages: list[Page] = []

    def show(self, path: str, need: Need) -> Callable[[Endpoint], Endpoint]:
        """Register a page: GET, which changes nothing."""
        return self._register("GET", path, Door(need))

    def take(self, path: str, need: Need, *, upload: bool = False) -> Callable[[Endpoint], Endpoint]:
        """Register what takes a form: POST. With `upload` it may hold files, as large as an import may be."""
        return self._register("POST", path, Door(need, upload=upload))

    def _register(self, method: str, path: str, door: Door) -> Callable[[Endpoint], Endpoint]:
        def register(endpoint: Endpoint) -> Endpoint:
            self.pages.append(Page(method, self._prefix + path, door, endpoint))
            return endpoint

        return register

    def add_to(self, app: FastAPI) -> None:
        """Let an application answer with these pages."""
        for page in self.pages:
            app.add_api_route(
                page.path,
                page.endpoint,
                methods=[page.method],
                dependencies=[Depends(page.door)],
                response_class=HTMLResponse,
                response_model=None,
                include_in_schema=False,
            )


def door_of(route: BaseRoute) -> Door | None:
    """Return the door of a route, or nothing when it is no page."""
    if not isinstance(route, APIRoute):
        return None
    found = (dependency.dependency for dependency in route.dependencies)
    return next((door for door in found if isinstance(door, Door)), None)


def all_routes(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Yield routes, those of included routers too."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if isinstance(included, APIRouter):
            yield from all_routes(included.routes)
        else:
            yield route


def undeclared(routes: Iterable[BaseRoute], is_other: Callable[[str], bool]) -> list[str]:
    """Return the templates of routes that say nothing of what they need; `is_other` tells what are no pages."""
    paths = ((getattr(route, "path", ""), route) for route in all_routes(routes))
    return [path or repr(route) for path, route in paths if not is_other(path) and door_of(route) is None]


def upload_paths(routes: Iterable[BaseRoute]) -> list[re.Pattern[str]]:
    """Return what the addresses look like that large files may be sent to."""
    return [
        route.path_regex
        for route in routes
        if isinstance(route, APIRoute) and (door := door_of(route)) is not None and door.upload
    ]
