"""`tongdu order` and `tongdu orders`: lines for people, JSON for programs, and what is refused."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from access.catalog.tables import Title
from access.clock import now
from access.errors import MissingVoiceError, UsageError
from access.production.engine import Job
from access.production.orders import Orders
from access.production.parts import Parts
from access.production.tables import OrderState, PartKind, Priority
from access.settings import Settings
from access.storage.opening import open_contents, open_service_database
from api.cli import app

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TONGDU_DATA", str(tmp_path))
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")

    def command(*words: str) -> str:
        result = CliRunner().invoke(app, list(words), catch_exceptions=False, standalone_mode=False)
        return result.output

    return command


@pytest.fixture
def orders(run: Run) -> Iterator[Orders]:
    database = open_service_database(Settings())
    contents = open_contents(Settings())
    with database.writing() as session:
        for name in ("呐喊", "Emma"):
            source = contents.add_bytes(name.encode())
            session.add(Title(name=name, source=source, source_name="a.txt", created=now(), changed=now()))
        session.add(Title(name="only on paper", created=now(), changed=now()))
    yield Orders(database)
    database.close()


def test_an_order_is_placed_and_listed(run: Run, orders: Orders) -> None:
    assert run("order", "1", "--format", "brf,daisy202") == "Order 1 was placed.\n"
    assert run("orders") == "Order 1, title 1 “呐喊”, daisy202 brf, waiting, 0 percent\n"
    assert run("orders", "1").splitlines()[1:] == ["  opening, waiting"]
    assert orders.view(1).priority is Priority.READER


def test_all_titles_with_a_source_are_ordered_in_stock(run: Run, orders: Orders) -> None:
    assert run("order", "--all", "--format", "brf", "--json").splitlines() == ['{"order": 1}', '{"order": 2}']
    assert {view.priority for view in orders.list()} == {Priority.BULK}


def test_options_are_kept_and_names_are_checked_before_anything_is_ordered(run: Run, orders: Orders) -> None:
    run("order", "1", "--format", "daisy202", "--voice", "espeak:en-us", "--rate", "120")
    with pytest.raises(MissingVoiceError):
        run("order", "2", "--format", "daisy202", "--voice", "nobody")
    for words in (["9"], ["3"], ["2", "--priority", "soon"], []):
        with pytest.raises(UsageError):
            run("order", *words, "--format", "daisy202")
    assert len(orders.list()) == 1


def test_an_order_is_paused_resumed_cancelled(run: Run, orders: Orders) -> None:
    run("order", "1", "--format", "brf")
    for action, state in (("pause", "paused"), ("resume", "waiting"), ("cancel", "cancelled")):
        assert f", {state}" in run("orders", action, "1")
    with pytest.raises(UsageError):
        run("orders", "retry", "1")
    assert run("orders", "--open") == "There are no orders.\n"


def test_wrong_words_are_refused(run: Run, orders: Orders) -> None:
    for words in (["stop", "1"], ["pause"], ["7"], ["cancel", "one"]):
        with pytest.raises(UsageError):
            run("orders", *words)


def test_an_order_without_formats_makes_again_what_was_made(run: Run, orders: Orders) -> None:
    assert "Nothing was made of these titles before" in run("order", "1")
    run("order", "1", "--format", "brf", "--code", "zh-ncb")
    _open(orders, 1)
    assert run("order", "1") == "Order 2 was placed.\n"
    assert (orders.view(2).formats, orders.view(2).priority) == (("brf",), Priority.BULK)
    assert run("order", "1") == "Order 2 was placed.\n", "one that waits anyway will do it"
    assert len(orders.list()) == 2


def test_progress_and_failures_are_told(run: Run, orders: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    run("order", "1", "--format", "daisy202")
    parts = _open(orders, 1)
    for number in (1, 2):
        parts.begin(Job(1, 1, PartKind.SPEAK, number))
    parts.finish(Job(1, 1, PartKind.SPEAK, 1), {"fresh": 4, "kept": 0})
    assert run("orders").endswith(", running, 47 percent, less than a minute left\n")
    told = json.loads(run("orders", "1", "--json"))
    assert told["percent"] == 47
    assert [(part["kind"], part["number"], part["state"], part["fresh"]) for part in told["parts"]][1:3] == [
        ("speak", 1, "done", 4),
        ("speak", 2, "running", 0),
    ]
    parts.fail(Job(1, 1, PartKind.SPEAK, 2), MissingVoiceError(name="x"))
    assert orders.view(1).state is OrderState.FAILED
    monkeypatch.setenv("TONGDU_LANGUAGE", "zh")
    assert run("orders").strip().startswith("订单 1，书目 1《呐喊》，daisy202，失败，47%")
    assert "  第 2 章失败：" in run("orders", "1")


def _open(orders: Orders, number: int) -> Parts:
    """Do what a worker does until an order of one format is opened, with two chapters."""
    from access.production.admission import Admission

    database = orders._database
    Admission(database, 8).offer()
    parts = Parts(database, open_contents(Settings()), "test")
    name = orders.view(number).formats[0]
    parts.begin(Job(number, 1, PartKind.OPEN, 0))
    parts.finish(
        Job(number, 1, PartKind.OPEN, 0),
        {
            "plan": "p",
            "chapters": [100, 100] if name == "daisy202" else [],
            "braille": 200 if name == "brf" else 0,
            "made_from": {name: "x"},
            "made_of": {name: "speak" if name == "daisy202" else "braille"},
        },
    )
    return parts
