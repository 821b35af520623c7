"""A reference to a note is no number of the sentence."""

import pytest

from access.book.model import Book, Metadata, NoteRef, Paragraph, Section, Span, Text
from access.language.phrase_reader import PhraseReader
from braille.translate.transcribe import transcribe


def cells(language: str, *inlines: Text | NoteRef | Span) -> str:
    book = Book(Metadata("t", language, "x"), (Section("s", 1, None, (Paragraph("p", inlines),)),))
    return transcribe(book, codes={}, reader=PhraseReader()).leaves["p"].cells


@pytest.mark.parametrize(
    ("before", "marker", "after", "expected"),
    [
        ("墙。", "1", "拿不准", "⠅⠭⠐⠆⠶⠔⠼⠁⠀⠝⠔⠃⠥⠌⠒⠄"),
        ("墙", "12", "。", "⠅⠭⠶⠔⠼⠁⠃⠐⠆"),
        ("墙", "[1]", "。", None),
    ],
)
def test_chinese(before: str, marker: str, after: str, expected: str | None) -> None:
    made = cells("zh", Text(before), NoteRef("n", (Text(marker),)), Text(after))
    if expected is None:
        assert "⠶⠔" not in made
    else:
        assert made == expected


def test_english_references_are_raised() -> None:
    assert cells("en", Text("a wall."), NoteRef("n", (Text("1"),)), Text(" Then")) == "⠁⠀⠺⠁⠇⠇⠲⠰⠔⠼⠁⠀⠠⠮⠝"


def test_pinyin_keeps_its_marks() -> None:
    made = cells("en", Text("It is "), Span("zh-Latn", (Text("háng"),)), Text(" here."))
    assert "⠼⠿" not in made
    assert "⠓⠘⠌⠁⠝⠛" in made
