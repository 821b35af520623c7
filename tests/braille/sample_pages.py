"""Small books in a code of one cell a character, and pages shown as ASCII braille in small letters."""

from collections.abc import Sequence

from access.book.model import Block, Book, Contributor, Heading, Metadata, Paragraph, Section, Text
from access.book.walk import leaves
from braille.layout.lay_out import generated_texts, lay_out
from braille.layout.page import Page, PageShape, Volume
from braille.publish.ascii_braille import ASCII_CELLS, to_ascii
from braille.transcript import CellText, Transcript


def cells_of(text: str) -> str:
    """ASCII braille characters are their cells, everything else is a full cell; line ends stay."""
    upper = text.upper()
    return "".join(
        character
        if character == "\n"
        else chr(0x2800 + ASCII_CELLS.index(character))
        if character in ASCII_CELLS
        else "⠿"
        for character in upper
    )


def cell_text(text: str, **more: object) -> CellText:
    return CellText(text, cells_of(text), tuple(range(len(text))), **more)  # type: ignore[arg-type]


def book_of(*blocks: Block, language: str = "en", title: str = "a book", author: str = "a writer") -> Book:
    section = Section("s", 1, None, tuple(blocks))
    return Book(Metadata(title, language, "urn:test", (Contributor(author),)), (section,))


def transcript_of(book: Book, **special: CellText) -> Transcript:
    """Every leaf in the code above, but those given by id."""
    language = book.metadata.language
    cells = {leaf.id: special.get(leaf.id) or cell_text(leaf.text) for leaf in leaves(book)}
    generated = {text: cell_text(text) for text, _ in generated_texts(book, language)}
    return Transcript(language, "test", cells, generated)


def laid_out(book: Book, shape: PageShape, **special: CellText) -> tuple[Volume, ...]:
    return lay_out(book, transcript_of(book, **special), shape)


def shown(pages: Sequence[Page]) -> list[str]:
    """Each page as its rows, a line each."""
    return ["\n".join(to_ascii(row.cells).decode("ascii").lower() for row in page.rows) for page in pages]


def only_page(book: Book, shape: PageShape, **special: CellText) -> list[str]:
    """The rows of a book of one page, without the page number's."""
    (volume,) = laid_out(book, shape, **special)
    (page,) = shown(volume.pages)
    return page.split("\n")


def paragraph(leaf_id: str, text: str) -> Paragraph:
    return Paragraph(leaf_id, (Text(text),))


def section(leaf_id: str, level: int, title: str, *blocks: Block) -> Section:
    return Section(f"s-{leaf_id}", level, Heading(leaf_id, (Text(title),)), blocks)
