"""A key sees only its scope: every route with every scope, and without any key."""

import pytest

from access.keys.tables import Scope
from tests.samples.live_service import LiveService

R, W, OR, OW, A, M = (
    Scope.CATALOG_READ, Scope.CATALOG_WRITE, Scope.ORDERS_READ, Scope.ORDERS_WRITE, Scope.ARTEFACTS_READ,
    Scope.METRICS_READ,
)  # fmt: skip
ROUTES: dict[tuple[str, str], Scope | None] = {
    ("GET", "/api/v1/titles"): R,
    ("POST", "/api/v1/titles"): W,
    ("GET", "/api/v1/titles/{number}"): R,
    ("PUT", "/api/v1/titles/{number}"): W,
    ("DELETE", "/api/v1/titles/{number}"): W,
    ("POST", "/api/v1/imports"): W,
    ("GET", "/api/v1/exports/{target}"): R,
    ("GET", "/api/v1/branches"): R,
    ("PUT", "/api/v1/branches/{number}"): W,
    ("GET", "/api/v1/orders"): OR,
    ("POST", "/api/v1/orders"): OW,
    ("GET", "/api/v1/orders/{number}"): OR,
    ("POST", "/api/v1/orders/{number}/{action}"): OW,
    ("GET", "/api/v1/titles/{number}/artefacts"): A,
    ("GET", "/api/v1/artefacts/{number}"): A,
    ("GET", "/api/v1/artefacts/{number}/file"): A,
    ("GET", "/api/v1/artefacts/{number}/report"): A,
    ("GET", "/opds"): R,
    ("GET", "/opds/new"): R,
    ("GET", "/opds/languages"): R,
    ("GET", "/opds/languages/{tag}"): R,
    ("GET", "/opds/forms"): R,
    ("GET", "/opds/forms/{name}"): R,
    ("GET", "/opds/subjects"): R,
    ("GET", "/opds/subjects/{number}"): R,
    ("GET", "/opds/search"): R,
    ("GET", "/opds/publications/{number}"): R,
    ("GET", "/opds/authentication"): None,
    ("GET", "/healthz"): None,
    ("GET", "/readyz"): None,
    ("GET", "/metrics"): M,
}
PLACES = {"number": "999999", "target": "csv", "action": "cancel", "tag": "zh", "name": "brf"}


def test_every_route_is_in_the_table(live: LiveService) -> None:
    described = live.app.openapi()["paths"]
    found = {(method.upper(), path) for path, methods in described.items() for method in methods}
    assert found == set(ROUTES)


@pytest.fixture(scope="module")
def keys(live: LiveService) -> dict[Scope, str]:
    return {scope: live.secret(scope) for scope in Scope}


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
def test_a_route_opens_to_its_scope_alone(live: LiveService, keys: dict[Scope, str], method: str, path: str) -> None:
    wanted = ROUTES[method, path]
    address = path.format(**PLACES)
    with live.client() as client:
        bare = client.request(method, address).status_code
        assert bare == (401 if wanted else 200)
        for scope, secret in keys.items():
            # What the request lacks otherwise is said after the door, by 404 or 422.
            status = client.request(method, address, headers={"Authorization": f"Bearer {secret}"}).status_code
            if wanted is None or scope in {wanted, Scope.ADMIN}:
                assert status in {200, 404, 422}, scope
            else:
                assert status == 403, scope


def test_a_key_may_be_the_password(live: LiveService, keys: dict[Scope, str]) -> None:
    with live.client() as client:
        assert client.get("/opds", auth=("anybody", keys[R])).status_code == 200
        assert client.get("/opds", auth=("anybody", keys[M])).status_code == 403
        assert client.get("/opds", auth=("anybody", "wrong")).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Basic", "Basic ???", "Basic w6Q", "Digest x", "bearer tongdu_é"]
)
def test_what_is_no_key_opens_nothing(live: LiveService, header: str) -> None:
    with live.client() as client:
        answer = client.get("/api/v1/titles", headers={b"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_key_that_was_taken_back_or_altered_opens_nothing(live: LiveService) -> None:
    made, secret = live.service.keys.add("gone", [R])
    with live.client() as client:
        other = secret[:-1] + ("A" if secret[-1] != "A" else "B")
        assert client.get("/opds", auth=("", other)).status_code == 401
        assert client.get("/opds", auth=("", secret)).status_code == 200
        live.service.keys.revoke(made.id)
        assert client.get("/opds", auth=("", secret)).status_code == 401
