"""The real service judged by its own description: random requests find no 5xx and no answer it does not describe."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from access.keys.tables import Scope
from tests.samples.interface_trial import operations, try_operation
from tests.samples.live_service import LiveService

EXAMPLES = {"POST /api/v1/imports": 4, "GET /api/v1/exports/{target}": 6}
USUAL = 12
"""A few hundred in all; scripts/soak_api.py goes on for longer."""


def test_random_requests_are_answered_as_described(live: LiveService) -> None:
    secret = live.secret(Scope.ADMIN)
    numbers = live.titles + list(live.artefacts.values())
    tried = 0
    for operation in operations(live.url):

        def try_it(data: st.DataObject) -> None:
            nonlocal tried
            tried += 1
            try_operation(operation, data, secret, numbers)  # noqa: B023 - it is called before the next one comes

        _many(try_it, EXAMPLES.get(operation.label, USUAL))
    assert tried > 250
    faults = [event for event in live.events if event.get("fault")]
    assert not faults, faults[:3]


def _many(try_it: Callable[[st.DataObject], None], examples: int) -> None:
    quietly = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    quietly(given(data=st.data())(try_it))()


def test_the_description_names_every_problem(live: LiveService) -> None:
    described = live.client().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if operation.get("security"):
                assert {"401", "403", "503"} <= set(operation["responses"]), (path, method)
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and path not in {"/readyz"} and not path.startswith("/opds"):
                    assert set(answer["content"]) == {"application/problem+json"}, (path, method, status)


@pytest.mark.parametrize("unused", ["HTTPValidationError", "ValidationError"])
def test_the_description_has_no_other_shape_of_errors(live: LiveService, unused: str) -> None:
    assert unused not in live.app.openapi()["components"]["schemas"]
