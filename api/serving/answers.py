"""Who is answered how: programs by problem details, people by pages, each by where they knocked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from access.errors import TongduError
from api.serving.problems import invalid_request, plain_problem, told_problem
from api.web.faults import fault_page, told_page

_FOR_PROGRAMS = re.compile(r"/(?:api|opds|healthz|readyz|metrics)(?:/.*)?", re.DOTALL)


def is_for_programs(path: str) -> bool:
    """Tell whether an address is one of the doors for programs; all others are pages."""
    return _FOR_PROGRAMS.fullmatch(path) is not None


def told_answer(scope: Scope, error: TongduError) -> Response:
    """Answer with an error."""
    return told_problem(error) if is_for_programs(scope["path"]) else told_page(Request(scope), error)


def plain_answer(scope: Scope, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a status that needs no further words."""
    if is_for_programs(scope["path"]):
        return plain_problem(status, headers)
    return fault_page(Request(scope), status, headers=headers)


def invalid_answer(scope: Scope, found: Sequence[Mapping[str, Any]]) -> Response:
    """Answer that a request is not as it should be; `found` is what pydantic tells."""
    if is_for_programs(scope["path"]):
        return invalid_request(found)
    # A page whose address has no such number is no page.
    lost = any(one["loc"][:1] == ("path",) for one in found)
    return fault_page(Request(scope), HTTPStatus.NOT_FOUND if lost else HTTPStatus.UNPROCESSABLE_ENTITY)
