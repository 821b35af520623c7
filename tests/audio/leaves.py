"""Small leaves and books for tests of speech."""

from access.book.ids import BlockIds
from access.book.model import Book, Heading, Inline, Metadata, Paragraph, Section, Text
from access.book.walk import Leaf, Role, flatten
from audio.script import LeafScript, leaf_phrases


def leaf_script(text: str, language: str = "en", role: Role = Role.PARAGRAPH) -> LeafScript:
    """A leaf of plain text, ready to be spoken."""
    flat = flatten((Text(text),))
    phrases = leaf_phrases(Leaf("leaf", role, language, flat))
    return LeafScript("leaf", role, 0, language, flat, phrases)


def small_book(chapters: dict[str, list[str | tuple[Inline, ...]]], language: str = "en") -> Book:
    """A book of titled chapters with paragraphs."""
    ids = BlockIds()
    sections = tuple(
        Section(
            ids.make("s", title),
            1,
            Heading(ids.make("h", title), (Text(title),)),
            tuple(
                Paragraph(ids.make("p", str(text)), (Text(text),) if isinstance(text, str) else text)
                for text in paragraphs
            ),
        )
        for title, paragraphs in chapters.items()
    )
    return Book(Metadata("A small book", language, "urn:x:small"), sections)
