"""Our talking books before the checkers and the reader of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from access.book.model import Book
from audio.narration import Narration
from audio.publish.daisy202 import write_daisy202
from audio.publish.epub3 import write_epub3
from tests.acceptance.talking_book_checkers import (
    ace_findings,
    epubcheck_findings,
    heard,
    schema_findings,
    why_no_ace,
    why_no_epubcheck,
    why_no_reader,
    why_no_schemas,
)
from tests.samples.talking_book import every_block, narrated, plain

pytestmark = pytest.mark.acceptance


@dataclass(frozen=True)
class Made:
    narration: Narration
    daisy: Path
    epub: Path

    @property
    def phrases(self) -> int:
        return sum(len(part.phrases) for part in self.narration.parts)

    @property
    def seconds(self) -> float:
        return sum(part.phrases[-1].end - part.phrases[0].start for part in self.narration.parts) / 22_050


@pytest.fixture(scope="module", params=["every block", "12 chapters and 60 pages"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("talking")
    book: Book = every_block() if request.param == "every block" else plain(12, 5, 60)
    found = Made(narrated(book, folder / "audio"), folder / "daisy", folder / "book.epub")
    write_daisy202(book, found.narration, found.daisy, made=date(2026, 11, 22), generator="Tongdu test")
    modified = datetime(2026, 11, 22, tzinfo=UTC)
    write_epub3(book, found.narration, found.epub, modified=modified, generator="Tongdu test")
    return found


@pytest.mark.skipif(bool(why_no_schemas()), reason=why_no_schemas())
def test_the_schemas_of_daisy_find_nothing(made: Made) -> None:
    assert schema_findings(made.daisy) == []


@pytest.mark.skipif(bool(why_no_epubcheck()), reason=why_no_epubcheck())
def test_epubcheck_finds_no_error_and_no_warning(made: Made) -> None:
    assert epubcheck_findings(made.epub) == []


@pytest.mark.skipif(bool(why_no_ace()), reason=why_no_ace())
def test_ace_finds_nothing_that_bars_a_reader(made: Made, tmp_path: Path) -> None:
    assert [found for found in ace_findings(made.epub, tmp_path) if found[0] != "minor"] == []


@pytest.mark.skipif(bool(why_no_reader()), reason=why_no_reader())
def test_an_independent_reader_hears_every_phrase(made: Made) -> None:
    for book in (made.daisy, made.epub):
        found = heard(book)
        assert found.pairs == made.phrases
        assert found.seconds == pytest.approx(made.seconds, abs=0.5)
        assert found.pages == sum(bool(p.page_id) for part in made.narration.parts for p in part.phrases)
