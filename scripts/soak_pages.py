"""Walk a librarian's whole way in Chromium with a whole book: uploaded, made, heard, proofread, made again in part.

`python scripts/soak_pages.py [BOOK]`. The book is an EPUB, `../shared/books/nahan.epub` when none is named; without
it nothing is done. The library is that of `tongdu serve --demo`, with its worker.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.acceptance.librarians_walk import Walk, walk  # noqa: E402
from tests.acceptance.page_judges import LOCALES, chromium, why_no_chromium  # noqa: E402
from tests.acceptance.served import served  # noqa: E402

BOOK = ROOT.parent / "shared" / "books" / "nahan.epub"
LANGUAGE = "zh"
PATIENCE = 4 * 3600.0
"""Seconds that a book may take."""


def main() -> None:
    """Walk; leave with 1 when something was not as it should be."""
    book = Path(sys.argv[1]) if len(sys.argv) > 1 else BOOK
    missing = why_no_chromium() or ("" if book.is_file() else f"{book.name} is not here")
    if missing:
        print(f"left out: {missing}", flush=True)
        return
    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongdu-soak-")))
        demo = stack.enter_context(served(folder, "--demo"))
        browser = stack.enter_context(chromium())
        context = browser.new_context(base_url=demo.url, locale=LOCALES[LANGUAGE])
        way = Walk(context.new_page(), LANGUAGE, scripts=True, patience=PATIENCE)
        try:
            spoken, again = walk(way, f"librarian-{LANGUAGE}", book)
        except AssertionError as fault:
            print(f"FAULT at {way.page.url}: {fault}", flush=True)
            sys.exit(1)
    print(
        f"{book.name}: {spoken} passages spoken, {again} of them again after three answers, "
        f"{time.monotonic() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
