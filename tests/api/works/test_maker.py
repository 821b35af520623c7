"""The maker of the works: a step done twice leaves the same, and what was lost is made up for."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from access.book.opening import open_book
from access.errors import MissingVoiceError, OutputError
from access.language.lexicon import LexiconEntry
from access.language.title_lexicon import TitleLexicon, save_title
from access.production.making import Asked
from api.works.maker import TitleMaker
from api.works.options import choices_from, options_from
from api.works.outputs import file_name

TEXT = "小书\n\n第一章\n\n银行行长长大了。\n\n第二章\n\n天亮了。\n"


@pytest.fixture
def maker(tmp_path: Path) -> TitleMaker:
    return TitleMaker(tmp_path / "works", tmp_path / "speech", tmp_path)


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    source = tmp_path / "0123"
    source.write_text(TEXT, "utf-8")
    return Asked(str(source), "小书.txt", ("daisy202", "brf"), {}, "2026-01-01T00:00:00+00:00")


def nothing(_done: int) -> None:
    """Progress that nobody follows."""


def opened(maker: TitleMaker, asked: Asked) -> Asked:
    return replace(asked, plan=maker.open(asked).plan)


def digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_a_step_done_twice_leaves_the_same(maker: TitleMaker, asked: Asked, tmp_path: Path) -> None:
    asked = opened(maker, asked)
    first = maker.speak(asked, 1, nothing)
    again = TitleMaker(tmp_path / "works", tmp_path / "speech", tmp_path).speak(asked, 1, nothing)
    assert (first.fresh, first.kept, again.fresh, again.kept) == (5, 0, 0, 5)
    maker.braille(asked, nothing)
    for name in asked.formats:
        made = [maker.publish(asked, name) for _ in range(2)]
        assert made[0] == made[1]
        before = digest(made[0].path)
        Path(made[0].path).unlink()
        assert digest(maker.publish(asked, name).path) == before
        assert maker.check(asked, name, Path(made[0].path)).findings == ()


def test_blocks_that_were_lost_before_publishing_are_spoken_again(
    maker: TitleMaker, asked: Asked, tmp_path: Path
) -> None:
    asked = opened(maker, asked)
    maker.speak(asked, 1, nothing)
    next((tmp_path / "speech").rglob("*.speech")).unlink()
    made = maker.publish(asked, "daisy202")
    assert maker.check(asked, "daisy202", Path(made.path)).findings == ()


def test_publishing_makes_what_was_not_made_before(maker: TitleMaker, asked: Asked) -> None:
    asked = opened(maker, asked)
    for name in asked.formats:
        made = maker.publish(asked, name)
        assert maker.check(asked, name, Path(made.path)).findings == ()


def test_a_damaged_output_does_not_pass(maker: TitleMaker, asked: Asked) -> None:
    asked = opened(maker, asked)
    made = Path(maker.publish(asked, "brf").path)
    made.write_bytes(made.read_bytes()[:-1] + b"\xff")
    assert maker.check(asked, "brf", made).findings


def test_only_what_the_book_has_words_for_makes_another_plan(maker: TitleMaker, asked: Asked, tmp_path: Path) -> None:
    named = tmp_path / "小书.txt"
    named.write_text(TEXT, "utf-8")
    identifier = open_book(named).book.metadata.identifier
    plans = [maker.open(asked)]
    for entries in ([LexiconEntry("犟", ("jiang4",))], [LexiconEntry("行长", ("hang2", "zhang3"))]):
        save_title(tmp_path, TitleLexicon(identifier, entries=tuple(entries)))
        plans.append(maker.open(asked))
    assert plans[0].plan == plans[1].plan
    assert plans[0].made_from == plans[1].made_from
    assert plans[1].plan != plans[2].plan
    assert not set(plans[1].made_from.values()) & set(plans[2].made_from.values())


def test_each_format_is_made_from_what_concerns_it(maker: TitleMaker, asked: Asked) -> None:
    usual = maker.open(asked)
    faster = maker.open(replace(asked, options=options_from(rate=150)))
    narrower = maker.open(replace(asked, options=options_from(cells=28)))
    assert usual.plan == faster.plan == narrower.plan
    assert usual.made_from["daisy202"] != faster.made_from["daisy202"]
    assert usual.made_from["brf"] == faster.made_from["brf"]
    assert usual.made_from["brf"] != narrower.made_from["brf"]
    assert usual.made_from["daisy202"] == narrower.made_from["daisy202"]


def test_a_plan_that_is_gone_is_told(maker: TitleMaker, asked: Asked) -> None:
    with pytest.raises(OutputError, match="is gone"):
        maker.speak(replace(asked, plan="no such plan"), 1, nothing)


def test_options_come_back_as_they_were_given() -> None:
    assert options_from() == {}
    chosen = choices_from(("daisy202",), options_from(voices=["espeak:en-us"], rate=120, volume_pages=80))
    assert ([voice.name for voice in chosen.voices], chosen.rate) == (["espeak:en-us"], 120)
    assert (chosen.volume_pages, chosen.cells) == (80, None)
    with pytest.raises(MissingVoiceError):
        choices_from(("daisy202",), options_from(voices=["nobody"]))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("呐喊", "呐喊"),
        ("a/b\\c:d", "a b c d"),
        ("...", "book"),
        ("", "book"),
        ("x" * 200, "x" * 80),
        ("\ud800 what?", "what"),
    ],
)
def test_titles_as_names_of_files(title: str, name: str) -> None:
    assert file_name(title) == name
