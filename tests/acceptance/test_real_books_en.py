"""Whole English books through the command; see `whole_book` for what is checked.

Those that the project shares are used where they lie beside the repository, and by the long run only; the handbook
always. The languages have a file each, so that two processes can share the work.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.sources import BOOKS, HANDBOOKS
from tests.acceptance.whole_book import check_whole_book

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(900)]
CASES = [
    pytest.param(BOOKS / "pride-and-prejudice.epub", id="pride-and-prejudice.epub", marks=pytest.mark.long),
    pytest.param(HANDBOOKS / "tongdu-handbook-en.epub", id="tongdu-handbook-en.epub"),
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("book", CASES)
def test_a_whole_book(book: Path, tmp_path: Path, cache: Path) -> None:
    check_whole_book(book, tmp_path, cache)
