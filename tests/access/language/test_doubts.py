"""Which readings are asked about, how often, and in which order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.book.model import Block, Book, Heading, Metadata, PageBreak, Paragraph, Ruby, Section, Span, Text
from access.book.walk import leaves
from access.language.context.reader import ContextReader
from access.language.doubts import Doubt, doubts
from access.language.heteronyms import Heteronyms
from access.language.lexicon import Lexicon

READER = ContextReader()
ALTERNATIVES = Heteronyms()


def book_of(*blocks: Block, language: str = "zh", heading: str = "第一章") -> Book:
    section = Section("s", 1, Heading("h", (Text(heading),)) if heading else None, blocks)
    return Book(Metadata("书", language, "urn:test"), (section,))


def paragraph(leaf_id: str, text: str) -> Paragraph:
    return Paragraph(leaf_id, (Text(text),))


def asked(book: Book, below: float = 1.0, reader: ContextReader = READER) -> tuple[Doubt, ...]:
    return doubts(book, reader, below=below, alternatives=ALTERNATIVES)


def doubt_about(found: tuple[Doubt, ...], word: str, character: str) -> Doubt:
    (doubt,) = (doubt for doubt in found if (doubt.word, doubt.character) == (word, character))
    return doubt


def test_a_word_is_asked_once_with_all_its_places() -> None:
    book = book_of(paragraph("a", "他在银行里。银行很大。"), paragraph("b", "那是一家银行。"))
    doubt = doubt_about(asked(book), "银行", "行")
    assert {(place.leaf_id, place.start, place.end) for place in doubt.places} == {
        ("a", 2, 4),
        ("a", 6, 8),
        ("b", 4, 6),
    }
    assert doubt.choices[0].pinyin == "hang2"
    assert "xing2" in {choice.pinyin for choice in doubt.choices}
    assert doubt.confidence == min(place.confidence for place in doubt.places)


def test_a_place_tells_sentence_page_and_section() -> None:
    page = PageBreak("p7", "7")
    book = book_of(
        PageBreak("p5", "5"),
        paragraph("a", "一天。他在银行里。"),
        Paragraph("b", (Text("好人，"), page, Text("那是一家银行。"))),
        paragraph("c", "银行"),
    )
    places = {place.leaf_id: place for place in doubt_about(asked(book), "银行", "行").places}
    assert places["a"].sentence == "他在银行里。"
    assert places["a"].sentence[places["a"].offset] == "行"
    assert (places["a"].page, places["b"].page, places["c"].page) == ("5", "7", "7")
    assert places["a"].section == "第一章"


def test_no_page_and_no_section() -> None:
    place = doubt_about(asked(book_of(paragraph("a", "他在银行里。"), heading="")), "银行", "行").places[0]
    assert (place.page, place.section) == (None, "")


def test_an_answer_settles_the_word_and_nothing_else() -> None:
    book = book_of(paragraph("a", "他在银行里。行不行？"))
    before = asked(book)
    question = doubt_about(before, "银行", "行").question
    after = asked(book, reader=ContextReader(Lexicon([question.answered("xing2")])))
    assert {doubt.question for doubt in before} - {doubt.question for doubt in after} == {question}


def test_an_answer_about_one_character_of_a_word_leaves_the_others_in_doubt() -> None:
    book = book_of(paragraph("a", "他是行长。"))
    before = [doubt for doubt in asked(book) if doubt.word == "行长"]
    assert [doubt.character for doubt in sorted(before, key=lambda doubt: doubt.index)] == ["行", "长"]
    lexicon = Lexicon([doubt_about(asked(book), "行长", "行").question.answered("hang2")])
    assert [doubt.character for doubt in asked(book, reader=ContextReader(lexicon)) if doubt.word == "行长"] == ["长"]


def test_a_word_of_one_character_is_asked_where_its_neighbours_differ() -> None:
    found = asked(book_of(paragraph("a", "他都走了。"), paragraph("b", "他都走了！"), paragraph("c", "我都好。")))
    about = [doubt for doubt in found if doubt.word == "都"]
    assert sorted((doubt.question.before, doubt.question.after, len(doubt.places)) for doubt in about) == [
        ("他", "走", 2),
        ("我", "好", 1),
    ]


def test_what_the_book_annotates_is_sure() -> None:
    annotated = Paragraph("a", (Text("他在"), Ruby((Text("银行"),), "yínháng"), Text("里。")))
    assert not [doubt for doubt in asked(book_of(annotated)) if doubt.word == "银行"]


def test_what_is_not_chinese_is_not_asked() -> None:
    book = book_of(
        Paragraph("a", (Span("ja", (Text("銀行の行員が行く。"),)),)), paragraph("b", "Only English."), heading=""
    )
    assert asked(book) == ()


def test_a_character_that_nobody_can_read_is_asked_first() -> None:
    doubt = asked(book_of(paragraph("a", "他在银行里看\U000323af。")))[0]
    assert (doubt.character, doubt.choices, doubt.confidence) == ("\U000323af", (), 0.0)
    assert doubt.question.answered("ma1").pinyin == ("ma1",)


def test_the_threshold() -> None:
    book = book_of(paragraph("a", "他在银行里。行不行？"))
    assert asked(book, below=0.0) == ()
    every = asked(book)
    middle = every[len(every) // 2].confidence
    assert asked(book, below=middle) == tuple(doubt for doubt in every if doubt.confidence < middle)


def test_another_reading_of_the_word() -> None:
    doubt = doubt_about(asked(book_of(paragraph("a", "他在银行里。"))), "银行", "行")
    assert doubt.read_as("xing2").pinyin == ("yin2", "xing2")


def test_no_syllable_is_no_answer() -> None:
    question = asked(book_of(paragraph("a", "他在银行里。")))[0].question
    with pytest.raises(ValueError, match="hang"):
        question.answered("hang")


TEXTS = st.lists(st.text("银行长地得了都还为重子一不。，！ aB1\n", max_size=20), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_whatever_the_text(texts: list[str]) -> None:
    book = book_of(*(paragraph(f"p{number}", text) for number, text in enumerate(texts)))
    found = asked(book)
    told = {leaf.id: leaf.text for leaf in leaves(book)}
    positions = [(place.leaf_id, doubt.position(place)) for doubt in found for place in doubt.places]
    assert len(positions) == len(set(positions)), "a place is asked twice"
    assert [doubt.confidence for doubt in found] == sorted(doubt.confidence for doubt in found)
    for doubt in found:
        assert len(doubt.choices) != 1
        for place in doubt.places:
            text = told[place.leaf_id]
            assert text[place.start : place.end] == doubt.word
            assert text[doubt.position(place)] == place.sentence[place.offset] == doubt.character
            assert place.sentence in text
            entry = doubt.question.answered("ma1")
            assert (doubt.position(place), "ma1") in set(Lexicon([entry]).readings(text)) or doubt.character in "一不"
