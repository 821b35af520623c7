"""Orders by the interface: placed, shown, steered, and told of in the audit."""

from access.keys.tables import Scope
from access.production.tables import OrderState
from access.storage.audit import entries
from tests.samples.live_service import LiveService

READ, WRITE = Scope.ORDERS_READ, Scope.ORDERS_WRITE


def test_an_order_is_placed_and_steered(live: LiveService) -> None:
    client = live.client(READ, WRITE)
    draft = {"titles": [live.titles[0]], "formats": ["pef", "brf"], "options": {"cells": 32}}
    placed = client.post("/api/v1/orders", json=draft)
    assert placed.status_code == 201, placed.text
    (number,) = placed.json()["orders"]
    assert placed.headers["Location"] == f"/api/v1/orders/{number}"
    shown = client.get(f"/api/v1/orders/{number}").json()
    assert (shown["state"], shown["percent"], shown["formats"]) == ("waiting", 0, ["brf", "pef"])
    assert [part["kind"] for part in shown["parts"]] == ["open"]
    for action, state in (("pause", "paused"), ("resume", "waiting"), ("cancel", "cancelled")):
        answer = client.post(f"/api/v1/orders/{number}/{action}")
        assert (answer.status_code, answer.json()["state"]) == (200, state)
    refused = client.post(f"/api/v1/orders/{number}/retry")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tongdu:problem:conflict")
    with live.database.reading() as session:
        told = [entry.action for entry in entries(session, subject=("order", number))]
        assert told == ["order.cancel", "order.resume", "order.pause", "order.place"]
        assert all(entry.actor.startswith("key:") for entry in entries(session, subject=("order", number)))


def test_orders_are_listed_by_pages(live: LiveService) -> None:
    numbers = [live.order(live.titles[0], OrderState.DONE) for _ in range(5)]
    client = live.client(READ)
    found: list[int] = []
    after: int | None = numbers[0] - 1
    while after is not None:
        page = client.get("/api/v1/orders", params={"state": "done", "limit": 2, "after": after}).json()
        found += [order["order"] for order in page["items"]]
        after = page["after"]
    assert found == numbers
    assert client.get("/api/v1/orders", params={"title": 12345}).json() == {"items": [], "after": None}


def test_what_cannot_be_ordered_is_told(live: LiveService) -> None:
    client = live.client(READ, WRITE)
    missing = client.post("/api/v1/orders", json={"titles": [live.titles[0], 12345], "formats": ["brf"]})
    assert missing.status_code == 404
    bare = client.post("/api/v1/orders", json={"titles": [live.titles[2]], "formats": ["brf"]})
    assert bare.status_code == 409
    voice = client.post(
        "/api/v1/orders", json={"titles": live.titles[:1], "formats": ["daisy202"], "options": {"voices": ["nobody"]}}
    )
    assert (voice.status_code, voice.json()["type"]) == (422, "urn:tongdu:problem:missing-voice")
    again = client.post("/api/v1/orders", json={"titles": live.titles[1:2]})
    assert (again.status_code, again.json()) == (201, {"orders": []}), "nothing was made of it by an order before"
    assert client.get("/api/v1/orders/999999").status_code == 404
