"""Titles given to proofreaders and volunteers, and their hours."""

from access.clock import now
from access.patrons.proofreading import Proofreading
from access.patrons.roles import Role
from access.patrons.tables import TaskState
from tests.samples.web_house import WebHouse


def test_a_title_is_given_and_taken_back(house: WebHouse) -> None:
    librarian = house.browser(Role.LIBRARIAN)
    number, volunteer = house.live.titles[0], house.accounts[Role.VOLUNTEER]
    page = librarian.get(f"/desk/proofreading/give?title={number}")
    assert page.value("title") == str(number)
    offered = page.tree.xpath("//select[@name='account']/option/@value")
    assert volunteer in offered
    assert house.accounts[Role.READER] not in offered
    answer = librarian.send("/desk/proofreading/give", title=str(number), account=volunteer)
    page = librarian.follow(answer)
    assert page.said == "The title is given to be proofread."
    assert "魏来" in page.text
    twice = librarian.send("/desk/proofreading/give", title=str(number), account=volunteer)
    assert "Somebody has this title to proofread already." in twice.errors["title"]
    (task,) = Proofreading(house.live.database).list(volunteer)
    page = librarian.follow(librarian.send(f"/desk/proofreading/{task.id}/take-back"))
    assert page.said == "The title is taken back."
    assert "魏来" in librarian.get("/desk/proofreading?state=returned").text


def test_a_form_that_says_too_little_is_asked_again(house: WebHouse) -> None:
    librarian = house.browser(Role.LIBRARIAN)
    page = librarian.send("/desk/proofreading/give", title="", account="nobody")
    assert set(page.errors) == {"title", "account"}
    unknown = librarian.send("/desk/proofreading/give", title="99999", account=house.accounts[Role.VOLUNTEER])
    assert list(unknown.errors) == ["title"]


def test_what_was_given_is_done_or_given_back(house: WebHouse) -> None:
    work = Proofreading(house.live.database)
    volunteer = house.accounts[Role.VOLUNTEER]
    first = work.give(house.live.titles[0], volunteer, actor="command")
    second = work.give(house.live.titles[1], volunteer, actor="command")
    browser = house.browser(Role.VOLUNTEER)
    page = browser.get("/proofreading")
    assert "Given to you: 2" in page.text
    assert "Every title that can be proofread" not in page.text
    browser.follow(browser.send(f"/proofreading/tasks/{first.id}/finish"))
    page = browser.follow(browser.send(f"/proofreading/tasks/{second.id}/give-back"))
    assert page.said == "The title is given back. Thank you for what you did."
    assert "Given to you: 0" in page.text
    states = {one.id: one.state for one in work.list(volunteer, None)}
    assert (states[first.id], states[second.id]) == (TaskState.DONE, TaskState.RETURNED)


def test_anothers_task_is_not_ended(house: WebHouse) -> None:
    work = Proofreading(house.live.database)
    task = work.give(house.live.titles[0], house.accounts[Role.PROOFREADER], actor="command")
    assert house.browser(Role.VOLUNTEER).send(f"/proofreading/tasks/{task.id}/finish").status == 404
    work.take_back(task.id, actor="command")


def test_hours_are_seen_by_their_owner_and_the_library(house: WebHouse) -> None:
    work = Proofreading(house.live.database)
    for _answer in range(3):
        work.note_answer(house.accounts[Role.VOLUNTEER])
    own = house.browser(Role.VOLUNTEER).get("/proofreading/hours")
    assert "In this month you gave 3 answers" in own.text
    everybody = house.browser(Role.LIBRARIAN).get("/desk/hours")
    row = next(one for one in everybody.tree.xpath("//tbody/tr") if "魏来" in one.text_content())
    assert row.xpath("./td")[0].text_content() == "3"
    past = house.browser(Role.LIBRARIAN).get("/desk/hours?month=2020-02")
    assert "Nobody proofread in this month." in past.text
    odd = house.browser(Role.LIBRARIAN).get("/desk/hours?month=2020-99")
    assert odd.tree.xpath("//select/option[@selected]/@value") == [f"{now().astimezone():%Y-%m}"]
