"""Numbers that check, names that are one, roles by their words, surnames by their sound."""

import pytest

from access.catalog.keys import name_key, person_key
from access.catalog.numbers import isbn13, issn
from access.catalog.pinyin import with_pinyin
from access.catalog.record import Contributor, Record, tidied
from access.catalog.roles import chinese_word, role_of, split_statement
from tests.samples.catalogues import READER


@pytest.mark.parametrize(
    ("written", "isbn"),
    [
        ("978-7-02-002432-2", "9787020024322"),
        ("7-02-002432-7 (精装) : CNY 25.00", "9787020024322"),
        ("080442957X", "9780804429573"),
        ("ISBN ９７８７０２００２４３２２", "9787020024322"),
        ("9787020024323", ""),
        ("7020024321", ""),
        ("CNY 25.00", ""),
        ("12345678901234", ""),
    ],
)
def test_isbn(written: str, isbn: str) -> None:
    assert isbn13(written) == isbn


@pytest.mark.parametrize(
    ("written", "number"), [("0317-8471", "0317-8471"), ("20493630", "2049-3630"), ("0317-8472", "")]
)
def test_issn(written: str, number: str) -> None:
    assert issn(written) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Emma: a novel", "EMMA — A Novel."),
        ("呐　喊！", "呐喊"),
        ("Café", "CAFE"),
        ("２００１：太空漫游", "2001太空漫游"),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Austen, Jane, 1775-1817.", "Jane Austen"),
        ("(英) 狄更斯", "狄更斯"),
        ("[清] 曹雪芹, 1715-1763", "曹雪芹"),
        ("Brontë, Emily", "emily bronte"),
        ("查尔斯·狄更斯", "查尔斯・狄更斯"),
    ],
)
def test_people_who_are_one(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


def test_people_who_are_two() -> None:
    assert person_key("鲁迅") != person_key("鲁彦")
    assert person_key("Smith, J.") != person_key("Smith, K.")


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("著", "aut"),
        ("[译]", "trl"),
        ("主编", "edt"),
        ("070", "aut"),
        ("nrt.", "nrt"),
        ("narrator", "nrt"),
        ("???", "ctb"),
    ],
)
def test_roles(written: str, role: str) -> None:
    assert role_of(written) == role


def test_the_words_for_roles_lead_back() -> None:
    codes = ("aut", "trl", "edt", "com", "ill", "nrt", "ann", "adp", "drt", "aus", "act", "prf", "pht", "aui", "cmp")
    for code in (*codes, "lyr", "pbl", "spk", "pfr", "brl", "rce", "pro", "ive", "cwt", "dsr", "rev", "xyz"):
        assert role_of(chinese_word(code)) == code


def test_statements_of_responsibility() -> None:
    assert split_statement("(英)狄更斯著 ; 张玲, 张扬译") == (("狄更斯", "aut"), ("张玲", "trl"), ("张扬", "trl"))
    assert split_statement("王蒙...[等]编") == (("王蒙", "edt"),)
    assert split_statement("老舍") == (("老舍", "aut"),)
    assert split_statement("") == ()


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单田芳", "shan4 tian2 fang1"),
        ("仇英", "qiu2 ying1"),
        ("万俟卨", "mo4 qi2 xie4"),
        ("鲁迅", "lu3 xun4"),
        ("解放日报社", "jie3 fang4 ri4 bao4 she4"),
        ("查尔斯·狄更斯", "cha2 er3 si1 di2 geng4 si1"),
        ("Jane Austen", ""),
    ],
)
def test_surnames_are_read_as_surnames(name: str, pinyin: str) -> None:
    (found,) = with_pinyin([Record("X", contributors=(Contributor(name),))], READER)
    assert found.contributors[0].pinyin == pinyin


def test_pinyin_that_somebody_gave_is_kept_when_it_fits() -> None:
    given = tidied(Record("重庆森林", pinyin="Chong2 qing4 sen1 lin2"))
    (kept,) = with_pinyin([given], READER)
    assert kept.pinyin == "chong2 qing4 sen1 lin2"
    assert tidied(Record("重庆", pinyin="chong qing")).pinyin == ""
    (read,) = with_pinyin([tidied(Record("重庆森林", pinyin="chong2 qing4"))], READER)
    assert len(read.pinyin.split()) == 4


def test_japanese_names_get_no_pinyin() -> None:
    (found,) = with_pinyin(
        [
            Record("坊っちゃん", language="ja"),
        ],
        READER,
    )
    assert found.pinyin == ""
