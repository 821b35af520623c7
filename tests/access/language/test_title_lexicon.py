"""Lexicons that are kept between runs."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.errors import InputError
from access.language.doubts import Question
from access.language.lexicon import LexiconEntry
from access.language.title_lexicon import (
    TitleLexicon,
    lexicon_of,
    library_path,
    library_reader_factory,
    load_library,
    load_title,
    save_library,
    save_title,
    title_path,
    title_reader_factory,
)

BANK = Question("行", "银", "")
ROW = Question("行", "一", "人")


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    lexicon = TitleLexicon("urn:a", "灯").with_answer(BANK, "hang2").with_skipped(ROW)
    save_title(tmp_path, lexicon)
    assert load_title(tmp_path, "urn:a") == lexicon
    assert load_title(tmp_path, "urn:b", "另一本") == TitleLexicon("urn:b", "另一本")
    entries = (LexiconEntry("AA制", (None, None, "zhi4")), LexiconEntry("银行", ("yin2", "hang2")))
    save_library(tmp_path, entries)
    assert load_library(tmp_path) == entries


def test_the_file_is_for_people_too(tmp_path: Path) -> None:
    save_title(tmp_path, TitleLexicon("urn:a", "灯").with_answer(BANK, "hang2").with_answer(ROW, "xing2"))
    lines = title_path(tmp_path, "urn:a").read_text("utf-8").splitlines()
    assert '    {"text": "行", "pinyin": "hang2", "before": "银"},' in lines
    assert '    {"text": "行", "pinyin": "xing2", "before": "一", "after": "人"}' in lines


def test_a_file_that_a_person_wrote(tmp_path: Path) -> None:
    library_path(tmp_path).write_text('\ufeff{"entries": [{"text": "乐亭", "pinyin": "lao4  ting2"}]}', "utf-8")
    assert list(lexicon_of(tmp_path, "urn:a").readings("在乐亭")) == [(1, "lao4"), (2, "ting2")]


def test_an_answer_replaces_the_earlier_one_and_what_was_put_off() -> None:
    lexicon = TitleLexicon("urn:a").with_skipped(BANK).with_skipped(ROW).with_answer(BANK, "xing2")
    assert lexicon.skipped == (ROW,)
    again = lexicon.with_answer(BANK, "hang2")
    assert again.entries == (LexiconEntry("行", ("hang2",), before="银"),)


def test_what_is_put_off_again_goes_to_the_end() -> None:
    lexicon = TitleLexicon("urn:a").with_skipped(BANK).with_skipped(ROW).with_skipped(BANK)
    assert lexicon.skipped == (ROW, BANK)


def test_the_title_goes_before_the_library(tmp_path: Path) -> None:
    save_library(tmp_path, [LexiconEntry("单", ("dan1",))])
    save_title(tmp_path, TitleLexicon("urn:a", entries=(LexiconEntry("单", ("shan4",)),)))
    assert list(lexicon_of(tmp_path, "urn:a").readings("单")) == [(0, "shan4")]
    assert list(lexicon_of(tmp_path, "urn:b").readings("单")) == [(0, "dan1")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"entries": 3}',
        b'{"entries": [3]}',
        b'{"entries": [{"text": 3, "pinyin": "a1"}]}',
        b'{"entries": [{"text": "\xe8\xa1\x8c"}]}',
        '{"entries": [{"text": "行", "pinyin": "hang"}]}'.encode(),
        '{"entries": [{"text": "行", "pinyin": "hang2 xing2"}]}'.encode(),
        b'{"entries": [{"text": "", "pinyin": ""}]}',
        b'{"later": [{"text": 3}]}',
    ],
)
def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = title_path(tmp_path, "urn:a")
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read") as failed:
        load_title(tmp_path, "urn:a")
    assert str(path) in str(failed.value)
    assert path.read_bytes() == content


def test_titles_have_files_of_their_own(tmp_path: Path) -> None:
    identifiers = ("urn:a", "urn:A", "../x", "a/b\0c", "\ud800", "书" * 500)
    paths = {title_path(tmp_path, identifier) for identifier in identifiers}
    assert len(paths) == len(identifiers)
    assert {path.parent for path in paths} == {tmp_path / "titles"}
    for identifier in identifiers:
        save_title(tmp_path, TitleLexicon(identifier))


def test_readers_of_a_title_are_made_in_any_process(tmp_path: Path) -> None:
    save_title(tmp_path, TitleLexicon("urn:a").with_answer(BANK, "xing2"))
    factory = pickle.loads(pickle.dumps(title_reader_factory("urn:a", tmp_path)))
    save_title(tmp_path, TitleLexicon("urn:a"))
    reading = factory().read("银行很大")
    assert (reading.pinyin[1], reading.sources[1], reading.confidence[1]) == ("xing2", "lexicon", 1.0)
    assert title_reader_factory("urn:b", tmp_path)().version != factory().version


def test_a_text_of_no_title_is_read_by_the_library(tmp_path: Path) -> None:
    save_library(tmp_path, [LexiconEntry("银行", ("yin2", "xing2"))])
    save_title(tmp_path, TitleLexicon("").with_answer(BANK, "heng2"))
    assert library_reader_factory(tmp_path)().read("银行很大").pinyin[:2] == ("yin2", "xing2")


QUESTIONS = st.builds(Question, st.sampled_from("银行长𠀀"), st.text(max_size=3), st.text(max_size=3))


@given(st.lists(st.tuples(QUESTIONS, st.sampled_from(["hang2", "lv4", None]))))
def test_any_answers_come_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Question, str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("data")
    lexicon = TitleLexicon("urn:a", "“\\\n")
    for question, pinyin in steps:
        lexicon = lexicon.with_answer(question, pinyin) if pinyin else lexicon.with_skipped(question)
    save_title(folder, lexicon)
    assert load_title(folder, "urn:a") == lexicon
    json.loads(title_path(folder, "urn:a").read_bytes())
