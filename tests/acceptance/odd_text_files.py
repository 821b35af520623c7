"""Odd books that are plain text."""

from __future__ import annotations

from tests.acceptance.odd_book import OddBook
from tests.acceptance.odd_structures import HAN, SENTENCE

POEM = "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n"
TRADITIONAL = "閱覽室的燈從四點鐘就亮著，可是沒有人來取那個包裹。"
CHAPTERS = "".join(f"第{n}章\n\n{HAN}\n{HAN}\n\n" for n in "一二三")
ENGLISH = "".join(f"CHAPTER {n}\r\r{SENTENCE}\r\r{SENTENCE}\r\r" for n in ("I", "II"))

TEXT_FILES = (
    OddBook(
        "gb18030-line", "one line in GB 18030", lambda: HAN.encode("gb18030"), (HAN,), headings=0, file_name="one.txt"
    ),
    OddBook(
        "big5-text", "Big5", lambda: f"{TRADITIONAL}\r\n".encode("big5") * 3, (TRADITIONAL,) * 3, file_name="b.txt"
    ),
    OddBook(
        "carriage-returns",
        "lines end in CR alone",
        ENGLISH.encode,
        ("CHAPTER II", SENTENCE),
        headings=2,
        file_name="cr.txt",
    ),
    OddBook(
        "utf-16-text",
        "UTF-16 without a mark",
        lambda: CHAPTERS.encode("utf-16-be"),
        ("第三章", HAN),
        headings=3,
        file_name="u.txt",
    ),
    OddBook("verse-text", "only verse", POEM.encode, ("床前明月光", "低头思故乡"), file_name="诗.txt"),
    OddBook(
        "form-feeds",
        "pages end in form feeds",
        lambda: "\f".join([SENTENCE, HAN, SENTENCE]).encode(),
        (SENTENCE, HAN, SENTENCE),
        file_name="f.txt",
    ),
    OddBook("text-without-extension", "no extension at all", CHAPTERS.encode, (HAN,), headings=3, file_name="book"),
    OddBook("one-letter", "a single letter", lambda: b"x", ("x",), file_name="x.txt"),
    OddBook(
        "latin-1-text",
        "windows-1252",
        lambda: "Déjà vu — “lamp”.".encode("cp1252"),
        ("Déjà vu — “lamp”.",),
        file_name="w.txt",
    ),
)
