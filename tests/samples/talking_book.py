"""A small book that holds every kind of block, and a narration of it in tones instead of speech."""

from __future__ import annotations

import array
import math
import struct
import zlib
from pathlib import Path

import lameenc

from access.book.model import (
    Aside,
    Block,
    Book,
    Cell,
    Code,
    Contributor,
    Emphasis,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    Metadata,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Ruby,
    Section,
    Separator,
    Span,
    Strong,
    Table,
    Text,
    Verse,
    VerseLine,
)
from access.book.walk import Leaf, Mark, Role, leaves
from audio.narration import Narration, Part, Phrase

RATE = 22_050
DELAY = 1_105
_ENDS = frozenset("。！？.!?")


def picture() -> bytes:
    """A red PNG of 4 × 4 pixels."""
    rows = (b"\0" + b"\xcc\0\0" * 4) * 4
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    written = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + written


def nested(level: int, deepest: int) -> tuple[Block, ...]:
    """Sections within sections down to a level."""
    if level > deepest:
        return ()
    heading = Heading(f"h-n{level}", (Text(f"Level {level}"),))
    inside = Paragraph(f"p-n{level}", (Text(f"Text of level {level}. It has two sentences."),))
    return (Section(f"s-n{level}", level, heading, (inside, *nested(level + 1, deepest))),)


def every_block() -> Book:
    """The book."""
    first = Section(
        "s-1",
        1,
        Heading("h-1", (Text("第一章　开始"), NoteRef("note-1", (Text("[1]"),)))),
        (
            PageBreak("pg-1", "iv"),
            Paragraph(
                "p-1",
                (
                    Text("银行"),
                    Emphasis((Text("行长。长"),)),
                    Text("大了。他说：“"),
                    Strong((Text("好"),)),
                    Text("！”"),
                ),
            ),
            Paragraph(
                "p-2",
                (
                    Text("Reading un"),
                    PageBreak("pg-2", "1"),
                    Text("broken words & <tags>. Next one."),
                ),
                "en",
            ),
            Paragraph(
                "p-3",
                (
                    Ruby((Text("漢字"),), "hànzì"),
                    Text("和"),
                    Span("en", (Text("Dr. Who"),)),
                    LineBreak(),
                    Link("https://example.org/a b?q=1|2", (Text("外部链接"),)),
                    Link("#p-1", (Text("内部链接"),)),
                    Link("javascript:alert(1)", (Text("不是链接"),)),
                    Text("。注"),
                    NoteRef("note-1", (Text("①"),)),
                    NoteRef("note-2", (Text("②"),)),
                    Text("。"),
                ),
            ),
            List(
                (
                    ListItem("1.", (Paragraph("p-4", (Text("一。"),)),)),
                    ListItem("3.", (Paragraph("p-5", (Text("三。"),)),)),
                ),
                ordered=True,
            ),
            List(
                (
                    ListItem("(甲)", (Paragraph("p-6", (Text("甲项。"),)),)),
                    ListItem("•", (Paragraph("p-7", (Text("点。"),)),)),
                )
            ),
            Table(
                (
                    (
                        Cell((Paragraph("p-8", (Text("名"),)),), header=True),
                        Cell((Paragraph("p-9", (Text("数"),)),), header=True),
                    ),
                    (Cell((Paragraph("p-10", (Text("甲"),)),), header=True), Cell((Paragraph("p-11", (Text("2"),)),))),
                    (Cell((), column_span=2),),
                ),
                (Paragraph("p-12", (Text("表的标题。"),)),),
            ),
            Figure(
                "f-1",
                "一幅红色的图。它有两句替代文字。",
                (Paragraph("p-13", (Text("长的描述。"),)),),
                (Paragraph("p-14", (Text("图题。"),)),),
                "red.png",
            ),
            Figure("f-2", "没有图片文件的图。", image="missing.png"),
            Quote((Paragraph("p-15", (Text("引文。"),)),)),
            Separator("hr-1"),
            Verse(
                (
                    (VerseLine("v-1", (Text("床前明月光，"),)), VerseLine("v-2", (Text("疑是地上霜。"),), 1)),
                    (VerseLine("v-3", (Text("举头望明月。"),)),),
                )
            ),
            Code("c-1", "if x < 1:\n    y = 2", "en"),
            Math("m-1", "a² + b² = c²", "<math/>"),
            Note("note-1", "", (Paragraph("p-16", (Text("[1] 第一个注。"),)),)),
            Note("note-2", "②", (Paragraph("p-17", (Text("第二个注。"), NoteRef("note-1", (Text("[1]"),)))),)),
            Aside((Paragraph("p-18", (Text("旁边的话。"),)),)),
            PageBreak("pg-3", "A-1"),
        ),
        role="chapter",
    )
    untitled = Section(
        "s-2",
        1,
        None,
        (Paragraph("p-20", (Text("A section without any title begins with a long sentence. Then more."),)),),
        language="en",
    )
    deep = nested(1, 8)[0]
    assert isinstance(deep, Section)
    return Book(
        Metadata(
            title="样书 & 其他",
            language="zh",
            identifier="urn:uuid:6c5f2a52-8f5c-4b8e-9d1c-4b0a3b5a7d11",
            contributors=(Contributor("张三"), Contributor("李四", "trl")),
            publisher="图书馆",
            date="1923-08",
            rights="公有领域",
            subjects=("小说",),
            source="urn:isbn:9787020008735",
        ),
        (first, untitled, deep),
        {"red.png": Image("image/png", picture())},
    )


def plain(sections: int, paragraphs: int = 1, pages: int = 0) -> Book:
    """A long, plain book."""
    made = []
    page = 0
    for number in range(1, sections + 1):
        blocks: list[Block] = []
        for paragraph in range(1, paragraphs + 1):
            if page < pages:
                page += 1
                blocks.append(PageBreak(f"pg-{page}", str(page)))
            blocks.append(Paragraph(f"p-{number}-{paragraph}", (Text(f"Paragraph {paragraph} of chapter {number}."),)))
        made.append(Section(f"s-{number}", 1, Heading(f"h-{number}", (Text(f"Chapter {number}"),)), tuple(blocks)))
    return Book(Metadata("A long book", "en", "long-1"), tuple(made))


def narrated(book: Book, folder: Path, *, sample: float = 0.12) -> Narration:
    """Narrate a book in tones of `sample` seconds a phrase, a real MP3 a part."""
    parts: list[tuple[str, list[tuple[Leaf, str, int, int, str]]]] = []
    for leaf in leaves(book):
        section = next(parent for parent in reversed(leaf.parents) if isinstance(parent, Section))
        if not parts or parts[-1][0] != section.id:
            parts.append((section.id, []))
        parts[-1][1].extend((leaf, *phrase) for phrase in _phrases(leaf))
    folder.mkdir(parents=True, exist_ok=True)
    tones: dict[int, bytes] = {}
    made = []
    for number, (section_id, phrases) in enumerate((name, found) for name, found in parts if found):
        audio = folder / f"part-{number}.mp3"
        length = round(sample * RATE)
        if len(phrases) not in tones:
            tones[len(phrases)] = tone(len(phrases) * length)
        audio.write_bytes(tones[len(phrases)])
        spoken = tuple(
            Phrase(leaf.id, text, start, end, DELAY + i * length, DELAY + (i + 1) * length, page_id)
            for i, (leaf, text, start, end, page_id) in enumerate(phrases)
        )
        made.append(Part(section_id, audio, frames(tones[len(phrases)]) * 576, spoken))
    return Narration(RATE, tuple(made), ("tone",))


def tone(samples: int) -> bytes:
    """An MP3 of a tone that is at least as long as this."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    wave = array.array("h", (round(8000 * math.sin(place / 12)) for place in range(RATE // 10)))
    pcm = (wave.tobytes() * (samples * 2 // len(wave.tobytes()) + 1))[: samples * 2]
    return bytes(encoder.encode(pcm)) + bytes(encoder.flush())


def frames(mp3: bytes) -> int:
    """How many frames a constant 48 kbit/s stream at 22,050 Hz holds, from its size."""
    return round(len(mp3) / (72 * 48_000 / RATE))


def _phrases(leaf: Leaf) -> list[tuple[str, int, int, str]]:
    if leaf.role is Role.PAGE:
        return [("", 0, 0, leaf.id)]
    pages = [span for span in leaf.flat.spans if span.mark is Mark.PAGE]
    found: list[tuple[str, int, int, str]] = []
    start = 0
    for place, character in enumerate(leaf.text):
        last = place + 1 == len(leaf.text)
        if last or (character in _ENDS and leaf.text[place + 1] not in '”" '):
            found += [("", start, start, page.id) for page in pages if start <= page.start <= place]
            found.append((leaf.text[start : place + 1], start, place + 1, ""))
            start = place + 1
    return found
