"""Markup put together at random loses no word and reads none twice; broken files never break the reader."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest
from lxml import etree

from access.book.walk import book_text, leaves
from access.errors import TongduError
from tests.access.book.epub_builder import PNG, contents, simple_epub
from tests.access.book.reading_epubs import read

TAGS = [
    "p",
    "div",
    "span",
    "b",
    "em",
    "section",
    "article",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "h1",
    "h2",
    "h3",
    "h6",
    "a",
    "aside",
    "figure",
    "figcaption",
    "pre",
    "ruby",
    "rb",
    "q",
    "header",
    "footer",
    "hgroup",
    "details",
    "summary",
    "nav",
    "center",
    "cite",
    "br",
    "hr",
    "sup",
    "main",
    "form",
    "strange",
]
ATTRIBUTES = (
    *[""] * 4, 'id="{0}"', 'id="{0}"', 'href="#{1}"', 'href="1.xhtml#{1}"', 'epub:type="footnote"', 'lang="fr"',
    'epub:type="endnotes"', 'epub:type="z3998:verse"', 'class="poem"', 'class="stanza"', 'class="line i2"',
    'epub:type="noteref" href="#{1}"', 'role="heading" aria-level="2"', 'epub:type="chapter"', 'type="a" start="x"',
    'colspan="9"', 'epub:type="titlepage"',
)  # fmt: skip


class Words:
    """Makes random markup with words that are numbered in their order."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0

    def word(self) -> str:
        self.count += 1
        return f"w{self.count}x"

    def markup(self, depth: int = 0) -> str:
        parts = []
        for _ in range(self.random.randint(1, 4)):
            tag = self.random.choice(TAGS)
            if self.random.random() < 0.35 or depth > 7:
                parts.append(self.word() + self.random.choice([" ", "", "\n"]))
            elif tag in {"br", "hr"}:
                parts.append(f"<{tag}/>")
            else:
                said = self.random.choice(ATTRIBUTES).format(self.random.randint(0, 30), self.random.randint(0, 30))
                parts.append(f"<{tag} {said}>{self.markup(depth + 1)}</{tag}>")
        return "".join(parts)


def words(text: str) -> list[str]:
    return re.findall(r"w\d+x", text)


@pytest.mark.parametrize("seed", range(40))
def test_every_word_is_read_once_and_in_order(seed: int) -> None:
    made = Words(seed)
    bodies = {f"{place}.xhtml": made.markup() + f"<p>{made.word()}</p>" for place in range(2)}
    choose = made.random
    lines = [
        (
            f"{choose.randint(0, 1)}.xhtml" + choose.choice(["", f"#{choose.randint(0, 30)}"]),
            f"w{choose.randint(0, 20)}x",
        )
        for _ in range(choose.randint(0, 6))
    ]
    book = read(simple_epub(bodies, nav=contents(*lines))).book
    trees = [etree.fromstring(f'<a xmlns:epub="e">{body}</a>') for body in bodies.values()]
    assert words(book_text(book)) == [word for tree in trees for word in words("".join(map(str, tree.itertext())))]
    ids = [leaf.id for leaf in leaves(book)]
    assert len(ids) == len(set(ids))


PIECES = [
    b"<", b">", b'"', b"&", b"/", b"\x00", b"\xff", b"<p>", b"</p>", b"<!--", b"]]>", b"<![CDATA[", b"&#xFFFFFFFF;",
    b"&x;",
    b"..", b"%", b"%zz", b"#", b"http://", b"\\", b"", b"", b'xmlns=""', b'xml:lang="?"', b"<!DOCTYPE x [", b"-1",
    b"99999999999", b"<?pi", b":",
]  # fmt: skip
RICH = (
    '<section epub:type="chapter"><h1 id="h">T</h1><p>a<a epub:type="noteref" href="#n">1</a> <ruby>x<rt>y</rt></ruby>'
    '<img src="a.png" alt="q"/></p><ol start="3"><li>i</li></ol><table><tr><td colspan="2">c</td></tr></table>'
    '<aside epub:type="footnote" id="n"><p>n</p></aside><svg xmlns="http://www.w3.org/2000/svg"><title>t</title><path/>'
    '</svg><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></section>'
)


@pytest.mark.parametrize("seed", range(60))
def test_broken_files_give_a_book_or_an_error_of_ours(seed: int) -> None:
    choose = random.Random(seed)
    made = simple_epub({"0.xhtml": RICH, "1.xhtml": RICH}, others={"a.png": PNG}, pages=contents(("0.xhtml#h", "1")))
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            for _ in range(choose.choice([0, 0, 1, 3, 30])):
                start = choose.randrange(len(data) + 1)
                data = data[:start] + choose.choice(PIECES) + data[start + choose.choice([0, 0, 1, 5, 40]) :]
            if choose.random() > 0.04:
                target.writestr(name, data)
    try:
        opened = read(broken.getvalue())
    except TongduError as error:
        assert error.exit_code == 3  # noqa: PT017
    else:
        assert book_text(opened.book)
