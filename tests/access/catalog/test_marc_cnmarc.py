"""CNMARC records as Chinese libraries exchange them."""

import io

import pytest

from access.catalog.entry import Entry
from access.catalog.marc.converting import Wish
from access.catalog.marc.reading import MarcFormat, marc_entries
from access.catalog.record import Contributor, Heading, HeldForm, Holding, Number, Record, tidied
from access.catalog.tables import FormKind
from tests.samples.marc_bytes import MEDICINE, Fields, cnmarc


def entries(data: bytes, **options) -> list[Entry]:
    return list(marc_entries(io.BytesIO(data), "a.iso", options.pop("wish", Wish()), **options))


def record(fields: Fields, **options) -> Record:
    (entry,) = entries(cnmarc(fields), **options)
    assert isinstance(entry.result, Record), entry.result
    return tidied(entry.result)


EXPECTED = Record(
    name="按摩学基础",
    subtitle="盲校教材",
    language="zh",
    contributors=(Contributor("高桥", "aut"), Contributor("王春", "trl")),
    subjects=(Heading("按摩疗法(中医)--教材", "cct"), Heading("R244.1", "clc")),
    series="盲人医疗按摩丛书",
    series_number="第5辑",
    description="本书介绍按摩的基本手法。",
    publisher="中国盲文出版社",
    published="2003",
    numbers=(Number("control:NLC", "012003000123"), Number("isbn", "9787500212348")),
    forms=(
        HeldForm(
            FormKind.BRAILLE_VOLUMES,
            "zh",
            "3册",
            3,
            "据人民卫生出版社2001年版转录",
            (
                Holding("A", "00123456", "R244.1/12"),
                Holding("A", "00123457", "R244.1/12"),
                Holding("B", "", "R244.1/12", 2),
            ),
        ),
    ),
)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_a_record_in_either_encoding(encoding: str) -> None:

    (entry,) = entries(cnmarc(MEDICINE, encoding=encoding))
    assert tidied(entry.result) == EXPECTED


def test_the_number_of_a_system_is_named_by_who_imports() -> None:
    assert Number("control:OURS", "012003000123") in record(MEDICINE, wish=Wish("OURS")).numbers


def test_without_access_points_the_statement_tells_who_did_what() -> None:
    found = record([("200", "1 $a双城记$f(英)狄更斯著$g张玲, 张扬译")])
    assert found.contributors == (Contributor("狄更斯"), Contributor("张玲", "trl"), Contributor("张扬", "trl"))


@pytest.mark.parametrize(
    ("more", "kind", "form"),
    [
        ([("106", "  $af")], "a", FormKind.BRAILLE_VOLUMES),
        ([("106", "  $ad")], "a", FormKind.LARGE_PRINT),
        ([("106", "  $as")], "l", FormKind.ETEXT),
        ([("215", "  $a1光盘$cDAISY")], "i", FormKind.DAISY202),
        ([("215", "  $a12盒磁带")], "i", FormKind.MP3),
        ([("608", "  $a无障碍电影")], "g", FormKind.DESCRIBED_FILM),
        ([("336", "  $a盲文电子文件 (BRF)")], "l", FormKind.BRF),
    ],
)
def test_forms_are_told_from_coded_data_and_words(more: Fields, kind: str, form: FormKind) -> None:
    (entry,) = entries(cnmarc([("200", "1 $a题名"), *more], kind=kind))
    assert [held.kind for held in entry.result.forms] == [form]


def test_a_printed_book_has_no_accessible_form_and_loses_its_copies_with_a_remark() -> None:
    (entry,) = entries(cnmarc([("106", "  $ar"), ("200", "1 $a题名"), ("905", "  $aA$b1")]))
    assert entry.result.forms == ()
    assert "copies were left out" in str(entry.remarks[0])


def test_who_imports_may_say_which_form_is_meant() -> None:
    data = cnmarc([("200", "1 $a题名"), ("215", "  $a2册"), ("905", "  $aA$b1")])
    (entry,) = entries(data, wish=Wish(form=FormKind.LARGE_PRINT))
    assert entry.remarks == ()
    assert entry.result.forms == (HeldForm(FormKind.LARGE_PRINT, "und", "2册", 2, "", (Holding("A", "1"),)),)


def test_a_format_can_be_forced() -> None:
    (entry,) = entries(cnmarc([("200", "1 $a甲"), ("245", "00$a乙")]), form=MarcFormat.MARC21)
    assert entry.result.name == "乙"
    (entry,) = entries(cnmarc([("100", "  $a20030511d2003"), ("200", "1 $a甲"), ("245", "00$a乙")]))
    assert entry.result.name == "甲"
