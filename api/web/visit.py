"""One request for a page: who asks, what they may, what they sent; and the answers that a route gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from access.patrons.roles import Right, Role
from access.patrons.sessions import SessionView
from api.serving.service import Service
from api.web.cookies import Cookie, keep, kept
from api.web.forms import Form
from api.web.house import House
from api.web.own_site import token_of
from api.web.safety import PAGE_HEADERS


@dataclass(slots=True)
class Visit:
    """What a route of a page works with. `session` is nothing for a stranger; `form` is empty but in a POST.

    `route` is the template of the route, `visitor` what a stranger's forms are bound to.
    """

    request: Request
    house: House
    session: SessionView | None
    visitor: str
    form: Form = field(default_factory=Form)

    @property
    def service(self) -> Service:
        """The open library."""
        return self.house.service

    @property
    def role(self) -> Role | None:
        """What who asks is to the library."""
        return self.session.role if self.session is not None else None

    @property
    def account_id(self) -> str:
        """The account of who asks. There is none of a stranger."""
        return self._somebody.account_id

    @property
    def actor(self) -> str:
        """Who asks, as the audit calls them; no stranger."""
        return self._somebody.actor

    @property
    def _somebody(self) -> SessionView:
        assert self.session is not None, "a public page has to expect a stranger"
        return self.session

    @property
    def network(self) -> str:
        """The address that the request came from."""
        return self.request.client.host if self.request.client else ""

    @property
    def token(self) -> str:
        """What every form of the page carries."""
        return token_of(self.session.csrf if self.session is not None else self.visitor)

    @property
    def here(self) -> str:
        """The address of this page, with what was asked behind `?`."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    def may(self, right: Right) -> bool:
        """Tell whether who asks has a right."""
        return self.session is not None and self.session.may(right)

    def page(
        self, template: str, *, status: int = 200, done: Mapping[str, str] | None = None, **values: Any
    ) -> HTMLResponse:
        """Return a page of a template.

        `done` has, by the word that `go` was given, the sentence that tells what has just been done. A template finds
        `visit`, `form`, `language` and the given values; one that was not given is an error, not an empty text.
        """
        said = (done or {}).get(self.request.query_params.get("done", ""), "")
        given = {"form": self.form, "said": said, **values, "visit": self}
        response = HTMLResponse(self.house.render(template, given), status, headers=dict(PAGE_HEADERS))
        if self.session is None and kept(self.request, Cookie.VISITOR) != self.visitor:
            keep(self.request, response, Cookie.VISITOR, self.visitor)
        return response

    def again(self, template: str, **values: Any) -> HTMLResponse:
        """Return the page of a form that cannot be taken yet, with what was typed and what is to be done (422)."""
        return self.page(template, status=422, **values)

    def go(self, path: str, *, done: str = "") -> Response:
        """Lead on to another page of this service by GET (303), which tells what was done."""
        gap = "&" if "?" in path else "?"
        target = f"{path}{gap}done={quote(done)}" if done else path
        return RedirectResponse(target, 303, headers=dict(PAGE_HEADERS))


def _visit_of(request: Request) -> Visit:
    """Return the visit that the door of the route has let in."""
    visit: Visit = request.state.visit
    return visit


Visiting = Annotated[Visit, Depends(_visit_of)]
"""The visit, for a route."""
