"""Whole books in cells: languages side by side, nothing lost, the same every time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.book.model import (
    Book,
    Emphasis,
    Heading,
    LineBreak,
    Metadata,
    PageBreak,
    Paragraph,
    Section,
    Span,
    Strong,
    Text,
)
from access.book.model import Code as CodeBlock
from access.errors import MissingTableError
from access.language.phrase_reader import PhraseReader
from braille.translate.liblouis import Louis, liblouis_status
from braille.translate.transcribe import Transcriber, transcribe

READER = PhraseReader()

pytestmark = pytest.mark.skipif(liblouis_status().version is None, reason="liblouis is not on this machine")


def book(language, *paragraphs):
    blocks = tuple(
        Paragraph(f"p{number}", (Text(each),) if isinstance(each, str) else each)
        for number, each in enumerate(paragraphs)
    )
    return Book(Metadata("title", language, "id"), (Section("s", 1, None, blocks),))


def cells(language, *paragraphs, codes=None):
    made = transcribe(book(language, *paragraphs), codes=codes or {}, reader=READER)
    return [made.leaves[f"p{number}"].cells for number in range(len(paragraphs))]


def test_an_english_book():
    made = transcribe(book("en-GB", "The quick brown fox."), codes={}, reader=READER)
    assert made.code == "en-ueb-g2"
    assert made.language == "en-GB"
    assert made.leaves["p0"].cells == "⠠⠮⠀⠟⠅⠀⠃⠗⠪⠝⠀⠋⠕⠭⠲"
    assert made.untranslated == ()


def test_emphasis_of_the_book_is_written():
    (got,) = cells("en", (Text("a "), Emphasis((Text("quick"),)), Text(" "), Strong((Text("fox"),))))
    assert got == "⠁⠀⠨⠂⠟⠅⠀⠘⠂⠋⠕⠭"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我读“Hello, world!”和书。", "⠕⠀⠙⠥⠂⠀⠘⠠⠓⠑⠇⠇⠕⠂⠀⠸⠺⠖⠘⠀⠓⠢⠀⠱⠥⠁⠐⠆"),
        ("我用 Python 写。", "⠕⠀⠹⠀⠠⠏⠽⠹⠕⠝⠀⠓⠑⠄⠐⠆"),
        ("他说Python很好。", "⠞⠀⠱⠕⠁⠀⠠⠏⠽⠹⠕⠝⠀⠓⠴⠄⠓⠖⠄⠐⠆"),
        ("参加WTO", "⠉⠧⠁⠛⠫⠁⠀⠠⠺⠞⠕"),
        ("Python，Java。", "⠠⠏⠽⠹⠕⠝⠐⠀⠠⠚⠁⠧⠁⠐⠆"),
    ],
)
def test_english_inside_chinese(text, expected):
    assert cells("zh", text) == [expected]


def test_chinese_inside_english():
    (got,) = cells("en", 'He said 你好 to me, "谢谢".')
    assert got == "⠠⠓⠑⠀⠎⠙⠀⠝⠓⠖⠄⠀⠞⠕⠀⠍⠑⠂⠀⠦⠓⠑⠓⠑⠴⠲"


def test_other_languages_take_their_own_codes():
    french, russian = cells("en", (Span("fr", (Text("garçon"),)),), "Привет")
    assert french == "⠛⠁⠗⠯⠕⠝"
    assert russian.startswith("⠏⠗⠊⠺⠑⠞")


def test_chosen_codes_are_used():
    made = transcribe(book("zh", "我们在家，see you。"), codes={"zh": "zh-current", "en": "en-ueb-g1"}, reader=READER)
    assert made.code == "zh-current"
    assert made.leaves["p0"].cells.startswith("⠕⠄⠍⠴⠀")
    assert "⠎⠑⠑⠀⠽⠕⠥" in made.leaves["p0"].cells
    assert cells("en", "The", codes={"en": "en-ueb-g1"}) == ["⠠⠞⠓⠑"]
    with pytest.raises(MissingTableError):
        transcribe(book("en", "x"), codes={"en": "nothing"}, reader=READER)


def test_line_ends_and_blanks():
    english, chinese = (
        transcribe(book(language, (Text(one), LineBreak(), Text(other))), codes={}, reader=READER).leaves["p0"].cells
        for language, one, other in (("en", "  one   two ", " three"), ("zh", "\u3000\u3000你好 ", "\u3000世界"))
    )
    assert english == "⠐⠕⠀⠞⠺⠕\n⠹⠗⠑⠑"
    assert chinese == "⠝⠓⠖⠄\n⠱⠛⠑"


def test_blanks_of_preformatted_text_stay():
    one = Section("s", 1, None, (CodeBlock("c", "a  b\n  c"),))
    made = transcribe(Book(Metadata("t", "en", "i"), (one,)), codes={}, reader=READER)
    assert made.leaves["c"].cells.count("\u2800") == 4
    assert "\n" in made.leaves["c"].cells


def test_positions_place_page_breaks():
    parts = (Text("first page "), PageBreak("pg", "2"), Text("second page"))
    got = transcribe(book("en", parts), codes={}, reader=READER).leaves["p0"]
    place = next(index for index, position in enumerate(got.positions) if position >= len("first page "))
    assert got.cells[place:].startswith("⠎⠑⠉")


def test_generated_texts_and_headings():
    heading = Heading("h", (Text("第一章"),))
    whole = Book(Metadata("t", "zh", "i"), (Section("s", 1, heading, (Paragraph("p", (Text("好"),)),)),))
    made = transcribe(whole, codes={}, reader=READER, generated=[("Volume 1", "en"), ("第1卷", "zh"), ("", "zh")])
    assert set(made.leaves) == {"h", "p"}
    assert made.generated["第1卷"].cells == "⠙⠊⠼⠁⠤⠛⠯"
    assert made.generated["Volume 1"].cells == "⠠⠧⠕⠇⠥⠍⠑⠀⠼⠁"
    assert made.generated[""].cells == ""


def test_breaks_of_english_words():
    got = transcribe(book("en", "self-respecting antidisestablishmentarianism12345"), codes={}, reader=READER)
    text = got.leaves["p0"]
    free = {place for place in text.breaks if text.is_free_break(place)}
    assert {text.text[text.positions[place] - 1] for place in free} == {"-"}
    for place in text.breaks - free:
        before, after = text.positions[place - 1], text.positions[place]
        assert after > before
        assert text.text[after].isalpha()
    assert len(text.breaks) > 5
    assert text.break_sign == "⠤"
    assert not text.sign_first


def test_breaks_behind_full_stops_in_chinese_are_free():
    text = transcribe(book("zh", "你好。世界很大。"), codes={}, reader=READER).leaves["p0"]
    place = text.cells.index("⠐⠆") + 2
    assert place in text.breaks
    assert text.is_free_break(place)


def test_untranslated_characters_are_listed_with_their_place():
    made = transcribe(book("zh", "好\U0001f600的"), codes={}, reader=READER)
    assert [(each.block_id, each.position, each.character) for each in made.untranslated] == [("p0", 1, "\U0001f600")]


def test_progress_reaches_the_end():
    seen = []
    transcribe(book("en", *["text"] * 200), codes={}, reader=READER, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (200, 200)
    assert seen == sorted(seen)


_ALPHABET = st.sampled_from(
    "abcXYZéÀß 019.,;:!?'\"()-–—…“”‘’/&@$%*+=<>#[]{}_\\|~^`\n\t\u00a0\u00ad\u200b"
    "中国人的了一不花儿們麼，。、；：？！《》（）「」【】·①⑩Ⅳ㎏あアЖжαΩאب한ิ😀\u3000＋Ａ１〇々"
)


def assert_nothing_lost(text, transcript, name="p0"):
    got = transcript.leaves[name]
    assert len(got.cells) == len(got.positions)
    assert list(got.positions) == sorted(got.positions)
    assert all(cell == "\n" or 0x2800 <= ord(cell) <= 0x283F for cell in got.cells)
    lost = {each.position for each in transcript.untranslated if each.block_id == name}
    with_dots = {place for cell, place in zip(got.cells, got.positions, strict=True) if cell not in "\u2800\n"}
    starts = sorted(set(got.positions))
    for place, character in enumerate(text):
        if character.isalnum() and place not in lost:
            # A contraction has its cells at its first letter.
            owner = max((start for start in starts if start <= place and start in with_dots), default=None)
            assert owner is not None
            assert all(other.isalpha() or not other.isalnum() for other in text[owner:place])
    assert got.cells.count("\n") == text.count("\n")


@pytest.fixture(scope="module")
def louis():
    with Louis() as translator:
        yield translator


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(_ALPHABET, min_size=1, max_size=40), language=st.sampled_from(["zh", "en", "ja", "ru"]))
def test_nothing_is_lost_and_the_same_comes_twice(louis, text, language):
    first = transcribe(book(language, text), codes={}, reader=READER, louis=louis)
    assert_nothing_lost(text, first)
    assert transcribe(book(language, text), codes={}, reader=READER, louis=louis) == first


@pytest.mark.parametrize("code", ["zh-current", "zh-double", "zh-hk", "zh-tw"])
def test_nothing_is_lost_by_tables_of_liblouis(code):
    text = "我們在圖書館讀書，2026年用DNA。\n中国银行（北京）“好”！"
    assert_nothing_lost(text, transcribe(book("zh", text), codes={"zh": code}, reader=READER))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12 cm", "⠼⠁⠃⠰⠉⠍"), ("220 V", "⠼⠃⠃⠚⠠⠧"), ("a·b", "⠰⠁⠠⠄⠰⠃"), ("a+b", "⠰⠁⠀⠨⠖⠀⠰⠃"), ("The end", "⠠⠮⠀⠢⠙")],
)
def test_figures_and_units_alone_are_chinese_in_a_chinese_book(text: str, expected: str) -> None:
    with Transcriber({}, PhraseReader()) as transcriber:
        assert transcriber.write(text, "zh").cells == expected
