"""Records into the catalogue: new, merged, unchanged, refused."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from access.catalog.entry import Entry, Place
from access.catalog.record import Contributor, Heading, HeldForm, Holding, Number, Record
from access.catalog.report import Outcome
from access.catalog.shelf import change_title
from access.catalog.tables import Branch, Copy, FormKind, Title, TitleChange
from access.errors import RefusedRecordError
from access.storage.audit import AuditEntry
from access.storage.database import Database
from tests.samples.catalogues import READER, bring, empty_catalogue, shelved

BRAILLE = HeldForm(
    FormKind.BRAILLE_VOLUMES, "zh", "3册", 3, "", (Holding("A", "1", "I210.6"), Holding("B", "", "I2", 2))
)
NAHAN = Record(
    name="呐喊",
    language="zh",
    contributors=(Contributor("鲁迅"),),
    subjects=(Heading("短篇小说--小说集", "cct"),),
    numbers=(Number("control:NLC", "0123"), Number("isbn", "9787020024322")),
    forms=(BRAILLE,),
)


@pytest.fixture
def library(tmp_path):
    with empty_catalogue(tmp_path) as database:
        yield database


def outcomes(database: Database, *records: Record) -> list[str]:
    _, lines = bring(database, records)
    return [line.outcome.value for line in lines]


def count(database: Database, table) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_new_title_is_there_whole_with_its_pinyin(library) -> None:
    report, lines = bring(library, [NAHAN])
    assert [(line.outcome, line.title_id) for line in lines] == [(Outcome.TAKEN, 1)]
    (held,) = shelved(library)
    assert held.record == replace(NAHAN, pinyin="na4 han3", contributors=(Contributor("鲁迅", "aut", "lu3 xun4"),))
    assert report.counts[Outcome.TAKEN] == 1


def test_the_same_again_changes_nothing(library) -> None:
    bring(library, [NAHAN, replace(NAHAN, name="彷徨", numbers=(), forms=())])
    before, changes = shelved(library), count(library, TitleChange)
    assert outcomes(library, NAHAN, replace(NAHAN, name="彷徨", numbers=(), forms=())) == ["unchanged", "unchanged"]
    assert shelved(library) == before
    assert count(library, TitleChange) == changes


@pytest.mark.parametrize(
    "again",
    [
        replace(NAHAN, numbers=(Number("isbn", "7-02-002432-7"),)),
        replace(NAHAN, name="吶喊呐喊", numbers=(Number("control:NLC", "0123"),)),
        replace(NAHAN, numbers=()),
        replace(NAHAN, numbers=(), language="zh-CN"),
        replace(NAHAN, numbers=(), language="und"),
        replace(NAHAN, name=" 呐 喊。", numbers=(), contributors=(Contributor("(清)鲁迅", "aut"),)),
    ],
    ids=["isbn-10", "control number", "name and author", "region", "no language", "written otherwise"],
)
def test_a_title_is_known_again(library, again: Record) -> None:
    bring(library, [NAHAN])
    bring(library, [again])
    assert count(library, Title) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(NAHAN, numbers=(Number("isbn", "9787540455958"),)),
        replace(NAHAN, numbers=(Number("control:NLC", "0999"),)),
        replace(NAHAN, numbers=(), language="en"),
        replace(NAHAN, numbers=(), contributors=(Contributor("茅盾"),)),
        replace(NAHAN, name="呐喊 第二卷"),
        replace(NAHAN, numbers=(), subtitle="评注本"),
    ],
    ids=["another isbn", "another record", "language", "author", "another volume under one isbn", "subtitle"],
)
def test_another_title_is_told_apart(library, other: Record) -> None:
    held = replace(NAHAN, subtitle="插图本")
    bring(library, [held])
    found = replace(
        other, numbers=tuple(one for one in other.numbers if other.name == NAHAN.name or one.scheme == "isbn")
    )
    bring(library, [found])
    assert count(library, Title) == 2


def test_a_talking_book_joins_the_braille_book_though_its_numbers_differ(library) -> None:
    sound = HeldForm(FormKind.DAISY202, "zh", "5小时")
    talking = replace(
        NAHAN,
        numbers=(Number("control:NLC", "0124"), Number("isbn", "9787540455958")),
        contributors=(Contributor("鲁迅"), Contributor("王刚", "nrt")),
        forms=(sound,),
    )
    assert outcomes(library, NAHAN, talking, talking, NAHAN) == ["taken", "merged", "unchanged", "unchanged"]
    (held,) = shelved(library)
    assert [form.kind for form in held.record.forms] == [FormKind.BRAILLE_VOLUMES, FormKind.DAISY202]
    assert [person.name for person in held.record.contributors] == ["鲁迅", "王刚"]
    assert len(held.record.numbers) == 4


def test_a_control_number_that_two_titles_have_is_refused(library) -> None:
    stranger = Record("Wuthering Heights", language="en", contributors=(Contributor("Brontë, Emily"),))
    _, lines = bring(library, [NAHAN, replace(stranger, numbers=(Number("control:NLC", "0123"),))])
    assert lines[1].outcome is Outcome.REFUSED
    assert "control number" in lines[1].error.english()


def test_what_a_librarian_entered_stays(library) -> None:
    bring(library, [NAHAN])
    with library.writing() as session:
        mended = replace(NAHAN, name="呐喊（注释本）", pinyin="na4 han3 zhu4 shi4 ben3", publisher="人民文学出版社")
        change_title(session, 1, mended, READER)
    more = replace(NAHAN, publisher="新潮社", published="1923", description="第一部小说集。", subtitle="小说集")
    assert outcomes(library, more) == ["merged"]
    (held,) = shelved(library)
    assert held.record.name == "呐喊（注释本）"
    assert held.record.pinyin == "na4 han3 zhu4 shi4 ben3"
    assert held.record.publisher == "人民文学出版社"
    assert (held.record.published, held.record.description) == ("1923", "第一部小说集。")
    assert outcomes(library, more) == ["unchanged"]


def test_merging_fills_and_adds(library) -> None:
    bare = Record("Emma", language="en", contributors=(Contributor("Jane Austen"),))
    more = Record(
        "EMMA",
        language="en-GB",
        contributors=(
            Contributor("Austen, Jane, 1775-1817"),
            Contributor("Jane Austen", "ctb"),
            Contributor("B", "trl"),
        ),
        subjects=(Heading("Matchmaking", "lcsh"),),
        series="Classics",
        series_number="3",
        forms=(HeldForm(FormKind.LARGE_PRINT, "en", "", 0, "", (Holding("East", "", "AUS", 2),)),),
    )
    extents = replace(more, forms=(HeldForm(FormKind.LARGE_PRINT, "en", "2 volumes", 2, "", (Holding("East", "9"),)),))
    assert outcomes(library, bare, more, extents) == ["taken", "merged", "merged"]
    assert outcomes(library, bare, more, extents) == ["unchanged"] * 3
    (held,) = shelved(library)
    assert held.record.contributors == (Contributor("Jane Austen"), Contributor("B", "trl"))
    assert held.record.forms == (
        HeldForm(FormKind.LARGE_PRINT, "en", "2 volumes", 2, "", (Holding("East", "", "AUS", 2), Holding("East", "9"))),
    )


def test_titles_within_one_batch_are_merged_too(library) -> None:
    again = replace(NAHAN, publisher="新潮社", numbers=(), forms=())
    assert outcomes(library, replace(NAHAN, forms=()), again, NAHAN) == ["taken", "merged", "merged"]
    (held,) = shelved(library)
    assert held.record.publisher == "新潮社"
    assert len(held.record.forms) == 1


def test_a_barcode_is_on_one_copy_in_the_library(library) -> None:
    other = Record("彷徨", language="zh", forms=(replace(BRAILLE, copies=(Holding("A", "1"), Holding("A", "2"))),))
    _, lines = bring(library, [NAHAN, other])
    assert lines[1].outcome is Outcome.TAKEN
    assert str(lines[1].remarks[0]).endswith("barcodes are on copies of other titles: 1.")
    _, lines = bring(library, [other])
    assert lines[0].outcome is Outcome.UNCHANGED
    assert count(library, Copy) == 3
    assert count(library, Branch) == 2


def test_what_is_refused_costs_the_others_nothing(library) -> None:
    entries = [
        Entry(Place("a", 1), NAHAN),
        Entry(Place("a", 2), RefusedRecordError(reason="it has no fields")),
        Entry(Place("a", 3), Record(" ...")),
        Entry(Place("a", 4), Record("彷徨")),
    ]
    report, lines = bring(library, entries)
    assert [line.outcome.value for line in lines] == ["taken", "refused", "refused", "taken"]
    assert [line.place.record for line in report.refused] == [2, 3]
    assert not report.all_refused
    report, _ = bring(library, entries[1:3])
    assert report.all_refused


def test_a_run_is_recorded_by_its_counts_alone(library) -> None:
    bring(library, [NAHAN, Record("")])
    with library.reading() as session:
        (deed,) = session.scalars(select(AuditEntry))
        assert (deed.actor, deed.action) == ("test", "catalog.import")
        assert deed.details == {"taken": 1, "merged": 0, "unchanged": 0, "refused": 1}


def test_batches_before_an_error_stand(library) -> None:
    def entries():
        for number in range(700):
            yield Record(f"Title {number}", language="en")
        raise RuntimeError("the file went away")

    with pytest.raises(RuntimeError, match="went away"):
        bring(library, entries())
    assert count(library, Title) == 500


def test_every_change_is_told_in_order(library) -> None:
    bring(library, [NAHAN, Record("彷徨")])
    bring(library, [replace(NAHAN, publisher="新潮社")])
    with library.reading() as session:
        told = session.execute(select(TitleChange.number, TitleChange.title_id).order_by(TitleChange.number)).all()
    assert [tuple(row) for row in told] == [(1, 1), (2, 2), (3, 1)]


def test_on_postgresql_the_same(postgres) -> None:
    with empty_catalogue(postgres.url("records")) as library:
        emma = Record(
            "Emma", language="en", contributors=(Contributor("Jane Austen"),), forms=(HeldForm(FormKind.MP3),)
        )
        many = [replace(emma, name=f"Title {number}") for number in range(600)]
        assert set(outcomes(library, NAHAN, *many)) == {"taken"}
        assert set(outcomes(library, NAHAN, *many)) == {"unchanged"}
        assert outcomes(library, replace(NAHAN, publisher="新潮社")) == ["merged"]
        assert shelved(library)[0].record.publisher == "新潮社"
