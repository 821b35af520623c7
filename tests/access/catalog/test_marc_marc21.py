"""MARC 21 records as English-speaking libraries exchange them."""

import io

import pytest

from access.catalog.entry import Entry
from access.catalog.marc.converting import Wish
from access.catalog.marc.reading import marc_entries
from access.catalog.record import Contributor, Heading, HeldForm, Holding, Number, Record, tidied
from access.catalog.tables import FormKind
from access.errors import RefusedRecordError
from tests.samples.marc_bytes import EMMA, Fields, iso2709


def entries(data: bytes, **options) -> list[Entry]:
    return list(marc_entries(io.BytesIO(data), "a.mrc", Wish(), **options))


def record(fields: Fields, **layout) -> Record:
    (entry,) = entries(iso2709(fields, **layout))
    assert isinstance(entry.result, Record), entry.result
    return tidied(entry.result)


def test_a_talking_book_punctuated_as_catalogues_are() -> None:
    assert record(EMMA, leader="nim a22", tail=" a 4500") == Record(
        name="Emma",
        subtitle="a novel in three volumes",
        language="en",
        contributors=(Contributor("Austen, Jane"), Contributor("Stevenson, Juliet", "nrt")),
        subjects=(Heading("Young women--Fiction", "lcsh"), Heading("Matchmaking", "fast"), Heading("Regency")),
        series="Classic fiction",
        series_number="12",
        description="Handsome, clever, and rich.",
        publisher="Naxos",
        published="c2008",
        numbers=(Number("control:OCoLC", "ocm00000042"), Number("isbn", "9780141439587")),
        forms=(
            HeldForm(
                FormKind.DAISY202,
                "en",
                "1 DAISY CD (16 hr., 40 min.)",
                copies=(Holding("Main", "3000001", "AUS"), Holding("East", "3000002", "AUS")),
            ),
        ),
    )


def test_what_stands_in_chinese_is_preferred_to_its_romanisation() -> None:
    found = record(
        [
            ("008", "090115s1923    cc            000 1 chi d"),
            ("100", "1 $6880-01$aLu, Xun,$d1881-1936."),
            ("245", "10$6880-02$aNa han /$cLu Xun zhu."),
            ("264", " 1$6880-03$aBeijing :$bXin chao she,$c1923."),
            ("650", " 0$aShort stories, Chinese."),
            ("880", "1 $6100-01/$1$a鲁迅."),
            ("880", "10$6245-02/$1$a呐喊 /$c鲁迅著."),
            ("880", " 1$6264-03/$1$a北京 :$b新潮社,$c1923."),
            ("880", "  $6520-00/$1$a短篇小说集。"),
        ],
        tail=" a 4500",
    )
    assert (found.name, found.publisher, found.published) == ("呐喊", "新潮社", "1923")
    assert found.contributors == (Contributor("鲁迅"),)
    assert found.description == "短篇小说集。"
    assert found.subjects == (Heading("Short stories, Chinese", "lcsh"),)
    assert found.language == "zh"


def test_what_stands_in_another_script_stays_romanised() -> None:
    found = record([("245", "10$6880-01$aVoĭna i mir"), ("880", "10$6245-01/(N$aВойна и мир")])
    assert found.name == "Voĭna i mir"


@pytest.mark.parametrize(
    ("more", "leader", "form"),
    [
        ([("008", "090115s2008    xx      f     000 1 eng d")], "nam a22", FormKind.BRAILLE_VOLUMES),
        ([("008", "090115s2008    xx      d     000 1 eng d")], "nam a22", FormKind.LARGE_PRINT),
        ([("008", "090115s2008    xx      o     000 1 eng d")], "nam a22", FormKind.ETEXT),
        ([("007", "fb abnp")], "nam a22", FormKind.BRAILLE_VOLUMES),
        ([("007", "tb")], "nam a22", FormKind.LARGE_PRINT),
        ([("336", "  $atactile text$btct$2rdacontent")], "nam a22", FormKind.BRAILLE_VOLUMES),
        ([("347", "  $atext file$bBRF$2rda"), ("007", "fb abnp")], "nam a22", FormKind.BRF),
        ([("300", "  $a8 sound discs")], "nim a22", FormKind.MP3),
        (
            [("655", " 7$aVideo recordings for people with visual disabilities.$2lcgft")],
            "ngm a22",
            FormKind.DESCRIBED_FILM,
        ),
        ([("341", "0 $avisual$bvisual$eaudioDescription")], "ngm a22", FormKind.DESCRIBED_FILM),
        ([("347", "  $aaudio file$bDAISY$2rda")], "nim a22", FormKind.DAISY202),
    ],
)
def test_forms_are_told_from_coded_data_and_words(more: Fields, leader: str, form: FormKind) -> None:
    found = record([*more, ("245", "00$aA title")], leader=leader)
    assert [held.kind for held in found.forms] == [form]


def test_print_has_no_accessible_form() -> None:
    fields = [
        ("008", "090115s2008    xx            000 1 eng d"),
        ("245", "00$aA title"),
        ("300", "  $a312 p. ;$c22 cm."),
    ]
    assert record(fields).forms == ()


def test_marc8_with_its_diacritics_and_its_chinese() -> None:
    (entry,) = entries(iso2709([("245", "00$aCaf\u00e2e")], encoding="latin-1", leader="nam  22"))
    assert tidied(entry.result).name == "Café"
    chinese = "\x1b$1!04!7o\x1b(B"  # two characters of EACC, three bytes each
    (entry,) = entries(eacc(chinese))
    assert entry.result.name == "中國"
    (entry,) = entries(eacc(chinese[:-4] + chinese[-3:]))
    assert isinstance(entry.result, RefusedRecordError)


def eacc(name: str) -> bytes:
    """A record whose name has the sign that stands for a delimiter in `iso2709` among its own bytes."""
    marked = iso2709([("245", f"00$a{name.replace('$', '@')}")], leader="nam  22")
    return marked.replace(b"@", b"$")


def test_gbk_under_a_leader_that_says_nothing_or_says_utf8() -> None:
    for leader in ("nam  22", "nam a22"):
        (entry,) = entries(iso2709([("245", "00$a中国图书馆事业史")], encoding="gbk", leader=leader))
        assert entry.result.name == "中国图书馆事业史"


def test_roles_stand_as_codes_terms_and_addresses() -> None:
    found = record(
        [
            ("100", "1 $aA$4aut$4ill"),
            ("245", "00$aT"),
            ("700", "1 $aB,$etranslator."),
            ("700", "1 $aC$4http://id.loc.gov/vocabulary/relators/nrt"),
            ("700", "1 $aD$tAnother work"),
            ("710", "2 $aE$bF"),
        ]
    )
    assert [(person.name, person.role) for person in found.contributors] == [
        ("A", "aut"), ("A", "ill"), ("B", "trl"), ("C", "nrt"), ("E F", "ctb"),
    ]  # fmt: skip
