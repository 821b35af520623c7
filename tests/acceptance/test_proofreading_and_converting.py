"""What a proofreader answers is heard and felt, and only the blocks it touches are made anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.command import Desk, lamp_epub

pytestmark = pytest.mark.acceptance


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.environment["TONGDU_DATA"] = str(tmp_path / "data")
    return desk


def test_an_answer_makes_only_its_blocks_anew(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    first = desk.convert(book, to="daisy202,brf").summary()
    assert first["spoken_blocks"] > 5
    before = (desk.out / "lamp.brf").read_bytes()
    doubts = [json.loads(line) for line in desk.run("proofread", book, "--json", "--below", "1").stdout.splitlines()]
    number = next(n for n, doubt in enumerate(doubts) if doubt["word"] == "银行")
    touched = {place["print"]["leaf"] for place in doubts[number]["places"]}
    assert 0 < len(touched) < first["spoken_blocks"]
    answers = "s\n" * number + "2\nq\n"
    told = desk.run("proofread", book, "--below", "1", stdin=answers)
    assert f"{len(touched)} of the " in told.stdout
    second = desk.convert(book, to="daisy202,brf").summary()
    assert second["spoken_blocks"] == len(touched)
    assert second["kept_blocks"] == first["spoken_blocks"] + first["kept_blocks"] - len(touched)
    assert (desk.out / "lamp.brf").read_bytes() != before
    assert desk.convert(book, to="daisy202").summary()["spoken_blocks"] == 0


def test_a_first_choice_that_is_confirmed_makes_nothing_anew(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    desk.convert(book, to="daisy202").summary()
    desk.run("proofread", book, "--below", "1", stdin="\n\n\nq\n")
    assert desk.convert(book, to="daisy202").summary()["spoken_blocks"] == 0


def test_another_title_is_not_touched(desk: Desk) -> None:
    book = desk.book("lamp.epub", lamp_epub())
    other = desk.book("other.txt", "灯\n\n银行的行长长大了，可是他还记得那盏灯。\n")
    desk.convert(other, to="daisy202").summary()
    desk.run("proofread", book, "--below", "1", stdin="2\n" * 40)
    assert desk.convert(other, to="daisy202").summary()["spoken_blocks"] == 0


def test_a_damaged_lexicon_fails_the_book(desk: Desk) -> None:
    (desk.root / "data").mkdir()
    (desk.root / "data" / "library.json").write_text("{", "utf-8")
    result = desk.convert(desk.book("lamp.epub", lamp_epub()), to="brf")
    result.assert_failed_briefly(3)
    assert "library.json" in result.told()
