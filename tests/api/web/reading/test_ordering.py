"""Readers download what is there and order what is not; they see and cancel their own orders, and nobody else's."""

import zipfile
from io import BytesIO
from urllib.parse import quote

import pytest

from access.patrons.preferences import Preferences
from access.patrons.roles import Role
from access.production.orders import Orders
from access.production.tables import Order, OrderState, Priority
from tests.samples.readable_library import ReadableHouse


def state(library: ReadableHouse, number: int, to: OrderState) -> None:
    with library.house.live.database.writing() as session:
        session.get_one(Order, number).state = to


def test_a_download_has_its_name_and_can_be_gone_on_with(library: ReadableHouse) -> None:
    reader = library.reader()
    page = reader.get(f"/titles/{library.title}")
    (address,) = (href for words, href in page.links.items() if words.startswith("Download"))
    whole = reader.client.get(address)
    assert whole.headers["Content-Type"] == "application/zip"
    named = f"attachment; filename=\"daisy202-{library.artefact}.zip\"; filename*=UTF-8''{quote('样书.daisy202.zip')}"
    assert whole.headers["Content-Disposition"] == named
    assert zipfile.ZipFile(BytesIO(whole.content)).testzip() is None
    rest = reader.client.get(address, headers={"Range": "bytes=500-", "If-Range": whole.headers["ETag"]})
    assert rest.status_code == 206
    assert whole.content[:500] + rest.content == library.archive


def test_only_what_is_not_there_is_offered_and_what_is_liked_is_chosen(library: ReadableHouse) -> None:
    account = library.house.add(Role.READER)
    library.house.house.accounts.update_settings(
        account, preferences=Preferences(formats=("brf", "daisy202")), actor="command"
    )
    page = library.browser(Role.READER, account=account).get(f"/titles/{library.title}/order")
    assert page.tree.xpath("//input[@name='formats']/@value") == ["epub3", "brf", "pef"]
    assert page.tree.xpath("//input[@name='formats'][@checked]/@value") == ["brf"]


def test_an_order_is_placed_followed_and_cancelled(library: ReadableHouse) -> None:
    account = library.house.add(Role.READER)
    library.house.house.accounts.update_settings(
        account, preferences=Preferences(codes=("zh-current",)), actor="command"
    )
    reader = library.browser(Role.READER, account=account)
    asked = f"/titles/{library.house.live.titles[0]}/order"
    reader.get(asked)
    page = reader.follow(reader.send(asked, formats=["pef"]))
    assert page.said == "Your order is placed. This page tells how it goes."
    assert "It waits for its turn." in page.text
    (view,) = Orders(library.house.live.database).latest(asked_by=f"account:{account}")[0]
    assert (view.formats, view.priority) == (("pef",), Priority.READER)
    with library.house.live.database.reading() as session:
        assert session.get_one(Order, view.id).options == {"codes": ["zh-current"]}
    assert reader.get(asked).tree.xpath("//input[@name='formats']") == [], "what is on the way is not offered again"
    page = reader.follow(reader.send(f"/orders/{view.id}/cancel"))
    assert page.said == "The order is cancelled."
    assert "It was cancelled." in page.text
    again = reader.follow(reader.send(f"/orders/{view.id}/cancel"))
    assert again.said == "The order had ended before; nothing was changed."


def test_nothing_chosen_is_asked_again(library: ReadableHouse) -> None:
    reader = library.reader()
    asked = f"/titles/{library.title}/order"
    reader.get(asked)
    for formats in ([], ["daisy202"], ["scent"]):
        answer = reader.send(asked, formats=formats)
        assert answer.status == 422
        assert answer.errors == {"formats": "Choose at least one format."}


def test_a_code_that_is_gone_is_told(library: ReadableHouse) -> None:
    account = library.house.add(Role.READER)
    library.house.house.accounts.update_settings(account, preferences=Preferences(codes=("zz-old",)), actor="command")
    reader = library.browser(Role.READER, account=account)
    asked = f"/titles/{library.title}/order"
    reader.get(asked)
    answer = reader.send(asked, formats=["brf"])
    assert answer.status == 422
    assert "zz-old" in answer.errors["formats"]
    assert Orders(library.house.live.database).latest(asked_by=f"account:{account}")[1] == 0


def test_a_title_without_a_text_cannot_be_ordered(library: ReadableHouse) -> None:
    reader = library.reader()
    bare = library.house.live.titles[2]
    assert "/order" not in "".join(reader.get(f"/titles/{bare}").links.values())
    page = reader.get(f"/titles/{bare}/order")
    assert "no text of this title" in page.text
    assert reader.send(f"/titles/{bare}/order", formats=["brf"]).status == 422


def test_orders_of_others_are_not_there(library: ReadableHouse) -> None:
    live = library.house.live
    (number,) = Orders(live.database).place([library.title], ["brf"], asked_by="account:somebodyelse")
    reader = library.reader()
    assert reader.get("/orders").text.endswith("what can be ordered.")
    theirs, nobodys = reader.send(f"/orders/{number}/cancel"), reader.send("/orders/9999999/cancel")
    assert theirs.status == nobodys.status == 404
    assert theirs.text.replace(str(number), "") == nobodys.text.replace("9999999", "")
    assert Orders(live.database).view(number).state is OrderState.WAITING
    Orders(live.database).cancel(number)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_state_is_told_in_both_languages(library: ReadableHouse, language: str) -> None:
    account = library.house.add(Role.READER)
    reader = library.browser(Role.READER, language, account=account)
    orders = Orders(library.house.live.database)
    placed = [orders.place([library.title], ["brf"], asked_by=f"account:{account}")[0] for _state in OrderState]
    for number, to in zip(placed, OrderState, strict=True):
        state(library, number, to)
    page = reader.get("/orders")
    sections = page.tree.xpath("//main//section")
    assert len(sections) == len(OrderState)
    assert len({section.text_content() for section in sections}) == len(OrderState)
    cancellable = [bool(section.xpath(".//form")) for section in sections]
    assert cancellable == [False, True, False, True, True, True], "done, failed, cancelled, paused, running, waiting"
    assert reader.get(f"/titles/{library.title}/order").status == 200
    for number in placed:
        state(library, number, OrderState.CANCELLED)
