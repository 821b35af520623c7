"""Readers listen in the page: chapters, sound from anywhere, their place, the text beside it."""

import re
from itertools import pairwise

import pytest

from access.lending.positions import Positions
from access.patrons.roles import Role
from tests.samples.readable_library import ReadableHouse, member
from tests.samples.web_house import Browser, Page


def chapter(library: ReadableHouse, number: int, question: str = "") -> str:
    return f"/titles/{library.title}/listen/{number}{question}"


def sound_of(page: Page) -> str:
    (found,) = page.tree.xpath("//audio/@src")
    return str(found)


def test_the_contents_are_those_of_the_book(library: ReadableHouse) -> None:
    page = library.reader().get(f"/titles/{library.title}/listen")
    lines = page.tree.xpath("//ol[contains(@class, 'tongdu-contents')]//a")
    assert [line.text_content() for line in lines][:3] == ["第一章 开始", "A section without any title…", "Level 1"]
    assert [line.get("href") for line in lines][:2] == [chapter(library, 1), chapter(library, 2)]
    deepest = page.tree.xpath("//a[normalize-space()='Level 3']/ancestor::ol")
    assert len(deepest) == 3, "a subsection stands in the list of its section"


def test_a_chapter_can_be_played_from_anywhere(library: ReadableHouse) -> None:
    reader = library.reader()
    page = reader.get(chapter(library, 1))
    whole = reader.client.get(sound_of(page))
    assert whole.status_code == 200
    assert whole.headers["Content-Type"] == "audio/mpeg"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.content == member(library.archive, "a0001.mp3")
    part = reader.client.get(sound_of(page), headers={"Range": "bytes=1000-1999"})
    assert part.status_code == 206
    assert part.content == whole.content[1000:2000]
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole.content)}"
    last = reader.client.get(sound_of(page), headers={"Range": "bytes=-10", "If-Range": whole.headers["ETag"]})
    assert last.content == whole.content[-10:]
    beyond = reader.client.get(sound_of(page), headers={"Range": f"bytes={len(whole.content)}-"})
    assert beyond.status_code == 416
    again = reader.client.get(sound_of(page), headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304


def test_every_chapter_has_its_own_sound(library: ReadableHouse) -> None:
    reader = library.reader()
    for number in range(1, 11):
        heard = reader.client.get(f"/artefacts/{library.artefact}/sound/{number}").content
        assert heard == member(library.archive, f"a{number:04}.mp3")
    assert reader.client.get(f"/artefacts/{library.artefact}/sound/11").status_code == 404


def test_the_text_stands_below_with_its_languages_and_times(library: ReadableHouse) -> None:
    page = library.reader().get(chapter(library, 1))
    (book,) = page.tree.xpath("//*[@id='book']")
    assert book.get("lang") == "zh"
    assert book.xpath(".//p[@lang='en']")[0].text_content().startswith("Reading un")
    phrases = book.xpath(".//*[@data-begin]")
    times = [(float(one.get("data-begin")), float(one.get("data-end"))) for one in phrases]
    assert len(times) > 25
    assert all(begin < end for begin, end in times)
    assert [one.tag for one in book.xpath(".//h1 | .//h2 | .//h3")] == ["h3"], "below the headings of the page"
    assert "Level 1" not in book.text_content(), "that is another chapter's"
    assert not book.xpath(".//script | .//style | .//@style | .//@onclick")


def test_links_and_pictures_of_the_book_work_in_the_page(library: ReadableHouse) -> None:
    reader = library.reader()
    page = reader.get(chapter(library, 1))
    ids = set(page.tree.xpath("//@id"))
    inside = page.tree.xpath("//*[@id='book']//a[starts-with(@href, '#')]/@href")
    assert inside
    assert {href[1:] for href in inside} <= ids
    outside = page.tree.xpath("//*[@id='book']//a[starts-with(@href, 'http')]")
    assert [one.get("href") for one in outside] == ["https://example.org/a%20b?q=1%7C2"]
    assert "javascript" not in page.response.text
    (picture,) = page.tree.xpath("//*[@id='book']//img")
    assert picture.get("alt") == "一幅红色的图。它有两句替代文字。"
    shown = reader.client.get(picture.get("src"))
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.content == member(library.archive, "i0001.png")
    for name in ("ncc.html", "nothing.png", "..%2Fncc.png"):
        assert reader.client.get(f"/artefacts/{library.artefact}/pictures/{name}").status_code == 404


def test_only_a_part_of_a_file_that_holds_several_chapters_is_shown(library: ReadableHouse) -> None:
    page = library.reader().get(chapter(library, 4))
    (book,) = page.tree.xpath("//*[@id='book']")
    assert " ".join(book.text_content().split()) == "Level 2 Text of level 2. It has two sentences."


@pytest.mark.parametrize(
    ("typed", "kept"), [("0:02", 2.0), ("2", 2.0), ("１：０３", None), ("", 0.0), ("0:00:01.5", 1.5), ("３", 3.0)]
)
def test_a_place_is_kept_by_a_button(library: ReadableHouse, typed: str, kept: float | None) -> None:
    reader = library.reader()
    reader.get(chapter(library, 1))
    answer = reader.send(chapter(library, 1), at=typed)
    if kept is None:
        assert answer.status == 422
        assert answer.errors == {"at": "This chapter is only 0:04 long."}
        assert answer.title.startswith("Error: ")
        return
    page = reader.follow(answer)
    assert page.said == "Your place is kept."
    expected = f"#t={kept}" if kept else ""
    assert sound_of(page) == f"/artefacts/{library.artefact}/sound/1{expected}", "it plays from there without a script"


@pytest.mark.parametrize("typed", ["soon", "-1", "1:2:3:4", "3:", "1e9"])
def test_what_is_no_place_is_asked_again(library: ReadableHouse, typed: str) -> None:
    reader = library.reader()
    reader.get(chapter(library, 1))
    answer = reader.send(chapter(library, 1), at=typed)
    assert answer.status == 422
    assert answer.errors == {"at": "Give minutes and seconds, for example 3:20."}
    assert answer.value("at") == typed


def test_where_somebody_was_is_offered_everywhere(library: ReadableHouse) -> None:
    reader = library.reader()
    reader.get(chapter(library, 1))
    reader.send(chapter(library, 3), at="0.2", speed="150")
    for path in ("/", f"/titles/{library.title}", f"/titles/{library.title}/listen"):
        assert chapter(library, 3) in reader.get(path).links.values(), path
    page = reader.get(chapter(library, 3))
    assert sound_of(page).endswith("#t=0.2")
    assert page.tree.xpath("//select[@id='speed']/option[@selected]/@value") == ["150"], "the speed is kept too"
    assert sound_of(reader.get(chapter(library, 2))).endswith("/sound/2"), "another chapter begins at its beginning"
    assert sound_of(reader.get(chapter(library, 3, "?from=0"))).endswith("/sound/3")


def test_nobody_keeps_a_place_from_elsewhere_or_for_others(library: ReadableHouse) -> None:
    first, second = library.house.add(Role.READER), library.house.add(Role.READER)
    reader = library.browser(Role.READER, account=first)
    reader.get(chapter(library, 1))
    assert reader.send(chapter(library, 1), at="1", headers={"Origin": "https://example.org"}).status == 403
    reader.token = "0" * 64
    assert reader.send(chapter(library, 1), at="1").status == 403
    positions = Positions(library.house.live.database)
    assert positions.get(first, library.title) is None
    reader.get(chapter(library, 1))
    assert reader.send(chapter(library, 1), at="1").status == 303
    assert positions.get(first, library.title) is not None
    assert positions.get(second, library.title) is None


def test_looking_at_a_chapter_changes_nothing(library: ReadableHouse) -> None:
    account = library.house.add(Role.READER)
    reader = library.browser(Role.READER, account=account)
    reader.get(chapter(library, 2))
    reader.client.get(f"/artefacts/{library.artefact}/sound/2")
    assert Positions(library.house.live.database).get(account, library.title) is None


@pytest.mark.parametrize("number", [0, 11, 99999999999])
def test_a_chapter_that_is_not_there_is_told(library: ReadableHouse, number: int) -> None:
    assert library.reader().get(chapter(library, number)).status == 404


def test_a_talking_book_that_is_broken_is_told(library: ReadableHouse) -> None:
    page = library.reader().get(f"/titles/{library.house.live.titles[0]}/listen")
    assert page.status == 409
    assert "cannot be played here" in page.text
    without = library.reader().get(f"/titles/{library.house.live.titles[1]}/listen")
    assert without.status == 404
    assert "There is no talking book of this title yet." in without.text


def scripted(reader: Browser, page: Page) -> list[str]:
    return [str(src) for src in page.tree.xpath("//script/@src")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_are_whole_in_both_languages(library: ReadableHouse, language: str) -> None:
    reader = library.reader(language)
    for path in (f"/titles/{library.title}/listen", chapter(library, 1), chapter(library, 10)):
        page = reader.get(path)
        assert page.status == 200
        ids = page.tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        levels = [int(one.tag[1]) for one in page.tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
    (page_mark,) = reader.get(chapter(library, 1)).tree.xpath("(//*[@class='tongdu-book-page'])[1]/span")
    assert page_mark.text == {"zh": "第 iv 页", "en": "Page iv"}[language]
    assert page_mark.get("lang") == {"zh": "zh-CN", "en": "en"}[language]


def test_the_script_finds_what_it_needs(library: ReadableHouse) -> None:
    reader = library.reader()
    page = reader.get(chapter(library, 1))
    (address,) = (src for src in scripted(reader, page) if src.endswith("/listen.js"))
    script = reader.client.get(address).text
    wanted = set(re.findall(r"querySelector\('#([\w-]+)'\)", script))
    assert wanted
    assert wanted <= set(page.tree.xpath("//@id"))
    (sound,) = page.tree.xpath("//audio")
    assert sound.get("data-after") == chapter(library, 2)
    assert not page.tree.xpath("//*[@id='book']//@aria-live | //*[@id='book']/ancestor-or-self::*/@aria-live")
    assert page.tree.xpath("//*[@id='by-script']/@hidden"), "what needs the script is not shown without it"
