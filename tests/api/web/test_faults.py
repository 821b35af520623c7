"""Errors on pages are pages, in the reader's language; for programs they stay problem details."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from access.errors import BusyError, ConflictError, DatabaseAwayError, StorageError
from access.patrons.roles import Role
from api.web import statics
from api.web.routing import PUBLIC, PageRouter
from api.web.visit import Visiting
from tests.samples.waiting import wait_until
from tests.samples.web_house import WebHouse, web_house

FAULTS: dict[str, Exception] = {
    "conflict": ConflictError("Somebody has made the first account already.", advice="Sign in with it."),
    "busy": BusyError(),
    "away": DatabaseAwayError(reason="postgresql://tongdu:hush@db.example/x refuses"),
    "kept": StorageError("Rows would refer to others that are not there.", advice="", path="/srv/hush"),
    "fault": ZeroDivisionError("hush"),
}


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebHouse]:
    router = PageRouter()

    @router.show("/trial/{name}", PUBLIC)
    def fail(visit: Visiting, name: str) -> None:
        raise FAULTS[name]

    with web_house(tmp_path_factory.mktemp("failing")) as house:
        router.add_to(house.live.app)
        yield house


@pytest.mark.parametrize(
    ("path", "status", "english", "chinese"),
    [
        ("/nowhere", 404, "There is no such page", "没有这个网页"),
        ("/trial/conflict", 409, "This cannot be done now", "现在不能这样做"),
        ("/trial/busy", 429, "Please wait a moment", "请稍等"),
        ("/trial/away", 503, "The pages cannot be shown now", "网页暂时无法显示"),
        ("/trial/kept", 500, "Something went wrong here", "这里出了问题"),
        ("/trial/fault", 500, "Something went wrong here", "这里出了问题"),
        ("/language", 405, "This cannot be done here", "这里不能这样做"),
    ],
)
def test_an_error_is_a_page(failing: WebHouse, path: str, status: int, english: str, chinese: str) -> None:
    for language, heading in (("en", english), ("zh", chinese)):
        page = failing.stranger(language).get(path)
        assert (page.status, page.heading) == (status, heading)
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert "hush" not in page.response.text
        assert ("retry-after" in page.headers) == (status in {429, 503})
        assert page.links, "there is a way on"


def test_what_happened_and_what_to_do_is_told(failing: WebHouse) -> None:
    text = failing.stranger().get("/trial/conflict").text
    assert "Somebody has made the first account already. Sign in with it." in text


def test_a_fault_of_ours_has_a_number_that_stands_in_the_log(failing: WebHouse) -> None:
    page = failing.stranger().get("/trial/fault")
    number = page.headers["x-request-id"]
    assert number in page.text
    wait_until(lambda: len(_logged(failing, number)) == 2, "all is told")
    logged = _logged(failing, number)
    assert {event["event"] for event in logged} == {"failed", "answered"}
    assert "hush" not in str(logged)


def _logged(house: WebHouse, number: str) -> list[dict[str, Any]]:
    return [event for event in house.live.events if event.get("request") == number]


def test_too_much_is_refused_on_a_page(failing: WebHouse) -> None:
    page = failing.browser(Role.READER, "zh").send("/account", name="x" * (3 * 1024**2))
    assert (page.status, page.heading) == (413, "内容太大")


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/opds/nowhere", "/api/v1/titles"])
def test_programs_are_told_as_before(failing: WebHouse, path: str) -> None:
    answer = failing.stranger().get(path)
    assert answer.headers["content-type"].startswith(("application/problem+json", "application/opds-authentication"))
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_without_its_files_the_service_answers_programs_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statics, "FOLDER", tmp_path / "none")
    with web_house(tmp_path / "house") as house:
        page = house.stranger().get("/")
        assert page.status == 503
        assert "pages.css" in page.text
        assert "scripts/setup" in page.text
        assert house.stranger().get("/healthz").status == 200
        assert house.stranger().get("/api/v1/openapi.json").status == 200
