"""The door of a route: who has a key with its scope comes in; and what every route works with."""

from __future__ import annotations

import base64
from typing import Annotated, Any, get_origin

from fastapi import Depends, Path, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.models import HTTPBase
from fastapi.security.base import SecurityBase
from starlette.requests import HTTPConnection

from access.errors import ScopeMissingError
from access.keys.service import Bearer
from access.keys.tables import Scope
from api.serving.service import Service

MOST_NUMBER = 2**31 - 1
"""The largest number that a row may have, by PostgreSQL's integer."""


class _Shown(SecurityBase):
    """What is shown in the header `Authorization`, by one of its schemes (RFC 9110, 11.6.2); empty for nothing."""

    def __init__(self, scheme: str, name: str, says: str) -> None:
        self._scheme = scheme
        self.model = HTTPBase(scheme=scheme, description=says)
        self.scheme_name = name

    def __call__(self, request: HTTPConnection) -> str:
        """Return the key. What cannot be read is no key."""
        scheme, _blank, shown = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != self._scheme:
            return ""
        if scheme.lower() == "bearer":
            return shown.strip()
        try:
            _user, _colon, password = base64.b64decode(shown, validate=True).decode().partition(":")
        except ValueError:
            return ""
        return password


_Bearer = Annotated[str, Depends(_Shown("bearer", "key", "A key that `tongdu keys add` made."))]
_Password = Annotated[
    str,
    # RFC 7617: for readers that know nothing else.
    Depends(_Shown("basic", "key-as-password", "Any user, and the key as the password.")),
]


def service_of(request: Request) -> Service:
    """Return the service that a request came to."""
    service: Service = request.app.state.service
    return service


Open = Annotated[Service, Depends(service_of)]
"""The service, for a route."""
Number = Annotated[int, Path(ge=1, le=MOST_NUMBER, description="The number of the thing.")]
"""A number in a path."""


def given_once(request: Request) -> None:
    """Refuse a question with a name twice where one value is taken: nobody can tell which of them was meant.

    Raises RequestValidationError.
    """
    taken = request.scope["route"].dependant.query_params
    twice = [
        field.alias
        for field in taken
        if get_origin(field.field_info.annotation) is not list and len(request.query_params.getlist(field.alias)) > 1
    ]
    if twice:
        raise RequestValidationError(
            [{"type": "given_twice", "loc": ("query", name), "msg": "it is given twice"} for name in twice]
        )


class _Door:
    """Lets those in whose key has a scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __call__(self, request: Request, service: Open, shown: _Bearer, password: _Password) -> Bearer:
        """Return whose key it is. Raises KeyRefusedError and ScopeMissingError."""
        bearer = service.keys.bearer(shown or password)
        request.state.bearer = bearer
        service.used(bearer.key_id)
        if not bearer.may(self.scope):
            raise ScopeMissingError(scope=str(self.scope))
        return bearer


def door(scope: Scope) -> Any:
    """Return what a route depends on so that only keys with a scope open it; its value is the `Bearer`."""
    return Security(_Door(scope))


CatalogReader = Annotated[Bearer, door(Scope.CATALOG_READ)]
CatalogWriter = Annotated[Bearer, door(Scope.CATALOG_WRITE)]
OrdersReader = Annotated[Bearer, door(Scope.ORDERS_READ)]
OrdersWriter = Annotated[Bearer, door(Scope.ORDERS_WRITE)]
ArtefactsReader = Annotated[Bearer, door(Scope.ARTEFACTS_READ)]
MetricsReader = Annotated[Bearer, door(Scope.METRICS_READ)]
