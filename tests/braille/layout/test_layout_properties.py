"""Whatever the book, the code and the sheet: all cells come out once and in order, and everything fits."""

from dataclasses import replace
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from access.book.model import (
    Aside,
    Book,
    Cell,
    Code,
    Contributor,
    Figure,
    Heading,
    LineBreak,
    List,
    ListItem,
    Math,
    Metadata,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Section,
    Separator,
    Table,
    Text,
    Verse,
    VerseLine,
)
from access.book.walk import Role, leaves
from access.errors import UsageError
from braille.check.pages import check_pages
from braille.layout.lay_out import generated_texts, lay_out
from braille.layout.page import BLANK, PageShape, Volume
from braille.transcript import CellText, Transcript

IDS = count()
LABELS = st.sampled_from(["1", "12", "iv", "", "a long label of a page", "317"])
MARKERS = st.sampled_from(["", "1.", "•", "a long marker with blanks"])


def new_id(kind: str) -> str:
    return f"{kind}{next(IDS)}"


words = st.text("abcdefgh", min_size=1, max_size=25)
texts = st.lists(words, min_size=1, max_size=8).map(" ".join)
page_breaks = LABELS.map(lambda label: PageBreak(new_id("b"), label))
inlines = st.lists(
    st.one_of(texts.map(Text), texts.map(lambda text: Text(text + " ")), st.builds(LineBreak), page_breaks), max_size=5
).map(tuple)
paragraphs = inlines.map(lambda children: Paragraph(new_id("p"), children))
code = st.text("ab \n", min_size=1, max_size=60).map(lambda text: Code(new_id("c"), text))
math = texts.map(lambda text: Math(new_id("m"), text))
separators = st.builds(lambda: Separator(new_id("x")))
verse_lines = st.tuples(inlines, st.integers(0, 30)).map(lambda line: VerseLine(new_id("v"), *line))
verses = st.lists(st.lists(verse_lines, max_size=3).map(tuple), max_size=3).map(lambda stanzas: Verse(tuple(stanzas)))
simple = st.one_of(paragraphs, paragraphs, paragraphs, code, math, separators, verses, page_breaks)


def nesting(inner: st.SearchStrategy) -> st.SearchStrategy:
    blocks = st.lists(inner, max_size=4).map(tuple)
    items = st.lists(st.builds(ListItem, MARKERS, blocks), max_size=4).map(tuple)
    cells = st.builds(Cell, blocks, st.booleans(), st.integers(1, 3), st.integers(1, 3))
    rows = st.lists(st.lists(cells, max_size=3).map(tuple), max_size=4).map(tuple)
    return st.one_of(
        st.builds(List, items),
        st.builds(Quote, blocks),
        st.builds(Aside, blocks),
        st.tuples(MARKERS, blocks).map(lambda note: Note(new_id("n"), *note)),
        st.builds(Table, rows, blocks),
        st.tuples(st.sampled_from(["", "a picture of it"]), blocks, blocks).map(lambda f: Figure(new_id("f"), *f)),
        st.tuples(st.integers(1, 7), inlines, st.booleans(), blocks).map(
            lambda s: Section(new_id("s"), s[0], Heading(new_id("h"), s[1]) if s[2] else None, s[3])
        ),
    )


blocks = st.recursive(simple, nesting, max_leaves=25)
books = st.tuples(st.lists(blocks, min_size=1, max_size=12), st.sampled_from(["en", "zh-CN"]), texts).map(
    lambda made: Book(
        Metadata(made[2], made[1], "urn:x", (Contributor("somebody"),)),
        (Section(new_id("s"), 1, None, (*made[0], Paragraph(new_id("p"), (Text("end"),)))),),
    )
)
shapes = st.builds(
    PageShape,
    st.integers(10, 45),
    st.integers(4, 30),
    st.integers(3, 12),
    st.sampled_from(["first line", "last line", "foot line"]),
    st.booleans(),
)


@st.composite
def transcripts(draw: st.DrawFn, book: Book) -> Transcript:
    """Cells of random length for each character, with random places to divide words and sticky blanks."""
    random = Random(draw(st.integers(0, 2**32)))

    def translated(text: str) -> CellText:
        cells, positions = "", []
        for place, character in enumerate(text):
            new = character if character == "\n" else BLANK if character == " " else ""
            if not new:
                new = "".join(chr(random.randint(0x2801, 0x283F)) for _ in range(random.choice([0, 1, 1, 2, 3])))
            cells += new
            positions += [place] * len(new)
        inside = [i for i in range(1, len(cells)) if cells[i] not in "\n\u2800" and cells[i - 1] not in "\n\u2800"]
        blanks = [i for i, cell in enumerate(cells) if cell == BLANK]
        return CellText(
            text,
            cells,
            tuple(positions),
            frozenset(i for i in inside if random.random() < 0.2),
            random.choice(["", "⠤", "⠠⠤"]),
            random.random() < 0.5,
            frozenset(i for i in blanks if random.random() < 0.1),
        )

    generated = {text: translated(text) for text, _ in generated_texts(book, "en")}
    return Transcript("en", "random", {leaf.id: translated(leaf.text) for leaf in leaves(book)}, generated)


def advised(book: Book, transcript: Transcript, shape: PageShape) -> tuple[PageShape, tuple[Volume, ...]]:
    """Lay out, with as many pages a volume as the refusal of fewer asks for where long title pages need them."""
    for _ in range(3):
        try:
            return shape, lay_out(book, transcript, shape)
        except UsageError as refused:
            least = refused.details["least"]
            assert isinstance(least, int)
            assert least > shape.volume_pages
            shape = replace(shape, volume_pages=least)
    return shape, lay_out(book, transcript, shape)


@settings(max_examples=25, deadline=None)
@given(st.data(), books, shapes)
def test_all_cells_come_out_once_in_order_and_fit(data: st.DataObject, book: Book, shape: PageShape) -> None:
    transcript = data.draw(transcripts(book))
    if not any(cell.cells.strip("\u2800\n") for cell in transcript.leaves.values()):
        return
    shape, volumes = advised(book, transcript, shape)
    assert check_pages(book, transcript, volumes, shape) == ()
    out = "".join(
        row.cells[span.column : span.column + span.length]
        for volume in volumes
        for page in volume.pages
        for row in page.rows
        for span in row.spans
    )
    given_in = "".join(transcript.leaves[leaf.id].cells for leaf in leaves(book) if leaf.role is not Role.PAGE)
    assert out.replace(BLANK, "") == given_in.replace(BLANK, "").replace("\n", "")
    numbers = [page.braille_number for volume in volumes for page in volume.pages if page.kind == "body"]
    assert numbers == list(range(1, len(numbers) + 1))
    for volume in volumes:
        for page in volume.pages:
            assert not any(cell in row.cells for row in page.rows for cell in "\n\f ")
            assert page.rows[0].cells or (shape.interpoint and shape.number_place == "first line")
