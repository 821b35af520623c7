"""Outputs by the interface: listed, downloaded whole and in parts, not twice, by their names."""

import hashlib
from urllib.parse import quote

import pytest

from access.keys.tables import Scope
from tests.samples.live_service import LiveService


def test_an_output_is_described_and_judged(live: LiveService) -> None:
    client = live.client(Scope.ARTEFACTS_READ)
    listed = client.get(f"/api/v1/titles/{live.titles[0]}/artefacts").json()
    assert [one["format"] for one in listed] == ["brf", "daisy202", "epub3"]
    first = listed[0]
    assert client.get(f"/api/v1/artefacts/{first['id']}").json() == first
    assert client.get(f"/api/v1/artefacts/{first['id']}/report").json() == {"format": "brf", "findings": []}
    assert client.get("/api/v1/titles/99999/artefacts").status_code == 404


def test_a_download_is_whole_and_named(live: LiveService) -> None:
    client = live.client(Scope.ARTEFACTS_READ)
    number = live.artefacts["daisy202"]
    about = client.get(f"/api/v1/artefacts/{number}").json()
    answer = client.get(f"/api/v1/artefacts/{number}/file")
    assert hashlib.sha256(answer.content).hexdigest() == about["content"]
    assert answer.headers["ETag"] == f'"{about["content"]}"'
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=\"daisy202-{number}.zip\"; filename*=UTF-8''{quote('呐喊.daisy202.zip')}"
    )
    assert client.get(answer.url, headers={"If-None-Match": 'W/"x", ' + answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-0", 206, 0, 1),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=100-", 206, 100, None),
        ("bytes=-7", 206, -7, None),
        ("bytes=5-99999999", 206, 5, None),
        ("bytes=99999999-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=9-3", 200, 0, None),
        ("bytes=x-y", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("chapters=1-2", 200, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
    ],
)
def test_parts_are_sent(live: LiveService, asked: str, status: int, start: int, end: int | None) -> None:
    client = live.client(Scope.ARTEFACTS_READ)
    path = f"/api/v1/artefacts/{live.artefacts['daisy202']}/file"
    whole = client.get(path).content
    answer = client.get(path, headers={"Range": asked})
    assert answer.status_code == status
    if status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"
        assert answer.headers["Content-Type"] == "application/problem+json"
    else:
        assert answer.content == whole[start:end]


def test_a_download_that_broke_off_goes_on_where_it_was(live: LiveService) -> None:
    client = live.client(Scope.ARTEFACTS_READ)
    path = f"/api/v1/artefacts/{live.artefacts['daisy202']}/file"
    first = client.get(path, headers={"Range": "bytes=0-99"})
    rest = client.get(path, headers={"Range": "bytes=100-", "If-Range": first.headers["ETag"]})
    assert hashlib.sha256(first.content + rest.content).hexdigest() == first.headers["ETag"].strip('"')
    other = client.get(path, headers={"Range": "bytes=100-", "If-Range": '"another"'})
    assert other.status_code == 200, "of another file the whole is sent"


def test_a_file_that_is_gone_is_our_fault_and_tells_no_place(live: LiveService) -> None:
    client = live.client(Scope.ARTEFACTS_READ)
    number = live.artefacts["pef"]
    content = client.get(f"/api/v1/artefacts/{number}").json()["content"]
    path = live.service.contents.path(content)
    path.rename(path.with_suffix(".away"))
    try:
        answer = client.get(f"/api/v1/artefacts/{number}/file")
    finally:
        path.with_suffix(".away").rename(path)
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:tongdu:problem:content-missing"
    assert str(path.parent) not in answer.text
