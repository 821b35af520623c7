"""What of whole books no braille code could write: at most one character in a thousand, told by Unicode category."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from access.book.opening import open_book
from access.book.walk import leaves
from access.language.context.reader import ContextReader
from access.language.runs import primary_subtag
from braille.layout.lay_out import generated_texts
from braille.translate.codes import default_code
from braille.translate.transcribe import transcribe
from tests.acceptance.sources import BOOKS, HANDBOOKS

MOST = 0.001
NAMES = ("nahan.epub", "nahan.txt", "nahan-gb18030.txt", "pride-and-prejudice.epub")
CASES = [BOOKS / name for name in NAMES] + [HANDBOOKS / f"tongdu-handbook-{tag}.epub" for tag in ("zh", "en")]
pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in CASES])
def test_hardly_a_character_is_left_out(path: Path) -> None:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    book = open_book(path).book
    language = primary_subtag(book.metadata.language)
    generated = generated_texts(book, language)
    told = transcribe(book, codes={language: default_code(language)}, reader=ContextReader(), generated=generated)
    source = {leaf.id: leaf.text for leaf in leaves(book)}
    assert set(source) <= set(told.leaves)

    printed = Counter(_category(character) for text in source.values() for character in text if not character.isspace())
    missing = Counter(_category(lost.character) for lost in told.untranslated)
    for lost in told.untranslated:
        assert source[lost.block_id][lost.position] == lost.character
    shares = {category: f"{count} of {printed[category]}" for category, count in missing.items()}
    assert missing.total() <= MOST * printed.total(), shares
    # Letters and numbers make the sense: none of a living script may be missing.
    assert not {category for category in missing if category[0] in "LN"}, shares


def _category(character: str) -> str:
    return unicodedata.category(character)
