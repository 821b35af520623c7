"""A book and records brought in on pages."""

import pytest

from access.patrons.roles import Role
from api.web.desk import imports
from tests.samples.live_service import epub
from tests.samples.web_house import Browser, Page, WebHouse

TABLE = "title,author,language\n边城,沈从文,zh\n,nobody,zh\n"


@pytest.fixture
def librarian(house: WebHouse, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setattr(imports, "PATIENCE_SECONDS", 600.0)  # how busy the machine is does not matter here
    return house.browser(Role.LIBRARIAN)


def uploaded(browser: Browser, name: str, content: bytes, **fields: str) -> Page:
    return browser.send("/desk/upload", files={"file": (name, content)}, **fields)


def test_a_book_is_taken_in_and_found_at_once(house: WebHouse, librarian: Browser) -> None:
    book = epub("边城与月")
    answer = uploaded(librarian, "边城.epub", book)
    assert answer.status == 303, answer.errors
    page = librarian.follow(answer)
    assert (page.heading, page.said) == ("边城与月", "The book is in the catalogue.")
    assert "Order forms of it" in page.links
    assert "边城与月" in librarian.get("/desk/titles?q=biancheng").text
    again = librarian.follow(uploaded(librarian, "边城.epub", book))
    assert again.said == "The catalogue has this book already; nothing was changed."
    assert not list((house.live.service.settings.cache / "uploads").iterdir()), "the file that was sent is gone"


def test_a_text_is_taken_in_by_its_name(librarian: Browser) -> None:
    answer = uploaded(librarian, "../../小河.txt", "第1章\n\n小河静静地流。\n".encode())
    page = librarian.follow(answer)
    assert page.heading == "小河"


def test_a_bad_book_is_refused_with_where_and_what_to_do(librarian: Browser) -> None:
    for content in (b"PK\x03\x04 broken", b"", epub("x")[:300]):
        page = uploaded(librarian, "bad.epub", content)
        assert page.status == 422
        assert page.errors["file"].startswith("bad.epub:")
        assert page.title.startswith("Error: ")
    other = uploaded(librarian, "bad.pdf", b"%PDF")
    assert other.errors["file"].endswith(".epub or .txt.")


def test_a_form_without_a_file_says_so(librarian: Browser) -> None:
    page = librarian.send("/desk/upload", language="??")
    assert page.errors == {
        "file": "Choose a book.",
        "language": "“??” is not a language. Give a tag such as zh or en.",
    }


def test_records_are_imported_with_a_report(librarian: Browser) -> None:
    answer = librarian.send("/desk/import", files={"file": ("table.csv", TABLE.encode())}, format="csv")
    page = librarian.follow(answer)
    assert page.heading == "What became of the import"
    assert "New titles 1" in page.text
    assert "Refused 1" in page.text
    assert "table.csv, line 3" in page.text
    assert "边城" in librarian.get("/desk/titles?q=边城").text
    again = librarian.follow(librarian.send("/desk/import", files={"file": ("table.csv", TABLE.encode())}))
    assert "Known already 1" in again.text


def test_a_report_is_for_who_imported(house: WebHouse, librarian: Browser) -> None:
    answer = librarian.send("/desk/import", files={"file": ("table.csv", TABLE.encode())})
    assert house.browser(Role.ADMINISTRATOR).get(answer.location).status == 404
    assert house.browser(Role.CASEWORKER).get(answer.location).status == 403


def test_a_file_that_is_nothing_is_refused_as_a_whole(librarian: Browser) -> None:
    page = librarian.follow(librarian.send("/desk/import", files={"file": ("x.mrc", b"\x00\x01")}, format="marc21"))
    assert page.heading in {"The import was refused", "What became of the import"}
    assert "Import another file" in page.links or "Refused 1" in page.text


def test_one_import_goes_on_at_a_time(house: WebHouse, librarian: Browser) -> None:
    gate = house.live.app.state.importing
    house.live.app.state.importing = _Busy()
    try:
        page = uploaded(librarian, "book.epub", epub("later"))
    finally:
        house.live.app.state.importing = gate
    assert page.errors == {"file": "Another import is going on. Try again in a little while."}


class _Busy:
    """A gate that somebody else holds."""

    def locked(self) -> bool:
        return True
