"""Doubts are found once, kept by source and lexicon, and found anew when something else changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from access.errors import TongduError
from access.language.lexicon import LexiconEntry
from access.language.title_lexicon import TitleLexicon, save_library
from access.settings import Settings
from access.storage.contents import ContentStore
from api.web.proofreading.preparing import Prepared, Preparing, Source
from api.web.proofreading.questions import Standing, following
from tests.samples.waiting import wait_until

TEXT = "灯\n\n第一章\n\n他在银行里。银行的行长来了。这盏灯还亮着，他埋怨那个倔强的人，树长得高。\n"


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source(ContentStore(tmp_path / "contents").add_bytes(TEXT.encode()), "灯.txt")


@pytest.fixture
def preparing(tmp_path: Path) -> Preparing:
    return Preparing(Settings(data=tmp_path, cache=tmp_path / "cache"), ContentStore(tmp_path / "contents"))


@pytest.fixture
def ready(preparing: Preparing, source: Source) -> Callable[[], Prepared]:
    def wait() -> Prepared:
        wait_until(lambda: preparing.find(source) is not None, "it is prepared", 120)
        found = preparing.find(source)
        assert found is not None
        return found

    return wait


def kept_file(tmp_path: Path, source: Source) -> Path:
    return tmp_path / "cache" / "doubts" / f"{source.content}.json"


def test_answers_change_where_a_question_stands_but_prepare_nothing_anew(
    preparing: Preparing, ready: Callable[[], Prepared], source: Source, tmp_path: Path
) -> None:
    assert preparing.find(source) is None, "it begins"
    before = ready()
    assert len(before.questions) >= 3
    assert {one.standing for one in before.questions} == {Standing.OPEN}
    written = kept_file(tmp_path, source).stat().st_mtime_ns
    first, second = before.questions[:2]

    def change(lexicon: TitleLexicon) -> TitleLexicon:
        return lexicon.with_answer(first.question, first.choices[0]).with_skipped(second.question)

    preparing.answer(before, change)
    after = preparing.find(source)
    assert after is not None
    assert [one.standing for one in after.questions[:3]] == [Standing.ANSWERED, Standing.LATER, Standing.OPEN]
    assert after.questions[0].answer == first.choices[0]
    assert kept_file(tmp_path, source).stat().st_mtime_ns == written
    third = following(after.questions, first.key)
    assert third is not None
    assert third.key == after.questions[2].key


def test_another_lexicon_of_the_library_is_another_preparation(
    preparing: Preparing, ready: Callable[[], Prepared], source: Source, tmp_path: Path
) -> None:
    before = ready()
    words = {one.word for one in before.questions}
    assert "银行" in words
    save_library(tmp_path, [LexiconEntry("银行", ("yin2", "hang2"))])
    assert preparing.find(source) is None
    assert "银行" not in {one.word for one in ready().questions}


def test_the_sentence_is_whole_and_the_choices_are_syllables(ready: Callable[[], Prepared]) -> None:
    for one in ready().questions:
        assert one.left + one.word + one.right in TEXT
        assert one.choices
        assert one.heard["text"][one.heard["at"]] == one.character
        assert len(one.heard["pinyin"]) == len(one.heard["text"])
        assert one.key.isalnum()


def test_a_failure_stays_until_it_is_tried_again(preparing: Preparing, tmp_path: Path) -> None:
    content = ContentStore(tmp_path / "contents").add_bytes(b"PK\x03\x04 nothing")
    source = Source(content, "a.epub")

    def failed() -> bool:
        try:
            assert preparing.find(source) is None
        except TongduError:
            return True
        return False

    wait_until(failed, "it failed", 60)
    assert failed()
    preparing.again(source)
    assert not failed()


def test_what_is_damaged_is_prepared_anew(
    preparing: Preparing, ready: Callable[[], Prepared], source: Source, tmp_path: Path
) -> None:
    ready()
    kept_file(tmp_path, source).write_text("{")
    assert preparing.find(source) is None
    assert json.loads(json.dumps([one.key for one in ready().questions]))
