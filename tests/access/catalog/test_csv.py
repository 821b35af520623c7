"""Titles from tables."""

from pathlib import Path

import pytest

from access.catalog.csv_columns import join_cell, split_cell
from access.catalog.csv_reading import csv_entries
from access.catalog.entry import Entry, FileRemark
from access.catalog.marc.converting import Wish
from access.catalog.record import Contributor, Heading, HeldForm, Holding, Number, Record, tidied
from access.catalog.tables import FormKind
from access.errors import InputError

CHINESE = (
    "题名,责任者,语种,ISBN,索书号,馆藏地,载体形式,册数,条码号,主题词,分类号,备考\r\n"
    "呐喊,鲁迅著,汉语,978-7-02-002432-2,I210.6,总馆,盲文,3,B001;B002,短篇小说；小说集,I210.6,无\r\n"
    "双城记,(英)狄更斯著；张玲译,中文,,I561.44,少儿馆,大字本,2册,,,,\r\n"
)


def read(path: Path, data: bytes, wish: Wish | None = None, **options) -> list[Entry | FileRemark]:
    file = path / "titles.csv"
    file.write_bytes(data)
    return list(csv_entries(file, wish or Wish(), **options))


def records(entries: list[Entry | FileRemark]) -> list[Record]:
    return [tidied(entry.result) for entry in entries if isinstance(entry, Entry) and isinstance(entry.result, Record)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_chinese_table(tmp_path: Path, encoding: str, delimiter: str) -> None:
    remark, *entries = read(tmp_path, CHINESE.replace(",", delimiter).encode(encoding))
    assert isinstance(remark, FileRemark)
    assert str(remark.remark) == "Columns that are not known were passed over: 备考."
    nahan, cities = records(entries)
    assert nahan == Record(
        name="呐喊",
        language="zh",
        contributors=(Contributor("鲁迅"),),
        subjects=(Heading("短篇小说"), Heading("小说集"), Heading("I210.6", "clc")),
        numbers=(Number("isbn", "9787020024322"),),
        forms=(
            HeldForm(
                FormKind.BRAILLE_VOLUMES,
                "zh",
                volumes=3,
                copies=(Holding("总馆", "B001", "I210.6"), Holding("总馆", "B002", "I210.6")),
            ),
        ),
    )
    assert cities.contributors == (Contributor("狄更斯"), Contributor("张玲", "trl"))
    assert cities.forms == (HeldForm(FormKind.LARGE_PRINT, "zh", "", 2, "", (Holding("少儿馆", "", "I561.44"),)),)


def test_an_english_table_with_semicolons_and_control_numbers(tmp_path: Path) -> None:
    data = (
        b"Title;Authors;Language;Record number;Form;Summary\n"
        b'"Emma; a novel";"Jane Austen";English;42;DAISY;"Two\nlines"\n'
    )
    (emma,) = records(read(tmp_path, data, Wish("OURS")))
    assert emma.name == "Emma; a novel"
    assert emma.numbers == (Number("control:OURS", "42"),)
    assert emma.description == "Two lines"
    assert [form.kind for form in emma.forms] == [FormKind.DAISY202]


def test_rows_of_one_title_are_one_record(tmp_path: Path) -> None:
    data = b"title,form,branch,barcode\nA,mp3,East,1\nA,mp3,West,2\nA,brf,,\nB,mp3,East,3\n"
    entries = read(tmp_path, data)
    assert [entry.place.line for entry in entries] == [2, 5]
    first, _ = records(entries)
    assert [(form.kind.value, len(form.copies)) for form in first.forms] == [("mp3", 2), ("brf", 0)]


def test_a_bad_row_costs_only_itself(tmp_path: Path) -> None:
    lines = ["title,author", "One,A", 'Two,"B', "Three,C", "Four,D,more", "Five,E,", ",F", "Six,@"]
    entries = read(tmp_path, "\n".join(lines).encode().replace(b"@", b"\xff\xfe"))
    told = [
        entry.result.name if isinstance(entry.result, Record) else entry.result.details["reason"]
        for entry in entries
        if isinstance(entry, Entry)
    ]
    assert told == [
        "One",
        "a quotation mark in it is not closed",
        "Three",
        "it has more cells than the first line",
        "Five",
        "",
        "its characters are in no encoding that is known, or are damaged",
    ]
    assert [entry.place.line for entry in entries] == [2, 3, 4, 5, 6, 7, 8]


def test_a_table_without_titles_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="names no column of titles"):
        read(tmp_path, b"a,b\n1,2\n")
    with pytest.raises(InputError):
        read(tmp_path, b"")


@pytest.mark.parametrize("values", [["a", "b"], ["a;b", "c\\d", "e；f|g"], ["x [y]"], []])
def test_cells_hold_several_values(values: list[str]) -> None:
    assert split_cell(join_cell(values)) == values
