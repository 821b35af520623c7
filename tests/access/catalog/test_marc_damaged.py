"""Damaged files: a bad record costs nobody else anything."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.catalog.entry import Entry
from access.catalog.marc.converting import Wish
from access.catalog.marc.reading import marc_entries
from access.catalog.record import Record, tidied
from access.errors import RefusedRecordError
from tests.samples.marc_bytes import RECORD_END, cnmarc, iso2709


def titled(name: str) -> bytes:
    return iso2709([("001", "1"), ("245", f"00$a{name}")])


def read(data: bytes, **options) -> list[str]:
    """Names of records, and reasons in brackets."""
    return [told(entry) for entry in marc_entries(io.BytesIO(data), "a.mrc", Wish(), **options)]


def told(entry: Entry) -> str:
    if isinstance(entry.result, Record):
        return entry.result.name
    return f"[{entry.result.details['reason']}]"


ONE, TWO, THREE = titled("One"), titled("Two"), titled("Three")
SHORTER = b"00050" + TWO[5:]
LONGER = b"00150" + TWO[5:]


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        (SHORTER, "it is not as long as it says"),
        (LONGER, "it is not as long as it says"),
        (TWO[:-1], "it is not as long as it says"),  # the terminator is missing
        (TWO[:30] + RECORD_END + TWO[30:], "it is not as long as it says"),  # one stands in its midst
        (TWO[:27] + b"0009" + TWO[31:], "its fields are not where its directory says"),
        (TWO[:24] + b"001xxxx" + TWO[31:], "its directory of fields is damaged"),
        (TWO[:12] + b"00030" + TWO[17:], "its directory of fields is damaged"),
        (b"ABCDE" + TWO[5:], "it does not begin with a leader of MARC"),
    ],
)
def test_a_damaged_record_is_refused_alone(damaged: bytes, reason: str) -> None:
    assert read(ONE + damaged + THREE) == ["One", f"[{reason}]", "Three"]


def test_a_record_that_is_cut_off_at_the_end() -> None:
    assert read(ONE + TWO[:40]) == ["One", "[it is cut off, or its end mark is missing]"]


def test_numbers_of_records_count_the_damaged_ones() -> None:
    entries = list(marc_entries(io.BytesIO(ONE + SHORTER + THREE), "a.mrc", Wish()))
    assert [entry.place.record for entry in entries] == [1, 2, 3]


def test_what_systems_write_between_records_is_passed_over() -> None:
    assert read(b"\r\n" + ONE + b"\r\n" + TWO + b"\n\x1a") == ["One", "Two"]


def test_an_endless_record_is_given_up_and_the_next_one_found() -> None:
    assert read(ONE + b"00100" + b"x" * (3 << 20) + RECORD_END + THREE)[-1] == "Three"


def test_characters_in_no_encoding() -> None:
    bad = cnmarc([("200", "1 $a@@")]).replace(b"@@", b"\xff\xff")
    assert read(cnmarc([("200", "1 $a甲")]) + bad + cnmarc([("200", "1 $a乙")])) == [
        "甲",
        "[its characters are in no encoding that is known, or are damaged]",
        "乙",
    ]


def test_a_forced_encoding_that_cannot_be() -> None:
    assert read(titled("乙"), encoding="utf-8") == ["乙"]
    assert read(iso2709([("245", "00$a中国")], encoding="gbk"), encoding="utf-8") == [
        "[its characters are not in the encoding that was given]"
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    assert read(ONE + noise.replace(RECORD_END, b"") + RECORD_END + THREE)[0] == "One"
    for entry in marc_entries(io.BytesIO(noise), "a.mrc", Wish()):
        assert isinstance(entry.result, Record | RefusedRecordError)


@given(st.data())
def test_a_changed_byte_costs_at_most_its_own_record_and_the_next(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(TWO) - 1))
    changed = bytearray(TWO)
    changed[place] = data.draw(st.integers(0, 255))
    found = read(ONE + bytes(changed) + THREE + titled("Four"))
    assert found[0] == "One"
    assert found[-1] == "Four"


# --- XML -------------------------------------------------------------------------------------------------------------

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n'


def element(name: str, prefix: str = "") -> str:
    return (
        f"<{prefix}record><{prefix}leader>00000nam a2200000 a 4500</{prefix}leader>"
        f'<{prefix}datafield tag="245" ind1="0" ind2="0"><{prefix}subfield code="a">{name}</{prefix}subfield>'
        f"</{prefix}datafield></{prefix}record>\n"
    )


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        (element("Tom & Jerry"), "its XML is damaged"),
        (element("&file;"), "its XML is damaged"),
        (element("a\x01b"), "its XML is damaged"),
        (element("Two").replace("</datafield>", ""), "its XML is damaged"),
        (element("Two").replace("</record>", ""), "it is cut off, or its end mark is missing"),
        ("<record><leader/></record>", "it has no fields"),
    ],
)
def test_a_damaged_xml_record_is_refused_alone(damaged: str, reason: str) -> None:
    data = HEAD + element("One") + damaged + element("Three") + "</collection>"
    assert read(data.encode()) == ["One", f"[{reason}]", "Three"]


def test_entities_are_never_resolved(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    bomb = f'<!DOCTYPE collection [<!ENTITY a "{"x" * 1000}"><!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    data = HEAD.replace("<collection", bomb + "<collection") + element("&a;") + element("&f;") + element("One")
    assert read(data.encode()) == ["[its XML is damaged]", "[its XML is damaged]", "One"]


def test_an_xml_file_that_is_cut_off() -> None:
    data = (HEAD + element("One") + element("Two")[:80]).encode()
    assert read(data) == ["One", "[it is cut off, or its end mark is missing]"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_xml_in_several_encodings(encoding: str) -> None:
    text = (HEAD + element("呐喊") + "</collection>").replace("UTF-8", encoding.removesuffix("-sig"))
    assert read(text.encode(encoding)) == ["呐喊"]


def test_bytes_that_are_no_characters_cost_one_xml_record() -> None:
    data = (HEAD + element("One") + element("@") + element("Three")).encode().replace(b"@", b"\xff")
    assert read(data) == ["One", "[its characters are in no encoding that is known, or are damaged]", "Three"]


def test_records_with_a_prefix_inside_answers_of_other_protocols() -> None:
    harvested = (
        '<OAI-PMH xmlns:marc="http://www.loc.gov/MARC21/slim"><ListRecords><record><header><identifier>1</identifier>'
        f"</header><metadata>{element('One', 'marc:')}</metadata></record><record><header/><metadata>"
        f"{element('Two', 'marc:')}</metadata></record></ListRecords></OAI-PMH>"
    )
    assert read(harvested.encode()) == ["One", "Two"]


def test_marks_cut_in_two_by_blocks_are_found() -> None:
    space = (1 << 16) - len(HEAD) - len(element(""))
    for length in range(space - 20, space + 220):
        assert len(read((HEAD + element("x" * length) + element("Two")).encode())) == 2


def test_names_are_tidied() -> None:
    (entry,) = marc_entries(io.BytesIO(iso2709([("245", "00$a  A \u200b title\u3000here ")])), "a", Wish())
    assert tidied(entry.result).name == "A title here"
