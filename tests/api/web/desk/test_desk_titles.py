"""A title put right, ordered, and taken out of the catalogue."""

import pytest

from access.catalog.record import Record
from access.catalog.shelf import add_title
from access.catalog.stored import load_titles
from access.language.phrase_reader import PhraseReader
from access.patrons.roles import Role
from access.production.tables import Order, Priority
from access.storage.audit import entries
from tests.samples.live_service import NAHAN
from tests.samples.web_house import Browser, Page, WebHouse


@pytest.fixture
def librarian(house: WebHouse) -> Browser:
    return house.browser(Role.LIBRARIAN)


def record_of(house: WebHouse, number: int) -> Record:
    with house.live.database.reading() as session:
        return load_titles(session, [number])[number].record


def fields_of(page: Page) -> dict[str, str]:
    """What a form would send when nothing is changed."""
    form = page.tree.xpath("//main//form")[0]
    return {name: value or "" for name, value in form.form_values() if name != "token"}


def test_an_entry_that_is_saved_unchanged_stays_as_it_is(house: WebHouse, librarian: Browser) -> None:
    number = house.live.titles[0]
    before = record_of(house, number)
    page = librarian.get(f"/desk/titles/{number}/edit")
    answer = librarian.send(f"/desk/titles/{number}/edit", **fields_of(page))
    assert librarian.follow(answer).said == "The title is changed."
    assert record_of(house, number) == before


def test_an_entry_is_put_right(house: WebHouse, librarian: Browser) -> None:
    number = house.live.titles[0]
    path = f"/desk/titles/{number}/edit"
    fields = fields_of(librarian.get(path))
    count = len(NAHAN.contributors)
    changed = {
        "name": "彷徨",
        "subjects": "短篇小说\n新的主题",
        "description": "第一段。\n第二段。",
        "person-2": "",
        f"person-{count + 1}": "新译者",
        f"role-{count + 1}": "trl",
    }
    librarian.follow(librarian.send(path, **fields | changed))
    record = record_of(house, number)
    assert (record.name, record.pinyin) == ("彷徨", "pang2 huang2")
    assert [(one.name, one.role) for one in record.contributors] == [
        ("鲁迅", "aut"),
        ("编者", "com"),
        ("新译者", "trl"),
    ]
    assert [(one.heading, one.scheme) for one in record.subjects] == [("短篇小说", "cct"), ("新的主题", "")]
    assert (record.publisher, record.numbers) == (NAHAN.publisher, NAHAN.numbers)
    assert "彷徨" in librarian.get("/desk/titles?q=panghuang").text, "it is found at once"
    with house.live.database.reading() as session:
        (deed, *_rest) = entries(session, action="title.change")
        assert (deed.subject_id, deed.actor.partition(":")[0]) == (str(number), "account")


def test_what_is_wrong_with_an_entry_is_told(house: WebHouse, librarian: Browser) -> None:
    path = f"/desk/titles/{house.live.titles[1]}/edit"
    fields = fields_of(librarian.get(path))
    page = librarian.send(path, **fields | {"name": "", "language": "not a language"})
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert set(page.errors) == {"name", "language"}
    assert page.tree.xpath("//main//input[@name='language']/@value") == ["not a language"]
    nothing = librarian.send(path, **fields | {"name": "…"})
    assert set(nothing.errors) == {"name"}


def test_nobodys_change_is_lost(house: WebHouse, librarian: Browser) -> None:
    path = f"/desk/titles/{house.live.titles[1]}/edit"
    fields = fields_of(librarian.get(path))
    house.browser(Role.ADMINISTRATOR).send(path, **fields | {"subtitle": "by another"})
    page = librarian.send(path, **fields | {"subtitle": "mine"})
    assert page.errors["name"].startswith("Somebody else changed this title meanwhile. Load the page again")
    assert record_of(house, house.live.titles[1]).subtitle == "by another"


def test_a_title_is_ordered_with_options(house: WebHouse, librarian: Browser) -> None:
    path = f"/desk/titles/{house.live.titles[1]}/order"
    page = librarian.get(path)
    assert page.tree.xpath("//select[@name='voice-zh']/option[2]")
    voices = [one for one in page.tree.xpath("//select[@name='voice-en']/option/@value") if one]
    codes = [one for one in page.tree.xpath("//select[@name='code-en']/option/@value") if one]
    fields = {"formats": ["epub3", "brf"], "priority": "bulk", "rate": "120"}
    answer = librarian.send(path, **fields, **{"voice-en": voices[0], "code-en": codes[0]})
    shown = librarian.follow(answer)
    assert shown.said == "The order is placed. It begins as soon as there is room."
    number = int(answer.location.split("?")[0].rpartition("/")[2])
    view = house.live.service.orders("test").view(number)
    assert view.formats == ("epub3", "brf")
    assert view.priority is Priority.BULK
    with house.live.database.reading() as session:
        assert session.get_one(Order, number).options == {"voices": [voices[0]], "codes": [codes[0]], "rate": 120}


def test_an_order_that_cannot_be_is_refused(house: WebHouse, librarian: Browser) -> None:
    path = f"/desk/titles/{house.live.titles[1]}/order"
    page = librarian.send(path, rate="9", priority="reader")
    assert page.status == 422
    assert set(page.errors) == {"formats", "rate"}
    bare = librarian.send(f"/desk/titles/{house.live.titles[2]}/order", formats=["brf"], rate="100")
    assert list(bare.errors) == ["formats"]
    assert "no source of the title" in bare.errors["formats"]


def test_a_title_goes_only_when_nothing_points_at_it(house: WebHouse, librarian: Browser) -> None:
    with house.live.database.writing() as session:
        number = add_title(session, Record("Nobody's book", language="en"), PhraseReader())
    nahan = house.live.titles[0]
    page = librarian.get(f"/desk/titles/{nahan}/remove")
    assert "Finished forms: 3" in page.text
    assert "Copies in the branches: 1" in page.text
    assert librarian.send(f"/desk/titles/{nahan}/remove").location == f"/desk/titles/{nahan}/remove"
    assert librarian.get(f"/desk/titles/{nahan}").status == 200
    answer = librarian.send(f"/desk/titles/{number}/remove")
    assert librarian.follow(answer).said == "The title is taken out of the catalogue."
    assert librarian.get(f"/desk/titles/{number}").status == 404
