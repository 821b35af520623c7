from __future__ import annotations

import pytest

from access.book.language_tags import contradicts_script, normalise_tag
from access.book.model import Contributor
from tests.access.book.epub_builder import simple_epub
from tests.access.book.reading_epubs import read, warnings_of

HAN = "我在年青时候也曾经做过许多梦，后来大半忘却了，但自己也并不以为可惜。" * 10


def test_everything_that_the_package_says() -> None:
    metadata = (
        '<dc:title id="t2">The Subtitle</dc:title><dc:title id="t1">The Title</dc:title>'
        '<meta refines="#t1" property="title-type">main</meta><dc:creator id="c">A. Uthor</dc:creator>'
        '<meta refines="#c" property="role" scheme="marc:relators">aut</meta>'
        '<meta refines="#c" property="role">ill</meta><dc:creator opf:role="trl">T. Rans</dc:creator>'
        "<dc:contributor>H. Elper</dc:contributor><dc:publisher>P</dc:publisher><dc:date>1923</dc:date>"
        "<dc:rights>R</dc:rights><dc:description>&lt;p&gt;D &lt;b&gt;d&lt;/b&gt;&lt;/p&gt;</dc:description>"
        "<dc:subject>S1</dc:subject><dc:subject>S2</dc:subject><dc:source>O</dc:source>"
    )
    found = read(simple_epub({"0.xhtml": "<p>x</p>"}, metadata=metadata, language="en_gb")).book.metadata
    assert found.title == "The Title"
    assert found.language == "en-GB"
    assert found.identifier == "urn:test:book"
    assert found.contributors == (
        Contributor("A. Uthor", "aut"),
        Contributor("A. Uthor", "ill"),
        Contributor("T. Rans", "trl"),
        Contributor("H. Elper", "ctb"),
    )
    assert (found.publisher, found.date, found.rights, found.source) == ("P", "1923", "R", "O")
    assert found.description == "D d"
    assert found.subjects == ("S1", "S2")


def test_what_is_missing_is_made_and_told() -> None:
    data = simple_epub({"0.xhtml": f"<p>{HAN}</p>"}, title=None, language=None, identifier=None)
    opened = read(data)
    assert opened.book.metadata.title == "the-stem"
    assert opened.book.metadata.language == "zh"
    assert opened.book.metadata.identifier == read(data).book.metadata.identifier
    assert opened.book.metadata.identifier.startswith("urn:uuid:")
    assert len(opened.warnings) == 3


@pytest.mark.parametrize(
    ("said", "text", "language"),
    [
        ("UND", HAN, "zh"),
        ("???", "Plain words", "en"),
        ("en", HAN, "zh"),
        ("zh-CN", "Plain English words. " * 30, "en"),
        ("und", "これは日本語の文章です。漢字もあります。", "ja"),
        ("und", "한국어 문장입니다", "ko"),
        ("und", "Все счастливые семьи", "ru"),
    ],
)
def test_a_language_that_cannot_be_is_told_by_the_script(said: str, text: str, language: str) -> None:
    opened = read(simple_epub({"0.xhtml": f"<p>{text}</p>"}, language=said))
    assert opened.book.metadata.language == language
    assert "language" in warnings_of(opened)


def test_the_caller_knows_the_language_better() -> None:
    opened = read(simple_epub({"0.xhtml": "<p>x</p>"}, language="und"), language="fr")
    assert opened.book.metadata.language == "fr"


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("zh_CN", "zh-CN"), ("ZH-hans-cn", "zh-Hans-CN"), ("eng", "en"), ("chi", "zh"), ("Chinese", "zh"),
        ("en-us", "en-US"),
        ("und", None), ("", None), ("klingon!", None), ("zh_CN.UTF-8", "zh-CN"), ("de-x-ab", "de-x-ab"), ("中文", "zh"),
    ],
)  # fmt: skip
def test_tags(written: str, tag: str | None) -> None:
    assert normalise_tag(written) == tag


def test_a_few_letters_contradict_nothing() -> None:
    assert not contradicts_script("en", "孔乙己")
    assert not contradicts_script("en", f"{HAN} {'English all around. ' * 60}")
