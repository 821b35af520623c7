"""Braille pages as dots, with their print."""

from pathlib import Path

import pytest

from access.patrons.roles import Role
from access.production.making import Asked
from api.works.maker import TitleMaker
from tests.samples.web_house import WebHouse

LINE = "银行行长长大了，天亮了，人们都觉得睡了一觉。"
TEXT = "小书\n\n第一章\n\n" + "\n\n".join(f"{number}。{LINE * 3}" for number in range(1, 30)) + "\n"


@pytest.fixture(scope="module")
def made(house: WebHouse, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """A book in braille of several volumes, made by the works' maker and shelved."""
    folder = tmp_path_factory.mktemp("book")
    source = folder / "0123"
    source.write_text(TEXT, "utf-8")
    settings = house.live.service.settings
    maker = TitleMaker(settings.cache / "works", settings.cache / "speech", settings.data)
    options = {"volume_pages": 4, "lines": 12}
    asked = Asked(str(source), "小书.txt", ("brf", "pef"), options, "2026-01-01T00:00:00+00:00")
    asked = Asked(**{**vars_of(asked), "plan": maker.open(asked).plan})
    maker.braille(asked, lambda _done: None)
    found = {}
    for name in asked.formats:
        output = maker.publish(asked, name)
        content = Path(output.path).read_bytes()
        found[name] = house.live.shelve(house.live.titles[1], name, output.name, output.media_type, content)
    return found


def vars_of(asked: Asked) -> dict[str, object]:
    return {name: getattr(asked, name) for name in asked.__slots__}


@pytest.mark.parametrize("form", ["brf", "pef"])
def test_every_page_can_be_seen_with_its_print(house: WebHouse, made: dict[str, int], form: str) -> None:
    librarian = house.browser(Role.LIBRARIAN)
    path = f"/desk/artefacts/{made[form]}/braille"
    seen, printed, rows = [], "", 0
    while path:
        page = librarian.get(path)
        assert page.status == 200
        seen.append(page.tree.xpath("//main//h2")[0].text_content())
        for row in page.tree.xpath("//ol/li"):
            rows += 1
            if "are empty" in row.text_content():
                continue
            cells = row.xpath("./span[@class='tongdu-dots']")[0]
            assert cells.get("lang").endswith("-Brai")
            assert set(cells.text) <= {chr(0x2800 + number) for number in range(64)}
            printed += row.xpath("string(./span[@class='tongdu-print'])")
        path = next(iter(page.tree.xpath("//a[@rel='next']/@href")), "")
    assert len(seen) == len(set(seen)) > 5, "each page comes once"
    assert seen[0].startswith("Volume 1 of ")
    assert rows > 60
    assert printed.count("睡了一觉") >= 29 * 3 - rows, "the text is there, but where a line ends in these words"
    assert "银行行长" in printed


def test_a_place_that_is_not_there_is_the_nearest(house: WebHouse, made: dict[str, int]) -> None:
    librarian = house.browser(Role.LIBRARIAN)
    page = librarian.get(f"/desk/artefacts/{made['brf']}/braille?volume=99&page=99")
    heading = page.tree.xpath("//main//h2")[0].text_content()
    assert " of " in heading
    assert not page.tree.xpath("//a[@rel='next']")
    assert librarian.get(f"/desk/artefacts/{made['brf']}/braille?page=-5").status == 200


def test_pages_whose_print_is_gone_are_dots_alone(house: WebHouse) -> None:
    page = house.browser(Role.LIBRARIAN).get(f"/desk/artefacts/{house.live.artefacts['daisy202']}/braille")
    assert page.status == 404, "a talking book has no dots"
    number = house.live.shelve(house.live.titles[0], "brf", "x.brf", "text/x-brf", b"AB,C\r\n\r\n#A\r\n\f")
    page = house.browser(Role.LIBRARIAN).get(f"/desk/artefacts/{number}/braille")
    assert "only the dots are shown" in page.text
    assert [row.text_content().strip() for row in page.tree.xpath("//ol/li")] == ["⠁⠃⠠⠉", "\u2800", "⠼⠁"]


def test_a_file_that_is_no_braille_says_so(house: WebHouse) -> None:
    number = house.live.shelve(house.live.titles[0], "pef", "x.pef", "application/x-pef+xml", b"<pef")
    page = house.browser(Role.LIBRARIAN).get(f"/desk/artefacts/{number}/braille")
    assert page.status == 404
    assert "There is no page in this file." in page.text


def test_many_empty_rows_are_told_in_a_sentence(house: WebHouse) -> None:
    content = b"AB\r\n" + b"\r\n" * 20 + b"#A\r\n\f"
    number = house.live.shelve(house.live.titles[0], "brf", "y.brf", "text/x-brf", content)
    page = house.browser(Role.LIBRARIAN).get(f"/desk/artefacts/{number}/braille")
    rows = page.tree.xpath("//ol/li")
    assert [row.text_content().strip() for row in rows] == ["⠁⠃", "Rows 2 to 21 are empty.", "⠼⠁"]
    assert [row.get("value") for row in rows] == ["1", "2", "22"], "rows keep their numbers"
