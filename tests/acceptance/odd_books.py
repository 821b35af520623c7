"""All odd but valid books, each named and with the reason why it is odd."""

from __future__ import annotations

from tests.acceptance.odd_book import OddBook
from tests.acceptance.odd_notes import NOTES
from tests.acceptance.odd_structures import STRUCTURES
from tests.acceptance.odd_text_files import TEXT_FILES
from tests.acceptance.odd_writing import WRITING

ODD_BOOKS: tuple[OddBook, ...] = (*STRUCTURES, *WRITING, *NOTES, *TEXT_FILES)
