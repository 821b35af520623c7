"""The ways to find a title, one by one."""

from pathlib import Path

import pytest

from access.catalog.search.index import SearchIndex
from access.catalog.search.question import Listed, Query, Why
from tests.access.catalog.search.search_library import (
    BANKER,
    DREAM,
    GATSBY,
    GREEN,
    JAVA,
    NAHAN,
    PRIDE,
    SAINT,
    SHELF,
    STREETS,
    TEA,
    YEAR,
    filled_index,
    first,
    found,
    why,
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return filled_index(tmp_path_factory.mktemp("ways"))


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        # by words
        ("呐喊", NAHAN.id, Why.WORD),
        ("鲁迅", NAHAN.id, Why.WORD),
        ("呐喊 鲁迅", NAHAN.id, Why.WORD),
        ("鲁迅呐喊", NAHAN.id, Why.WORD),
        ("短篇小说", NAHAN.id, Why.WORD),
        ("阿Q正传", NAHAN.id, Why.WORD),
        ("石头记", DREAM.id, Why.WORD),
        ("黑暗森林", SAINT.id, Why.WORD),
        ("pride and prejudice", PRIDE.id, Why.WORD),
        ("PRIDE & Préjudice", PRIDE.id, Why.WORD),
        ("prejudice austen", PRIDE.id, Why.WORD),
        ("jane austen", PRIDE.id, Why.WORD),
        ("prej", PRIDE.id, Why.WORD),
        ("standard novels", PRIDE.id, Why.WORD),
        ("great gatsby", GATSBY.id, Why.WORD),
        ("thegreatgatsby", GATSBY.id, Why.WORD),
        ("1984", YEAR.id, Why.WORD),
        ("java 编程", JAVA.id, Why.WORD),
        ("9787020000012", NAHAN.id, Why.WORD),
        # by pinyin
        ("nahan", NAHAN.id, Why.PINYIN),
        ("na han", NAHAN.id, Why.PINYIN),
        ("na4 han3", NAHAN.id, Why.PINYIN),
        ("na4han3", NAHAN.id, Why.PINYIN),
        ("nà hǎn", NAHAN.id, Why.PINYIN),
        ("NaHan", NAHAN.id, Why.PINYIN),
        ("naha", NAHAN.id, Why.PINYIN),
        ("nahan luxun", NAHAN.id, Why.PINYIN),
        ("luxun nahan", NAHAN.id, Why.PINYIN),
        ("呐喊 luxun", NAHAN.id, Why.PINYIN),
        ("luxun", NAHAN.id, Why.PINYIN),
        ("loumeng", DREAM.id, Why.PINYIN),
        ("hongl", DREAM.id, Why.PINYIN),
        ("hong lou meng", DREAM.id, Why.PINYIN),
        ("heiansenlin", SAINT.id, Why.PINYIN),
        ("javabiancheng", JAVA.id, Why.PINYIN),
        ("lvnv", GREEN.id, Why.PINYIN),
        ("lünü", GREEN.id, Why.PINYIN),
        # by another common reading of a polyphone
        ("yinhanghangzhang", BANKER.id, Why.PINYIN),
        ("yinxinghangzhang", BANKER.id, Why.PINYIN),
        ("yinhanghangchang", BANKER.id, Why.PINYIN),
        # by initials
        ("nh", NAHAN.id, Why.INITIALS),
        ("hlm", DREAM.id, Why.INITIALS),
        ("sstt", STREETS.id, Why.INITIALS),
        ("tgg", GATSBY.id, Why.INITIALS),
        ("nh lx", NAHAN.id, Why.INITIALS),
        ("nh luxun", NAHAN.id, Why.INITIALS),
        ("cxq", DREAM.id, Why.INITIALS),
        # by telephone keys
        ("62426", NAHAN.id, Why.KEYPAD),
        ("6242", NAHAN.id, Why.KEYPAD),
        ("64", NAHAN.id, Why.KEYPAD),
        ("58986", NAHAN.id, Why.KEYPAD),
        ("62426 58986", NAHAN.id, Why.KEYPAD),
        ("7743", PRIDE.id, Why.KEYPAD),
        ("77433", PRIDE.id, Why.KEYPAD),
        ("773583423", PRIDE.id, Why.KEYPAD),
        ("4664568", DREAM.id, Why.KEYPAD),
        ("5686364", DREAM.id, Why.KEYPAD),
    ],
)
def test_a_title_is_found(index: SearchIndex, text: str, number: int, reason: Why) -> None:
    if text == "7743":  # the beginning of Pride on the keys is 7743; see the next one too
        assert number in found(index, text)
        return
    hit = first(index, text)
    assert hit is not None
    assert (hit.title_id, hit.why) == (number, reason)


def test_a_whole_name_comes_before_its_beginning_and_that_before_the_inside(tmp_path: Path) -> None:
    from access.catalog.search.record import TitleRecord

    made = [
        TitleRecord(1, "中国的河", popularity=1), TitleRecord(2, "河流", popularity=50),
        TitleRecord(3, "河", popularity=0), TitleRecord(4, "大河", popularity=99),
    ]  # fmt: skip
    index = filled_index(tmp_path, made)
    assert found(index, "河") == [3, 2, 4, 1]
    hits = index.search(Query("河")).titles
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_of_equal_finds_the_popular_one_is_first_then_the_older_one(tmp_path: Path) -> None:
    from access.catalog.search.record import TitleRecord

    made = [TitleRecord(number, "Rivers", popularity=popularity) for number, popularity in enumerate((3, 9, 3, -5), 1)]
    assert found(filled_index(tmp_path, made), "rivers") == [2, 1, 3, 4]


def test_one_key_finds_the_titles_that_begin_so(index: SearchIndex) -> None:
    assert found(index, "6") == [NAHAN.id]
    assert set(found(index, "4")) == {DREAM.id, GATSBY.id, SAINT.id}


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_question_finds_everything(index: SearchIndex, text: str) -> None:
    assert found(index, text) == [title.id for title in SHELF]


@pytest.mark.parametrize("text", ["？！", "…", "***", "\u0000", "🙂", "'"])
def test_marks_alone_find_nothing(index: SearchIndex, text: str) -> None:
    assert index.search(Query(text)).total == 0


def test_when_nothing_is_found_something_shorter_is_suggested(index: SearchIndex) -> None:
    assert index.search(Query("呐喊 qwrtpsdf")).suggestions == ("呐喊",)
    assert index.search(Query("624269999999")).suggestions == ("62426",)
    assert index.search(Query("qqqqqqqq")).suggestions == ()
    for text in ("呐喊 qwrtpsdf", "624269999999"):
        for suggestion in index.search(Query(text)).suggestions:
            assert index.search(Query(suggestion)).total


def test_what_filters_hide_is_counted(index: SearchIndex) -> None:
    hits = index.search(Query("nahan", forms=("pef",)))
    assert (hits.total, hits.elsewhere, hits.suggestions) == (0, 1, ())


def test_listings(index: SearchIndex) -> None:
    newest = index.listing(Listed.NEWEST, query=Query("", limit=2))
    assert newest.total == len(SHELF)
    assert [hit.title_id for hit in index.listing(Listed.SUBJECT, "短篇小说").titles] == [NAHAN.id]
    assert index.listing(Listed.SUBJECT, "短篇").total == 0
    by_person = index.listing(Listed.CONTRIBUTOR, "老舍")
    assert [hit.title_id for hit in by_person.titles] == [TEA.id, STREETS.id]
    assert [hit.title_id for hit in index.listing(Listed.CONTRIBUTOR, "Jane Austen").titles] == [PRIDE.id]
    assert index.listing(Listed.CONTRIBUTOR, "老舍", Query("", forms=("mp3",))).total == 0


def test_the_newest_come_first(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from access.catalog.search.record import TitleRecord

    days = [datetime(2026, 1, day, tzinfo=UTC) for day in (2, 9, 5)]
    index = filled_index(tmp_path, [TitleRecord(number, "Days", created=day) for number, day in enumerate(days, 1)])
    assert [hit.title_id for hit in index.listing(Listed.NEWEST).titles] == [2, 3, 1]


def test_why_is_told_for_every_title_of_a_page(index: SearchIndex) -> None:
    assert why(index, "laoshe", TEA.id) is Why.PINYIN
    assert why(index, "laoshe", STREETS.id) is Why.PINYIN
