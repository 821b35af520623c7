"""The doubts of a book, listed and asked."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from access.language.title_lexicon import load_title, save_title
from api.keys import ENTER, LEAVE
from api.proofreading import CellsOfChoices, Doubtful, doubts_as_json, find_doubts
from api.proofreading_desk import Desk

TEXT = "第一章\n\n他在银行里。银行的行长来了。\n\n这盏灯还亮着，他都看见了。\n\n那家银行很大，人都还在。\n"
CODES = {"zh": "zh-ncb"}


class Typed:
    """Answers that were written down before; the lines of `p` stand among them."""

    def __init__(self, *keys: str) -> None:
        self._keys = iter(keys)

    def key(self) -> str:
        return next(self._keys, LEAVE)

    def line(self) -> str | None:
        return next(self._keys, None)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "灯.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture(scope="module")
def found(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Doubtful:
    """The book before anybody has answered."""
    return found_in(book, tmp_path_factory.mktemp("empty"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def cells() -> Iterator[CellsOfChoices]:
    with CellsOfChoices(CODES) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")


def found_in(book: Path, data: Path) -> Doubtful:
    return find_doubts(book, data, CODES, below=1.0)


def sit(found: Doubtful, data: Path, cells: CellsOfChoices, *keys: str) -> None:
    Desk(found, found.doubts, cells, data, Typed(*keys)).run()


def kept(found: Doubtful, data: Path) -> dict[str, Any]:
    lexicon = load_title(data, found.book.metadata.identifier)
    return {(entry.before + entry.text + entry.after): entry.pinyin[0] for entry in lexicon.entries}


def test_the_list_as_json(found: Doubtful, cells: CellsOfChoices) -> None:
    lines = list(doubts_as_json(found, found.doubts, cells))
    assert len(lines) == len(found.doubts) > 3
    told = [json.loads(line) for line in lines]
    assert [doubt["confidence"] for doubt in told] == sorted(doubt["confidence"] for doubt in told)
    (bank,) = (doubt for doubt in told if doubt["word"] == "银行")
    assert bank["character"] == "行"
    assert bank["sentence"][bank["offset"]] == "行"
    assert bank["count"] == len(bank["places"]) == 3
    assert bank["later"] is False
    pinyin = {choice["pinyin"]: choice["cells"] for choice in bank["choices"]}
    assert bank["choices"][0]["pinyin"] == "hang2"
    assert pinyin["hang2"] != pinyin["xing2"]
    for place in bank["places"]:
        assert place["braille"]["volume"] == 1
        assert place["braille"]["line"] >= 1
        assert set(place["print"]) == {"section", "page", "leaf", "offset"}


def test_answers_are_kept_and_not_asked_again(book: Path, found: Doubtful, data: Path, cells: CellsOfChoices) -> None:
    sit(found, data, cells, ENTER, "2", "q")
    first, second = found.doubts[:2]
    lexicon = load_title(data, found.book.metadata.identifier)
    assert [entry.pinyin[0] for entry in lexicon.entries] == [first.choices[0].pinyin, second.choices[1].pinyin]
    after = found_in(book, data)
    assert {doubt.question for doubt in after.doubts} == {doubt.question for doubt in found.doubts[2:]}


def test_what_is_put_off_comes_last_next_time(book: Path, found: Doubtful, data: Path, cells: CellsOfChoices) -> None:
    sit(found, data, cells, "s", "s")
    after = found_in(book, data)
    assert [doubt.question for doubt in after.doubts[-2:]] == [doubt.question for doubt in found.doubts[:2]]
    last = json.loads(list(doubts_as_json(after, after.doubts, cells))[-1])
    assert last["later"] is True


def test_steps_are_taken_back(
    found: Doubtful, data: Path, cells: CellsOfChoices, capsys: pytest.CaptureFixture[str]
) -> None:
    sit(found, data, cells, ENTER, "s", "u", "u", "u", "2", "q")
    assert kept(found, data) == {"".join(_asked(found, 0)): found.doubts[0].choices[1].pinyin}
    assert load_title(data, found.book.metadata.identifier).skipped == ()
    told = capsys.readouterr().out
    assert told.count("Taken back.") == 2
    assert told.count("There is nothing to take back.") == 1
    assert told.count("Doubt 1 of") == 2


def _asked(found: Doubtful, number: int) -> tuple[str, str, str]:
    question = found.doubts[number].question
    return question.before, question.character, question.after


def test_other_pinyin_is_typed(
    found: Doubtful, data: Path, cells: CellsOfChoices, capsys: pytest.CaptureFixture[str]
) -> None:
    sit(found, data, cells, "p", "hang", "p", "nonsense4", "p", "", "p", "lǜ", "q")
    assert list(kept(found, data).values()) == ["lv4"]
    assert capsys.readouterr().out.count("is not a syllable with its tone") == 2


def test_keys_without_meaning_change_nothing(
    found: Doubtful, data: Path, cells: CellsOfChoices, capsys: pytest.CaptureFixture[str]
) -> None:
    sit(found, data, cells, "9", "0", "x", "", "²", "r", "h", "q")
    assert kept(found, data) == {}
    told = capsys.readouterr().out
    assert told.count("This key has no meaning here") == 5
    assert told.count("Doubt 1 of") == 2
    assert told.count("A number answers") == 2


def test_the_question_is_in_plain_lines(
    found: Doubtful, data: Path, cells: CellsOfChoices, capsys: pytest.CaptureFixture[str]
) -> None:
    sit(found, data, cells)
    told = capsys.readouterr().out
    first = found.doubts[0]
    assert f"Doubt 1 of {len(found.doubts)}." in told
    assert f"‘{first.character}’" in told
    for number, choice in enumerate(first.choices, 1):
        assert f"\n{number}, {choice.pinyin}, {cells.of(first, choice.pinyin)}\n" in told
    assert "\x1b" not in told


def test_the_blocks_that_change_are_counted(
    found: Doubtful, data: Path, cells: CellsOfChoices, capsys: pytest.CaptureFixture[str]
) -> None:
    (bank,) = (doubt for doubt in found.doubts if doubt.word == "银行")
    Desk(found, [bank], cells, data, Typed(ENTER)).run()
    assert "\n0 of the 4 blocks" in capsys.readouterr().out
    save_title(data, found.lexicon)
    other = next(number for number, choice in enumerate(bank.choices, 1) if choice.pinyin == "xing2")
    Desk(found, [bank], cells, data, Typed(str(other))).run()
    assert "\n2 of the 4 blocks" in capsys.readouterr().out


def test_what_an_answer_settles_too_is_not_asked(
    tmp_path: Path, data: Path, cells: CellsOfChoices, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book.txt"
    book.write_text("一\n\n老鬼子来了。\n\n假洋鬼子走了。\n", "utf-8")
    found = found_in(book, data)
    ghosts = [doubt for doubt in found.doubts if doubt.character == "子"]
    assert len(ghosts) == 2, "the words are divided as this test needs them"
    ghosts.sort(key=lambda doubt: len(doubt.question.before))
    Desk(found, ghosts, cells, data, Typed("p", "zi5", "p", "zi5")).run()
    told = capsys.readouterr().out
    assert "Doubt 2 of 2" not in told
    assert "1 answered" in told


def test_nothing_is_in_doubt(
    tmp_path: Path, data: Path, cells: CellsOfChoices, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book.txt"
    book.write_text("One\n\nOnly English is written here.\n", "utf-8")
    sit(found_in(book, data), data, cells)
    assert capsys.readouterr().out == "Nothing in this book is in doubt.\n"
    assert not data.exists()
