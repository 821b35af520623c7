"""Plain text becomes a book: lines, titles, chapters, notes, language."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.book.model import Block, Book, LineBreak, Note, NoteRef, Paragraph, Section, Text, Verse
from access.book.opened import OpenedBook
from access.book.plain_text import MAX_BYTES, read_plain_text
from access.book.walk import book_text, flatten, leaves
from access.errors import InputError, UnsafeBookError

BODY = (
    "他们说着话，慢慢地走了过来，天色已经很晚了，街上没有一个人，"
    "只有风吹着树叶沙沙地响，远处传来了狗叫的声音，大家都沉默着不说话。"
)
ENGLISH = (
    "The lamp over the reading desk had been lit since four, and still nobody came to claim the parcel that the "
    "carrier had left upon the counter. Rain ran down the windows, and the old clock ticked on as it always had."
)
WRAPPED = "\n".join(textwrap.wrap(ENGLISH * 2, 70))
HAN_WRAPPED = "\n".join(textwrap.wrap("　　" + BODY * 2, 36))


def read(text: str, **options: str) -> OpenedBook:
    return read_plain_text(text.encode(), stem="a-stem", **options)


def outline(book: Book) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []

    def visit(blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            if isinstance(block, Section):
                found.append((block.level, flatten(block.heading.children).text if block.heading else "-"))
                visit(block.blocks)

    visit(book.sections)
    return found


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())


def paragraphs(book: Book) -> list[str]:
    return [leaf.text for leaf in leaves(book) if leaf.role.value == "paragraph"]


def test_a_collection_whose_titles_stand_between_blank_lines() -> None:
    text = (
        f"小集\n鲁迅\n\n自序\n\n{BODY}\n{BODY}\n\n狂人\n\n{BODY}\n“你好”\n{BODY}\n\n"
        f"一件小事\n\n{BODY}\n\n药\n\n{BODY}\n"
    )
    book = read(text).book
    assert book.metadata.title == "小集"
    assert book.metadata.authors == ("鲁迅",)
    assert book.metadata.language == "zh"
    assert outline(book) == [(1, "小集"), (1, "自序"), (1, "狂人"), (1, "一件小事"), (1, "药")]
    assert letters(book_text(book)) == letters(text)


def test_parts_chapters_and_numerals_nest_and_numbers_join_their_titles() -> None:
    text = (
        f"大书\n\n第一部 春\n\n第一章\n\n花开\n\n{BODY}\n{BODY}\n\n第二章\n\n花落\n\n{BODY}\n\n"
        f"第二部 秋\n\n第一章\n\n{BODY}\n\n一\n\n{BODY}\n\n二\n\n{BODY}\n\n后记\n\n{BODY}"
    )
    assert outline(read(text).book) == [
        (1, "大书"),
        (1, "第一部 春"),
        (2, "第一章\n花开"),
        (2, "第二章\n花落"),
        (1, "第二部 秋"),
        (2, "第一章"),
        (3, "一"),
        (3, "二"),
        (1, "后记"),
    ]


def test_chapters_without_blank_lines_and_a_contents_list_before_them() -> None:
    text = (
        "红楼梦\n曹雪芹 著\n\n目录\n第一章 甄士隐\n第二章 贾夫人\n第三章 金陵\n尾声\n\n"
        f"第一章 甄士隐\n　　{BODY}\n第二章 贾夫人\n{BODY}\n"
        f"第三章 金陵\n{BODY}\n第一回合他就输了，大家都笑。\n尾声\n{BODY}\n"
    )
    book = read(text).book
    assert [title for _, title in outline(book)] == [
        "红楼梦", "目录", "第一章 甄士隐", "第二章 贾夫人", "第三章 金陵", "尾声",
    ]  # fmt: skip
    assert book.metadata.authors == ("曹雪芹",)
    assert letters(book_text(book)) == letters(text)


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("第十二章", True),
        ("第12回 灵根育孕源流出，心性修持大道生", True),
        ("卷一", True),
        ("上卷", True),
        ("楔子", True),
        ("附录一：年表", True),
        ("番外 再会", True),
        ("译后记", True),
        ("第一部分", True),
        ("第一章讲的是春天的事情。", False),
        ("第一节课他迟到了", False),
        ("序幕拉开的时候，他来了。", False),
        ("“第一章”", False),
        ("CHAPTER IV", True),
        ("Chapter 12. The Return", True),
        ("PART TWO", True),
        ("BOOK I", True),
        ("Chapter the last", True),
        ("PROLOGUE", True),
        ("Epilogue", True),
        ("Book I read yesterday was dull", False),
        ("Part two of the plan failed.", False),
        ("Глава 3", True),
        ("제1장 봄", True),
    ],
)
def test_lines_that_are_headings_by_themselves(line: str, is_heading: bool) -> None:
    body = BODY if not line.isascii() else ENGLISH
    blank = "\n" if is_heading else ""  # between blank lines, a short line without punctuation is a title anyway
    text = f"{body}\n{body}\n{blank}{line}\n{blank}{body}\n{body}\n"
    found = [title for _, title in outline(read(text).book)]
    assert (line in found) is is_heading


def test_an_english_novel_wrapped_at_a_margin() -> None:
    text = (
        "THE LAMP\n\nby Jane Q. Morris\n\n"
        "Contents\n\nPART ONE\nChapter 1. Start\nChapter 2. Middle\nPART TWO\nChapter 3. End\n\n\n\n"
        f"PART ONE\n\n\nChapter 1. Start\n\n{WRAPPED}\n\n{WRAPPED}\n\n"
        f"Chapter 2. Middle\n\n{WRAPPED}\n\n* * *\n\n{WRAPPED}\n\n\n"
        f"PART TWO\n\nChapter 3. End\n\n{WRAPPED}\n\nI.\n\n{WRAPPED}\n\nII.\n\n{WRAPPED}\n\nEPILOGUE\n\n{WRAPPED}\n"
    )
    opened = read(text)
    assert outline(opened.book) == [
        (1, "THE LAMP"), (1, "Contents"), (1, "PART ONE"), (2, "Chapter 1. Start"), (2, "Chapter 2. Middle"),
        (1, "PART TWO"), (2, "Chapter 3. End"), (3, "I."), (3, "II."), (1, "EPILOGUE"),
    ]  # fmt: skip
    assert opened.book.metadata.authors == ("Jane Q. Morris",)
    assert (ENGLISH * 2).strip() in paragraphs(opened.book)
    assert "* * *" in paragraphs(opened.book)
    assert letters(book_text(opened.book)) == letters(text)
    assert opened.warnings == ()


def test_latin_letters_that_are_not_plainly_english_are_taken_for_it_with_a_warning() -> None:
    opened = read("Al mattino il vento era caduto e la barca dormiva. Nessuno parlava nella casa del faro.\n" * 4)
    assert opened.book.metadata.language == "en"
    assert [warning.what for warning in opened.warnings] == [
        "The text does not say its language; it was taken to be English. --language gives another."
    ]


def test_roman_numerals_with_titles_beneath_after_a_contents_list() -> None:
    text = (
        "The Clock\n\nAn Invention\n\nby H. G. Stone\n\n\n"
        "CONTENTS\n\n I Introduction\n II The Spring\n III The Hand Returns\n\n\n\n\n"
        f" I.\n Introduction\n\n\n{WRAPPED}\n\n{WRAPPED}\n\n\n\n\n II.\n The Spring\n\n\n{WRAPPED}\n"
    )
    book = read(text).book
    assert [title for _, title in outline(book)] == ["The Clock", "CONTENTS", "I.\nIntroduction", "II.\nThe Spring"]
    assert book.metadata.authors == ("H. G. Stone",)


def test_a_header_that_states_title_and_author() -> None:
    text = "Some library's electronic text\n\nTitle: Emma\n\nAuthor: Jane Austen\n\n\n\nEMMA\n\n\n"
    text += f"VOLUME I\n\nCHAPTER I\n\n{WRAPPED}\n\n"
    text += f"CHAPTER II\n\n{WRAPPED}\n\nVOLUME II\n\nCHAPTER I\n\n{WRAPPED}\n"
    book = read(text).book
    assert (book.metadata.title, book.metadata.authors) == ("Emma", ("Jane Austen",))
    assert [level for level, title in outline(book) if title.startswith("CHAPTER")] == [2, 2, 2]


def test_wrapped_chinese_is_joined_without_blanks_and_indents_begin_paragraphs() -> None:
    text = f"秋夜\n\n鲁迅\n\n{HAN_WRAPPED}\n{HAN_WRAPPED}\n\n＊＊＊\n\n{HAN_WRAPPED}\n"
    book = read(text).book
    assert outline(book) == [(1, "秋夜")]
    assert book.metadata.authors == ("鲁迅",)
    assert paragraphs(book) == ["鲁迅", BODY * 2, BODY * 2, "＊＊＊", BODY * 2]


def test_verse_in_a_wrapped_text_keeps_its_lines() -> None:
    poem = (
        "    O lamp, my lamp, the night is long,\n    The rain is on the pane,\n"
        "      And in the dark I hear a song,\n    Come in, come in again.\n"
    )
    book = read(f"{WRAPPED}\n\n{WRAPPED}\n\n{poem}\n{poem}\n{WRAPPED}\n").book
    (verse,) = [block for block in book.sections[0].blocks if isinstance(block, Verse)]
    assert [len(stanza) for stanza in verse.stanzas] == [4, 4]
    assert [line.indent for line in verse.stanzas[0]] == [0, 0, 1, 0]


def test_short_lines_of_a_letter_keep_their_ends() -> None:
    book = read(f"{WRAPPED}\n\n{WRAPPED}\n\nYours ever,\nJane\n\n{WRAPPED}\n").book
    (signed,) = [b for b in book.sections[0].blocks if isinstance(b, Paragraph) and LineBreak() in b.children]
    assert flatten(signed.children).text == "Yours ever,\nJane"


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n", "\u2028", "\f"])
def test_every_line_end(line_end: str) -> None:
    assert paragraphs(read(line_end.join([BODY, BODY + "甲", BODY])).book) == [BODY, BODY + "甲", BODY]


def test_page_numbers_and_dialogue_are_no_headings() -> None:
    book = read(f"{BODY}\n\n17\n\n“好的”\n\n{BODY}\n\n18\n\n{BODY}\n").book
    assert outline(book) == [(1, "-")]
    assert book.metadata.title == "a-stem"


def test_chapters_that_are_only_numbers() -> None:
    book = read("".join(f"{numeral}\n\n{WRAPPED}\n\n{WRAPPED}\n\n" for numeral in ("I", "II", "III", "IV"))).book
    assert outline(book) == [(1, "I"), (1, "II"), (1, "III"), (1, "IV")]
    assert book.metadata.title == "a-stem"


def test_enumerated_headings_nest() -> None:
    text = f"报告\n\n一、概况\n\n{BODY}\n\n（一）人口\n\n{BODY}\n\n（二）面积\n\n{BODY}\n\n二、建议\n\n{BODY}\n"
    levels = [(1, "报告"), (1, "一、概况"), (2, "（一）人口"), (2, "（二）面积"), (1, "二、建议")]
    assert outline(read(text).book) == levels


def test_notes_that_match_one_to_one_and_others_that_do_not() -> None:
    text = (
        f"第一章\n他去了北京[1]，又去了上海[2]。\n{BODY}\n注释：\n[1] 首都。\n[2] 大城市。\n"
        f"第二章\n{BODY}[1]\n{BODY}\n第三章\n{BODY}[1]\n[1] 甲。\n[2] 乙。\n"
    )
    book = read(text).book
    first, second, third = book.sections
    notes = [block for block in first.blocks if isinstance(block, Note)]
    assert [note.label for note in notes] == ["", ""]
    paragraph = first.blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert [ref.note_id for ref in paragraph.children if isinstance(ref, NoteRef)] == [note.id for note in notes]
    assert not any(isinstance(block, Note) for section in (second, third) for block in section.blocks)
    assert "[1]" in book_text(book)
    assert letters(book_text(book)) == letters(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "zh"),
        ("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "ja"),
        ("안녕하세요. 이것은 한국어 문장입니다.", "ko"),
        ("Привет, как дела?", "ru"),
        (ENGLISH, "en"),
        ("我们学习 Python 和 HTML，很有意思。", "zh"),
        ("He studied the character 道 for years.", "en"),
    ],
)
def test_language_is_told_from_the_script(text: str, language: str) -> None:
    assert read(text).book.metadata.language == language


def test_a_given_language_is_taken_without_a_warning() -> None:
    opened = read(ENGLISH, language="fr")
    assert opened.book.metadata.language == "fr"
    assert not opened.warnings


def test_the_same_text_has_the_same_identifier_in_any_encoding() -> None:
    text = f"呐喊\n\n{BODY}"
    first = read_plain_text(text.encode(), stem="a").book
    second = read_plain_text(text.encode("gb18030"), stem="b").book
    assert first == second


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(UnsafeBookError):
        read_plain_text(b"a" * (MAX_BYTES + 1), stem="big")


LINES = st.one_of(
    st.text(st.sampled_from("甲乙丙天地，。“”ab C1[]　 "), max_size=30),
    st.sampled_from(
        [
            "",
            "",
            "第一章",
            "第二章 风",
            "第一部",
            "序",
            "目录",
            "一",
            "二",
            "CHAPTER I",
            "CHAPTER II",
            "I.",
            "[1]",
            "[1] 注",
        ]
    ),
    st.sampled_from(
        [BODY, "　　" + BODY, ENGLISH, *WRAPPED.split("\n"), "* * *", "Title: X", "by Ann Lee", "① 注", "字①"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=40), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_no_letter_is_lost_doubled_or_moved(lines: list[str], line_end: str) -> None:
    text = line_end.join(lines)
    try:
        book = read(text).book
    except InputError:
        assert not letters(text)
        return
    assert letters(book_text(book)) == letters(text)
    ids = [leaf.id for leaf in leaves(book)]
    assert len(ids) == len(set(ids))
    assert all(section.level == 1 for section in book.sections)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_book_or_an_input_error(data: bytes) -> None:
    try:
        book = read_plain_text(data, stem="any").book
    except InputError:
        return
    assert book_text(book).strip()


PIECES = (
    "自序 狂人日记 孔乙己 药 明天 一件小事 头发的故事 风波 故乡 阿Q正传 端午节 白光 兔和猫 鸭的喜剧 社戏".split()  # noqa: SIM905
)
SHARED = Path(__file__).parents[4] / "shared" / "books"


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/books is not here")
@pytest.mark.parametrize("name", ["nahan.txt", "nahan-gb18030.txt"])
def test_a_real_collection(name: str) -> None:
    data = (SHARED / name).read_bytes()
    opened = read_plain_text(data, stem="nahan")
    assert outline(opened.book) == [(1, "呐喊"), *((1, piece) for piece in PIECES)]
    assert (opened.book.metadata.title, opened.book.metadata.authors) == ("呐喊", ("鲁迅",))
    assert not opened.warnings
    assert letters(book_text(opened.book)) == letters(data.decode("gb18030" if "gb" in name else "utf-8"))


@pytest.mark.parametrize(
    ("printed", "read"),
    [("一九二○年七月", "一九二〇年七月"), ("二◯○五", "二〇〇五"), ("○ 一、开会", "○ 一、开会"), ("○○县", "○○县")],
)
def test_a_circle_in_a_chinese_number_is_its_zero(printed: str, read: str) -> None:
    assert flatten((Text(printed),)).text == read
