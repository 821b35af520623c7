"""Doubtful readings asked on pages, heard, answered, and the book made again."""

import pytest

from access.catalog.record import Record
from access.catalog.shelf import add_title
from access.catalog.tables import Title
from access.language.doubts import Question
from access.language.phrase_reader import PhraseReader
from access.language.title_lexicon import load_title
from access.patrons.proofreading import Proofreading
from access.patrons.roles import Role
from access.production.tables import OrderState
from api.web.proofreading.preparing import Prepared, Source
from tests.samples.waiting import wait_until
from tests.samples.web_house import Browser, WebHouse

TEXT = (
    "灯\n\n第一章\n\n他在银行里。银行的行长来了。\n\n这盏灯还亮着，他都看见了。\n\n那家银行很大，人都还在。\n\n"
    "他们强迫这个倔强的人，蒙骗他，埋怨他。树长得高。供养他的人没有口供。省亲时住了一宿，校对完露面了。\n"
)


@pytest.fixture(scope="module")
def title(house: WebHouse) -> int:
    """A title with doubts, prepared."""
    content = house.live.service.contents.add_bytes(TEXT.encode())
    with house.live.database.writing() as session:
        number = add_title(session, Record("灯", language="zh"), PhraseReader(), source=content, source_name="灯.txt")
    browser = house.browser(Role.PROOFREADER)
    page = browser.get(f"/proofreading/titles/{number}")
    assert "The questions are being prepared." in page.text
    assert "data-ended" not in page.response.text
    source = Source(content, "灯.txt")
    wait_until(lambda: house.house.doubts.find(source) is not None, "the doubts are found", 120)
    ready = browser.get(f"/proofreading/titles/{number}/state")
    assert ready.tree.xpath("//*[@data-ended]/@data-stage") == ["ready"]
    return number


@pytest.fixture
def proofreader(house: WebHouse) -> Browser:
    return house.browser(Role.PROOFREADER)


def prepared(house: WebHouse, number: int) -> Prepared:
    with house.live.database.reading() as session:
        row = session.get_one(Title, number)
        source = Source(row.source, row.source_name)
    found = house.house.doubts.find(source)
    assert found is not None
    return found


def opened(house: WebHouse, number: int) -> list[str]:
    return [one.key for one in prepared(house, number).questions if str(one.standing) == "open"]


def answers(house: WebHouse, number: int) -> dict[str, str]:
    found = prepared(house, number)
    lexicon = load_title(house.live.service.settings.data, found.identifier)
    return {written(Question(one.text, one.before, one.after)): one.pinyin[0] or "" for one in lexicon.entries}


def written(question: Question) -> str:
    return f"{question.before}[{question.character}]{question.after}"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_question_is_asked_in_both_languages(house: WebHouse, title: int, language: str) -> None:
    browser = house.browser(Role.PROOFREADER, language)
    overview = browser.get(f"/proofreading/titles/{title}")
    assert overview.heading == "灯"
    first = prepared(house, title).questions[0]
    page = browser.get(f"/proofreading/titles/{title}/questions/{first.key}")
    character = first.character
    assert page.heading == {"en": f"How is “{character}” read?", "zh": f"“{character}”怎么读？"}[language]
    sentence = page.tree.xpath("//*[@id='sentence']")[0]
    assert sentence.get("lang") == "zh-CN"
    assert f"【{first.word}】" in sentence.text_content(), "marked by more than a colour"
    radios = page.tree.xpath("//main//input[@type='radio']")
    assert [one.get("value") for one in radios] == [*first.choices, "typed", "later"]
    for one in radios:
        assert page.tree.xpath(f"//label[@for='{one.get('id')}']")
    sounds = page.tree.xpath("//main//audio")
    assert len(sounds) == len(first.choices)
    assert all(one.get("controls") is not None and one.get("preload") == "none" for one in sounds)
    assert len({one.get("aria-label") for one in sounds}) == len(sounds)
    listed = browser.get(f"/proofreading/titles/{title}/list")
    assert listed.status == 200
    identifiers = listed.tree.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


def test_an_answer_is_an_entry_of_the_lexicon(house: WebHouse, title: int, proofreader: Browser) -> None:
    key, following = opened(house, title)[:2]
    asked = next(one for one in prepared(house, title).questions if one.key == key)
    path = f"/proofreading/titles/{title}/questions/{key}"
    answer = proofreader.send(path, answer=asked.choices[1])
    assert answer.location == f"/proofreading/titles/{title}/questions/{following}?done=kept"
    assert answers(house, title)[written(asked.question)] == asked.choices[1]
    assert key not in opened(house, title)
    shown = proofreader.get(path)
    assert shown.tree.xpath("//input[@checked]/@value") == [asked.choices[1]], "it can be changed"
    proofreader.send(path, answer="typed", typed="Ma3")
    shown = proofreader.get(path)
    assert shown.tree.xpath("//input[@checked]/@value") == ["typed"]
    assert shown.value("typed") == "ma3"
    (task,) = Proofreading(house.live.database).days(house.accounts[Role.PROOFREADER])
    assert task.answers == 2


def test_what_is_no_answer_is_asked_again(house: WebHouse, title: int, proofreader: Browser) -> None:
    key = opened(house, title)[0]
    path = f"/proofreading/titles/{title}/questions/{key}"
    before = answers(house, title)
    for fields, wrong in (
        ({}, "answer"),
        ({"answer": "nonsense"}, "answer"),
        ({"answer": "typed", "typed": "hang"}, "typed"),
        ({"answer": "typed", "typed": ""}, "typed"),
    ):
        page = proofreader.send(path, **fields)
        assert page.status == 422
        assert list(page.errors) == [wrong]
        assert page.tree.xpath(f"//*[@id='{wrong}']"), "the link of the summary leads to a field"
    assert answers(house, title) == before


def test_a_question_is_left_for_later(house: WebHouse, title: int, proofreader: Browser) -> None:
    key = opened(house, title)[0]
    proofreader.send(f"/proofreading/titles/{title}/questions/{key}", answer="later")
    assert key not in opened(house, title)
    page = proofreader.get(f"/proofreading/titles/{title}/list?show=later")
    assert page.tree.xpath(f"//input[@name='answer-{key}'][@value='later']/@checked")
    asked = next(one for one in prepared(house, title).questions if one.key == key)
    fields = {f"answer-{key}": asked.choices[0]}
    page = proofreader.follow(proofreader.send(f"/proofreading/titles/{title}/list?show=later", **fields))
    assert page.said == "Your answers are kept."
    assert "Questions: 0" in page.text
    assert [str(one.standing) for one in prepared(house, title).questions if one.key == key] == ["answered"]


def test_several_are_answered_in_a_list(house: WebHouse, title: int, proofreader: Browser) -> None:
    first, second, third = opened(house, title)[:3]
    choices = {one.key: one.choices for one in prepared(house, title).questions}
    path = f"/proofreading/titles/{title}/list?show=open"
    wrong = {f"answer-{first}": choices[first][0], f"answer-{second}": "typed", f"typed-{second}": "x"}
    page = proofreader.send(path, **wrong)
    assert list(page.errors) == [f"typed-{second}"]
    assert page.tree.xpath(f"//input[@name='answer-{first}'][@checked]/@value") == [choices[first][0]]
    assert first in opened(house, title), "all of them or none"
    proofreader.send(path, **{f"answer-{first}": choices[first][0], f"answer-{second}": choices[second][-1]})
    assert {first, second}.isdisjoint(opened(house, title))
    assert third in opened(house, title)


def test_each_choice_can_be_heard(house: WebHouse, title: int, proofreader: Browser) -> None:
    asked = next(one for one in prepared(house, title).questions if one.word == "银行")
    path = f"/proofreading/titles/{title}/questions/{asked.key}/sound"
    sounds = [proofreader.client.get(f"{path}/{place}") for place in (1, 2)]
    for sound in sounds:
        assert (sound.status_code, sound.headers["content-type"]) == (200, "audio/mpeg")
        assert sound.content[:1] == b"\xff", "frames of MP3"
    assert sounds[0].content != sounds[1].content
    assert proofreader.client.get(f"{path}/1").content == sounds[0].content, "kept by content"
    part = proofreader.client.get(f"{path}/1", headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)
    assert proofreader.client.get(f"{path}/99").status_code == 404


def test_volunteers_see_what_was_given_to_them_alone(house: WebHouse, title: int) -> None:
    volunteer = house.browser(Role.VOLUNTEER)
    key = prepared(house, title).questions[0].key
    base = f"/proofreading/titles/{title}"
    paths = [base, f"{base}/state", f"{base}/list", f"{base}/questions/{key}", f"{base}/questions/{key}/sound/1"]
    assert {volunteer.get(path).status for path in paths} == {404}
    sent = [f"{base}/questions/{key}", f"{base}/list", f"{base}/again", f"{base}/prepare"]
    assert {volunteer.send(path, answer="later").status for path in sent} == {404}
    work = Proofreading(house.live.database)
    task = work.give(title, house.accounts[Role.VOLUNTEER], actor="command")
    assert {volunteer.get(path).status for path in paths} == {200}
    assert "/desk/titles" not in volunteer.get(base).response.text
    work.finish(task.id, house.accounts[Role.VOLUNTEER])
    assert volunteer.get(base).status == 404
    assert house.browser(Role.READER).get(base).status == 403


def test_the_book_is_made_again_with_the_answers(house: WebHouse, title: int, proofreader: Browser) -> None:
    key = opened(house, title)[0]
    proofreader.send(f"/proofreading/titles/{title}/questions/{key}", answer="later")
    page = proofreader.get(f"/proofreading/titles/{title}")
    assert page.tree.xpath(f"//form[@action='/proofreading/titles/{title}/again']")
    nothing = proofreader.follow(proofreader.send(f"/proofreading/titles/{title}/again"))
    assert nothing.said.startswith("Nothing was made of this title yet")
    before = house.live.order(title, "done")
    answer = proofreader.send(f"/proofreading/titles/{title}/again")
    number = int(answer.location.split("?")[0].rpartition("/")[2])
    view = house.live.service.orders("test").view(number)
    assert number != before
    assert (view.title_id, view.formats, view.state) == (title, ("brf",), OrderState.WAITING)


def test_a_title_without_a_text_says_so(house: WebHouse, proofreader: Browser) -> None:
    page = proofreader.get(f"/proofreading/titles/{house.live.titles[2]}")
    assert page.status == 409
    assert "has no text of the title" in page.text
    assert proofreader.get("/proofreading/titles/99999").status == 404


def test_a_book_that_cannot_be_read_can_be_tried_again(house: WebHouse, proofreader: Browser) -> None:
    content = house.live.service.contents.add_bytes(b"PK\x03\x04 nothing")
    with house.live.database.writing() as session:
        number = add_title(session, Record("坏书", language="zh"), PhraseReader(), source=content, source_name="a.epub")
    path = f"/proofreading/titles/{number}"
    wait_until(lambda: "could not be prepared" in proofreader.get(path).text, "it failed", 60)
    page = proofreader.get(path)
    assert "damaged" in page.text
    assert proofreader.send(f"{path}/prepare").location == path
