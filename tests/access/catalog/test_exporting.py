"""Out and in again: what a format can hold comes back the same."""

import io
import shutil
import subprocess
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pymarc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.catalog.exporting import ExportReport, NumberedTitle, TargetFormat, export_titles, write_titles
from access.catalog.languages import language_tag, marc_code
from access.catalog.marc.converting import Wish
from access.catalog.record import Contributor, Heading, HeldForm, Holding, Number, Record, tidied
from access.catalog.sources import SourceFormat, catalogue_entries
from access.catalog.tables import FormKind
from tests.samples.catalogues import bring, empty_catalogue, shelved

_LETTERS = st.characters(codec="gb18030", categories=["L", "N"], max_codepoint=0xFFFF)
_WORDS = st.text(_LETTERS | st.sampled_from(" ,;:/.$|[]()\"'\\—，；。《》-\n"), max_size=30)
_NAMES = st.builds(lambda letter, rest: letter + rest, st.sampled_from("呐喊AbÉ李"), _WORDS)
_CODES = st.text(st.sampled_from("ABCab中文09-."), min_size=1, max_size=8)
_TAGS = st.sampled_from(["zh", "zh-Hant", "zh-CN", "en", "en-GB", "ug", "yue", "und", "bo", "de-AT"])
_ISBNS = st.sampled_from(["9787020024322", "9787540455958", "9780141439587"])
_NUMBERS = st.one_of(
    st.builds(Number, st.just("isbn"), _ISBNS),
    st.builds(Number, st.just("issn"), st.just("2049-3630")),
    st.builds(Number, st.just("uri"), st.sampled_from(["urn:x:1", "https://a.example/b?c=d&e"])),
    st.builds(Number, st.sampled_from(["control:NLC", "control:OCoLC"]), _CODES),
)
_COPIES = st.builds(Holding, _CODES, st.just(""), _CODES, st.integers(1, 50))
_FORMS = st.builds(
    HeldForm,
    st.sampled_from(FormKind),
    _TAGS,
    _WORDS,
    st.integers(0, 40),
    _WORDS,
    st.lists(_COPIES, max_size=2).map(tuple),
)
_RECORDS = st.builds(
    Record,
    name=_NAMES,
    subtitle=_WORDS,
    language=_TAGS,
    contributors=st.lists(
        st.builds(Contributor, _NAMES, st.sampled_from(["aut", "trl", "edt", "nrt", "ctb", "xyz"])), max_size=4
    ).map(tuple),
    subjects=st.lists(st.builds(Heading, _NAMES, st.sampled_from(["", "lcsh", "cct", "clc", "fast"])), max_size=4).map(
        tuple
    ),
    series=_WORDS,
    series_number=_WORDS,
    description=st.text(_LETTERS | st.sampled_from(" ，"), max_size=300) | st.just("很长的简介。" * 900),
    publisher=_WORDS,
    published=_WORDS,
    numbers=st.lists(_NUMBERS, max_size=4).map(tuple),
    forms=st.lists(_FORMS, max_size=3).map(tuple),
)


_READ_AS = dict.fromkeys(TargetFormat, SourceFormat.AUTO) | {TargetFormat.CSV: SourceFormat.CSV}
DAY = datetime(2026, 11, 22, tzinfo=UTC)


def held_alike(record: Record) -> Record:
    """A record in the state that every format gives back: in the order of kinds where formats have no order of ours."""
    return replace(
        record,
        numbers=tuple(sorted(record.numbers, key=lambda number: (number.scheme, number.value))),
        subjects=tuple(sorted(record.subjects, key=lambda heading: (heading.scheme, heading.heading))),
    )


def folded(record: Record) -> Record:
    """What only the characters of names lose: marks that MARC's own punctuation uses, at the edges of names."""
    people = tuple(replace(person, name=person.name.strip(" ,;:")) for person in record.contributors)
    return replace(record, contributors=tuple(dict.fromkeys(person for person in people if person.name)))


@pytest.mark.parametrize("target", TargetFormat)
@given(made=_RECORDS)
@settings(max_examples=100, deadline=None)
def test_a_title_comes_back_the_same(target: TargetFormat, made: Record) -> None:
    record = folded(tidied(made))
    file, report = io.BytesIO(), ExportReport()
    write_titles(file, iter([NumberedTitle(7, DAY, record)]), target, report)
    assert report.written == 1
    with tempfile.NamedTemporaryFile() as there:
        Path(there.name).write_bytes(file.getvalue())
        entries = list(catalogue_entries([Path(there.name)], Wish(), source_format=_READ_AS[target]))
    assert [held_alike(tidied(entry.result)) for entry in entries] == [held_alike(record)]


_RICH = [
    Record(
        "呐喊",
        "短篇小说集",
        "na4 han3",
        "zh-Hant",
        (Contributor("鲁迅", "aut", "lu3 xun4"), Contributor("单田芳", "nrt", "shan4 tian2 fang1")),
        (Heading("短篇小说--小说集", "cct"), Heading("I210.6", "clc"), Heading("Chinese fiction", "lcsh")),
        "鲁迅全集",
        "1",
        "第一部小说集。",
        "新潮社",
        "1923",
        (Number("control:NLC", "0123"), Number("control:OCoLC", "42"), Number("isbn", "9787020024322")),
        (
            HeldForm(
                FormKind.BRAILLE_VOLUMES, "zh", "3册", 3, "", (Holding("A", "1", "I2"), Holding("B", "", "I2", 4))
            ),
            HeldForm(FormKind.DAISY202, "zh", "5小时", 0, "朗读：单田芳", (Holding("A", "2"),)),
        ),
    ),
    Record("Emma", language="en", contributors=(Contributor("Austen, Jane"),), forms=(HeldForm(FormKind.BRF, "en"),)),
]


@pytest.mark.parametrize("target", TargetFormat)
def test_a_catalogue_comes_back_the_same_and_then_changes_nothing(target: TargetFormat, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with empty_catalogue(tmp_path / "one") as library, empty_catalogue(tmp_path / "two") as other:
        bring(library, _RICH)
        report = export_titles(library, tmp_path / "out", target, actor="test")
        assert (report.written, report.left_out) == (2, [])
        bring(other, catalogue_entries([tmp_path / "out"], Wish()))
        assert [held_alike(held.record) for held in shelved(other)] == [
            held_alike(held.record) for held in shelved(library)
        ]
        assert [held.record.contributors for held in shelved(other)] == [tidied(one).contributors for one in _RICH]
        _, lines = bring(library, catalogue_entries([tmp_path / "out"], Wish()))
        assert [line.outcome.value for line in lines] == ["unchanged", "unchanged"]


def test_titles_are_chosen_by_language_and_form(tmp_path: Path) -> None:
    with empty_catalogue(tmp_path) as library:
        bring(library, [*_RICH, Record("彷徨", language="zho")])
        out = tmp_path / "out"
        assert export_titles(library, out, TargetFormat.CSV, actor="test", language="zh-CN").written == 2
        assert export_titles(library, out, TargetFormat.CSV, actor="test", form=FormKind.BRF).written == 1
        assert (
            export_titles(library, out, TargetFormat.CSV, actor="test", language="en", form=FormKind.MP3).written == 0
        )


def test_a_title_too_large_for_its_format_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    copies = tuple(Holding("A", f"{number:08}", "I210.6/" + "9" * 60) for number in range(2000))
    large = Record("彷徨", forms=(HeldForm(FormKind.MP3, copies=copies),))
    with empty_catalogue(tmp_path) as library:
        bring(library, [large, *_RICH])
        report = export_titles(library, tmp_path / "out", TargetFormat.MARC21, actor="test")
        assert report.written == 2
        assert [number for number, _ in report.left_out] == [1]
        assert export_titles(library, tmp_path / "out", TargetFormat.MARC21_XML, actor="test").written == 3


def test_another_program_reads_what_is_written(tmp_path: Path) -> None:
    with empty_catalogue(tmp_path) as library:
        bring(library, _RICH)
        out = tmp_path / "out"
        export_titles(library, out, TargetFormat.MARC21, actor="test")
        nahan, emma = pymarc.MARCReader(out.read_bytes())
        assert nahan["245"]["a"] == "呐喊"
        assert nahan["020"]["a"] == "9787020024322"
        assert nahan["008"].data[23] == "f"
        assert len(nahan["008"].data) == 40
        assert nahan["852"]["p"] == "1"
        assert emma["100"]["a"] == "Austen, Jane"
        export_titles(library, out, TargetFormat.MARC21_XML, actor="test")
        assert [record["245"]["a"] for record in pymarc.parse_xml_to_array(str(out))] == ["呐喊", "Emma"]


@pytest.mark.skipif(shutil.which("yaz-marcdump") is None, reason="yaz is not installed")
@pytest.mark.parametrize(
    ("target", "options"),
    [
        (TargetFormat.MARC21, ["-i", "marc"]),
        (TargetFormat.MARC21_XML, ["-i", "marcxml"]),
        (TargetFormat.CNMARC, ["-i", "marc"]),
        (TargetFormat.CNMARC_GBK, ["-i", "marc", "-f", "gb18030", "-t", "utf-8"]),
        (TargetFormat.CNMARC_XML, ["-i", "marcxml"]),
    ],
)
def test_yaz_reads_what_is_written(target: TargetFormat, options: list[str], tmp_path: Path) -> None:
    with empty_catalogue(tmp_path) as library:
        bring(library, _RICH)
        export_titles(library, tmp_path / "out", target, actor="test")
    command = ["yaz-marcdump", *options, "-o", "line", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert "呐喊" in done.stdout
    assert "Emma" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("tag", ["zh", "en", "bo", "ug", "und", "yue", "cs", "mi"])
def test_languages_have_three_letters_and_back(tag: str) -> None:
    assert len(marc_code(tag)) == 3
    assert language_tag(marc_code(tag)) == tag
