"""Words, pinyin and cells of lines."""

import json
import re

import pytest

from access.errors import MissingTableError
from access.language.phrase_reader import PhraseReader
from api.readings import ShownLine, read_lines, show_readings

BANK = "银行行长长大了"
BANK_PINYIN = ["yin2", "hang2", "hang2", "zhang3", "zhang3", "da4", "le5"]


@pytest.fixture(scope="module")
def reader() -> PhraseReader:
    return PhraseReader()


def shown(reader: PhraseReader, *texts: str) -> list[ShownLine]:
    return list(read_lines(texts, {"zh": "zh-ncb"}, reader))


def test_a_line_as_json(reader: PhraseReader) -> None:
    (line,) = shown(reader, BANK)
    told = line.as_json()
    assert "\n" not in told
    entry = json.loads(told)
    assert list(entry) == ["text", "words", "pinyin", "confidence", "cells"]
    assert entry["text"] == BANK
    assert entry["pinyin"] == BANK_PINYIN
    assert "".join(entry["words"]) == BANK
    assert re.fullmatch(r"[\u2800-\u283f]+", entry["cells"])
    assert all(0 < confidence <= 1 for confidence in entry["confidence"])


def test_one_entry_a_code_point(reader: PhraseReader) -> None:
    texts = ("", "a𠀀b", "😀好", "one 两 3", " ", "e\u0301")
    entries = [json.loads(line.as_json()) for line in shown(reader, *texts)]
    assert [entry["text"] for entry in entries] == list(texts)
    for entry in entries:
        assert len(entry["pinyin"]) == len(entry["confidence"]) == len(entry["text"])
    assert [pinyin is None for pinyin in entries[1]["pinyin"]] == [True, False, True]
    assert [pinyin is None for pinyin in entries[2]["pinyin"]] == [True, False]
    assert entries[0]["words"] == []


def test_a_line_reads_the_same_in_any_company(reader: PhraseReader) -> None:
    alone = shown(reader, BANK)[0].as_json()
    company = shown(reader, "女儿绿了", BANK, "", BANK)
    assert company[1].as_json() == company[3].as_json() == alone


def test_lines_for_a_person(reader: PhraseReader) -> None:
    (line,) = shown(reader, BANK)
    told = list(line.as_lines())
    assert re.findall(r"[a-z]+[1-5]", "\n".join(told)) == BANK_PINYIN
    assert len(told) == len(line.reading.words) + 1


def test_show_for_a_person_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    show_readings(BANK, code=None, as_json=False)
    assert "yin2" in capsys.readouterr().out
    show_readings(BANK, code=None, as_json=True)
    usual = json.loads(capsys.readouterr().out)
    assert usual["pinyin"] == BANK_PINYIN
    show_readings(BANK, code="zh-current", as_json=True)
    other = json.loads(capsys.readouterr().out)
    assert other["pinyin"] == BANK_PINYIN
    assert other["cells"] != usual["cells"]


def test_a_code_that_is_not_here() -> None:
    with pytest.raises(MissingTableError, match="zz-moon"):
        show_readings(BANK, code="zz-moon", as_json=True)
