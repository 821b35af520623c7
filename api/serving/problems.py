"""Errors as they are answered: problem details (RFC 9457) in the language of who asks, for every door but OPDS's login.

`type` is `urn:tongdu:problem:` and a word for the kind of error, `title` what kind it is, `detail` what happened;
`where` and `advice` say where and what to do. Which status an error has is in one table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from access import errors
from access.errors import TongduError
from api.language import _, filled

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
"""After which it is worth while to try again what is answered 503 or 429."""

STATUSES: dict[type[TongduError], HTTPStatus] = {
    errors.TongduError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.UsageError: HTTPStatus.BAD_REQUEST,
    errors.SettingsError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.UnknownNumberError: HTTPStatus.NOT_FOUND,
    errors.ConflictError: HTTPStatus.CONFLICT,
    errors.InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.MissingResourceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.MissingPagesError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.AccessError: HTTPStatus.FORBIDDEN,
    errors.KeyRefusedError: HTTPStatus.UNAUTHORIZED,
    errors.BusyError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.OutputError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.DiskFullError: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.StorageError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.DatabaseAwayError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DatabaseVersionError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SearchIndexError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The status of each class of errors, and of those below it that have none of their own."""
_STATE_NAMES = {
    HTTPStatus.BAD_REQUEST: "The request is wrong",
    HTTPStatus.UNAUTHORIZED: "A key is needed",
    HTTPStatus.FORBIDDEN: "The key is not for this",
    HTTPStatus.NOT_FOUND: "Nothing is here",
    HTTPStatus.METHOD_NOT_ALLOWED: "This cannot be done here",
    HTTPStatus.REQUEST_TIMEOUT: "The request came too slowly",
    HTTPStatus.CONFLICT: "This cannot be done now",
    HTTPStatus.PRECONDITION_FAILED: "Somebody else changed it meanwhile",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "This kind of content is not taken here",
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: "The file has no such part",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The content cannot be used",
    HTTPStatus.TOO_MANY_REQUESTS: "This is too much at once",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The service failed",
    HTTPStatus.SERVICE_UNAVAILABLE: "The service cannot answer now",
    HTTPStatus.INSUFFICIENT_STORAGE: "The disk of the service is full",
}


class Wrong(BaseModel):
    """One thing that is wrong with a request."""

    where: str = Field(description="The place in the request, with dots: `body.name`, `query.limit`.")
    detail: str


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it, in Chinese or English by `Accept-Language`."""

    type: str
    title: str
    status: int
    detail: str
    where: str = ""
    advice: str = ""
    errors: list[Wrong] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Answer:
    kind: str
    status: HTTPStatus
    detail: str
    where: str = ""
    advice: str = ""
    errors: Sequence[Wrong] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> JSONResponse:
        title = _(_STATE_NAMES.get(self.status, "")) or self.status.phrase
        problem = Problem(
            type=f"urn:tongdu:problem:{self.kind}",
            title=title,
            status=self.status,
            detail=self.detail or title,
            where=self.where,
            advice=self.advice,
            errors=list(self.errors),
        )
        content = problem.model_dump(mode="json")
        return JSONResponse(content, self.status, headers=dict(self.headers), media_type=MEDIA_TYPE)


def status_of(error: TongduError) -> HTTPStatus:
    """Return the status by which an error is answered."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def told_problem(error: TongduError) -> JSONResponse:
    """Answer with an error."""
    status = status_of(error)
    headers = {}
    if status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        headers["Retry-After"] = str(RETRY_SECONDS)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="Tongdu", Basic realm="Tongdu", charset="UTF-8"'
    private = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    # What is wrong on our side may name folders and machines: that is for the log and for who keeps the service.
    places = dict.fromkeys(error.details, "…") if private else error.details
    return _Answer(
        kind=_word(type(error).__name__.removesuffix("Error")),
        status=status,
        detail=filled(error.what, places),
        where="" if private else error.where,
        advice=filled(error.advice, places),
        headers=headers,
    ).response()


def plain_problem(status: int, headers: Mapping[str, str] | None = None, detail: str = "") -> JSONResponse:
    """Answer with a status that needs no further words."""
    found = HTTPStatus(status)
    return _Answer(_word(found.phrase.title().replace(" ", "")), found, detail, headers=headers or {}).response()


def invalid_request(found: Sequence[Mapping[str, Any]]) -> JSONResponse:
    """Answer that a request is not as the description says; `found` is what pydantic tells."""
    wrong = [Wrong(where=".".join(str(part) for part in one["loc"]), detail=_reason(one)) for one in found[:50]]
    return _Answer(
        kind="invalid-request",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        detail=_("The request is not as the description of the interface says."),
        where=wrong[0].where if wrong else "",
        advice=_("`errors` names each place; /api/v1/openapi.json is the description."),
        errors=wrong,
    ).response()


def _reason(one: Mapping[str, Any]) -> str:
    """The reasons that come often, in the reader's language; the others in English, without what was sent."""
    context = one.get("ctx", {})
    reasons = {
        "missing": _("it is missing"),
        "extra_forbidden": _("it is not known here"),
        "json_invalid": _("it is not JSON"),
        "int_parsing": _("it is not a whole number"),
        "int_type": _("it is not a whole number"),
        "string_type": _("it is not a text"),
        "string_too_short": _("it is too short"),
        "string_too_long": _("it is too long"),
        "too_short": _("there are too few"),
        "too_long": _("there are too many"),
        "given_twice": _("it is given twice"),
        "greater_than_equal": _("it must be {least} or more").format(least=context.get("ge")),
        "less_than_equal": _("it must be {most} or less").format(most=context.get("le")),
        "enum": _("it must be one of {names}").format(names=context.get("expected")),
        "literal_error": _("it must be one of {names}").format(names=context.get("expected")),
    }
    kind = str(one.get("type", ""))
    return reasons.get(kind) or re.sub(r"'[^']*'", "…", str(one.get("msg", kind)))


def _word(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower() or "tongdu"


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the problems that a route may answer with, for the description; 401, 403, 422 and 503 always may."""
    schema = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": schema}
        for status in sorted({401, 403, 422, 503, *statuses})
    }
