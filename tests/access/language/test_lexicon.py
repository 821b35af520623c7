from __future__ import annotations

import pickle

import pytest

from access.language.lexicon import Lexicon, LexiconEntry

BANK = LexiconEntry("行", ("hang2",), before="银")
LE = LexiconEntry("乐", ("yue4",))
LETING = LexiconEntry("乐亭", ("lao4", "ting2"))


def test_a_short_answer_for_the_title_goes_before_a_long_entry_of_the_library():
    title, library = LexiconEntry("行", ("xing2",), after="长"), LexiconEntry("行长得", ("hang2", "zhang3", "de5"))
    told = dict(Lexicon([title], [library]).readings("行长得快"))
    assert told == {0: "xing2", 1: "zhang3", 2: "de5"}


def test_the_longest_entry_goes_first() -> None:
    lexicon = Lexicon([LE, LETING])
    assert list(lexicon.readings("乐亭的乐")) == [(0, "lao4"), (1, "ting2"), (3, "yue4")]


def test_an_entry_with_a_neighbour_holds_only_there() -> None:
    lexicon = Lexicon([BANK])
    assert list(lexicon.readings("银行里行人")) == [(1, "hang2")]
    after = Lexicon([LexiconEntry("行", ("hang2",), after="长")])
    assert list(after.readings("行长不行")) == [(0, "hang2")]


def test_the_title_goes_before_the_library() -> None:
    title, library = LexiconEntry("单", ("shan4",)), LexiconEntry("单", ("dan1",))
    assert list(Lexicon([title], [library]).readings("单")) == [(0, "shan4")]
    assert list(Lexicon([library], [title]).readings("单")) == [(0, "dan1")]


def test_matches_do_not_overlap() -> None:
    lexicon = Lexicon([LexiconEntry("中国", ("zhong1", "guo2")), LexiconEntry("国家", ("guo2", "jia1"))])
    assert [place for place, _ in lexicon.readings("中国家国家")] == [0, 1, 3, 4]


def test_base_tones_of_one_and_not_stay() -> None:
    lexicon = Lexicon([LexiconEntry("一个", ("yi2", "ge4")), LexiconEntry("不对", ("bu2", "dui4"))])
    assert list(lexicon.readings("一个不对")) == [(0, "yi1"), (1, "ge4"), (2, "bu4"), (3, "dui4")]


def test_letters_in_an_entry_have_no_reading() -> None:
    lexicon = Lexicon([LexiconEntry("T恤", (None, "xu4"))])
    assert list(lexicon.readings("T恤")) == [(1, "xu4")]


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [("", ()), ("中国", ("zhong1",)), ("中", ("zong9",)), ("中", ("zhongg1",)), ("中", (None,)), ("A", ("ei1",))],
)
def test_readings_that_do_not_fit_are_refused(text: str, pinyin: tuple[str | None, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        LexiconEntry(text, pinyin)


def test_touches_only_what_it_reads() -> None:
    lexicon = Lexicon([BANK])
    assert lexicon.touches("中国银行")
    assert not lexicon.touches("行人")
    assert not Lexicon().touches("行人")


def test_version_changes_with_the_entries() -> None:
    versions = {Lexicon().version, Lexicon([LE]).version, Lexicon([LE, LETING]).version}
    assert len(versions) == 3
    assert Lexicon([LE], [LETING]).version != Lexicon([LE, LETING]).version
    assert Lexicon([], [LE]).version == Lexicon([LE]).version


def test_travels_to_other_processes() -> None:
    lexicon = pickle.loads(pickle.dumps(Lexicon([BANK, LE])))
    assert list(lexicon.readings("银行")) == [(1, "hang2")]
    assert lexicon.version == Lexicon([BANK, LE]).version
