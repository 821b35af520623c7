"""`/desk/import` and `/desk/upload`: records from a file, and a book; with the report of what became of them."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from access.book.language_tags import normalise_tag
from access.errors import BusyError, TongduError, UnknownNumberError
from access.patrons.roles import Right
from api.language import _, told
from api.web.desk import importing
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/desk")
BOOK_SUFFIXES = (".epub", ".txt")
PATIENCE_SECONDS = 20.0
"""How long who sent a file waits for it to be taken in, before it goes on without them."""
_KEY = re.compile(r"[0-9a-f]{32}")
_FORMAT_WORDS = {
    "auto": "Whatever it is: look inside",
    "marc21": "MARC 21",
    "cnmarc": "CNMARC",
    "csv": "A table (CSV)",
}
_ENCODING_WORDS = {"": "Whatever it is: look inside", "utf-8": "UTF-8", "gb18030": "GB 18030", "marc-8": "MARC-8"}
_OUTCOME_WORDS = {
    "taken": "taken",
    "merged": "joined",
    "unchanged": "known already",
    "refused": "refused",
    "remark": "remark",
}


@router.show("/import", Right.IMPORT_TITLES)
def ask_for_records(visit: Visiting) -> Response:
    """Ask for a file of records."""
    return visit.page("desk/import.html", **_import_choices())


@router.take("/import", Right.IMPORT_TITLES, upload=True)
async def take_records(visit: Visiting) -> Response:
    """Begin to import records."""
    form = visit.form
    file = form.file("file", needed=_("Choose the file with the records."))
    source_format = form.choice("format", list(_FORMAT_WORDS)) or "auto"
    encoding = form.choice("encoding", list(_ENCODING_WORDS)) or None
    source = form.text("source", most=100)
    if file is not None and not form.errors:
        try:
            key = await _begun(visit, file, source_format=source_format, encoding=encoding, source=source)
        except BusyError as error:
            form.refused(error, "file")
        else:
            return visit.go(f"/desk/imports/{key}")
    return visit.again("desk/import.html", **_import_choices())


@router.show("/upload", Right.IMPORT_TITLES)
def ask_for_book(visit: Visiting) -> Response:
    """Ask for a book."""
    return visit.page("desk/upload.html")


@router.take("/upload", Right.IMPORT_TITLES, upload=True)
async def take_book(visit: Visiting) -> Response:
    """Take a book into the catalogue, and lead on to its title; one that cannot be read is refused."""
    form = visit.form
    file = form.file("file", needed=_("Choose a book."))
    language = form.text("language")
    if language and normalise_tag(language) is None:
        form.wrong("language", _("“{value}” is not a language. Give a tag such as zh or en.").format(value=language))
    if file is not None and PurePath(file.filename or "").suffix.lower() not in BOOK_SUFFIXES:
        form.wrong(
            "file", _("This is neither an EPUB nor a plain text file. Choose a file that ends in .epub or .txt.")
        )
    if file is not None and not form.errors:
        try:
            key = await _begun(
                visit, file, source_format="books", language=normalise_tag(language) if language else None
            )
        except BusyError as error:
            form.refused(error, "file")
        else:
            answer = _answered(visit, key)
            if answer is not None:
                return answer
    return visit.again("desk/upload.html")


@router.show("/imports/{key}", Right.IMPORT_TITLES)
def report(visit: Visiting, key: str) -> Response:
    """Show what became of an import, or that it goes on."""
    found = importing.told_of(visit.service, key, visit.actor) if _KEY.fullmatch(key) else None
    if found is None and not importing.goes_on(key):
        raise UnknownNumberError(
            "There is no such report.", advice="Reports are kept for some weeks. Import the file again."
        )
    return visit.page(
        "desk/import_report.html",
        report=found.report if found is not None else None,
        error=told(found.error) if found is not None and found.error is not None else "",
        outcomes={name: _(words) for name, words in _OUTCOME_WORDS.items()},
    )


async def _begun(visit: Visit, file: UploadFile, *, source_format: str, **wish: str | None) -> str:
    """Begin an import and wait a while for it, so that a small one is done when the next page is shown."""
    request: Request = visit.request
    key = await importing.begin(
        visit.service,
        request.app.state.importing,
        file.file,
        file.filename or "",
        visit.actor,
        source_format=source_format,
        **wish,
    )
    await importing.wait(key, PATIENCE_SECONDS)
    return key


def _answered(visit: Visit, key: str) -> Response | None:
    """Lead on to the title of a book, or to the report while it is not there; None where the book was refused."""
    found = importing.told_of(visit.service, key, visit.actor)
    if found is None:
        return visit.go(f"/desk/imports/{key}")
    if found.error is not None:
        visit.form.refused(found.error, "file")
        return None
    for outcome, done in (("taken", "taken"), ("merged", "merged"), ("unchanged", "known")):
        for line in found.report.get("lines", ()):
            if line["outcome"] == outcome and line["title"]:
                return visit.go(f"/desk/titles/{line['title']}", done=done)
    refusals = [line["text"] for line in found.report.get("lines", ()) if line["outcome"] == "refused"]
    visit.form.wrong("file", refusals[0] if refusals else told(TongduError(reason=_("nothing was taken in"))))
    return None


def _import_choices() -> dict[str, Any]:
    return {
        "formats": [(name, _(words)) for name, words in _FORMAT_WORDS.items()],
        "encodings": [(name, _(words)) for name, words in _ENCODING_WORDS.items()],
    }
