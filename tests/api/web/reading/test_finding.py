"""Readers find titles: by words and pinyin, among the new ones, by subject; and a title's page tells all about it."""

import pytest

from access.patrons.roles import Role
from tests.samples.readable_library import ReadableHouse

LANGUAGES = ("zh", "en")
PATHS = ("", "?q=nh", "?q=qqqq", "/new", "/subjects", "/subjects/1", "/1", "/3")


def names(page) -> list[str]:
    return [" ".join(link.text_content().split()) for link in page.tree.xpath("//main//ol//h3/a")]


@pytest.mark.parametrize(
    ("question", "way"),
    [("呐喊", ""), ("nahan", "by pinyin"), ("nh", "by initials"), ("62426", "by telephone keys"), ("呐汗", "similar")],
)
def test_a_title_is_found_and_it_is_told_how(library: ReadableHouse, question: str, way: str) -> None:
    page = library.browser(Role.READER).get(f"/titles?q={question}")
    assert names(page)[0] == "呐喊"
    item = page.tree.xpath("//main//ol/li")[0].text_content()
    assert way in item
    assert "鲁迅" in item


def test_what_was_typed_and_chosen_stands_in_the_form_again(library: ReadableHouse) -> None:
    page = library.browser(Role.READER).get("/titles?q=n&form=brf&form=scent&language=zh")
    assert page.value("q") == "n"
    assert page.tree.xpath("//input[@name='form'][@checked]/@value") == ["brf"]
    assert page.tree.xpath("//select[@name='language']/option[@selected]/@value") == ["zh"]
    assert page.tree.xpath("//details[@open]"), "filters that are set are shown"


def test_filters_narrow(library: ReadableHouse) -> None:
    reader = library.browser(Role.READER)
    assert set(names(reader.get("/titles?form=daisy202"))) == {"呐喊", "样书 & 其他 一本都有的书"}
    assert names(reader.get("/titles?form=pef")) == ["Alice's Adventures in Wonderland"]
    page = reader.get("/titles?q=alice&form=brf")
    assert names(page) == []
    assert "Nothing was found." in page.text
    (link,) = (href for words, href in page.links.items() if words.startswith("In all forms and languages"))
    assert names(reader.get(link)) == ["Alice's Adventures in Wonderland"]


def test_when_nothing_is_found_something_that_is_can_be_chosen(library: ReadableHouse) -> None:
    reader = library.browser(Role.READER)
    page = reader.get("/titles?q=呐喊 qwrtpsdf&form=brf")
    offered = [href for href in page.links.values() if href.startswith("/titles?q=")]
    assert "Nothing was found." in page.text
    assert offered
    assert all("form=brf" in href for href in offered), "what was chosen beside it stays chosen"
    assert names(reader.get(offered[0])) == ["呐喊"]


def test_a_page_beyond_the_last_is_empty_and_leads_back(library: ReadableHouse) -> None:
    page = library.browser(Role.READER).get("/titles?form=daisy202&page=9")
    assert page.status == 200
    assert names(page) == []


def test_new_titles_are_those_made_last(library: ReadableHouse) -> None:
    found = names(library.browser(Role.READER).get("/titles/new"))
    assert found[0].startswith("样书")
    assert "只有纸书" not in found


def test_subjects_lead_to_their_titles_and_class_numbers_are_not_among_them(library: ReadableHouse) -> None:
    reader = library.browser(Role.READER)
    page = reader.get("/titles/subjects")
    assert "短篇小说" in page.links
    assert "I210.6" not in page.text
    about = reader.get(page.links["短篇小说"])
    assert about.heading == "短篇小说"
    assert names(about) == ["呐喊"]
    assert reader.get("/titles/subjects/99999").status == 404


def test_a_title_tells_who_what_and_where(library: ReadableHouse) -> None:
    nahan = library.house.live.titles[0]
    page = library.browser(Role.READER).get(f"/titles/{nahan}")
    assert page.heading == "呐喊"
    for said in (
        "Author",
        "鲁迅",
        "Narrator",
        "王小明",
        "新潮丛书 3",
        "短篇小说集。",
        "1923",
        "Large print",
        "南山: 1",
    ):
        assert said in page.text
    assert any(words.startswith("Download Braille") for words in page.links)
    assert page.links["Listen in the page"] == f"/titles/{nahan}/listen"
    assert page.links["Order another form"] == f"/titles/{nahan}/order"


def test_names_in_another_language_are_marked(library: ReadableHouse) -> None:
    nahan = library.house.live.titles[0]
    english = library.browser(Role.READER, "en").get(f"/titles/{nahan}")
    (heading,) = english.tree.xpath("//h1/span")
    assert heading.get("lang") == "zh"
    chinese = library.browser(Role.READER, "zh").get(f"/titles/{nahan}")
    assert not chinese.tree.xpath("//h1/span")
    alice = library.browser(Role.READER, "zh").get(f"/titles/{library.house.live.titles[1]}")
    assert alice.tree.xpath("//h1/span/@lang") == ["en-GB"]


def test_who_may_not_listen_sees_the_title_and_gets_nothing_of_it(library: ReadableHouse) -> None:
    volunteer = library.browser(Role.VOLUNTEER)
    page = volunteer.get(f"/titles/{library.title}")
    assert page.status == 200
    assert not [href for href in page.links.values() if "artefacts" in href or "listen" in href or "order" in href]
    assert volunteer.get(f"/artefacts/{library.artefact}").status == 403


def test_an_order_that_runs_is_told_without_who_asked(library: ReadableHouse) -> None:
    live = library.house.live
    live.order(live.titles[1], "running")
    page = library.browser(Role.READER).get(f"/titles/{live.titles[1]}")
    assert "Being made" in page.text
    assert "0 percent" in page.text
    assert "account:" not in page.response.text


def test_a_title_that_is_not_there_is_told(library: ReadableHouse) -> None:
    assert library.browser(Role.READER).get("/titles/99999").status == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_whole_in_both_languages(library: ReadableHouse, path: str, language: str) -> None:
    page = library.browser(Role.READER, language).get(f"/titles{path}")
    assert page.status == 200
    assert page.heading
    assert page.tree.get("lang") == {"zh": "zh-CN", "en": "en"}[language]
    ids = page.tree.xpath("//@id")
    assert len(ids) == len(set(ids))
