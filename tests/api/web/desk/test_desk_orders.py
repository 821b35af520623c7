"""Production followed and steered."""

import pytest

from access.errors import InputError
from access.patrons.roles import Role
from access.production.failures import error_as_plain
from access.production.tables import Order, OrderPart, OrderState, PartKind
from tests.samples.web_house import WebHouse


def set_parts(house: WebHouse, number: int, state: OrderState, done: int) -> None:
    """Let an order be so far: twenty chapters of a hundred characters, of which some are done."""
    with house.live.database.writing() as session:
        order = session.get_one(Order, number)
        order.state = state
        order.parts.clear()
        session.flush()
        order.parts.append(OrderPart(kind=PartKind.OPEN, number=0, state=OrderState.DONE, weight=1, done=1))
        for chapter in range(1, 21):
            part_state = OrderState.DONE if chapter <= done else OrderState.WAITING
            order.parts.append(OrderPart(kind=PartKind.SPEAK, number=chapter, state=part_state, weight=100, done=0))


@pytest.fixture
def order(house: WebHouse) -> int:
    return house.live.order(house.live.titles[0])


def test_an_order_is_steered(house: WebHouse, order: int) -> None:
    librarian = house.browser(Role.LIBRARIAN)
    path = f"/desk/orders/{order}"
    buttons = [" ".join(one.text_content().split()) for one in librarian.get(path).tree.xpath("//main//button")]
    assert buttons == ["Pause"], "only what can be done now; cancelling asks first"
    assert librarian.follow(librarian.send(f"{path}/pause")).said == "The order is paused. What is done is kept."
    assert librarian.follow(librarian.send(f"{path}/resume")).said == "The order goes on."
    assert librarian.send(f"{path}/retry").status == 409
    librarian.get(f"{path}/cancel")
    assert librarian.follow(librarian.send(f"{path}/cancel")).said == "The order is cancelled."
    assert house.live.service.orders("test").view(order).state is OrderState.CANCELLED
    assert librarian.send(f"{path}/delete").status == 404


def test_a_failed_order_says_why_and_is_tried_again(house: WebHouse, order: int) -> None:
    error = InputError("The book has no chapter {name}.", advice="Upload it again.", where="ch. 2", name="两")
    set_parts(house, order, OrderState.FAILED, 2)
    with house.live.database.writing() as session:
        row = session.get_one(Order, order)
        row.error = error_as_plain(error)
        row.parts[-1].state, row.parts[-1].error = OrderState.FAILED, error_as_plain(error)
    librarian = house.browser(Role.LIBRARIAN)
    page = librarian.get(f"/desk/orders/{order}")
    assert "ch. 2: The book has no chapter 两. Upload it again." in page.text
    assert "chapter 20" in page.text
    page = librarian.follow(librarian.send(f"/desk/orders/{order}/retry"))
    assert page.said == "What failed is done again; what was finished is kept."
    assert house.live.service.orders("test").view(order).state is OrderState.WAITING


def test_what_is_announced_changes_rarely(house: WebHouse, order: int) -> None:
    librarian = house.browser(Role.LIBRARIAN)
    stages = []
    for done in range(21):
        set_parts(house, order, OrderState.RUNNING, done)
        part = librarian.get(f"/desk/orders/{order}/state").tree.xpath("//*[@data-stage]")[0]
        assert "data-ended" not in part.attrib
        assert not part.xpath(".//a | .//button | .//input | .//*[@tabindex]"), "nothing in it may have the focus"
        stages.append((part.get("data-stage"), part.get("data-sentence")))
    assert stages[0] == ("running-0", "The order is running, 0 percent.")
    assert len(dict.fromkeys(stages)) == 11, "at each ten percent, not at each five"
    set_parts(house, order, OrderState.DONE, 20)
    part = librarian.get(f"/desk/orders/{order}/state").tree.xpath("//*[@data-stage]")[0]
    assert (part.get("data-stage"), part.get("data-ended")) == ("done-", "")
    assert part.get("data-sentence") == "The order is done, 100 percent."


def test_the_page_works_without_its_script(house: WebHouse, order: int) -> None:
    page = house.browser(Role.LIBRARIAN).get(f"/desk/orders/{order}")
    assert page.links["Look again"] == f"/desk/orders/{order}"
    assert not page.tree.xpath("//meta[@http-equiv]")
    assert page.tree.xpath("//*[@role='status']")[0].text_content() == ""
    assert page.tree.xpath("//*[@data-follow]/@data-follow") == [f"/desk/orders/{order}/state"]


def test_orders_are_listed_by_state(house: WebHouse) -> None:
    failed = house.live.order(house.live.titles[1], "failed")
    done = house.live.order(house.live.titles[1], "done")
    librarian = house.browser(Role.LIBRARIAN)
    opened = set(librarian.get("/desk/orders").links.values())
    ended = set(librarian.get("/desk/orders?state=ended").links.values())
    assert f"/desk/orders/{failed}" in opened - ended
    assert f"/desk/orders/{done}" in ended - opened
    everything = list(librarian.get("/desk/orders?state=nonsense").links.values())
    assert everything[0] == f"/desk/orders/{done}", "the last placed first"
