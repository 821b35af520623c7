"""What goes wrong is told in one shape, in Chinese and English, with the right status."""

import inspect

import pytest

from access import errors
from access.errors import TongduError
from access.keys.tables import Scope
from api.language import asked_language
from api.serving.problems import STATUSES, status_of
from tests.samples.live_service import LiveService

KINDS = [kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, TongduError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_status(kind: type[TongduError]) -> None:
    status = status_of(kind())
    assert 400 <= status < 600
    if (
        issubclass(kind, errors.UsageError | errors.InputError | errors.AccessError)
        and kind is not errors.SettingsError
    ):
        assert status < 500


def test_the_table_names_no_class_twice_for_nothing() -> None:
    for kind, status in STATUSES.items():
        above = next((STATUSES[base] for base in kind.__mro__[1:] if base in STATUSES), None)
        assert above != status or kind is errors.TongduError or kind in _TOLD_APART, kind


_TOLD_APART = {errors.SettingsError, errors.OutputError, errors.StorageError}


def test_a_problem_is_told_in_the_language_of_who_asks(live: LiveService) -> None:
    path = "/api/v1/titles/99999"
    chinese = live.client(Scope.CATALOG_READ, language="fr, zh-CN;q=0.9, en;q=0.5").get(path)
    english = live.client(Scope.CATALOG_READ, language="en").get(path)
    for answer in (chinese, english):
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "Accept-Language" in answer.headers["Vary"]
        assert answer.json()["status"] == 404
        assert answer.json()["type"] == "urn:tongdu:problem:unknown-number"
    assert chinese.json()["detail"] == "没有编号为 99999 的书目。"
    assert english.json()["detail"] == "There is no title with the number 99999."
    assert (chinese.json()["title"], english.json()["title"]) == ("这里没有内容", "Nothing is here")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", ""), ("de", ""), ("zh", "zh"), ("zh-Hant-TW", "zh"), ("en-GB,zh;q=0.9", "en"), ("en;q=0.1,zh;q=0.9", "zh"),
        ("zh;q=0", ""), ("zh;q=x,en", "en"), ("*", ""), (",,;q=,", ""),
    ],
)  # fmt: skip
def test_the_language_that_is_asked_for(header: str, language: str) -> None:
    assert asked_language(header) == language


def test_each_wrong_place_is_named(live: LiveService) -> None:
    answer = live.client(Scope.CATALOG_WRITE, language="zh").post(
        "/api/v1/titles", json={"nmae": "x", "forms": [{"kind": "scroll"}], "series": "x" * 2000}
    )
    assert answer.status_code == 422
    told = answer.json()
    assert {wrong["where"]: wrong["detail"] for wrong in told["errors"]} == {
        "body.name": "缺少",
        "body.nmae": "这里没有这一项",
        "body.series": "太长",
        "body.forms.0.kind": next(wrong["detail"] for wrong in told["errors"] if "kind" in wrong["where"]),
    }
    assert told["where"] in {wrong["where"] for wrong in told["errors"]}


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b'{"name": "\\ud800"}', b'{"name": "\\u0000"}', b"[]", b"null", b'"x"']
)
def test_bodies_that_are_nothing_are_refused(live: LiveService, body: bytes) -> None:
    client = live.client(Scope.CATALOG_WRITE)
    answer = client.post("/api/v1/titles", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_is_sent_is_not_sent_back(live: LiveService) -> None:
    client = live.client(Scope.CATALOG_READ)
    answer = client.get("/api/v1/titles", params={"limit": "secret-word"})
    assert answer.status_code == 422
    assert "secret-word" not in answer.text


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/opds/nowhere", 404), ("GET", "/api/v1/nowhere", 404), ("DELETE", "/api/v1/orders", 405),
    ("PATCH", "/opds", 405), ("GET", "/api/v1/titles/abc", 401), ("POST", "/healthz", 405),
])  # fmt: skip
def test_what_is_not_there_is_told_the_same_way(live: LiveService, method: str, path: str, status: int) -> None:
    answer = live.client().request(method, path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    if status == 405:
        assert answer.headers["Allow"]


def test_every_answer_is_safe_and_numbered(live: LiveService) -> None:
    for path in ("/healthz", "/nowhere", "/opds/authentication"):
        headers = live.client().get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Request-Id"]
        assert "Access-Control-Allow-Origin" not in headers
