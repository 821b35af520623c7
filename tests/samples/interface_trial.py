"""Random requests by the service's own description, valid and not, and the judgement of what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
"""Not that all valid data is accepted: a language or a voice that fits the schema need not exist."""


def operations(url: str) -> Iterator[Any]:
    """Yield the operations that a running service describes."""
    schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json")
    for found in schema.get_all_operations():
        yield found.ok()


def try_operation(operation: Any, data: st.DataObject, secret: str, numbers: list[int]) -> None:
    """Ask for an operation with drawn data, often for a number that there is, and judge the answer."""
    mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    case = data.draw(operation.as_strategy(generation_mode=mode))
    if mode is GenerationMode.POSITIVE and "number" in (case.path_parameters or {}) and data.draw(st.booleans()):
        case.path_parameters["number"] = data.draw(st.sampled_from(numbers))
    case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS, timeout=120)
