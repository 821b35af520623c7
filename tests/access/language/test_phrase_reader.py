from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from access.language.phrase_reader import PhraseReader
from access.language.reading import Reading

SHARED = Path(__file__).parents[3].parent / "shared"


@pytest.fixture(scope="module")
def reader() -> PhraseReader:
    return PhraseReader()


def sounds(reading: Reading) -> str:
    return " ".join(sound for sound in reading.pinyin if sound)


def test_a_bank_manager_has_grown_up(reader: PhraseReader) -> None:
    assert sounds(reader.read("银行行长长大了")) == "yin2 hang2 hang2 zhang3 zhang3 da4 le5"


def test_entries_are_one_a_code_point(reader: PhraseReader) -> None:
    text = "A 𠀀家，了！"
    reading = reader.read(text)
    assert reading.text == text
    assert len(reading.pinyin) == len(reading.confidence) == len(reading.sources) == len(text)
    for character, sound, confidence, source in zip(
        text, reading.pinyin, reading.confidence, reading.sources, strict=True
    ):
        if character in "𠀀家了":
            assert sound is not None
            assert confidence is not None
            assert 0 < confidence <= 1
            assert source in {"lexicon", "context", "phrase", "dictionary"}
        else:
            assert (sound, confidence, source) == (None, None, None)


def test_nothing_is_read_as_nothing(reader: PhraseReader) -> None:
    assert reader.read("") == Reading("", (), (), (), ())


def test_a_character_no_dictionary_knows_is_told_from_other_text(reader: PhraseReader) -> None:
    reading = reader.read("\U000323af!")
    assert reading.pinyin == (None, None)
    assert reading.confidence == (0.0, None)
    assert reading.sources == (None, None)


def test_version_names_its_parts(reader: PhraseReader) -> None:
    assert re.fullmatch(r"phrase-\d+\+rjieba-[\d.]+\+pypinyin-[\d.]+", reader.version)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_a_whole_book_is_read_at_100_000_characters_a_second(reader: PhraseReader) -> None:
    text = (SHARED / "books/nahan.txt").read_text(encoding="utf-8")
    reader.read(text[:1000])
    begun = time.process_time()
    reader.read(text)
    assert len(text) / (time.process_time() - begun) > 100_000
