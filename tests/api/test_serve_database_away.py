"""A database that goes away: readyz says so, requests are told to come again, and all is well when it is back."""

from pathlib import Path

import pytest

from access.keys.tables import Scope
from access.storage.database import Database
from access.storage.migrations import migrate
from tests.samples.live_service import live_service
from tests.samples.postgres import PostgresServer, postgres_programs
from tests.samples.waiting import wait_until

pytestmark = pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")


def test_a_database_goes_away_and_comes_back(tmp_path: Path) -> None:
    with PostgresServer() as server:
        url = server.url("service")
        database = Database(url)
        migrate(database)
        database.close()
        with live_service(tmp_path, database_url=url) as live:
            client = live.client(*Scope)
            assert client.get("/readyz").json()["status"] == "ready"
            assert client.get("/api/v1/titles", params={"q": "nahan"}).json()["total"] == 1

            server.stop(at_once=True)
            wait_until(lambda: client.get("/readyz").status_code == 503, "it is seen")
            away = client.get("/readyz")
            assert away.headers["Retry-After"]
            assert {one["name"] for one in away.json()["checks"] if not one["ok"]} == {"database", "tables", "engine"}
            for path in ("/api/v1/titles", "/api/v1/orders", "/opds/new", "/metrics"):
                answer = client.get(path)
                assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5"), path
                assert answer.headers["Content-Type"] == "application/problem+json"
                assert answer.json()["type"] == "urn:tongdu:problem:database-away"
                assert str(server.port) not in answer.text
            assert client.get("/healthz").status_code == 200

            server.start()
            wait_until(lambda: client.get("/readyz").status_code == 200, "it is back")
            made = client.post("/api/v1/titles", json={"name": "回来了"})
            assert made.status_code == 201
            wait_until(lambda: client.get("/api/v1/titles", params={"q": "huilaile"}).json()["total"], "it is found")
            for path in ("/opds/languages", "/opds/subjects", "/opds/forms", "/opds/new", "/metrics"):
                assert client.get(path).status_code == 200, path
            assert not [event for event in live.events if event.get("event") == "failed"]
