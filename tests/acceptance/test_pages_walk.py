"""The whole way of a librarian in the library of `tongdu serve --demo`, with scripts and without, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium

from tests.acceptance.librarians_walk import Walk, short_book, walk
from tests.acceptance.page_judges import LOCALES, chromium, why_no_chromium
from tests.acceptance.served import Served

pytestmark = [pytest.mark.acceptance, pytest.mark.skipif(bool(why_no_chromium()), reason=why_no_chromium())]
NAMES = {("zh", True): "丁一", ("zh", False): "丁二", ("en", True): "丁三", ("en", False): "丁四"}
"""Every walk has a book of its own."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize(("language", "scripts"), NAMES, ids=str)
def test_a_book_is_uploaded_made_heard_and_made_again_in_part(
    demo: Served, browser: Chromium, tmp_path: Path, language: str, scripts: bool
) -> None:
    book = tmp_path / "book.epub"
    book.write_bytes(short_book(NAMES[language, scripts]))
    context = browser.new_context(base_url=demo.url, locale=LOCALES[language], java_script_enabled=scripts)
    try:
        walk(Walk(context.new_page(), language, scripts), f"librarian-{language}", book)
    finally:
        context.close()
