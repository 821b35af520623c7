"""The feeds keep the rules of OPDS 2.0, wherever the links lead."""

from collections import deque
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

from access.keys.tables import Scope
from tests.api.opds.opds_rules import FEED, PUBLICATION, authentication_faults, feed_faults, publication_faults
from tests.samples.live_service import LiveService


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_feed_that_links_lead_to_keeps_the_rules(live: LiveService, language: str) -> None:
    client = live.client(Scope.CATALOG_READ, language=language)
    waiting, seen, kinds = deque(["/opds"]), {"/opds"}, []
    while waiting:
        answer = client.get(waiting.popleft())
        assert answer.status_code == 200, answer.url
        kind = answer.headers["Content-Type"]
        kinds.append(kind)
        told = answer.json()
        check = {FEED: feed_faults, PUBLICATION: publication_faults}.get(kind, authentication_faults)
        assert list(check(told)) == [], answer.url
        for link in _all_links(told):
            target = urljoin(str(answer.url), link["href"])
            followed = "templated" not in link and "acquisition" not in link.get("rel", "")
            if followed and target not in seen and "opds" in link["type"]:
                seen.add(target)
                waiting.append(target)
    assert len(seen) > 12
    assert kinds.count(PUBLICATION) == 2


def test_the_rules_can_be_broken() -> None:
    feed: dict[str, Any] = {"metadata": {"title": " "}, "links": [{"href": "a b", "type": "x"}], "navigation": []}
    assert len(list(feed_faults(feed))) == 5
    assert list(publication_faults({"metadata": {"title": "x", "modified": "now"}, "links": []}))
    assert list(authentication_faults({"id": "/x", "authentication": [{"type": "y"}]}))


def test_who_has_no_key_is_told_how_to_come_in(live: LiveService) -> None:
    answer = live.client().get("/opds/new")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/opds-authentication+json"
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert 'rel="http://opds-spec.org/auth/document"' in answer.headers["Link"]
    assert list(authentication_faults(answer.json())) == []
    assert answer.json()["title"] == "测试图书馆"
    assert httpx.get(answer.json()["id"]).json() == answer.json()


def test_pages_follow_each_other(live: LiveService, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.opds import routes

    monkeypatch.setattr(routes, "PER_PAGE", 1)
    client = live.client(Scope.CATALOG_READ)
    first = client.get("/opds/new").json()
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")
    second = client.get(following).json()
    assert first["metadata"]["numberOfItems"] == 2
    assert {feed["publications"][0]["metadata"]["title"] for feed in (first, second)} == {
        "呐喊", "Alice's Adventures in Wonderland"
    }  # fmt: skip
    assert not any(link["rel"] == "next" for link in second["links"])
    assert next(link["href"] for link in second["links"] if link["rel"] == "previous") == "/opds/new"


def _all_links(told: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [link for one in told.get("publications", []) for link in one["links"]]
    return [*told.get("links", []), *told.get("navigation", []), *inner]
