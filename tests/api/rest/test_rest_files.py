"""Files in and out by the interface: records, tables and books, limits, and what is left of them."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from access.catalog.marc.iso2709 import to_iso2709
from access.catalog.marc.marc21_writing import to_marc21
from access.catalog.record import Contributor, Record
from access.clock import now
from access.keys.tables import Scope
from access.storage.audit import entries
from api.serving import guard
from tests.samples.live_service import LiveService, epub

READ, WRITE = Scope.CATALOG_READ, Scope.CATALOG_WRITE


def brought(live: LiveService, client: httpx.Client, content: bytes, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/imports", content=content, **more)
    assert answer.status_code == 200, (answer.text, [event for event in live.events if "code" in event])
    told: dict[str, Any] = answer.json()
    return told


def left_over(live: LiveService) -> list[str]:
    return [path.name for folder in ("uploads", "exports") for path in (live.service.settings.cache / folder).glob("*")]


def test_a_table_and_records_come_in_with_a_report(live: LiveService) -> None:
    client = live.client(READ, WRITE, language="zh")
    table = "题名,作者\n围城,钱钟书\n,无名\n".encode("gb18030")
    told = brought(live, client, table, headers={"Content-Disposition": 'filename="new.csv"'})
    assert (told["taken"], told["refused"], told["left_out"]) == (1, 1, 0)
    refused = next(line for line in told["lines"] if line["outcome"] == "refused")
    assert (refused["line"], "没有题名" in refused["text"] or "题名" in refused["text"]) == (3, True)
    assert client.get("/api/v1/titles", params={"q": "weicheng"}).json()["total"] == 1

    record = to_iso2709(
        to_marc21(Record("骆驼祥子", language="zh", contributors=(Contributor("老舍"),)), "1", now().date())
    )
    told = brought(live, client, record, params={"source": "test"})
    assert (told["taken"], told["merged"], told["refused"]) == (1, 0, 0)
    again = brought(live, client, record, params={"source": "test"})
    assert again["unchanged"] == 1
    with live.database.reading() as session:
        entry = next(entries(session, action="catalog.import"))
        assert entry.actor.startswith("key:")
    assert left_over(live) == []


def test_a_book_comes_in_and_can_be_ordered(live: LiveService) -> None:
    client = live.client(READ, WRITE)
    name = f"attachment; filename*=UTF-8''{quote('../彷徨.epub')}"
    told = brought(live, client, epub("彷徨"), headers={"Content-Disposition": name})
    assert told["taken"] == 1, told
    found = client.get(f"/api/v1/titles/{told['lines'][0]['title']}").json()
    assert (found["name"], found["has_source"]) == ("彷徨", True)


@pytest.mark.parametrize("body", [b"", b"\x00\xff\x01garbage" * 50, b"just a line of words"])
def test_what_is_nothing_is_refused(live: LiveService, body: bytes) -> None:
    answer = live.client(WRITE).post("/api/v1/imports", content=body)
    told = answer.json()
    if answer.status_code == 200:
        assert (told["taken"], told["refused"]) == (0, 1)
    else:
        assert answer.status_code == 422


def test_options_are_checked(live: LiveService) -> None:
    client = live.client(WRITE)
    assert client.post("/api/v1/imports", params={"format": "pdf"}, content=b"x").status_code == 422
    assert client.post("/api/v1/imports", params={"language": "!!"}, content=b"x").status_code == 400
    mixed = client.post("/api/v1/imports", params={"format": "csv", "encoding": "marc-8"}, content=b"title\nx\n")
    assert mixed.json()["refused"] == 1


def test_what_is_too_large_is_refused_before_and_on_the_way(live: LiveService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_UPLOAD", 1000)
    client = live.client(WRITE)
    told = client.post("/api/v1/imports", content=b"x" * 1001)
    unsaid = client.post("/api/v1/imports", content=(b"x" * 600 for _ in range(3)))
    for answer in (told, unsaid):
        assert (answer.status_code, answer.json()["type"]) == (413, "urn:tongdu:problem:too-large")
    monkeypatch.setattr(guard, "MOST_BODY", 100)
    assert client.post("/api/v1/titles", json={"name": "x" * 200}).status_code == 413
    assert left_over(live) == []


@pytest.mark.parametrize(
    ("target", "begins"),
    [
        ("csv", b"\xef\xbb\xbf"),
        ("marc21-xml", b"<?xml"),
        ("marc21", b"0"),
        ("cnmarc", b"0"),
        ("cnmarc-gbk", b"0"),
        ("cnmarc-xml", b"<?xml"),
    ],
)
def test_the_catalogue_goes_out(live: LiveService, target: str, begins: bytes) -> None:
    answer = live.client(READ).get(f"/api/v1/exports/{target}", params={"language": "en"})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(begins)
    assert answer.headers["Tongdu-Written"] == "1"
    assert b"Wonderland" in answer.content
    assert left_over(live) == []
