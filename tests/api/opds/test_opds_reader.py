"""A reader's app that knows only OPDS finds a title in every way and downloads it."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from access.book.opening import open_book
from access.keys.tables import Scope
from tests.api.opds.opds_client import Reader
from tests.samples.live_service import LiveService


@pytest.fixture
def reader(live: LiveService) -> Iterator[Reader]:
    found = Reader(f"{live.url}/opds", live.secret(Scope.CATALOG_READ, Scope.ARTEFACTS_READ))
    yield found
    found.close()


@pytest.mark.parametrize("words", ["呐喊", "nahan", "nh", "62426"])
def test_a_title_is_found_and_downloaded(reader: Reader, words: str, tmp_path: Path) -> None:
    publication = reader.search(words)[0]
    assert publication["metadata"]["title"] == "呐喊"
    assert publication["metadata"]["author"][0]["name"] == "鲁迅"
    (tmp_path / "呐喊.epub").write_bytes(reader.download(publication, "application/epub+zip"))
    assert open_book(tmp_path / "呐喊.epub").book.metadata.title == "呐喊"
    for inside in ("application/x-daisy202", "text/x-brf"):
        with zipfile.ZipFile(BytesIO(reader.download(publication, "application/zip", inside))) as archive:
            assert archive.testzip() is None


def test_titles_are_found_by_going_through_the_lists(reader: Reader) -> None:
    root = reader.feed(reader.address)
    ways: dict[str, set[str]] = {}
    for way in root["navigation"]:
        feed = reader.feed(f"{reader.address.removesuffix('/opds')}{way['href']}")
        for inner in feed.get("navigation", []):
            found = reader.publications(f"{reader.address.removesuffix('/opds')}{inner['href']}")
            ways[inner["title"]] = {one["metadata"]["title"] for one in found}
    assert ways["Chinese"] == {"呐喊"}
    assert ways["English"] == {"Alice's Adventures in Wonderland"}
    assert ways["短篇小说"] == {"呐喊"}
    assert ways["Braille (PEF)"] == {"Alice's Adventures in Wonderland"}
    assert "I210.6" not in ways, "class numbers are not for reading"


def test_what_is_not_on_the_shelf_is_not_in_the_catalogue(reader: Reader) -> None:
    assert reader.search("只有纸书") == []
