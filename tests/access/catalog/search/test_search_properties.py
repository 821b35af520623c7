"""What holds for any titles and any question."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from access.catalog.search.folding import folded, pieces
from access.catalog.search.index import SearchIndex
from access.catalog.search.question import Query
from access.catalog.search.record import TitleRecord
from access.catalog.search.stages import Level
from access.catalog.search.syllables import confused, divisions, is_nearly_pinyin, keys_of
from access.catalog.search.units import units_of
from access.language.pinyin import SYLLABIC_CONSONANTS, SYLLABLES
from access.language.runs import primary_subtag
from bench.made_titles import BRANCHES, KINDS, made_titles, store_titles
from tests.access.catalog.search.search_library import ALL, new_database

COUNT = 400
TITLES = {title.id: title for title in made_titles(COUNT, seed=23)}
KNOWN = st.sampled_from(sorted(TITLES))
LANGUAGES = ("zh", "en", "fr", "de")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    folder = tmp_path_factory.mktemp("properties")
    database = new_database(folder)
    store_titles(database, iter(TITLES.values()))
    index = SearchIndex(folder / "index", database)
    index.follow()
    return index


def levels(index: SearchIndex, text: str) -> dict[int, float]:
    hits = index.search(Query(text, limit=ALL))
    assert len({hit.title_id for hit in hits.titles}) == hits.total, "no title twice"
    return {hit.title_id: hit.score for hit in hits.titles}


def _name(title: TitleRecord) -> str:
    return title.name


def _pinyin(title: TitleRecord) -> str:
    return units_of(title.name, title.pinyin).spellings[0]


def _syllables(title: TitleRecord) -> str:
    return " ".join(unit.letters[0] for unit in units_of(title.name, title.pinyin).units)


def _initials(title: TitleRecord) -> str:
    return units_of(title.name, title.pinyin).initials[0]


WAYS: list[Callable[[TitleRecord], str]] = [
    _name,
    _pinyin,
    _syllables,
    _initials,
    lambda title: keys_of(_pinyin(title)),
    lambda title: keys_of(_initials(title)),
    lambda title: title.pinyin or title.name,
    lambda title: title.name.upper(),
]


@settings(deadline=None)
@given(number=KNOWN, way=st.sampled_from(WAYS))
def test_every_title_is_found_by_its_whole_name(index: SearchIndex, number: int, way: Callable[..., str]) -> None:
    found = levels(index, way(TITLES[number]))
    assert found[number] >= Level.EXACT


@settings(deadline=None)
@given(number=KNOWN, way=st.sampled_from(WAYS[:2] + WAYS[3:6]), data=st.data())
def test_every_title_is_found_while_its_name_is_typed(
    index: SearchIndex, number: int, way: Callable[..., str], data: st.DataObject
) -> None:
    text = way(TITLES[number])
    typed = text[: data.draw(st.integers(1, len(text)))]
    if pieces(folded(typed)):
        assert levels(index, typed)[number] >= Level.BEGINS


@settings(deadline=None)
@given(number=KNOWN)
def test_every_title_is_found_by_the_people_and_subjects_of_it(index: SearchIndex, number: int) -> None:
    title = TITLES[number]
    for person in title.people:
        assert number in levels(index, person.name)
        assert number in levels(index, f"{title.name} {person.name}")
    for subject in title.subjects:
        assert number in levels(index, subject)


def fits(title: TitleRecord, query: Query) -> bool:
    """Whether a title has one form that fits all filters."""
    if not query.forms and not query.branch and primary_subtag(title.language) in query.languages:
        return True
    for form in title.forms:
        language = title.language if form.language == "und" else form.language
        if (
            (not query.forms or form.kind in query.forms)
            and (not query.languages or primary_subtag(language) in query.languages)
            and (query.branch is None or query.branch in form.branches)
        ):
            return True
    return not (query.forms or query.languages or query.branch)


@settings(deadline=None)
@given(
    text=st.one_of(st.just(""), KNOWN.map(lambda number: TITLES[number].name[:1]), st.sampled_from(["6", "the", "小"])),
    forms=st.lists(st.sampled_from(KINDS), max_size=2, unique=True).map(tuple),
    languages=st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True).map(tuple),
    branch=st.none() | st.sampled_from(BRANCHES),
)
def test_filters_let_through_exactly_what_fits(
    index: SearchIndex, text: str, forms: tuple[str, ...], languages: tuple[str, ...], branch: str | None
) -> None:
    query = Query(text, forms, languages, branch, limit=ALL)
    everything = index.search(replace(query, forms=(), languages=(), branch=None))
    kept = [hit.title_id for hit in everything.titles if fits(TITLES[hit.title_id], query)]
    # Few sure finds bring similar ones, so what is left of a search may be less than what is found with filters.
    assert [hit.title_id for hit in index.search(query).titles][: len(kept)] == kept or not kept
    assert all(fits(TITLES[hit.title_id], query) for hit in index.search(query).titles)


@settings(deadline=None)
@given(
    text=st.one_of(st.just(""), KNOWN.map(lambda number: TITLES[number].name[:1]), st.sampled_from(["6", "4", "n"])),
    size=st.integers(1, 30),
)
def test_pages_together_are_the_whole_in_a_stable_order(index: SearchIndex, text: str, size: int) -> None:
    whole = index.search(Query(text, limit=ALL))
    pages = [index.search(Query(text, limit=size, offset=start)) for start in range(0, whole.total, size)][:20]
    assert all(page.total == whole.total for page in pages)
    together = [hit for page in pages for hit in page.titles]
    assert together == list(whole.titles[: len(together)])
    ranks = [(-hit.score, -TITLES[hit.title_id].popularity, hit.title_id) for hit in whole.titles]
    assert ranks == sorted(ranks)


@settings(deadline=None)
@given(text=st.text(max_size=40))
@example("a" * 500)
@example("zhongguo" * 30)
@example("2" * 200)
@example("|| " * 50)
@example("!state")
@example("\ud800")
def test_any_question_gets_an_answer(index: SearchIndex, text: str) -> None:
    hits = index.search(Query(text, limit=5))
    assert len(hits.titles) <= min(5, hits.total)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=30).filter(lambda name: bool(pieces(folded(name))) and "\x00" not in name))
@example("A B")
@example("ＡＢＣ　ＸＹＺ")
@example("ノルウェイの森")
@example("Война и мир")
@example("한국의 역사")
@example("don't")
@example("C++ 与 Java")
def test_any_name_is_found_as_it_is_written(tmp_path: Path, name: str) -> None:
    from access.catalog.search.keys import terms_of
    from access.catalog.search.schema import document

    record = TitleRecord(1, name)
    assert f"t{units_of(name).squeezed}"[:80] in terms_of(record).whole
    document(record)


@given(way=st.lists(st.sampled_from(sorted(SYLLABLES - {"m", "n", "ng", "hm", "hng", "ê"})), min_size=1, max_size=6))
def test_syllables_typed_together_are_divided_again(way: list[str]) -> None:
    letters = "".join(way)
    found = divisions(letters)
    assert found
    assert all("".join(each) == letters for each in found)


@given(st.sampled_from(sorted(SYLLABLES)))
def test_what_is_confused_is_confused_both_ways(syllable: str) -> None:
    assert confused(confused(syllable)) == confused(syllable)


def test_what_is_confused() -> None:
    for one, other in [("zhang", "zan"), ("shen", "seng"), ("chi", "ci"), ("na", "la"), ("xing", "xin"), ("lv", "nu")]:
        assert confused(one) == confused(other)
    assert len({confused(initial + "a") for initial in ("b", "p", "d", "t", "g", "k", "h", "s", "c", "z")}) == 10


def test_folding() -> None:
    for one, other in [("Ａ", "a"), ("é", "e"), ("Straße", "strasse"), ("Łódź", "lodz"), ("〇", "零")]:
        assert folded(one) == other
    assert [piece.text for piece in pieces(folded("don’t 三体2：Ｘ-1"))] == ["dont", "三体", "2", "x", "1"]


def test_keys() -> None:
    assert keys_of("nahan") == "62426"
    assert keys_of("abcdefghijklmnopqrstuvwxyz") == "22233344455566677778889999"


TYPED = st.lists(
    st.sampled_from(sorted(s for s in SYLLABLES - SYLLABIC_CONSONANTS if len(s) > 1 and s.isascii())),
    min_size=1,
    max_size=3,
)


@given(TYPED, st.data())
def test_pinyin_with_a_slip_is_nearly_pinyin(syllables: list[str], data: st.DataObject) -> None:
    typed = "".join(syllables)
    at = data.draw(st.integers(0, len(typed) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    head, rest = typed[:at], typed[at:]
    for slip in (
        head + rest[1:],
        head + letter + rest,
        head + letter + rest[1:],
        head + rest[1:2] + rest[0] + rest[2:],
    ):
        assert not slip or is_nearly_pinyin(slip), slip


@pytest.mark.parametrize("word", ["seromel", "kelyarbriul", "strength"])
def test_other_words_are_not(word: str) -> None:
    assert not is_nearly_pinyin(word)
