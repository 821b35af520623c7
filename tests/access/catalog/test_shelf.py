"""Adding, changing and removing titles by hand."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from access.catalog.record import Contributor, HeldForm, Holding, Record
from access.catalog.shelf import add_title, change_title, remove_title, tell_changed
from access.catalog.stored import load_titles
from access.catalog.tables import Contribution, Copy, Form, FormKind, Identifier, Subject, TitleChange
from access.clock import now
from access.errors import InputError, RefusedRecordError, UsageError
from access.production.tables import Order
from tests.samples.catalogues import READER, empty_catalogue

MP3 = HeldForm(FormKind.MP3, "zh", "", 0, "", (Holding("A", "1"),))
NAHAN = Record("呐喊", language="zh", contributors=(Contributor("鲁迅"),), forms=(MP3,))


@pytest.fixture
def library(tmp_path):
    with empty_catalogue(tmp_path) as database:
        yield database


def changes(session) -> list[int]:
    return list(session.scalars(select(TitleChange.title_id).order_by(TitleChange.number)))


def test_a_title_is_added_changed_and_removed_and_each_is_told(library) -> None:
    with library.writing() as session:
        number = add_title(session, NAHAN, READER, source="ab", source_name="nahan.epub")
    brf = HeldForm(FormKind.BRF, "zh")
    with library.writing() as session:
        (form_id,) = load_titles(session, [number])[number].form_ids
        change_title(session, number, replace(NAHAN, name="呐喊集", forms=(brf, MP3)), READER)
    with library.reading() as session:
        held = load_titles(session, [number])[number]
        assert held.record.name == "呐喊集"
        assert held.record.pinyin == "na4 han3 ji2"
        assert set(held.record.forms) == {brf, MP3}
        assert form_id in held.form_ids  # what orders and artefacts hang on stays
        assert (held.source, held.source_name) == ("ab", "nahan.epub")
        assert changes(session) == [number, number]
    with library.writing() as session:
        remove_title(session, number)
    with library.reading() as session:
        assert load_titles(session, [number]) == {}
        for table in (Form, Copy, Contribution, Subject, Identifier):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        assert changes(session) == [number] * 3


def test_the_number_of_a_removed_title_is_not_given_again(library) -> None:
    with library.writing() as session:
        first = add_title(session, NAHAN, READER)
        remove_title(session, first)
        assert add_title(session, NAHAN, READER) > first


def test_an_ordered_title_stays(library) -> None:
    with library.writing() as session:
        number = add_title(session, NAHAN, READER)
        session.add(Order(title_id=number, formats=["brf"], options={}, created=now()))
    with pytest.raises(UsageError, match="was ordered"), library.writing() as session:
        remove_title(session, number)


def test_what_cannot_be(library) -> None:
    with library.writing() as session:
        add_title(session, NAHAN, READER)
    other = replace(NAHAN, name="彷徨")
    with pytest.raises(UsageError, match="barcode 1 is on a copy of title 1"), library.writing() as session:
        add_title(session, other, READER)
    with pytest.raises(RefusedRecordError), library.writing() as session:
        add_title(session, Record("—"), READER)
    with pytest.raises(InputError, match="no title 9"), library.writing() as session:
        change_title(session, 9, NAHAN, READER)
    with pytest.raises(InputError, match="no title 9"), library.writing() as session:
        remove_title(session, 9)


def test_others_tell_of_what_they_hang_on_titles(library) -> None:
    with library.writing() as session:
        tell_changed(session, [3, 1, 3])
        tell_changed(session, [])
    with library.reading() as session:
        assert changes(session) == [1, 3]


def test_on_postgresql_changes_are_numbered_in_the_order_of_commits(postgres) -> None:
    from sqlalchemy import text

    with empty_catalogue(postgres.url("shelf")) as library, library.writing() as first:
        tell_changed(first, [1])
        with library.reading() as second:
            second.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(Exception, match="lock timeout"):
                tell_changed(second, [2])
