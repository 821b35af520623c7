"""What is forgiven."""

import pytest

from access.catalog.search.index import SearchIndex
from access.catalog.search.question import Query, Why
from tests.access.catalog.search.search_library import (
    DREAM,
    GATSBY,
    NAHAN,
    PRIDE,
    SAINT,
    STREETS,
    TEA,
    filled_index,
    first,
    found,
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return filled_index(tmp_path_factory.mktemp("typos"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        # English: one mistake from four letters on, two from eight; neighbours in the wrong order are one
        ("pridr", PRIDE.id),
        ("prde", PRIDE.id),
        ("rpide", PRIDE.id),
        ("pridde", PRIDE.id),
        ("prejudise", PRIDE.id),
        ("prejuidse", PRIDE.id),
        ("pride and predjudise", PRIDE.id),
        ("gastby", GATSBY.id),
        ("graet gatsby", GATSBY.id),
        ("jane ausden", PRIDE.id),
        ("fitzgereld", GATSBY.id),
        # pinyin: usual confusions
        ("lahan", NAHAN.id),
        ("nahang", NAHAN.id),
        ("na hang", NAHAN.id),
        ("caguan", TEA.id),
        ("chaguang", TEA.id),
        ("shishitongtan", STREETS.id),
        ("sisitongtang", STREETS.id),
        ("shisitongtang", STREETS.id),
        ("hongnoumeng", DREAM.id),
        ("heiansengling", SAINT.id),
        ("heianshenlin", SAINT.id),
        ("nuxun", NAHAN.id),
        # pinyin: slips of the finger
        ("nahna", NAHAN.id),
        ("nahhan", NAHAN.id),
        ("nqhan", NAHAN.id),
        ("honglouemng", DREAM.id),
        # Chinese: homophones, nearly homophones, one wrong character, the other way of writing
        ("呐汗", NAHAN.id),
        ("纳罕", NAHAN.id),
        ("吶喊", NAHAN.id),
        ("那汉", NAHAN.id),
        ("拉喊", NAHAN.id),
        ("鲁讯", NAHAN.id),
        ("紅樓夢", DREAM.id),
        ("洪楼梦", DREAM.id),
        ("四世同学", STREETS.id),
        ("四十同堂", STREETS.id),
        ("黑白森林", SAINT.id),
        ("茶管", TEA.id),
        ("茶馆 老社", TEA.id),
    ],
)
def test_a_mistake_is_forgiven(index: SearchIndex, text: str, number: int) -> None:
    hit = first(index, text)
    assert hit is not None
    assert hit.title_id == number
    assert hit.why is Why.SIMILAR


@pytest.mark.parametrize("text", ["prd", "prixxe", "gxxsby", "qahxn", "喊叫", "四五六堂", "6242699"])
def test_too_many_mistakes_are_not(index: SearchIndex, text: str) -> None:
    assert found(index, text) == []


def test_what_is_right_comes_before_what_is_similar(index: SearchIndex) -> None:
    hits = index.search(Query("laoshe")).titles
    assert [hit.why for hit in hits] == [Why.PINYIN, Why.PINYIN]


def test_a_whole_name_has_nothing_similar_behind_it(index: SearchIndex) -> None:
    assert found(index, "nahan") == [NAHAN.id]
