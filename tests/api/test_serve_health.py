"""What `/readyz` looks at, and what `/metrics` counts."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from access.clock import now
from access.keys.tables import Scope
from access.production.tables import OrderPart, OrderState, Worker
from api.serving import health
from tests.samples.live_service import LiveService, live_service


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveService]:
    monkeypatch.setattr(health, "_FRESH_SECONDS", -1.0)
    with live_service(tmp_path) as found:
        yield found


def failing(answer: httpx.Response) -> dict[str, str]:
    return {one["name"]: one["reason"] for one in answer.json()["checks"] if not one["ok"]}


def test_each_thing_that_is_missing_is_told(live: LiveService, monkeypatch: pytest.MonkeyPatch) -> None:
    client = live.client(language="zh")
    assert (client.get("/readyz").status_code, failing(client.get("/readyz"))) == (200, {})

    contents = live.service.settings.contents
    contents.rename(contents.with_name("away"))
    contents.write_text("a file where the folder was")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert failing(answer) == {"contents": "内容文件夹无法写入。"}
    contents.unlink()
    contents.with_name("away").rename(contents)

    works = live.service.settings.data / "works.db"
    works.write_bytes(b"this is no database, although it stands where one should be" * 20)
    assert set(failing(client.get("/readyz"))) == {"engine"}
    works.unlink()
    sqlite3.connect(works).close()
    assert failing(client.get("/readyz")) == {}

    monkeypatch.setattr(health, "LEAST_FREE", 1 << 60)
    assert set(failing(client.get("/readyz"))) == {"disk"}
    monkeypatch.setattr(health, "LEAST_FREE", 0)

    library = live.service.settings.data / "library.db"
    with sqlite3.connect(library) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    assert set(failing(client.get("/readyz"))) == {"tables"}


def test_works_and_requests_are_counted(live: LiveService) -> None:
    number = live.order(live.titles[0], OrderState.RUNNING)
    live.order(live.titles[0], OrderState.DONE)
    with live.database.writing() as session:
        for place, state in enumerate((OrderState.DONE, OrderState.WAITING, OrderState.WAITING), 1):
            session.add(OrderPart(order_id=number, kind="speak", number=place, state=state))
        session.add(Worker(id="w", host="h", pid=1, started=now(), seen=now()))
    client = live.client(Scope.METRICS_READ)
    client.get("/healthz")
    client.get("/nowhere/else")
    told = client.get("/metrics")
    assert told.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = set(told.text.splitlines())
    assert {
        'tongdu_requests_total{method="GET",route="/healthz",status="200"} 1.0',
        'tongdu_requests_total{method="GET",route="none",status="404"} 1.0',
        'tongdu_orders{state="running"} 1.0',
        'tongdu_orders{state="done"} 1.0',
        'tongdu_order_parts{kind="speak",state="waiting"} 2.0',
        'tongdu_queue_length{kind="speak"} 2.0',
        "tongdu_workers 1.0",
        "tongdu_database_up 1.0",
    } <= lines
    assert "nowhere" not in told.text
